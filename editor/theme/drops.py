"""What templates see of a site, its pages and posts; each value is worked out when asked for.

Follows `lib/jekyll/drops/`. The order of keys is the one in which Jekyll 4.3 writes them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from editor.liquid import ruby
from editor.liquid.drop import Drop
from editor.theme import json_text
from editor.theme.contract import Build, DocumentItem, PageItem

if TYPE_CHECKING:
    from editor.site.pages import StaticFile

_COLLAPSED = frozenset({"content", "output", "excerpt", "next", "previous"})


class ThemeDrop(Drop):
    """A drop with names of its own over plain data (`drop.rb`)."""

    names: tuple[str, ...] = ()

    def liquid_own(self, key: str) -> object:
        """Return the value of one of `names`."""
        raise NotImplementedError

    def liquid_data(self) -> Mapping[Any, Any]:
        """Return the data behind the names."""
        return {}

    def liquid_get(self, key: object) -> object:
        if isinstance(key, str):
            if key in self.names:
                return self.liquid_own(key)
            if key == "keys":
                return self.liquid_keys()
        return ruby.value_at(self.liquid_data(), key)

    def liquid_has(self, key: object) -> bool:
        return key in self.names or ruby.has_key(self.liquid_data(), key)

    def liquid_keys(self) -> list[object]:
        """Return every name and key once."""
        return list(dict.fromkeys([*self.names, *self.liquid_data()]))

    def liquid_hash(self, depth: int) -> Mapping[str, object]:  # noqa: ARG002 - some look at it
        """Return all of it as a map, for JSON."""
        return {ruby.to_s(key): self.liquid_get(key) for key in self.liquid_keys()}

    def liquid_str(self) -> str:
        return json_text.generate(self.liquid_hash(0), pretty=True)

    def liquid_iter(self) -> Iterator[object] | None:
        return ([key, self.liquid_get(key)] for key in self.liquid_keys())


class DocumentDrop(ThemeDrop):
    """A post or document (`document_drop.rb`)."""

    names: tuple[str, ...] = (
        *("name", "collection", "output", "id", "url", "next", "content", "relative_path"),
        *("tags", "path", "date", "title", "categories", "excerpt", "previous"),
    )

    def __init__(self, document: DocumentItem, build: Build) -> None:
        self.document = document
        self.build = build

    def liquid_own(self, key: str) -> object:
        document = self.document
        match key:
            case "url":
                return document.url
            case "title" | "tags" | "categories":
                return document.data.get(key)
            case "date":
                return document.date
            case "content":
                return self.build.shown_content(document)
            case "excerpt":
                return document.excerpt()
            case "path" | "relative_path":
                return document.path
            case "id":
                return document.id
            case "name":
                return document.data.get("name") or document.name
            case "collection":
                return document.label
            case "output":
                return self.build.output_of(document)
            case "next":
                found = document.next()
            case _:
                found = document.previous()
        return None if found is None else found.drop

    def liquid_data(self) -> Mapping[Any, Any]:
        return self.document.data

    def liquid_hash(self, depth: int) -> Mapping[str, object]:
        found = {ruby.to_s(key): self.liquid_get(key) for key in self.liquid_keys()}
        if depth >= 2:
            for key in ("previous", "next"):
                each = found.get(key)
                if isinstance(each, DocumentDrop):
                    found[key] = each.collapsed()
        return found

    def collapsed(self) -> Mapping[str, object]:
        """Return a map without what leads to other documents (`collapse_document`)."""
        keys = [key for key in self.liquid_keys() if key not in _COLLAPSED]
        return {ruby.to_s(key): self.liquid_get(key) for key in keys}

    def liquid_str(self) -> str:
        output = self.build.output_of(self.document)
        return output if isinstance(output, str) else self.document.content()

    def liquid_compare(self, other: object) -> int | None:
        """Return the order of two documents: by date, then by path."""
        if not isinstance(other, DocumentDrop):
            return None
        order = ruby.compare(self.document.date, other.document.date)
        return order or ruby.compare(self.document.path, other.document.path)


class ExcerptDrop(DocumentDrop):
    """What the text of an excerpt sees as its page (`excerpt_drop.rb`)."""

    names = ("excerpt", "layout", *(each for each in DocumentDrop.names if each != "excerpt"))

    def liquid_own(self, key: str) -> object:
        match key:
            case "excerpt":
                return None
            case "layout":
                return self.document.data.get("layout")
            case "content":
                return self.document.excerpt_source
            case "output":
                return None
            case "path" | "relative_path":
                return self.document.path + "/#excerpt"
            case "id":
                return self.document.id + "#excerpt"
        return super().liquid_own(key)


class PageHash(Mapping[str, object]):
    """A page: a Hash in Jekyll, in which only the text is made when asked for."""

    _last = ("content", "dir", "excerpt", "name", "path", "url")

    def __init__(self, page: PageItem, build: Build) -> None:
        self.page = page
        self._build = build
        self._values: dict[str, object] = page.merged_data()
        for key in self._last:
            self._values.setdefault(key, None)

    def __getitem__(self, key: str) -> object:
        page = self.page
        match key:
            case "content":
                return self._build.shown_content(page)
            case "url":
                return page.url
            case "dir":
                return page.folder
            case "name":
                return page.name
            case "path":
                return page.shown_path
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def liquid_get(self, key: object) -> object:
        """Return a key's value, None where there is none."""
        return self[key] if key in self._values else None


