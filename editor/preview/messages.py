"""The whole protocol between the window and its render worker: frozen values, pickled."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from editor.edit import Edit

# ---- to the worker


@dataclass(frozen=True, slots=True)
class OpenPost:
    """Render a whole text and keep it.

    Attributes:
        document: Id of the open post.
        revision: The text's revision.
        text: The text, front matter and all.
        post_path: Its path below the site, for relative pictures.
        suspects: Digests of passages that hung a worker before.
    """

    document: str
    revision: int
    text: str
    post_path: str
    suspects: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class EditPost:
    """Apply edits to a text that is open, in order."""

    document: str
    base: int
    revision: int
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class ShowPost:
    """Send the whole page of a text that is open, without rendering it again."""

    document: str


@dataclass(frozen=True, slots=True)
class ForgetPost:
    """Drop a text."""

    document: str


Request = OpenPost | EditPost | ShowPost | ForgetPost

# ---- from the worker


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has loaded what it needs."""


@dataclass(frozen=True, slots=True)
class Working:
    """A sign of life: the worker turns to the passage of this digest."""

    document: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """The worker cannot apply the request; it needs the whole text.

    Attributes:
        document: Id of the open post.
        detail: Class of the error, for the log.
        digest: The passage that it was at, empty when none is to blame.
    """

    document: str
    detail: str
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class BlockHtml:
    """A block as it goes into the page: sanitised HTML, and how many source lines it stands for."""

    html: str
    lines: int


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace `deleted` blocks from `start` on by `blocks`."""

    start: int
    deleted: int
    blocks: tuple[BlockHtml, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the pane shows of a post.

    Attributes:
        document: Id of the open post.
        revision: The revision that this is.
        header: HTML above the body.
        head_lines: Source lines before the body.
        blocks: The body.
        tail: HTML after the last block (footnotes).
        final: No more of the same revision follows (a long post comes in parts).
        stopped: A passage is not shown, because it hung a worker.
    """

    document: str
    revision: int
    header: str
    head_lines: int
    blocks: tuple[BlockHtml, ...]
    tail: str
    final: bool = True
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Patch:
    """What changed between two revisions; fits only a page that shows `base`.

    Attributes:
        document: Id of the open post.
        base: The revision that the pane has to show.
        revision: The revision that it shows afterwards.
        splices: In order of application.
        header: The new header, None when it is unchanged.
        head_lines: Source lines before the body.
        tail: The new tail, None when it is unchanged.
        final: No more of the same revision follows.
        stopped: A passage is not shown, because it hung a worker.
    """

    document: str
    base: int
    revision: int
    splices: tuple[Splice, ...]
    header: str | None
    head_lines: int
    tail: str | None
    final: bool = True
    stopped: bool = False


# ---- from the client, to whoever shows it


class StatusKind(enum.Enum):
    """How the preview stands."""

    RENDERING = "rendering"
    CURRENT = "current"
    STOPPED = "stopped"  # a passage was stopped, the rest is shown
    FAILED = "failed"  # nothing newer can be shown until the text changes


@dataclass(frozen=True, slots=True)
class Status:
    """How the preview of a post stands, with a sentence for the user (may be empty)."""

    document: str
    kind: StatusKind
    sentence: str = ""


Reply = Page | Patch | Status
Message = Ready | Working | Lost | Page | Patch
