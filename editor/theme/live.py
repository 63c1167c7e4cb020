"""A post in its site's layouts while it is being edited: made in parts, and only what is needed.

The body's Liquid, its Markdown and the layouts round it are three steps; the caller has the second
(`editor.kramdown.Blocks`) and asks for the others one by one. The body stays an object of its own
in the page (`content.py`), so that the page round it is known without looking for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from editor.post import Post
from editor.site.site import own_data
from editor.theme.assets import Making, asset, sheet_paths
from editor.theme.content import Content, bodies, text_pieces
from editor.theme.documents import Document
from editor.theme.notes import Note
from editor.theme.rendering import layout_problem, place_body, print_body
from editor.theme.source_text import LazyText

if TYPE_CHECKING:
    from editor.liquid.engine import Template
    from editor.theme.build import SiteBuild
    from editor.theme.contract import Item

_OF_THE_SITE = frozenset(("theme", "data", "sass", "markdown"))
"""Notes that come up when a file is read, which is once."""


class LiveContent(Content):
    """The body of a page that is being edited; its text is put together for who looks at it."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], str]) -> None:
        super().__init__([], is_body=True)
        self._make = make

    def text(self) -> str:
        """Return the text without noting anything."""
        if self._text is None:
            self._text = self._make()
        return self._text


@dataclass(frozen=True, slots=True)
class Surround:
    """The page round a body.

    Attributes:
        before: All that stands before the body; with `after` empty where the body cannot be told
            from the page.
        after: All that stands after it.
        whole: The whole page, where the layouts do not print the body once and as it is.
        reads_body: Whether the layouts look at the body besides printing it.
        notes: What the page lacks.
    """

    before: str
    after: str
    whole: str | None
    reads_body: bool
    notes: tuple[Note, ...]


