"""A verb of this program, run in a worker: what takes long, or reads a body, for the window."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.processes.errors import ProcessError
from editor.processes.worker import start_worker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


@dataclass(frozen=True, slots=True)
class Ran:
    """What a verb left behind.

    Attributes:
        status: Its exit code.
        output: What it wrote to standard output.
        errors: What it wrote to standard error, as text.
    """

    status: int
    output: bytes
    errors: str


def run_program(words: Sequence[str], data: bytes = b"", *, timeout_s: float) -> Ran:
    """Run this program's command line in a worker, and wait for it.

    Unlike a command that is started by `subprocess`, it ends with this process whatever it does.

    Args:
        words: A verb and its arguments.
        data: Its standard input.
        timeout_s: It is killed when it takes longer.

    Raises:
        OSError: It could not be started, took too long, or ended without an answer
            (`ProcessError`).
    """
    worker = start_worker(_run_words, tuple(words), data)
    try:
        if not worker.connection.poll(timeout_s):
            raise ProcessError("it takes too long")
        return Ran(*worker.connection.recv())
    except EOFError as error:
        raise ProcessError("it ended without an answer") from error
    finally:
        worker.kill()


def _run_words(connection: Connection, words: tuple[str, ...], data: bytes) -> None:
    output, errors = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(data), "utf-8", "surrogateescape")
    sys.stdout = io.TextIOWrapper(output, "utf-8", "surrogateescape", write_through=True)
    sys.stderr = io.TextIOWrapper(errors, "utf-8", "backslashreplace", write_through=True)
    # By its name: the program stands above all folders, this one below them.
    status: int = importlib.import_module("editor.__main__").main(list(words))
    connection.send((status, output.getvalue(), errors.getvalue().decode("utf-8", "replace")))
