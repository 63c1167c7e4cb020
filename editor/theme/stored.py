"""A build's posts from the index: nothing is read of a post until somebody asks for its text.

With 20,000 posts the list stands in a fraction of the time that reading them takes
(`tests/benchmarks/bench_theme.py`), and what templates ask of a post is there already.
"""

from __future__ import annotations

import datetime
from bisect import insort
from functools import cached_property

from editor.liquid import ruby
from editor.site import Included, SiteIndex, StoredPost, StoredPosts
from editor.site.document import PostData
from editor.site.excerpt import RawExcerpt
from editor.theme.contract import Build
from editor.theme.documents import Document
from editor.theme.posts import PostSource, is_post, is_published, read_all

_KEPT = ("_text", "_read", "data", "url", "excerpt_source")


class StoredDocument(Document):
    """A post that the index knows; the one that is edited is read like any other."""

    def __init__(self, build: Build, row: StoredPost) -> None:
        super().__init__(build, row.path)
        # What is lacking in the index is read from the post (`StoredPost.front`).
        self._row = None if row.front is None else row

    def say_anew(self, *, body_only: bool = False) -> None:  # noqa: ARG002 - all is read again
        """Read the file from now on: the index may not have followed it yet."""
        self._row = None
        for name in _KEPT:
            self.__dict__.pop(name, None)
        self._converted = None
        self._excerpt_html = None

    def _stored(self) -> StoredPost | None:
        given = self._build.given
        if given is not None and given[0] == self.site_path:
            self._row = None
        return self._row

    @cached_property
    def _read(self) -> PostData:
        row = self._stored()
        if row is None:
            return super()._read
        data = row.data
        if not ruby.truthy(data.get("ext")):
            data["ext"] = self.extension
        return PostData(data, row.date, bool(row.draft), problem=row.problem)

    @property
    def date(self) -> datetime.datetime:
        """Its date, in the site's zone."""
        row = self._stored()
        return super().date if row is None else row.date

    @cached_property
    def url(self) -> str:
        """Its address below the site's `url` and `baseurl`; empty where Jekyll makes none."""
        row = self._stored()
        return super().url if row is None else row.url

    def raw_excerpt(self) -> RawExcerpt:
        """Return what of the text the excerpt is made of."""
        row = self._stored()
        found = None if row is None else row.excerpt
        return super().raw_excerpt() if found is None else found


def from_index(index: SiteIndex) -> PostSource:
    """Return the posts as an index has them; it should have followed the site's files.

    Args:
        index: Used in the thread that it belongs to, for as long as the build stands.
    """

    def posts(build: Build) -> list[Document]:
        config = build.config
        future = bool(config.get("future"))
        included = Included(
            None if future else build.now,
            drafts=bool(config.get("show_drafts")),
            unpublished=bool(config.get("unpublished")),
        )
        edited = build.given[0] if build.given is not None else ""
        stored = StoredPosts(index, included)
        rows = [each for each in stored.page(newest_first=False) if each.front is not None]
        unheld = stored.unheld()
        # A name that is no UTF-8 stands in the index with another one.
        if any(
            "?" in each.path and not (build.site.root / each.path).exists()
            for each in (*rows, *unheld)
        ):
            return read_all(build)
        documents: list[Document] = []
        for row in rows:
            if row.path == edited:
                continue
            document = StoredDocument(build, row)
            if not row.draft or is_published(build, document):
                documents.append(document)
        read = [
            Document(build, each.path)
            for each in unheld
            if each.path != edited and (included.drafts or not each.draft)
        ]
        read = [each for each in read if is_published(build, each)]
        if edited and is_post(build, edited):
            read.append(Document(build, edited))
        for each in read:
            insort(documents, each, key=lambda each: (each.date, each.path))
        if future and any("date" not in each.data for each in documents):
            # Of these the order hangs on the one in which the files are found (`in_order`).
            return read_all(build)
        return documents

    return posts
