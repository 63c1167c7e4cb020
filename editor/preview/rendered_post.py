"""One post kept rendered while it is edited: after Liquid, in blocks, and in its page.

Runs on every key (`tests/benchmarks/bench_preview.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from editor.edit import Edit
from editor.kramdown import Block, Blocks
from editor.post import Post
from editor.preview.errors import OutOfStep
from editor.preview.messages import (
    BlockHtml,
    EditPost,
    OpenPost,
    Page,
    PageNote,
    Patch,
    Splice,
    View,
    Working,
)
from editor.preview.page_round import Mode, PageRound, State, page_notes
from editor.preview.passages import around, chunks, digest_of, without_suspects
from editor.preview.plain_blocks import PlainBlocks
from editor.preview.sanitise import Sanitiser
from editor.preview.shell import PageCleaner
from editor.text_lines import TextLines, single_edit
from editor.theme import BodyLines, Replaced, Theme, Tokens, reading_minutes, render_header
from editor.theme.live_body import LiveBody

if TYPE_CHECKING:
    from editor.theme.live import LivePost, LiveSite

_SURROGATE = re.compile("[\ud800-\udfff]")

Report = Callable[[Page | Patch | Working], None]


class RenderedPost:
    """One text, its lines after Liquid, its blocks and their sanitised HTML, the page round it.

    Attributes:
        revision: The revision that it is at.
    """

    def __init__(
        self,
        theme: Theme,
        site: LiveSite | None,
        cleaner: PageCleaner,
        request: OpenPost,
        report: Report,
    ) -> None:
        """Read a text; nothing is rendered yet."""
        self.revision = request.revision
        self._document = request.document
        self._path = request.post_path
        self._suspects = request.suspects
        self._theme = theme
        self._site = site
        self._site_revision = site.revision if site is not None else 0
        self._report = report
        self._source = TextLines(_mend(request.text))
        self._tokens = Tokens()
        post = Post.from_text(self._source.text)
        self._body_line = post.body_line
        self._head = theme.head(post, self._path)
        self._live = self._live_post(post)
        self._body = self._new_body()
        self._sanitiser = Sanitiser(theme.resolver, self._tokens, self._head.where)
        self._given: list[str] = []  # the lines with stopped passages replaced: what Blocks holds
        self._is_cut = False
        self._is_counted = False
        self._blocks = self._empty_blocks()
        self._shown: list[BlockHtml] = []
        self._remote: list[tuple[str, ...]] = []
        for each in self._blocks.blocks:
            shown, remote = self._show(each)
            self._shown.append(shown)
            self._remote.append(remote)
        self._tail = ""
        self._header = ""
        self._notes: tuple[PageNote, ...] = ()
        self._round = PageRound(
            cleaner,
            request.key,
            self._may_run,
            wanted=request.view is View.THEME,
            live=self._live,
        )

    def _live_post(self, post: Post) -> LivePost | None:
        """Return the post as its site sees it; None where the site has no such page."""
        if self._site is None or not self._path:
            return None
        made = self._site.post(self._path)
        made.say(post, self._source.all)
        return made if made.item() is not None else None

    def _new_body(self) -> LiveBody | BodyLines:
        body: LiveBody | BodyLines
        if self._live is not None:
            body = LiveBody(self._live, self._may_run, self._tokens)
        else:
            with_liquid = self._head.with_liquid
            body = BodyLines(self._theme.urls, with_liquid=with_liquid, tokens=self._tokens)
        body.fill(self._source.all, self._body_line)
        return body

    def _may_run(self, digest: bytes) -> bool:
        """Tell of a piece of work before it is done; it is not, if it hung a worker before."""
        if digest in self._suspects:
            return False
        self._report(Working(self._document, digest))
        return True

    def _empty_blocks(self) -> Blocks | PlainBlocks:
        if self._head.is_markdown:
            return Blocks("", self._theme.options)
        return PlainBlocks("")

    @property
    def exhausted(self) -> bool:
        """Whether it should be opened afresh: there are no more stand-ins."""
        return self._tokens.exhausted

    # ---- the whole text

    def render(self) -> Page | Patch:
        """Render all of it; reports a long page so far.

        Returns:
            The page, or for a long text the last part of it.
        """
        self._bring()
        lines = self._body.lines
        line = 0
        paged = False
        splices: list[Splice] = []
        for piece, digest in chunks(lines, self._suspects, self._tokens):
            self._report(Working(self._document, digest))
            splices = self._update(Edit(line, 0, "", "".join(piece)))
            self._given += piece
            line += len(piece)
            self._is_cut = self._is_cut or piece != lines[line - len(piece) : line]
            if line >= len(lines):
                break
            if paged:
                self._report(self._part(splices))
            elif self._round.state.mode is not Mode.WHOLE:
                self._report(self.page(final=False))
                paged = True
        if not self._suspects:
            self._given = lines
        counted = self._count_lines()
        before = self._round.state
        self._bring()
        if not paged or before.mode is not self._round.state.mode:
            return self.page()
        return self._patch(self.revision, [*splices, *counted], before, "", "")

    def _bring(self) -> None:
        """Render the page round the body."""
        self._round.bring(self._body_html)
        if self._round.state.mode is Mode.READING:
            self._header = self._make_header()

    def _body_html(self) -> str:
        html = "".join([each.html for each in self._blocks.blocks]) + self._blocks.tail
        return self._tokens.fill(html)

    @property
    def _stopped(self) -> bool:
        return self._is_cut or self._body.stopped or self._round.stopped

    def page(self, *, final: bool = True) -> Page:
        """Return all that the pane shows."""
        state = self._round.state
        is_whole = state.mode is Mode.WHOLE
        self._notes = self._all_notes()
        return Page(
            self._document,
            self.revision,
            self._header if state.mode is Mode.READING else "",
            self._body_line,
            () if is_whole else tuple(self._shown),
            "" if is_whole else self._tail,
            final,
            self._stopped,
            state.shell,
            state.whole,
            self._live.url if self._live is not None else "",
            self._notes,
            state.settled if final else False,
            state.reason,
        )

    def _all_notes(self) -> tuple[PageNote, ...]:
        notes = [*page_notes(self._body.notes, self._path), *self._round.state.notes]
        notes += [PageNote("network", each) for found in self._remote for each in found]
        if self._site is not None:
            notes += page_notes(self._site.standing_notes, self._path)
        return tuple(dict.fromkeys(notes))

    def _part(self, splices: Sequence[Splice]) -> Patch:
        return Patch(
            self._document,
            self.revision,
            self.revision,
            tuple(splices),
            None,
            self._body_line,
            self._tail,
            False,
            self._stopped,
            settled=False,
        )

    def _patch(
        self, base: int, splices: Sequence[Splice], before: State, header: str, tail: str
    ) -> Patch:
        state = self._round.state
        is_whole = state.mode is Mode.WHOLE
        notes, self._notes = self._notes, self._all_notes()
        return Patch(
            self._document,
            base,
            self.revision,
            () if is_whole else tuple(splices),
            self._header if self._header != header and state.mode is Mode.READING else None,
            self._body_line,
            self._tail if self._tail != tail and not is_whole else None,
            True,
            self._stopped,
            state.shell if state.shell != before.shell else None,
            state.whole if state.whole != before.whole else None,
            None if self._notes == notes else self._notes,
            state.settled,
        )

    def _make_header(self) -> str:
        return render_header(
            self._head,
            words=self._body.words,
            picture_address=self._sanitiser.lead_picture,
        )

    # ---- an edit

    def edit(self, request: EditPost, report: Report) -> Page | Patch:
        """Apply edits. Runs on every key (`tests/benchmarks/bench_preview.py`)."""
        self._report = report
        base, before, header, tail = self.revision, self._round.state, self._header, self._tail
        minutes, head = reading_minutes(self._body.words), self._head
        splices: list[Splice] = []
        for edit in request.edits:
            splices += self._apply(
                Edit(edit.line, edit.column, _mend(edit.removed), _mend(edit.inserted))
            )
        self.revision = request.revision
        is_head = self._head is not head
        if is_head and self._sanitiser.move_to(self._head.where):
            splices += self._show_again()
        splices += self._count_lines()
        if is_head or self._round.is_quick:
            self._round.bring(self._body_html)
        else:
            self._round.leave_for_later()
        if is_head or reading_minutes(self._body.words) != minutes:
            self._header = self._make_header()
        return self._reply(base, splices, before, header, tail)

    def _reply(
        self, base: int, splices: Sequence[Splice], before: State, header: str, tail: str
    ) -> Page | Patch:
        if self._round.state.mode is not before.mode:
            self._header = self._header or self._make_header()
            return self.page()
        return self._patch(base, splices, before, header, tail)

    def refresh(self, site: LiveSite | None, report: Report) -> Page | Patch:
        """Follow the site, which may have changed, and settle the page round the body."""
        self._report = report
        before, header, tail = self._round.state, self._header, self._tail
        splices: list[Splice] = []
        if site is not None and (site is not self._site or site.revision != self._site_revision):
            self._site, self._site_revision = site, site.revision
            post = Post.from_text(self._source.text)
            self._head = self._theme.head(post, self._path)
            self._sanitiser.move_to(self._head.where)
            self._live = self._live_post(post)
            self._round.follow(self._live)
            self._body = self._new_body()
            splices = [*self._give(), *self._show_again(), *self._count_lines()]
        self._bring()
        return self._reply(self.revision, splices, before, header, tail)

    def _apply(self, edit: Edit) -> list[Splice]:
        try:
            first, gone, came = self._source.apply(edit)
        except ValueError:
            raise OutOfStep from None
        if first >= self._body_line and not self._may_open_head(first):
            return self._edit_body(first - self._body_line, gone, came)
        lines = self._source.all
        end = self._body_line + came - gone
        if first + gone <= self._body_line and end < len(lines):
            # The post's head alone: the body stays what it was if the head still ends there.
            post = Post.from_text("".join(lines[:end]))
            if post.has_front_matter and post.body_line == end:
                return self._take_head(post, same_body=True)
        return self._take_head(Post.from_text(self._source.text), same_body=False)

    def _take_head(self, post: Post, *, same_body: bool) -> list[Splice]:
        """Take over another front matter."""
        before = self._head
        self._body_line = post.body_line
        self._head = self._theme.head(post, self._path)
        if self._live is not None:
            self._live.say(post, self._source.all)
        else:
            self._live = self._live_post(post)
            same_body = same_body and self._live is None
            self._round.follow(self._live)
        if not same_body or self._head.with_liquid != before.with_liquid:
            self._body = self._new_body()
            return self._give()
        if not isinstance(self._body, LiveBody):
            return []
        # Its Liquid may print what the front matter says.
        is_given = self._given is self._body.lines
        changed = self._body.again(self._source.all, self._body_line)
        return self._take_change(changed, is_given=is_given)

    def _may_open_head(self, first: int) -> bool:
        return self._body_line == 0 and (first == 0 or self._source.all[0].startswith("---"))

    def _edit_body(self, start: int, gone: int, came: int) -> list[Splice]:
        if self._live is not None:
            self._live.body_changed(self._source.all)
        is_given = self._given is self._body.lines
        changed = self._body.replace(self._source.all, self._body_line, start, gone, came)
        return self._take_change(changed, is_given=is_given)

    def _take_change(self, changed: Replaced, *, is_given: bool) -> list[Splice]:
        if not is_given:
            return self._give()
        removed, inserted = "".join(changed.before), "".join(changed.now)
        if removed == inserted:
            return []
        low = changed.low
        passage = around(self._body.lines, low, low + len(changed.now))
        self._report(Working(self._document, digest_of(passage)))
        return self._update(_narrow(low, removed, inserted))

    def _give(self) -> list[Splice]:
        """Bring the blocks to the lines after Liquid, however these have changed."""
        old, lines = self._given, self._body.lines
        new = without_suspects(lines, self._suspects, self._tokens) if self._suspects else lines
        self._given = new
        self._is_cut = new != lines
        edit = single_edit(old, new)
        if edit is None:
            return []
        end = edit.line + edit.inserted.count("\n")
        self._report(Working(self._document, digest_of(around(new, edit.line, end))))
        return self._update(edit)

    # ---- blocks

    def _update(self, edit: Edit) -> list[Splice]:
        patch = self._blocks.update(edit)
        splices = []
        for each in patch.splices:
            pairs = [self._show(block) for block in each.blocks]
            shown = tuple(pair[0] for pair in pairs)
            self._shown[each.start : each.start + each.deleted] = shown
            self._remote[each.start : each.start + each.deleted] = [pair[1] for pair in pairs]
            splices.append(Splice(each.start, each.deleted, shown))
        if patch.tail is not None:
            self._tail = self._sanitiser.clean(patch.tail)
        return splices

    def _show(self, block: Block) -> tuple[BlockHtml, tuple[str, ...]]:
        """Return a block as it is shown, and what of the network it asks for."""
        if not block.html:
            return BlockHtml("", block.lines), ()
        self._sanitiser.remote.clear()
        html = self._sanitiser.clean(block.html)
        return BlockHtml(html, block.lines), tuple(self._sanitiser.remote)

    def _show_again(self) -> list[Splice]:
        """Show what the post's new address makes of relative pictures."""
        splices = []
        for index, block in enumerate(self._blocks.blocks):
            shown, remote = self._show(block)
            if shown.html != self._shown[index].html:
                self._shown[index], self._remote[index] = shown, remote
                splices.append(Splice(index, 1, (shown,)))
                self._is_counted = self._is_counted or self._body.starts is not None
        self._tail = self._sanitiser.clean(self._blocks.tail)
        return splices

    def _count_lines(self) -> list[Splice]:
        """Give every block the number of source lines that it stands for."""
        body = self._body
        if body.starts is None and not self._is_counted:
            return []
        self._is_counted = body.starts is not None
        splices = []
        line = before = 0
        blocks = self._blocks.blocks
        last = len(blocks) - 1
        end = len(self._source.all) - self._body_line - (not self._source.all[-1])
        for index, block in enumerate(blocks):
            line += block.lines
            now = end if index == last else body.source_line(line)
            if self._shown[index].lines != now - before:
                shown = BlockHtml(self._shown[index].html, now - before)
                self._shown[index] = shown
                splices.append(Splice(index, 1, (shown,)))
            before = now
        return splices


def _narrow(line: int, removed: str, inserted: str) -> Edit:
    """Return the edit without what both texts begin with, as far as the first line goes."""
    limit = min(len(removed), len(inserted))
    same = 0
    while same < limit and removed[same] == inserted[same] and removed[same] != "\n":
        same += 1
    limit -= same
    end = 0
    while end < limit and removed[-1 - end] == inserted[-1 - end]:
        end += 1
    return Edit(
        line, same, removed[same : len(removed) - end], inserted[same : len(inserted) - end]
    )


def _mend(text: str) -> str:
    """Replace bytes that were no text (kept as lone surrogates) by the replacement character."""
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