class LiveSite:
    """One site; its posts may be edited in turn.

    Attributes:
        build: The site.
        revision: Grows when a file of it has been read again.
    """

    def __init__(self, build: SiteBuild) -> None:
        self.build = build
        self.revision = 0
        self._standing = build.notes.take_all()

    def post(self, site_path: str) -> LivePost:
        """Return a post or page for editing; it says something by `LivePost.say`."""
        return LivePost(self, site_path)

    @cached_property
    def layouts_digest(self) -> bytes:
        """What names the site's layouts and includes as they were when they were read."""
        digest = hashlib.blake2b(b"layouts", digest_size=12)
        config = self.build.config
        for key in ("layouts_dir", "includes_dir"):
            folder = self.build.site.root / str(config[key]).strip("/")
            for path in sorted(islice(folder.rglob("*"), 5000)):
                try:
                    stat = path.stat()
                except OSError:
                    continue
                stamp = f"{path.name}\0{stat.st_mtime_ns}\0{stat.st_size}\0"
                digest.update(stamp.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def files_changed(self, paths: frozenset[str]) -> bool:
        """Read files again that another program has changed.

        Returns:
            Whether that was enough; else the site has to be made anew.
        """
        self.revision += 1
        return bool(paths) and all(self.build.file_changed(each) for each in paths)

    def asset(self, path: str) -> Making | None:
        """Return something that a page asks for; see `assets.asset`."""
        try:
            return asset(self.build, path)
        finally:
            self.notes()

    def sheet_paths(self) -> tuple[str, ...]:
        """Return the addresses of the sheets that are made by Sass or Liquid."""
        return sheet_paths(self.build)

    def close(self) -> None:
        """End what was started."""
        self.build.close()

    def notes(self) -> tuple[Note, ...]:
        """Return the notes of what was made just now, and those of the site."""
        fresh = self.build.notes.take_all()
        kept = [each for each in fresh if each.kind in _OF_THE_SITE]
        self._standing = tuple(dict.fromkeys([*self._standing, *kept]))
        return tuple(each for each in fresh if each.kind not in _OF_THE_SITE)

    @property
    def standing_notes(self) -> tuple[Note, ...]:
        """The notes about the site itself."""
        return self._standing


class LivePost:
    """One post or page that is being edited."""

    def __init__(self, site: LiveSite, site_path: str) -> None:
        self._site = site
        self._build = site.build
        self._path = site_path
        self._text: LazyText | None = None

    @property
    def path(self) -> str:
        """Its site path."""
        return self._path

    @property
    def first_line(self) -> int:
        """How many lines stand before its body."""
        return 0 if self._text is None else self._text.first_line

    def say(self, post: Post, lines: Sequence[str]) -> None:
        """Take a new text.

        Args:
            post: Its front matter; the body does not count.
            lines: Those of the whole text; may change later, see `body_changed`.
        """
        own = own_data(post)
        self._text = LazyText(None if own is None else dict(own), post.body_line, lines)
        self._build.give(self._path, self._text)

    def body_changed(self, lines: Sequence[str]) -> None:
        """Take over that the lines below the front matter are others now."""
        if self._text is None:
            raise ValueError("the post has not said anything yet")
        old = self._text
        self._text = LazyText(old.own, old.first_line, lines)
        self._build.give(self._path, self._text, body_only=self._is_given(old))

    def _is_given(self, text: LazyText) -> bool:
        return self._build.given is not None and self._build.given[1] is text

    def item(self) -> Item | None:
        """Return what the site makes of it; None where that is nothing."""
        text = self._text
        if text is not None and not self._is_given(text):
            self._build.give(self._path, text)
        return self._build.item(self._path)

    @property
    def uses_liquid(self) -> bool:
        """Whether Liquid reads its body, should there be any."""
        item = self.item()
        if item is None:
            return False
        value = item.data.get("render_with_liquid") if isinstance(item, Document) else None
        return value is not False and item.extension not in (".coffee", ".yml", ".yaml")

    @property
    def layout_problem(self) -> str:
        """Why it has no layout around it, as a sentence."""
        item = self.item()
        if item is None:
            return "Jekyll makes no page of this file, so it is shown in the reading view."
        return layout_problem(self._build, item)

    @property
    def layouts_digest(self) -> bytes:
        """What names the site's layouts and includes as they are now."""
        return self._site.layouts_digest

    @property
    def url(self) -> str:
        """Its address as a path, `baseurl` included."""
        item = self.item()
        base = self._build.config.get("baseurl")
        base = "/" + base.strip("/") if isinstance(base, str) and base.strip("/") else ""
        return base + item.url if item is not None and item.url else ""

    def template(self, text: str) -> Template:
        """Read the body as a template; what cannot be read is shown in its place.

        Raises:
            BudgetExceeded: Blocks lie too deep in each other.
        """
        return self._build.engine.parse(text, tolerant=True)

    def print_body(self, template: Template) -> tuple[list[object], bool, tuple[Note, ...]]:
        """Return what the body's Liquid prints, whether it looks at the body itself, and notes.

        Raises:
            BudgetExceeded: It does more than any page needs.
        """
        build = self._build
        item = self.item()
        if item is None or self._text is None:
            return [], False, ()
        build.begin()
        reads = build.own_text_reads
        try:
            pieces = print_body(build, item, template, self._text.first_line)
        finally:
            notes = self._site.notes()
        return pieces, build.own_text_reads != reads, notes

    def surround(self, body_html: Callable[[], str]) -> Surround:
        """Render the layouts round the body.

        Args:
            body_html: Returns the converted body.

        Raises:
            BudgetExceeded: They do more than any page needs.
        """
        build = self._build
        item = self.item()
        if item is None:
            return Surround("", "", "", reads_body=False, notes=())
        build.begin()
        content = LiveContent(body_html)
        item.keep_converted(content.text)
        reads = build.own_text_reads
        try:
            page = place_body(build, item, content)
        finally:
            notes = self._site.notes()
        reads_body = content.reads > 0 or build.own_text_reads != reads
        if bodies(page.pieces) != 1:
            return Surround("", "", page.html, reads_body=True, notes=notes)
        before, after = _around(page.pieces)
        return Surround(before, after, None, reads_body=reads_body, notes=notes)


def _around(pieces: list[object]) -> tuple[str, str]:
    """Return the text of a page before and after its body, which stands in it once."""
    before: list[object] = []
    after: list[object] = []
    side = before

    def walk(part: list[object]) -> None:
        nonlocal side
        for piece in part:
            if isinstance(piece, Content):
                if piece.is_body:
                    side = after
                else:
                    walk(piece.pieces)
            else:
                side.append(piece)

    walk(pieces)
    return "".join(text_pieces(before)), "".join(text_pieces(after))
