"""The lists of `site` as templates see them, each made when it is asked for, and once."""

from __future__ import annotations

from editor.theme.contract import Build
from editor.theme.documents import Document
from editor.theme.drops import CollectionDrop, DropList, StaticFileDrop
from editor.theme.posts import by_date


class SiteLists:
    """`site.posts`, `site.tags`, `site.pages` and all that (`lib/jekyll/site.rb`)."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._values: dict[str, object] = {}

    def get(self, name: str) -> object:
        """Return one of the site's lists as templates see it, made once."""
        if name not in self._values:
            self._values[name] = self._made(name)
        return self._values[name]

    def forget(self, *names: str) -> None:
        """Make some of the lists again when they are asked for; all of them without a name."""
        if not names:
            self._values.clear()
        for name in names:
            self._values.pop(name, None)

    def _made(self, name: str) -> object:
        label, _, collection = name.partition(":")
        match label:
            case "docs":
                return DropList(self._build.collection(collection))
            case "posts":
                return DropList(
                    by_date(self._build, self._build.collection("posts")), newest_first=True
                )
            case "time":
                return self._build.now
            case "data":
                return self._build.config.get("data") or self._build.data
            case "pages":
                return [each.drop for each in self._build.pages]
            case "html_pages":
                return [
                    each.drop
                    for each in self._build.pages
                    if each.is_html or each.url.endswith("/")
                ]
            case "static_files":
                return [StaticFileDrop(each) for each in self._build.files.static_files]
            case "collections":
                labels = sorted(self._build.config["collections"])
                return [CollectionDrop(self._build, each) for each in labels]
            case "documents":
                return [
                    each
                    for label in self._build.config["collections"]
                    for each in [
                        *DropList(self._build.collection(label)),
                        *map(StaticFileDrop, self._build.collection_files(label)),
                    ]
                ]
            case "tags" | "categories":
                return self._labelled(label)
        return None

    def _labelled(self, key: str) -> dict[object, list[object]]:
        found: dict[object, list[object]] = {}
        for document in by_date(self._build, self._build.collection("posts")):
            values = document.data.get(key)
            if isinstance(values, (list, tuple)):
                for each in values:
                    # A list or map as a tag is a key of Ruby's hashes; nobody looks it up.
                    name = each if isinstance(each, (str, int, float, bool)) else str(each)
                    found.setdefault(name, []).append(document.drop)
        return {name: drops[::-1] for name, drops in found.items()}

    def related_posts(self) -> list[object] | None:
        """Return the newest posts but the current one (`related_posts.rb`)."""
        current = self._build.current
        if not isinstance(current, Document):
            return None
        posts = self._build.collection("posts")
        if len(posts) < 2:
            return []
        newest = [posts[len(posts) - 1 - at] for at in range(min(11, len(posts)))]
        return [each.drop for each in newest if each is not current][:10]
