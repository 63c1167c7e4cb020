"""Where a build's posts come from: the files, or the index that already knows their order."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Mapping, Sequence

from editor.liquid import ruby
from editor.site.document import place_of
from editor.theme.contract import Build, DocumentItem
from editor.theme.documents import Document
from editor.theme.filters.lists import merge_sorted, sort_pairs

log = logging.getLogger(__name__)

PostSource = Callable[[Build], list[Document]]
"""Gives a build's posts, drafts among them where they are built, in Jekyll's order."""


def read_all(build: Build) -> list[Document]:
    """Read the front matter of every post and put them in order: by date, then by path."""
    documents: list[Document] = []
    edited_path = build.given[0] if build.given is not None else ""
    paths = [path for path, _ in build.site.scan()]
    if is_post(build, edited_path) and edited_path not in paths:
        paths.append(edited_path)
    for path in paths:
        if build.tick is not None:
            build.tick()
        document = Document(build, path)
        # The post being edited is shown whatever its state: as a build with it would.
        if path == edited_path or is_listed(build, document):
            documents.append(document)
    return in_order(build, documents)


def in_order(build: Build, documents: list[Document]) -> list[Document]:
    """Put documents in order: by date, then by path (`Document#<=>`)."""
    if not build.config.get("future") or all("date" in each.data for each in documents):
        return sorted(documents, key=lambda each: (each.date, each.path))

    # With `future` nobody has asked an undated draft for its date before Jekyll sorts: where one
    # of two has none, their paths decide.
    def order(one: Document, other: Document) -> int:
        dates = one.data.get("date"), other.data.get("date")
        return (ruby.compare(*dates) or 0) or (ruby.compare(one.path, other.path) or 0)

    return merge_sorted(documents, order)


def by_date(build: Build, documents: Sequence[DocumentItem]) -> Sequence[DocumentItem]:
    """Return posts by date, then path; with `future` their own order may be another."""
    if not build.config.get("future"):
        return documents
    return sorted(documents, key=lambda each: (each.date, each.path))


def sorted_documents(build: Build, label: str, documents: list[Document]) -> list[Document]:
    """Put a collection's documents into the order of its settings (`Collection#sort_docs!`)."""
    settings = build.config["collections"].get(label)
    settings = settings if isinstance(settings, Mapping) else {}
    shown = [each for each in documents if is_published(build, each)]
    plain = sorted(shown, key=lambda each: (each.date, each.path))
    order, key = settings.get("order"), settings.get("sort_by")
    if isinstance(order, list):
        named = {posixpath.join(f"_{label}", str(each)): at for at, each in enumerate(order)}
        return sorted(plain, key=lambda each: named.get(each.path, len(named)))
    if isinstance(key, str):
        return sort_pairs([(each.data.get(key), each) for each in plain], nil_order=1)
    return plain


def is_listed(build: Build, document: Document) -> bool:
    """Tell whether a document is one of those that a build has: no draft, unless wanted."""
    if place_of(document.site_path, build.config).draft and not _with_drafts(build):
        return False
    return is_published(build, document)


def is_published(build: Build, document: Document) -> bool:
    """Tell whether Jekyll reads a document into a build (`publisher.rb`)."""
    config = build.config
    if not document.is_text:
        return False
    # `published:` with nothing behind it is no more published than with false.
    if not ruby.truthy(document.data.get("published", True)) and not config.get("unpublished"):
        return False
    if document.label != "posts" or config.get("future"):
        return True
    return document.date <= build.now


def is_post(build: Build, site_path: str) -> bool:
    """Tell whether a path is a post's or a draft's."""
    folders = site_path.split("/")[:-1]
    return place_of(site_path, build.config).label == "posts" and bool(
        {"_posts", "_drafts"}.intersection(folders)
    )


def _with_drafts(build: Build) -> bool:
    return bool(build.config.get("show_drafts"))
