"""Cutting a text at blank lines, so that one passage that hangs costs one passage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from editor.theme import Kind, Tokens

_FIRST_CHUNK = 6_000
_CHUNK = 48_000


def digest_of(lines: Sequence[str]) -> bytes:
    """Return what names a piece of text."""
    data = "".join(lines).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=12).digest()


def around(lines: Sequence[str], first: int, end: int, limit: int = 400) -> Sequence[str]:
    """Return the passages that the lines from `first` to `end` belong to."""
    low = first
    while low > 0 and first - low < limit and not _blank(lines[low - 1]):
        low -= 1
    high = max(end, first + 1)
    while high < len(lines) and high - end < limit and not _blank(lines[high]):
        high += 1
    return lines[low:high]


def chunks(
    lines: Sequence[str], suspects: frozenset[bytes], tokens: Tokens
) -> Iterator[tuple[list[str], bytes]]:
    """Cut a text into pieces that are rendered one after the other, with a sign of life between.

    A piece that is suspected is cut into its passages; a passage that is gives way to a notice of
    as many lines.

    Args:
        lines: The lines of the text.
        suspects: Digests of pieces that hung or felled a worker.
        tokens: Makes the notice.

    Yields:
        The lines of a piece, and the digest of what it was.
    """
    start = 0
    size = _FIRST_CHUNK
    while start < len(lines):
        end = start
        length = 0
        while end < len(lines) and (length < size or not _blank(lines[end - 1])):
            length += len(lines[end])
            end += 1
        piece = list(lines[start:end])
        digest = digest_of(piece) if length else b""
        if digest in suspects:
            for passage in _runs(piece):
                digest = digest_of(passage)
                yield _notice(passage, tokens) if digest in suspects else passage, digest
        else:
            yield without_suspects(piece, suspects, tokens), digest
        start = end
        size = _CHUNK


def without_suspects(lines: Sequence[str], suspects: frozenset[bytes], tokens: Tokens) -> list[str]:
    """Return the lines with every suspected passage replaced by a notice of as many lines."""
    if not suspects:
        return list(lines)
    kept: list[str] = []
    for passage in _runs(lines):
        kept += _notice(passage, tokens) if digest_of(passage) in suspects else passage
    return kept


def _notice(lines: Sequence[str], tokens: Tokens) -> list[str]:
    source = "".join(lines)
    if not source.strip():
        return list(lines)
    first = tokens.char(Kind.STOPPED, tokens.plain(source[:4_000]))
    return [
        (first if index == 0 else tokens.nothing) + ("\n" if line.endswith("\n") else "")
        for index, line in enumerate(lines)
    ]


def _runs(lines: Sequence[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for line in lines:
        if run and _blank(line) != _blank(run[-1]):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _blank(line: str) -> bool:
    return not line or line.isspace()
