"""Fetches one file after another, in a process of its own that can be ended at any time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.remote.addresses import Kind, RemoteAddress, Target, normal_address, target_of
from editor.remote.bounds import Bounds
from editor.remote.errors import Refused
from editor.remote.media_types import type_of
from editor.remote.request import Limits, get, numeric_address, refuse_private, too_large
from editor.remote.sheets import wanted_by_sheet

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Job:
    """One file to fetch.

    Attributes:
        address: In its one form.
        kind: What it has to be.
        file_bytes: How large it may be at most.
        file_s: How long it may take at most.
        bounds: Of the whole fetch.
        loopback: See `Limits`.
    """

    address: str
    kind: Kind
    file_bytes: int
    file_s: float
    bounds: Bounds
    loopback: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it.

    Attributes:
        problem: A sentence why there is no file; empty where there is one, or a move.
        type: Media type, by the bytes.
        data: The file.
        wanted: What a style sheet names in turn; or what it has moved to.
        final: Address that the file came from: another one after redirects within its host.
        moved_to: Address at another host to which it has moved, which was not asked.
    """

    problem: str = ""
    type: str = ""
    data: bytes = b""
    wanted: tuple[RemoteAddress, ...] = ()
    final: str = ""
    moved_to: str = ""


def serve_fetches(connection: Connection) -> None:
    """Answer jobs until the pipe closes."""
    while True:
        try:
            job: Job = connection.recv()
        except EOFError:
            return
        try:
            answer = fetch_one(job)
        except Refused as error:
            answer = Answer(problem=error.sentence)
        connection.send(answer)


def fetch_one(job: Job) -> Answer:
    """Fetch a file, following redirects within its own host.

    One to another host is told of and not followed: the person has not seen that address yet.

    Raises:
        Refused: There is no such file to be had.
    """
    size = min(job.file_bytes, job.bounds.sheet_bytes if job.kind is Kind.SHEET else job.file_bytes)
    limits = Limits(job.bounds, size, time.monotonic() + job.file_s, job.loopback)
    target = target_of(job.address)
    for _ in range(job.bounds.redirects + 1):
        reply = get(target, limits)
        if reply.status == 200:
            return _answer(job, target, reply.data, reply.said_type)
        if reply.status not in _REDIRECTS or not reply.location:
            raise Refused(
                f"{target.host} answers {reply.status} instead of the file, so the page is shown "
                "without it."
            )
        following = _redirected(target, reply.location, job.loopback)
        if following.host != target.host:
            move = RemoteAddress(following.address, job.kind, job.address)
            return Answer(wanted=(move,), moved_to=following.address)
        target = following
    raise Refused(f"{target.host} sends from one address to the next without end; nothing came.")


def _redirected(target: Target, location: str, loopback: frozenset[tuple[str, int]]) -> Target:
    following = target_of(normal_address(location, target.address))
    if target.scheme == "https" and following.scheme == "http":
        raise Refused(
            f"{target.host} sends from a secure address to an open one, so it was not followed."
        )
    address = numeric_address(following.host)
    if address:
        refuse_private(following, loopback, address)
    return following


def _answer(job: Job, target: Target, data: bytes, said_type: str) -> Answer:
    if not data:
        raise Refused(f"{target.host} sends an empty file, so the page is shown without it.")
    media_type = type_of(data, job.kind, said_type)
    if job.kind is not Kind.SHEET:
        return Answer(type=media_type, data=data, final=target.address)
    try:
        css = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        css = data.decode("latin-1")
    try:
        wanted = wanted_by_sheet(css, target.address)
    except MemoryError as error:  # a sheet that is all marks takes a hundred times its size
        raise too_large(target.host) from error
    return Answer(type=media_type, data=data, wanted=tuple(wanted), final=target.address)
