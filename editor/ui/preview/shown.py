"""The page as the render worker has sent it so far: what the web view is brought to."""

from __future__ import annotations

from dataclasses import dataclass, field

from editor.preview import BlockHtml, Page, PageNote, Patch, Shell, Splice


@dataclass(slots=True)
class ShownPage:
    """One post's page, kept in step with the worker's patches.

    It is kept here, so that a page that has to be loaded anew (another address, an engine's process
    that ended) asks nothing of the worker, and so that its source can be shown.

    Attributes:
        document: Id of the open post; empty before the first page.
        revision: Of the document.
        header: HTML above the body, in the reading view.
        head_lines: Source lines before the body.
        blocks: The body.
        tail: HTML after it.
        shell: The page round the blocks; None in the reading view.
        whole: The whole page, where there are no blocks.
        url: The post's address as a path.
        notes: What the page lacks.
        reason: Why there is no theme view.
    """

    document: str = ""
    revision: int = -1
    header: str = ""
    head_lines: int = 0
    blocks: list[BlockHtml] = field(default_factory=list)
    tail: str = ""
    shell: Shell | None = None
    whole: str | None = None
    url: str = ""
    notes: tuple[PageNote, ...] = ()
    reason: str = ""

    @classmethod
    def of(cls, page: Page) -> ShownPage:
        """Return what a page shows."""
        return cls(
            page.document,
            page.revision,
            page.header,
            page.head_lines,
            list(page.blocks),
            page.tail,
            page.shell,
            page.whole,
            page.shell.url if page.shell is not None else page.url,
            page.notes,
            page.reason,
        )

    @property
    def in_theme(self) -> bool:
        """Whether it is the site's own page."""
        return self.shell is not None or self.whole is not None

    @property
    def key(self) -> str | None:
        """The word in the comments round the body; empty in the reading view, None without any."""
        if self.whole is not None:
            return None
        return self.shell.key if self.shell is not None else ""

    def frame(self) -> str:
        """Return the document without the body."""
        if self.whole is not None:
            return self.whole
        return self.shell.before + self.shell.after if self.shell is not None else ""

    def html(self) -> str:
        """Return the whole document; in the reading view the body."""
        if self.whole is not None:
            return self.whole
        body = "\n".join([each.html for each in self.blocks if each.html] + [self.tail])
        if self.shell is None:
            return f"{self.header}\n{body}"
        key = self.shell.key
        before = self.shell.before.removesuffix(f"<!--{key}-->")
        return before + body + self.shell.after.removeprefix(f"<!--/{key}-->")

    def fits(self, patch: Patch) -> bool:
        """Tell whether a patch belongs to what is shown."""
        return patch.document == self.document and patch.base == self.revision

    def apply(self, patch: Patch) -> None:
        """Take a patch that fits. Runs on every key."""
        for each in patch.splices:
            self.blocks[each.start : each.start + each.deleted] = each.blocks
        self.revision = patch.revision
        self.head_lines = patch.head_lines
        if patch.header is not None:
            self.header = patch.header
        if patch.tail is not None:
            self.tail = patch.tail
        if patch.shell is not None:
            self.shell, self.url = patch.shell, patch.shell.url
        if patch.whole is not None:
            self.whole = patch.whole
        if patch.notes is not None:
            self.notes = patch.notes

    def patch_to(self, page: Page) -> Patch | None:
        """Return what brings this page to another one; None where it has to be shown as a whole."""
        now = ShownPage.of(page)
        if now.document != self.document or now.key != self.key or now.url != self.url:
            return None
        low = 0
        shorter = min(len(self.blocks), len(now.blocks))
        while low < shorter and self.blocks[low] == now.blocks[low]:
            low += 1
        end = 0
        while end < shorter - low and self.blocks[-1 - end] == now.blocks[-1 - end]:
            end += 1
        came = tuple(now.blocks[low : len(now.blocks) - end])
        gone = len(self.blocks) - end - low
        return Patch(
            page.document,
            self.revision,
            page.revision,
            (Splice(low, gone, came),) if came or gone else (),
            None if now.header == self.header else now.header,
            now.head_lines,
            None if now.tail == self.tail else now.tail,
            page.final,
            page.stopped,
            None if now.shell == self.shell else now.shell,
            None if now.whole == self.whole else now.whole,
            now.notes,
        )
