"""The whole protocol between the window and its render worker: frozen values, pickled."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from editor.edit import Edit


class View(enum.Enum):
    """How a post is shown."""

    THEME = "theme"  # in its site's layouts, where there are usable ones
    READING = "reading"  # in our own plain style


# ---- to the worker


@dataclass(frozen=True, slots=True)
class OpenPost:
    """Render a whole text and keep it.

    Attributes:
        document: Id of the open post.
        revision: The text's revision.
        text: The text, front matter and all.
        post_path: Its path below the site, for its address and relative pictures.
        suspects: Digests of passages that hung a worker before.
        view: How it is to be shown.
        key: Random letters for the comments round the body in the page.
    """

    document: str
    revision: int
    text: str
    post_path: str
    suspects: frozenset[bytes]
    view: View = View.READING
    key: str = ""


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


@dataclass(frozen=True, slots=True)
class RefreshPost:
    """Bring a text that is open up to date with its site, and its page with its body.

    Sent when the site has changed, and after a while of quiet when a page is not settled.
    """

    document: str


@dataclass(frozen=True, slots=True)
class SiteChanged:
    """Files of the site were changed by another program.

    Attributes:
        paths: Their site paths; empty where only the system knows which, so it may be any.
    """

    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class AssetWanted:
    """The page asks for something that is no plain file of the site: a sheet made by Sass, say.

    Attributes:
        number: Given by the client.
        path: The address's path below `baseurl`, decoded, without a slash at its start.
    """

    number: int
    path: str


Request = OpenPost | EditPost | ShowPost | ForgetPost | RefreshPost | SiteChanged | AssetWanted

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
class Taken:
    """The worker is free again; the asset follows when it is made.

    Attributes:
        number: The request's.
    """

    number: int


@dataclass(frozen=True, slots=True)
class Asset:
    """What became of an `AssetWanted`.

    Attributes:
        number: The request's; `PreviewClient.asset` returned it.
        mime_type: Such as `text/css`.
        data: The bytes; None where there is no such thing.
        sentence: What is wrong with it, for the reader; often empty.
    """

    number: int
    mime_type: str = ""
    data: bytes | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SheetsChanged:
    """Style sheets of the site are others now; the page loads them anew.

    Attributes:
        paths: Their addresses' paths below `baseurl`, without a slash at the start.
    """

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageNote:
    """Something about the page that its reader should know.

    Attributes:
        kind: A word for programs: `plugin-tag`, `unknown-tag`, `missing-include`,
            `liquid-error`, `network`, `script`, `frame`, `sass`, `layout`, `theme`, `data`,
            `markdown`.
        text: A sentence; of a `network` note the address that was not loaded.
        path: The file that it is about, as a site path; empty for the post itself.
        line: Its line there, from 1; 0 for none.
    """

    kind: str
    text: str
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Shell:
    """The page round the body, cleaned: `before`, the blocks, `after` are the whole document.

    Attributes:
        key: Random letters, the same for as long as the post is open.
        url: The post's address as a path, `baseurl` included.
        before: Ends with the comment `<!--KEY-->`.
        after: Begins with the comment `<!--/KEY-->`, which has the same parent.
    """

    key: str
    url: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BlockHtml:
    """A block as it goes into the page: sanitised HTML, and how many source lines it stands for.

    Liquid may have made more or fewer lines of them: the source's lines are counted.
    """

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
        shell: The page round the blocks; None in the reading view.
        whole: The complete document instead of shell and blocks, where the layouts do not print
            the body once and as it is. Then there are no blocks.
        url: The post's address as a path, `baseurl` included; empty where it has none.
        notes: What the page lacks or could not do.
        settled: The page round the body is as new as the body; else it follows after some quiet.
        reason: Why there is no theme view, though it was asked for.
    """

    document: str
    revision: int
    header: str
    head_lines: int
    blocks: tuple[BlockHtml, ...]
    tail: str
    final: bool = True
    stopped: bool = False
    shell: Shell | None = None
    whole: str | None = None
    url: str = ""
    notes: tuple[PageNote, ...] = ()
    settled: bool = True
    reason: str = ""


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
        shell: The page round the blocks where it is another now, else None.
        whole: The complete document where it is another now, else None.
        notes: All notes where they are others now, else None.
        settled: As of `Page`. One that was not settled is followed by a patch whose `base` is its
            `revision`.
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
    shell: Shell | None = None
    whole: str | None = None
    notes: tuple[PageNote, ...] | None = None
    settled: bool = True


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


Reply = Page | Patch | Status | Asset | SheetsChanged
Message = Ready | Working | Lost | Page | Patch | Taken | Asset | SheetsChanged
