"""The process in which the window's checks are computed: a text in, findings out."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from editor.checks.finding import Finding, Severity

if TYPE_CHECKING:
    from editor.checks.check import Near
    from editor.site import Site

log = logging.getLogger(__name__)

_FAILED = (
    "This post could not be checked; the text is unharmed. It is checked again when it changes."
)


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """A text to be checked.

    Attributes:
        document: Id of the open post.
        revision: Its revision.
        site_path: Where the post stands in the site, or would.
        text: The whole text, without BOM.
        encoding: The site's encoding.
        bom: Whether the file has a byte order mark.
    """

    document: str
    revision: int
    site_path: str
    text: str
    encoding: str = "utf-8"
    bom: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a text, by line.

    Attributes:
        document: Id of the open post.
        revision: Of the text that was checked; the lines are those of this one.
        findings: What was found; a sentence in place of them where checking was stopped.
    """

    document: str
    revision: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started and reads its pipe."""


def instead_of_findings(request: CheckRequest, sentence: str) -> Checked:
    """Return the answer that says why there are no findings."""
    finding = Finding("checks", Severity.WARNING, sentence, 0, 0)
    return Checked(request.document, request.revision, (finding,))


def work(connection: Connection, root: str) -> None:
    """Check texts until the pipe closes.

    Args:
        connection: Requests come in; `Ready` and a `Checked` for each request go out.
        root: The site's folder.
    """
    # Loaded before the first text comes; the window, which imports this module, has no need of it.
    import editor.checks.table
    import editor.site  # noqa: F401

    with contextlib.suppress(EOFError, OSError):
        connection.send(Ready())
        while True:
            request: CheckRequest = connection.recv()
            try:
                answer = _checked(Path(root), request)
            except (MemoryError, RecursionError, Exception) as error:
                log.exception("a post was not checked: %s", type(error).__name__)
                answer = instead_of_findings(request, _FAILED)
            connection.send(answer)


def _checked(root: Path, request: CheckRequest) -> Checked:
    from editor.checks.table import run
    from editor.post import Post
    from editor.site import Site

    site = Site.open(root)  # anew each time, so that it is always the configuration on the disk
    post = Post.from_text(request.text, bom=request.bom, encoding=request.encoding)
    with _addresses(site) as near:
        findings = run(post, site, request.site_path, near=near)
    return Checked(request.document, request.revision, tuple(findings))


@contextlib.contextmanager
def _addresses(site: Site) -> Iterator[Near | None]:
    """Give the site's addresses; None while the indexer has not read them all once."""
    from editor.site import AddressBook, SiteIndex

    with contextlib.closing(SiteIndex.open(site)) as index:
        book = AddressBook(site, index)
        try:
            is_complete = book.is_complete
        except sqlite3.Error as error:
            log.warning("addresses not read: %s", type(error).__name__)
            is_complete = False
        yield book.near if is_complete else None
