"""Posts kept rendered while they are edited; runs in the worker process."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from editor.edit import Edit
from editor.kramdown import Block, Blocks
from editor.post import Post
from editor.preview.errors import OutOfStep
from editor.preview.messages import BlockHtml, EditPost, OpenPost, Page, Patch, Splice, Working
from editor.preview.passages import around, chunks, digest_of, without_suspects
from editor.preview.plain_blocks import PlainBlocks
from editor.preview.sanitise import Sanitiser
from editor.text_lines import TextLines
from editor.theme import (
    Theme,
    Tokens,
    reading_minutes,
    render_header,
)

_SURROGATE = re.compile("[\ud800-\udfff]")

Report = Callable[[Page | Patch | Working], None]


class Renderer:
    """The open posts of one site, rendered."""

    def __init__(self, theme: Theme) -> None:
        """Make a renderer.

        Args:
            theme: The site's pages; another theme needs another renderer.
        """
        self._theme = theme
        self._posts: dict[str, _RenderedPost] = {}

    def open(self, request: OpenPost, report: Report) -> Page | Patch:
        """Render a whole text and keep it.

        Args:
            request: The text.
            report: Told of every piece before it is rendered, and of a long page so far.

        Returns:
            The page, or for a long text the last part of it.
        """
        self._posts.pop(request.document, None)
        post = _RenderedPost(self._theme, request)
        reply = post.render(report)
        self._posts[request.document] = post
        return reply

    def edit(self, request: EditPost, report: Report) -> Patch:
        """Apply edits to an open text.

        Raises:
            OutOfStep: The text is not open at `request.base`, or an edit does not fit it; the
                text is forgotten and has to be opened again.
        """
        post = self._posts.pop(request.document, None)
        if post is None or post.revision != request.base or post.exhausted:
            raise OutOfStep
        reply = post.edit(request, report)
        self._posts[request.document] = post
        return reply

    def show(self, document: str) -> Page:
        """Return the whole page of an open text.

        Raises:
            OutOfStep: It is not open.
        """
        post = self._posts.get(document)
        if post is None:
            raise OutOfStep
        return post.page()

    def forget(self, document: str) -> None:
        """Drop a text."""
        self._posts.pop(document, None)


class _RenderedPost:
    """One text, its lines with Liquid replaced, its blocks and their sanitised HTML."""

    def __init__(self, theme: Theme, request: OpenPost) -> None:
        self.revision = request.revision
        self._document = request.document
        self._path = request.post_path
        self._suspects = request.suspects
        self._theme = theme
        self._source = TextLines(_mend(request.text))
        post = Post.from_text(self._source.text)
        self._body_line = post.body_line
        self._prepared = theme.prepare(post, self._path, lines=self._source.all)
        self._sanitiser = Sanitiser(theme.resolver, self._tokens, self._prepared.head.where)
        self._given: list[str] = []  # the lines with stopped passages replaced: what Blocks holds
        self._stopped = False
        self._blocks = self._empty_blocks()
        self._shown = [self._show(each) for each in self._blocks.blocks]
        self._tail = ""
        self._header = ""

    def _empty_blocks(self) -> Blocks | PlainBlocks:
        if self._prepared.head.is_markdown:
            return Blocks("", self._theme.options)
        return PlainBlocks("")

    @property
    def _lines(self) -> list[str]:
        """The body's lines with Liquid replaced."""
        return self._prepared.body.lines

    @property
    def _tokens(self) -> Tokens:
        return self._prepared.body.tokens

    @property
    def exhausted(self) -> bool:
        return self._tokens.exhausted

    # ---- the whole text

    def render(self, report: Report) -> Page | Patch:
        self._header = self._make_header()
        line = 0
        paged = False
        for piece, digest in chunks(self._lines, self._suspects, self._tokens):
            report(Working(self._document, digest))
            splices = self._update(Edit(line, 0, "", "".join(piece)))
            self._given += piece
            line += len(piece)
            done = line >= len(self._lines)
            self._stopped = self._stopped or piece != self._lines[line - len(piece) : line]
            if done and not self._suspects:
                self._given = self._lines
            if paged:
                patch = self._patch(self.revision, splices, None, final=done)
                if done:
                    return patch
                report(patch)
            elif not done:
                report(self.page(final=False))
                paged = True
        return self.page()

    def page(self, *, final: bool = True) -> Page:
        return Page(
            self._document,
            self.revision,
            self._header,
            self._body_line,
            tuple(self._shown),
            self._tail,
            final,
            self._stopped,
        )

    def _patch(
        self, base: int, splices: Sequence[Splice], header: str | None, *, final: bool = True
    ) -> Patch:
        return Patch(
            self._document,
            base,
            self.revision,
            tuple(splices),
            header,
            self._body_line,
            self._tail,
            final,
            self._stopped,
        )

    def _make_header(self) -> str:
        return render_header(
            self._prepared.head,
            words=self._prepared.body.words,
            picture_address=self._sanitiser.lead_picture,
        )

    # ---- an edit

    def edit(self, request: EditPost, report: Report) -> Patch:
        """Apply edits. Runs on every key (`tests/benchmarks/bench_preview.py`)."""
        base, header, tail = self.revision, self._header, self._tail
        minutes = reading_minutes(self._prepared.body.words)
        head = self._prepared.head
        splices: list[Splice] = []
        for edit in request.edits:
            splices += self._apply(
                Edit(edit.line, edit.column, _mend(edit.removed), _mend(edit.inserted)), report
            )
        self.revision = request.revision
        if self._prepared.head is not head and self._sanitiser.move_to(self._prepared.head.where):
            splices += self._show_again()
        minutes_now = reading_minutes(self._prepared.body.words)
        if self._prepared.head is not head or minutes_now != minutes:
            self._header = self._make_header()
        return Patch(
            self._document,
            base,
            self.revision,
            tuple(splices),
            None if self._header == header else self._header,
            self._body_line,
            None if self._tail == tail else self._tail,
            stopped=self._stopped,
        )

    def _apply(self, edit: Edit, report: Report) -> list[Splice]:
        try:
            first, gone, came = self._source.apply(edit)
        except ValueError:
            raise OutOfStep from None
        if first >= self._body_line and not self._may_open_head(first):
            return self._edit_body(first - self._body_line, gone, came, report)
        lines = self._source.all
        end = self._body_line + came - gone
        if first + gone <= self._body_line and end < len(lines):
            # The post's head alone: the body stays what it was if the head still ends there.
            post = Post.from_text("".join(lines[:end]))
            if post.has_front_matter and post.body_line == end:
                head = self._theme.head(post, self._path)
                if head.with_liquid == self._prepared.head.with_liquid:
                    self._body_line = end
                    self._prepared = replace(self._prepared, head=head, body_line=end)
                    return []
        post = Post.from_text(self._source.text)
        self._body_line = post.body_line
        self._prepared = self._theme.prepare(post, self._path, lines=lines, tokens=self._tokens)
        return self._give(report)

    def _may_open_head(self, first: int) -> bool:
        return self._body_line == 0 and (first == 0 or self._source.all[0].startswith("---"))

    def _edit_body(self, start: int, gone: int, came: int, report: Report) -> list[Splice]:
        body = self._prepared.body
        is_given = self._given is body.lines
        changed = body.replace(self._source.all, self._body_line, start, gone, came)
        if not is_given:
            return self._give(report)
        removed, inserted = "".join(changed.before), "".join(changed.now)
        if removed == inserted:
            return []
        low = changed.low
        passage = around(body.lines, low, low + len(changed.now))
        report(Working(self._document, digest_of(passage)))
        return self._update(_narrow(low, removed, inserted))

    def _give(self, report: Report) -> list[Splice]:
        """Bring the blocks to the prepared lines, however these have changed."""
        old = self._given
        if self._suspects:
            new = without_suspects(self._lines, self._suspects, self._tokens)
        else:
            new = self._lines
        self._given = new
        self._stopped = new != self._lines
        low = 0
        shorter = min(len(old), len(new))
        while low < shorter and old[low] == new[low]:
            low += 1
        end = 0
        while end < shorter - low and old[-1 - end] == new[-1 - end]:
            end += 1
        removed = "".join(old[low : len(old) - end])
        inserted = "".join(new[low : len(new) - end])
        if removed == inserted:
            return []
        report(Working(self._document, digest_of(around(new, low, len(new) - end))))
        return self._update(Edit(low, 0, removed, inserted))

    def _update(self, edit: Edit) -> list[Splice]:
        patch = self._blocks.update(edit)
        splices = []
        for each in patch.splices:
            shown = tuple(self._show(block) for block in each.blocks)
            self._shown[each.start : each.start + each.deleted] = shown
            splices.append(Splice(each.start, each.deleted, shown))
        if patch.tail is not None:
            self._tail = self._sanitiser.clean(patch.tail)
        return splices

    def _show(self, block: Block) -> BlockHtml:
        return BlockHtml(self._sanitiser.clean(block.html) if block.html else "", block.lines)

    def _show_again(self) -> list[Splice]:
        """Show what the post's new address makes of relative pictures."""
        splices = []
        for index, block in enumerate(self._blocks.blocks):
            shown = self._show(block)
            if shown != self._shown[index]:
                self._shown[index] = shown
                splices.append(Splice(index, 1, (shown,)))
        self._tail = self._sanitiser.clean(self._blocks.tail)
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
