"""Render workers that misbehave on a word in the text, for the tests of the client."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection

from editor.preview import worker
from editor.preview.messages import EditPost, OpenPost, Page, Patch, Ready, Working

SLOW_S = 0.3


def misbehaving(connection: Connection, root: str | None) -> None:
    """The real worker, whose grammar hangs, dies or swells on certain words."""
    from editor.kramdown import Blocks

    right = Blocks.update

    def update(self: Blocks, edit: object) -> object:
        text = getattr(edit, "inserted", "")
        if "HANG" in text:
            while True:
                pass
        if "SLEEP" in text:
            time.sleep(60)
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "RAISE" in text:
            raise RecursionError
        if "SWELL" in text:
            swollen = bytearray(os.urandom(4096)) * 60_000
            while True:
                len(swollen)
        if "SLOW" in text:
            time.sleep(SLOW_S)
        return right(self, edit)  # type: ignore[arg-type]

    Blocks.update = update  # type: ignore[method-assign, assignment]
    worker.work(connection, root)


def endless(connection: Connection, _root: str | None) -> None:
    """Makes progress for 1.5 seconds before it answers."""
    connection.send(Ready())
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        if isinstance(request, OpenPost):
            for number in range(15):
                connection.send(Working(request.document, bytes([number])))
                time.sleep(0.1)
            connection.send(Page(request.document, request.revision, "", 0, (), ""))


def counting(connection: Connection, _root: str | None) -> None:
    """Answers slowly and says in the header how many edits a request held."""
    connection.send(Ready())
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        time.sleep(0.1)
        if isinstance(request, OpenPost):
            connection.send(Page(request.document, request.revision, "", 0, (), ""))
        elif isinstance(request, EditPost):
            count = str(len(request.edits))
            connection.send(
                Patch(request.document, request.base, request.revision, (), count, 0, None)
            )


def stillborn(_connection: Connection, _root: str | None) -> None:
    """Ends before it is ready."""
