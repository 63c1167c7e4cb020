"""A worker answers, is held to its memory, and can be killed however busy it is."""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

import pytest

from editor.processes import start_worker


def echo(connection: Connection) -> None:
    try:
        while True:
            connection.send(connection.recv())
    except EOFError:
        return


def hang(connection: Connection) -> None:
    connection.send("hanging")
    while True:
        pass


def swallow(connection: Connection) -> None:
    try:
        held = bytearray(600 * 1024 * 1024)
        connection.send(len(held))
    except MemoryError:
        connection.send("refused")


def test_a_worker_answers_and_leaves_when_its_pipe_closes() -> None:
    worker = start_worker(echo)
    worker.connection.send({"a": 1})
    assert worker.connection.recv() == {"a": 1}
    worker.close(timeout_s=30)
    assert not worker.is_alive()


def test_a_hanging_worker_is_killed() -> None:
    worker = start_worker(hang)
    assert worker.connection.recv() == "hanging"
    worker.kill()
    assert not worker.is_alive()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux holds a process to an address space"
)
def test_a_worker_is_held_to_its_memory() -> None:
    worker = start_worker(swallow, memory_bytes=512 * 1024 * 1024)
    assert worker.connection.recv() == "refused"
    worker.close(timeout_s=30)
