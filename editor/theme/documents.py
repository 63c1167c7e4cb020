"""Posts and documents of collections as a build holds them (`lib/jekyll/document.rb`).

A document is known by its path and place in its list; its front matter, its text, its address and
its converted text are each worked out when somebody asks.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from editor.liquid import ruby
from editor.site.document import PostData, place_of, read_document, url_for
from editor.site.errors import UrlImpossible
from editor.site.excerpt import RawExcerpt, excerpt_of
from editor.site.pages import page_output_ext
from editor.theme.contract import Build, DocumentItem
from editor.theme.drops import DocumentDrop, ExcerptDrop
from editor.theme.source_text import Text

_LIQUID_TAG = re.compile(r"\{%-?\s*(\w+)\s*.*?-?%\}", re.ASCII | re.DOTALL)
_WORKED_OUT = ("_text", "_read", "data", "url", "excerpt_source")


class Document:
    """One post, draft or document of a collection.

    Attributes:
        site_path: Where its file is.
        label: Its collection.
        position: Its place in its collection's list; -1 while it is in none.
    """

    def __init__(self, build: Build, site_path: str, label: str = "posts") -> None:
        self._build = build
        self.site_path = site_path
        self.label = label
        self.position = -1
        self._converted: str | Callable[[], str] | None = None
        self._excerpt_html: str | None = None
        self._is_rendering = False

    def say_anew(self, *, body_only: bool = False) -> None:
        """Ask the build again for the text, which is another one now.

        Args:
            body_only: The front matter is the same as before.
        """
        kept = self.__dict__
        excerpt = kept.get("excerpt_source") if body_only else None
        for name in ("_text", "excerpt_source") if body_only else _WORKED_OUT:
            kept.pop(name, None)
        self._converted = None
        # What is above the separator changes seldom, and templates that show it are many.
        if excerpt is None or excerpt != self.excerpt_source:
            self._excerpt_html = None

    # -- what the file says

    @cached_property
    def _text(self) -> Text:
        return self._build.text_at(self.site_path)

    @cached_property
    def _read(self) -> PostData:
        mtime = self._build.modified(self.site_path)
        found = read_document(
            self._build.rules, self.site_path, self._text.own, now=self._build.now, mtime=mtime
        )
        if not found.unread and not ruby.truthy(found.data.get("ext")):
            found.data["ext"] = self.extension
        return found

    @cached_property
    def data(self) -> dict[str, Any]:
        """Defaults, front matter and what Jekyll and plugins add, but for the excerpt."""
        return self._build.with_plugin_values(self, self._read.data)

    def value(self, key: str) -> Any:
        """Return a key's value; its defaults stand in its data already."""
        return self.data.get(key)

    @property
    def problem(self) -> str:
        """A sentence where Jekyll could not read it, or would stop on it."""
        return self._read.problem

    @property
    def is_text(self) -> bool:
        """Whether it is in the site's encoding."""
        return self._text.is_text

    @property
    def is_fatal(self) -> bool:
        """Whether Jekyll would stop on it."""
        return self._read.fatal

    @property
    def date(self) -> datetime.datetime:
        """Its date, in the site's zone."""
        return self._read.date

    @property
    def body(self) -> str:
        """The text below the front matter, as written."""
        return self._text.body

    @property
    def first_line(self) -> int:
        """How many lines of the file stand before the body."""
        return self._text.first_line

    @cached_property
    def path(self) -> str:
        """The path below the collections' folder: Jekyll's `relative_path`."""
        return place_of(self.site_path, self._build.config).path

    @property
    def name(self) -> str:
        """The file's name."""
        return posixpath.basename(self.site_path)

    @property
    def extension(self) -> str:
        """The file's extension, with its dot."""
        return posixpath.splitext(self.site_path)[1]

    @cached_property
    def url(self) -> str:
        """Its address below the site's `url` and `baseurl`; empty where Jekyll makes none."""
        try:
            return url_for(self._build.rules, self.site_path, self._read)
        except UrlImpossible:
            return ""

    @property
    def id(self) -> str:
        """Jekyll's id: the address's folder and the slug."""
        stem = posixpath.splitext(self.name)[0]
        slug = ruby.to_s(self.data.get("slug") or stem)
        # Ruby's dirname takes a slash at the end away first.
        folder = posixpath.dirname(self.url.rstrip("/"))
        return folder.rstrip("/") + "/" + slug

    @property
    def is_markdown(self) -> bool:
        """Whether its text is converted."""
        return self._build.rules.is_markdown(self.extension)

    @property
    def output_ext(self) -> str:
        """The extension of its file in the built site."""
        return page_output_ext(self._build.rules, self.site_path, self.data.get("permalink"))

    # -- what it is made of

    @property
    def has_liquid(self) -> bool:
        """Whether Liquid reads its text (`render_with_liquid?`)."""
        return self._uses_liquid(self.body)

    def _uses_liquid(self, text: str) -> bool:
        if self.data.get("render_with_liquid") is False:
            return False
        if self.extension in (".coffee", ".yml", ".yaml"):
            return False
        return "{%" in text or "{{" in text

    def content(self) -> str:
        """Return the text as other pages see it now: converted if its turn has been, else raw."""
        if not self._build.is_rendered_before(self):
            return self.body
        return self.converted()

    def converted(self) -> str:
        """Return the body after Liquid and Markdown; the raw one while that is being made."""
        if self._converted is None:
            if self._is_rendering:
                return self.body
            self._is_rendering = True
            try:
                self._converted = self._build.converted_body(self)
            finally:
                self._is_rendering = False
        if not isinstance(self._converted, str):
            self._converted = self._converted()
        return self._converted

    def keep_converted(self, html: str | Callable[[], str]) -> None:
        """Take over a body that was converted elsewhere, or what returns it."""
        self._converted = html

    # -- its excerpt (`lib/jekyll/excerpt.rb`)

    @property
    def excerpt_separator(self) -> str:
        """Where the excerpt ends; empty for no excerpt."""
        own = self.data.get("excerpt_separator")
        return ruby.to_s(own if ruby.truthy(own) else self._build.config["excerpt_separator"])

    @property
    def has_own_excerpt(self) -> bool:
        """Whether the front matter says what the excerpt is."""
        return ruby.truthy(self.data.get("excerpt"))

    def excerpt(self) -> object:
        """Return what `excerpt` of the document is: a text of its own, or HTML."""
        self._build.note_reading(self)
        if self.has_own_excerpt:
            return ruby.to_s(self.data["excerpt"])
        # A document that Jekyll failed on has not come as far as its excerpt.
        if not self.excerpt_separator or self._read.unread:
            return ""
        if self._excerpt_html is None:
            if self._is_rendering:
                return self.excerpt_source
            self._is_rendering = True
            try:
                self._excerpt_html = self._build.converted_excerpt(self)
            finally:
                self._is_rendering = False
        return self._excerpt_html

    def raw_excerpt(self) -> RawExcerpt:
        """Return what of the text the excerpt is made of."""
        return excerpt_of(self.body, self.excerpt_separator)

    @cached_property
    def excerpt_source(self) -> str:
        """The excerpt as written, with what it needs of the rest: ends of blocks, links."""
        raw = self.raw_excerpt()
        head = raw.text
        if raw.is_cut and "{%" in head:
            for name in reversed(_LIQUID_TAG.findall(head)):
                end = re.compile(
                    rf"\{{%-?\s*end{re.escape(name)}.*?\s*-?%\}}", re.ASCII | re.DOTALL
                )
                if self._build.is_block(name) and not end.search(head):
                    head += f"\n{{% end{name} %}}"
        return head + ("\n\n" + "\n".join(raw.links) if raw.links else "")

    # -- its neighbours

    def previous(self) -> DocumentItem | None:
        """Return the one before it in its list: the older post."""
        return _at(self._build.collection(self.label), self.position - 1)

    def next(self) -> DocumentItem | None:
        """Return the one after it in its list: the newer post."""
        return _at(self._build.collection(self.label), self.position + 1)

    @cached_property
    def drop(self) -> DocumentDrop:
        """What templates see of it."""
        return DocumentDrop(self, self._build)

    @cached_property
    def excerpt_drop(self) -> ExcerptDrop:
        """What a template in the excerpt sees as its page."""
        return ExcerptDrop(self, self._build)


class Documents(Sequence[Document]):
    """The documents of a collection in their order."""

    def __init__(self, label: str, documents: list[Document]) -> None:
        self.label = label
        self._documents = documents
        self._number()
        self._by_path = {each.site_path: each for each in documents}

    def _number(self) -> None:
        for position, each in enumerate(self._documents):
            each.position = position

    def put_in_order(self, order: Callable[[list[Document]], list[Document]]) -> None:
        """Bring the documents into another order; the list stays the same object."""
        self._documents[:] = order(self._documents)
        self._number()

    def __getitem__(self, index: Any) -> Any:
        return self._documents[index]

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[Document]:
        return iter(self._documents)

    def named(self, site_path: str) -> Document | None:
        """Return the document of a file, or None."""
        return self._by_path.get(site_path)


def _at(documents: Sequence[DocumentItem], position: int) -> DocumentItem | None:
    return documents[position] if 0 <= position < len(documents) else None
