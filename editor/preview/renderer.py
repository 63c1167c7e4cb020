"""Posts kept rendered while they are edited; runs in the worker process."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from editor.edit import Edit
from editor.kramdown import Blocks
from editor.post import Post
from editor.preview.errors import OutOfStep
from editor.preview.messages import BlockHtml, EditPost, OpenPost, Page, Patch, Splice, Working
from editor.preview.passages import around, chunks, digest_of, without_suspects
from editor.preview.sanitise import Sanitiser
from editor.text_lines import TextLines
from editor.theme import (
    PLAIN,
    LiquidLines,
    SiteUrls,
    State,
    Tokens,
    count_words,
    kramdown_options,
    render_header,
)
from editor.theme.liquid import LOOKAHEAD
from editor.theme.reading import reading_minutes

_SURROGATE = re.compile("[\ud800-\udfff]")

Report = Callable[[Page | Patch | Working], None]


class Renderer:
    """The open posts of one site, rendered."""

    def __init__(self, root: Path | None, config: Mapping[str, object]) -> None:
        """Make a renderer.

        Args:
            root: The site's folder, or None for posts without a site.
            config: The site's configuration.
        """
        self._root = root
        self._config = config
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
        post = _RenderedPost(self._root, self._config, request)
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

    def __init__(self, root: Path | None, config: Mapping[str, object], request: OpenPost) -> None:
        self.revision = request.revision
        self._document = request.document
        self._path = request.post_path
        self._suspects = request.suspects
        self._config = config
        self._options = kramdown_options(config, root)
        self._tokens = Tokens()
        urls = SiteUrls(config, root)
        self._liquid = LiquidLines(self._tokens, urls)
        self._sanitiser = Sanitiser(urls, self._tokens, request.post_path)
        self._source = TextLines(_mend(request.text))
        self._post = Post.from_text(self._source.text)
        self._body_line = self._post.body_line
        self._with_liquid = self._wants_liquid()
        self._states: list[State] = []  # at the start of each body line, and at the end
        self._prepared: list[str] = []  # the body's lines with Liquid replaced
        self._given: list[str] = []  # these with stopped passages replaced: what Blocks holds
        self._stopped = False
        self._words = 0
        self._blocks = Blocks("", self._options)
        self._shown = [self._show(each.html, each.lines) for each in self._blocks.blocks]
        self._tail = ""
        self._header = ""

    @property
    def exhausted(self) -> bool:
        return self._tokens.exhausted

    # ---- the whole text

    def render(self, report: Report) -> Page | Patch:
        self._prepared, self._states = self._prepare_all()
        self._words = sum(map(count_words, self._prepared))
        self._header = self._make_header()
        line = 0
        paged = False
        for piece, digest in chunks(self._prepared, self._suspects, self._tokens):
            report(Working(self._document, digest))
            splices = self._update(Edit(line, 0, "", "".join(piece)))
            self._given += piece
            line += len(piece)
            done = line >= len(self._prepared)
            self._stopped = self._stopped or piece != self._prepared[line - len(piece) : line]
            if done and not self._suspects:
                self._given = self._prepared
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

    def _prepare_all(self) -> tuple[list[str], list[State]]:
        lines = self._source.all
        prepared = []
        states = [PLAIN]
        for index in range(self._body_line, len(lines)):
            line, state = self._convert(index, states[-1])
            prepared.append(line)
            states.append(state)
        return prepared, states

    def _convert(self, index: int, state: State) -> tuple[str, State]:
        if self._with_liquid:
            return self._liquid.convert(self._source.all, index, state)
        return self._tokens.protect(self._source.all[index]), PLAIN

    def _wants_liquid(self) -> bool:
        return self._post.data.get("render_with_liquid") is not False

    def _make_header(self) -> str:
        return render_header(
            self._post.data,
            words=self._words,
            site_path=self._path,
            config=self._config,
            picture_address=self._sanitiser.picture,
        )

    # ---- an edit

    def edit(self, request: EditPost, report: Report) -> Patch:
        """Apply edits. Runs on every key (`tests/benchmarks/bench_preview.py`)."""
        base, header, tail = self.revision, self._header, self._tail
        minutes = reading_minutes(self._words)
        post = self._post
        splices: list[Splice] = []
        for edit in request.edits:
            splices += self._apply(
                Edit(edit.line, edit.column, _mend(edit.removed), _mend(edit.inserted)), report
            )
        self.revision = request.revision
        if self._post is not post or reading_minutes(self._words) != minutes:
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
        if first + gone <= self._body_line:
            # The post's head alone: the body stays what it was if the head still ends there.
            head = Post.from_text("".join(lines[:end]))
            if head.has_front_matter and head.body_line == end and end < len(lines):
                self._post, self._body_line = head, end
                if self._wants_liquid() == self._with_liquid:
                    return []
        self._post = Post.from_text(self._source.text)
        self._body_line = self._post.body_line
        self._with_liquid = self._wants_liquid()
        self._prepared, self._states = self._prepare_all()
        self._words = sum(map(count_words, self._prepared))
        return self._give(report)

    def _may_open_head(self, first: int) -> bool:
        return self._body_line == 0 and (first == 0 or self._source.all[0].startswith("---"))

    def _edit_body(self, start: int, gone: int, came: int, report: Report) -> list[Splice]:
        prepared, states = self._prepared, self._states
        old = prepared[start : start + gone]
        prepared_is_given = self._given is prepared
        prepared[start : start + gone] = [""] * came
        states[start + 1 : start + gone] = [PLAIN] * (came - 1)
        index = max(start - LOOKAHEAD, 0) if self._with_liquid else start
        while index > 0 and states[index].skip_to >= 0:
            index -= 1
        low, high = start, start + came
        above: dict[int, str] = {}
        below: dict[int, str] = {}
        while index < len(prepared):
            line, state = self._convert(self._body_line + index, states[index])
            if index < start:
                if line != prepared[index]:
                    above[index] = prepared[index]
                    low = min(low, index)
            elif index >= start + came and line != prepared[index]:
                below[index] = prepared[index]
                high = index + 1
            prepared[index] = line
            index += 1
            # What comes after depends on the state alone, which is the one it had.
            settled = index >= start + came and states[index] == state
            states[index] = state
            if settled:
                break
        before = [
            *(above.get(each, prepared[each]) for each in range(low, start)),
            *old,
            *(below.get(each, prepared[each]) for each in range(start + came, high)),
        ]
        now = prepared[low:high]
        self._words += sum(map(count_words, now)) - sum(map(count_words, before))
        if not prepared_is_given:
            return self._give(report)
        removed, inserted = "".join(before), "".join(now)
        if removed == inserted:
            return []
        report(Working(self._document, digest_of(around(prepared, low, high))))
        return self._update(_narrow(low, removed, inserted))

    def _give(self, report: Report) -> list[Splice]:
        """Bring the blocks to the prepared lines, however these have changed."""
        old = self._given
        if self._suspects:
            new = without_suspects(self._prepared, self._suspects, self._tokens)
        else:
            new = self._prepared
        self._given = new
        self._stopped = new != self._prepared
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
            shown = tuple(self._show(block.html, block.lines) for block in each.blocks)
            self._shown[each.start : each.start + each.deleted] = shown
            splices.append(Splice(each.start, each.deleted, shown))
        if patch.tail is not None:
            self._tail = self._sanitiser.clean(patch.tail)
        return splices

    def _show(self, markup: str, lines: int) -> BlockHtml:
        return BlockHtml(self._sanitiser.clean(markup) if markup else "", lines)


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