class StaticFileDrop(ThemeDrop):
    """A file that is copied (`static_file_drop.rb`)."""

    names = ("name", "modified_time", "basename", "collection", "extname", "path")

    def __init__(self, file: StaticFile) -> None:
        self._file = file

    def liquid_own(self, key: str) -> object:
        file = self._file
        match key:
            case "name":
                return file.name
            case "modified_time":
                return file.modified
            case "basename":
                stem = file.name[: len(file.name) - len(file.extension)]
                return (stem if file.extension else file.name).rstrip(".")
            case "extname":
                return file.extension
            case "collection":
                return file.collection or None
        return file.path

    def liquid_data(self) -> Mapping[Any, Any]:
        return self._file.defaults


class DropList(Sequence[object]):
    """Documents as templates see them, made into drops one by one."""

    def __init__(self, documents: Sequence[DocumentItem], *, newest_first: bool = False) -> None:
        self._documents = documents
        self._backwards = newest_first

    def __len__(self) -> int:
        return len(self._documents)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            places = range(len(self))[index]
            return [self[place] for place in places]
        count = len(self)
        if not -count <= index < count:
            raise IndexError(index)
        index %= count
        return self._documents[count - 1 - index if self._backwards else index].drop

    def __iter__(self) -> Iterator[object]:
        for index in range(len(self)):
            yield self[index]


class CollectionDrop(ThemeDrop):
    """A collection (`collection_drop.rb`)."""

    names = ("label", "files", "output", "directory", "docs", "relative_directory")

    def __init__(self, build: Build, label: str) -> None:
        self._build = build
        self._label = label

    def liquid_own(self, key: str) -> object:
        match key:
            case "label":
                return self._label
            case "files":
                return [StaticFileDrop(each) for each in self._build.collection_files(self._label)]
            case "output":
                return ruby.truthy(self.liquid_data().get("output"))
            case "directory":
                top = str(self._build.config["collections_dir"] or "")
                return posixpath.join(str(self._build.site.root), top, f"_{self._label}")
            case "docs":
                return DropList(self._build.collection(self._label))
        return f"_{self._label}"

    def liquid_data(self) -> Mapping[Any, Any]:
        found = self._build.config["collections"].get(self._label)
        return found if isinstance(found, Mapping) else {}

    def liquid_str(self) -> str:
        return ruby.to_s(list(DropList(self._build.collection(self._label))))


class SiteDrop(ThemeDrop):
    """The site (`site_drop.rb`): its lists, and every setting."""

    names = (
        *("static_files", "time", "related_posts", "collections", "config", "documents", "data"),
        *("tags", "html_pages", "posts", "categories", "pages"),
    )

    def __init__(self, build: Build) -> None:
        self._build = build

    def liquid_get(self, key: object) -> object:
        if isinstance(key, str) and key != "posts" and key in self._build.config["collections"]:
            return self._build.lists.get("docs:" + key)
        return super().liquid_get(key)

    def liquid_has(self, key: object) -> bool:
        return key in self._build.config["collections"] or super().liquid_has(key)

    def liquid_own(self, key: str) -> object:
        if key == "related_posts":
            return self._build.lists.related_posts()
        return self._build.lists.get(key)

    def liquid_data(self) -> Mapping[Any, Any]:
        return self._build.config


class JekyllDrop(ThemeDrop):
    """`jekyll`: version and environment."""

    names = ("version", "environment")

    def __init__(self, version: str, environment: str) -> None:
        self._values = {"version": version, "environment": environment}

    def liquid_own(self, key: str) -> object:
        return self._values[key]


class ThemeGemDrop(ThemeDrop):
    """`theme`: the gem that the site's theme is (`theme_drop.rb`)."""

    names = ("root", "authors", "version", "description", "metadata", "dependencies")

    def __init__(self, build: Build) -> None:
        self._build = build

    def liquid_own(self, key: str) -> object:
        gem = self._build.gems.theme
        if gem is None:
            return None
        match key:
            case "root":
                return str(gem.root)
            case "version":
                return gem.version
            case "dependencies":
                return list(gem.dependencies)
        return None


class Payload(ThemeDrop):
    """What a template can name (`unified_payload_drop.rb`)."""

    names = (
        *("paginator", "highlighter_prefix", "jekyll", "highlighter_suffix", "content"),
        *("layout", "site", "page", "theme"),
    )

    def __init__(self, build: Build, page: object) -> None:
        self.values: dict[str, object] = dict.fromkeys(self.names)
        self.values["page"] = page
        self.values["site"] = build.site_drop
        self.values["jekyll"] = build.jekyll_drop
        if build.gems.theme is not None:
            self.values["theme"] = ThemeGemDrop(build)

    def liquid_own(self, key: str) -> object:
        return self.values[key]
