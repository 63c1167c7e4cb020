"""A site as Jekyll holds it while it builds: its settings, documents, pages, and their order.

One `SiteBuild` stands for one state of the site's files and one time. Everything is read and worked
out when a page asks for it; `memory` keeps what was read for the next build.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

from editor.liquid.context import Clock
from editor.liquid.engine import Template
from editor.liquid.expressions import Evaluate
from editor.liquid.parsing import ParseState
from editor.liquid.variable import compile_value
from editor.site import Site
from editor.site.configuration import deep_merge
from editor.site.data_files import DataFolder
from editor.site.dates import parse_time
from editor.site.document import place_of
from editor.site.errors import InvalidDate
from editor.site.pages import Page, StaticFile
from editor.site.post_urls import PostUrls
from editor.site.reader import SiteFiles
from editor.site.rules import Rules
from editor.theme.build_setup import Memory, engine_of, settings_of
from editor.theme.contract import DocumentItem, Item, PageChange
from editor.theme.converters import Converters
from editor.theme.documents import Document, Documents
from editor.theme.drops import (
    JekyllDrop,
    SiteDrop,
)
from editor.theme.gems import Gems, gems_of
from editor.theme.layouts import Templates
from editor.theme.notes import Note, Notes
from editor.theme.options import Options
from editor.theme.pages import SitePage
from editor.theme.plugins import PLUGINS, QUIET_PLUGINS, Plugin
from editor.theme.posts import (
    PostSource,
    in_order,
    is_listed,
    read_all,
    sorted_documents,
)
from editor.theme.sass import SassCompiler
from editor.theme.site_lists import SiteLists
from editor.theme.site_plugins import site_plugins
from editor.theme.source_text import Text, read_text

_BLOCKS = frozenset(
    (
        *("if", "unless", "for", "case", "capture", "comment", "raw", "tablerow", "ifchanged"),
        *("highlight", "block"),
    )
)
_DEEPEST = 20
_MOST_TEMPLATES = 2000


class SiteBuild:
    """A site during one build.

    Attributes:
        site: The site.
        config: Its settings, with those of its theme below them.
        rules: How its posts are read.
        gems: Its plugins, versions and theme.
        now: The build's time.
        clock: The same for templates.
        convert: Its ways to convert texts.
        lists: What `site` holds.
        engine: Liquid with Jekyll's tags and filters and those of the plugins.
        templates: Its layouts and includes.
        notes: What could not be done as Jekyll would.
        current: What is being rendered.
        work_left: How much the templates of the current page may still do.
    """

    def __init__(
        self,
        site: Site,
        *,
        options: Options | None = None,
        memory: Memory | None = None,
        posts: PostSource = read_all,
        given: tuple[str, Text] | None = None,
        sass: SassCompiler | None = None,
        gems: Gems | None = None,
        tick: Callable[[], None] | None = None,
    ) -> None:
        """Prepare a build.

        Args:
            site: The site.
            options: How it is asked for.
            memory: Of the build before.
            posts: Where the posts come from.
            given: A post or page that is being edited: its site path and what it says.
            sass: Compiles sheets; None where nobody asks for them.
            gems: Of the site; looked for by default.
            tick: Called now and then, as a sign of life.
        """
        self.site = site
        self.options = options or Options()
        self.memory = memory or Memory()
        self.gems = gems or gems_of(site.root, site.config, jekyll=self.options.jekyll)
        self.notes = Notes()
        self.config = settings_of(site, self.gems, self.options)
        self.rules = Rules(self.config, site.rules.timezone, site.rules.defaults)
        self.now = site.now()
        self.clock = Clock(site.rules.timezone, lambda: self.now, self._parse_time)
        self.tick = tick
        self.current: Item | None = None
        self.given = given
        self.own_text_reads = 0
        self._posts = posts
        self.convert = Converters(site.root, self.config, self.gems.theme, self.notes, sass)
        self._phase_content: object = None
        self._depth = 0
        self.work_left = 20_000_000
        self.lists = SiteLists(self)
        self._outputs: dict[int, str] = {}
        self._collections: dict[str, Documents] = {}
        self._values: dict[str, Evaluate] = {}
        self.cached_includes: dict[object, str] = {}
        theme = self.gems.theme
        self.files = SiteFiles(site, self.memory.files, theme.root if theme else None)
        known = {each.name: each for each in PLUGINS}
        self.plugins: tuple[Plugin, ...] = tuple(
            known[name] for name in self.gems.plugins if name in known
        )
        brought = {key: text for each in self.plugins for key, text in each.layouts.items()}
        self.templates = Templates(site, theme.root if theme else None, brought)
        self.site_plugins = site_plugins(site)
        self.engine = engine_of(
            self.config,
            self.gems.liquid,
            self.plugins,
            self.site_plugins.filters,
            self.memory,
        )
        self._note_plugins()
        environment = self.options.environment or os.environ.get("JEKYLL_ENV") or "development"
        self.jekyll_drop = JekyllDrop(self.gems.jekyll, environment)
        self.site_drop = SiteDrop(self)
        if self.gems.missing_theme:
            self.notes.add(
                Note(
                    "theme",
                    f"The theme “{self.gems.missing_theme}” is not found on this machine, so its "
                    "layouts are missing here.",
                    path="_config.yml",
                )
            )

    # -- settings

    def _note_plugins(self) -> None:
        known = {each.name for each in PLUGINS} | QUIET_PLUGINS
        lacking = [each for each in self.gems.plugins if each.startswith("jekyll-")]
        for name in lacking:
            if name not in known and name != self.gems.missing_theme:
                sentence = f"The plugin {name} is not stood in for; what it does is not shown."
                self.notes.add(Note("plugin", sentence, path="_config.yml"))
        for path in self.site_plugins.acting:
            sentence = f"{path} is Ruby and is not run here; what it changes is not shown."
            self.notes.add(Note("plugin", sentence, path=path))

    def liquid_option(self, name: str) -> bool:
        """Return one of `liquid:` of the configuration, such as `strict_filters`."""
        liquid = self.config.get("liquid")
        return isinstance(liquid, Mapping) and liquid.get(name) not in (None, False)

    def _parse_time(self, text: str) -> datetime.datetime | None:
        try:
            return parse_time(text, self.site.rules.timezone, self.now)
        except InvalidDate:
            return None

    def close(self) -> None:
        """End what was started."""
        self.convert.close()

    # -- templates

    def compiled_value(self, markup: str) -> Evaluate:
        """Return an output's markup compiled, for filters that are given one."""
        if markup not in self._values:
            self._values[markup] = compile_value(ParseState(self.engine, ""), markup)
        return self._values[markup]

    def template(self, name: str, text: str) -> Template:
        """Return a template, read once for all builds; what cannot be read is shown in it."""
        templates = self.memory.templates
        key = (id(self.engine), name, text)
        if key not in templates:
            if len(templates) > _MOST_TEMPLATES:
                templates.clear()
            templates[key] = self.engine.parse(text, name=name, tolerant=True)
        return templates[key]

    def is_block(self, name: str) -> bool:
        """Tell whether a tag is a block, with an end of its own."""
        return name in self.engine.tags and name in _BLOCKS

    # -- what there is

    def text_at(self, site_path: str) -> Text:
        """Return what a file says; nothing where it cannot be read."""
        if self.given is not None and self.given[0] == site_path:
            return self.given[1]
        path = self.site.root / site_path
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            kept = self.memory.texts.get(site_path)
            if kept is not None and kept[0] == stamp:
                return kept[1]
            text = read_text(path, self.site.encoding)
        except OSError:
            return Text(None, "")
        self.memory.texts[site_path] = (stamp, text)
        return text

    def modified(self, site_path: str) -> float | None:
        """Return when a file was changed, in seconds since 1970."""
        try:
            return (self.site.root / site_path).stat().st_mtime
        except OSError:
            return None

    def collection(self, label: str) -> Documents:
        """Return a collection's documents in their order."""
        if label not in self._collections:
            if label == "posts":
                documents = self._posts(self)
            else:
                paths = self.files.collection(label).documents
                documents = sorted_documents(
                    self, label, [Document(self, path, label) for path in paths]
                )
            self._collections[label] = Documents(label, documents)
        return self._collections[label]

    def collection_files(self, label: str) -> list[StaticFile]:
        """Return a collection's static files."""
        return [] if label == "posts" else self.files.collection(label).files

    @cached_property
    def pages(self) -> list[SitePage]:
        """The site's pages, and those that plugins make."""
        pages = [SitePage(self, self._as_given(each)) for each in self.files.pages]
        for plugin in sorted(self.plugins, key=lambda each: -each.priority):
            if plugin.pages is not None:
                pages += plugin.pages(self, pages)
        return pages

    def _as_given(self, page: Page) -> Page:
        if self.given is None or self.given[0] != page.path:
            return page
        return replace(page, own=self.given[1].own or {}, body=self.given[1].body)

    def item(self, site_path: str) -> Document | SitePage | None:
        """Return the document or page of a file, None where the build has none."""
        place = place_of(site_path, self.config)
        if place.label in self.config["collections"]:
            found = self.collection(place.label).named(site_path)
            if found is not None:
                return found
        return next((each for each in self.pages if each.site_path == site_path), None)

    @property
    def has_layouts(self) -> bool:
        """Whether the site or its theme has any layout."""
        return bool(self.templates.layout_names())

    @cached_property
    def data(self) -> Mapping[str, object]:
        """`site.data`."""
        own = DataFolder(
            self.site.root, str(self.config["data_dir"]), self.config, self.memory.data
        )
        self.data_folders = [own]
        theme = self.gems.theme
        if theme is None or not (theme.root / "_data").is_dir():
            return own
        below = DataFolder(theme.root, "_data", self.config, self.memory.data)
        return deep_merge(below, own)

    def with_plugin_values(self, item: Item, data: dict[str, Any]) -> dict[str, Any]:
        """Return an item's data with what plugins add to it."""
        for plugin in self.plugins:
            if plugin.values is not None:
                data.update(plugin.values(self, item, data))
        return data

    @cached_property
    def page_changes(self) -> list[PageChange]:
        """What plugins do to a whole page."""
        return [each.after for each in self.plugins if each.after is not None]

    # -- the order of a build (`Site#render`): documents by collection, then pages

    def place_of(self, item: Item) -> tuple[int, int]:
        """Return when an item's turn is: its collection's number and its place there."""
        labels = list(self.config["collections"])
        if isinstance(item, Document):
            number = labels.index(item.label) if item.label in labels else len(labels)
            return number, item.position
        return len(labels) + 1, self._page_places.get(id(item), 0)

    @cached_property
    def _page_places(self) -> dict[int, int]:
        return {id(each): place for place, each in enumerate(self.pages)}

    def is_rendered_before(self, item: Item) -> bool:
        """Tell whether an item's turn is over when the current one's comes."""
        current = self.current
        return current is not None and self.place_of(item) < self.place_of(current)

    @contextmanager
    def rendering(self, item: Item, content: object = None) -> Iterator[None]:
        """Make an item the current one; `content` is what `page.content` is meanwhile."""
        before = self.current, self._phase_content
        self.current, self._phase_content = item, content
        self._depth += 1
        try:
            yield
        finally:
            self.current, self._phase_content = before
            self._depth -= 1

    def give(self, site_path: str, text: Text, *, body_only: bool = False) -> None:
        """Let a post or page say something else than its file from now on, instead of another.

        Everything else that is known of the site stays.

        Args:
            site_path: Its path.
            text: What it says.
            body_only: Its front matter is the same as before.
        """
        before = self.given
        if before is not None and before[0] != site_path:
            self.given = None
            self._say_anew(before[0])
            body_only = False
        self.given = site_path, text
        self._say_anew(site_path, body_only=body_only and before is not None)

    def file_changed(self, site_path: str) -> bool:
        """Read a post again; tell whether that is enough, or the build has to be made anew."""
        if self.given is not None and self.given[0] == site_path:
            return True
        label = place_of(site_path, self.config).label
        documents = self._collections.get(label)
        if documents is None or documents.named(site_path) is None:
            return False
        if not (self.site.root / site_path).is_file():
            return False
        self._say_anew(site_path)
        return True

    def _say_anew(self, site_path: str, *, body_only: bool = False) -> None:
        """Forget what was worked out of a file that says something else now."""
        label = place_of(site_path, self.config).label
        documents = self._collections.get(label)
        document = None if documents is None else documents.named(site_path)
        if documents is None or document is None:
            self._collections.pop(label, None)
            self._page_says_anew(site_path, body_only=body_only)
            return
        if body_only:
            document.say_anew(body_only=True)
            return
        before = _standing(document)
        document.say_anew()
        is_edited = self.given is not None and self.given[0] == site_path
        if not is_edited and not is_listed(self, document):
            del self._collections[label]
        elif label != "posts":
            documents.put_in_order(lambda each: sorted_documents(self, label, each))
        elif before != _standing(document):
            documents.put_in_order(lambda each: in_order(self, each))
        else:
            return
        self._forget_lists()

    def _page_says_anew(self, site_path: str, *, body_only: bool) -> None:
        source = next((each for each in self.files.pages if each.path == site_path), None)
        if source is None or "pages" not in self.__dict__:
            return
        page = next(each for each in self.pages if each.site_path == site_path)
        page.say_anew(self._as_given(source), body_only=body_only)
        if not body_only:
            self._forget_lists()

    def _forget_lists(self) -> None:
        self.lists.forget()
        self._outputs.clear()
        for name in ("_page_places", "_post_urls"):
            self.__dict__.pop(name, None)
        if any(each.pages is not None for each in self.plugins):
            self.__dict__.pop("pages", None)

    def begin(self) -> None:
        """Let another page of the same site be made: what is of one page or time is forgotten."""
        self.now = self.site.now()
        self.lists.forget("time")
        self.cached_includes.clear()
        self._outputs.clear()

    def note_reading(self, item: Item) -> None:
        """Note that the text of an item is looked at; `own_text_reads` counts the edited one's."""
        if self.given is not None and item.site_path == self.given[0]:
            self.own_text_reads += 1

    def shown_content(self, item: Item) -> object:
        """Return what `content` of an item is just now."""
        self.note_reading(item)
        if item is self.current:
            return item.body if self._phase_content is None else self._phase_content
        return item.content()

    def output_of(self, item: Item) -> str | None:
        """Return the whole page of an item whose turn is over, else None."""
        if not self.is_rendered_before(item) or self._depth > _DEEPEST:
            return None
        from editor.theme.rendering import render_item

        if id(item) not in self._outputs:
            self._outputs[id(item)] = render_item(self, item).html
        return self._outputs[id(item)]

    def converted_body(self, item: Item) -> str:
        """Return an item's body after Liquid and Markdown."""
        if self._depth > _DEEPEST:
            return item.body
        from editor.theme.rendering import convert_body

        return convert_body(self, item)

    def converted_excerpt(self, document: DocumentItem) -> str:
        """Return a document's excerpt as HTML."""
        from editor.theme.rendering import convert_excerpt

        return convert_excerpt(self, document)

    # -- addresses, for `link` and `post_url`

    def address_of(self, path: str) -> str | None:
        """Return the address of a page, static file or document by its path, or None."""
        for page in self.pages:
            if page.site_path == path:
                return page.url
        for file in self.files.static_files:
            if file.path in (path, "/" + path):
                return file.url
        top = str(self.config["collections_dir"] or "").strip("/")
        site_path = f"{top}/{path}" if top else path
        for label, settings in self.config["collections"].items():
            if isinstance(settings, Mapping) and settings.get("output"):
                found = self.collection(label).named(site_path)
                if found is not None:
                    return found.url
        return None

    def post_address(self, name: str) -> str | None:
        """Return the address of the post that `post_url` names, or None."""
        path = self._post_urls.find(name)
        found = None if path is None else self.collection("posts").named(path)
        return None if found is None else found.url

    @cached_property
    def _post_urls(self) -> PostUrls:
        paths = [each.site_path for each in self.collection("posts")]
        return PostUrls(paths, str(self.config["collections_dir"] or ""))


def _standing(document: Document) -> tuple[object, ...]:
    """Return all that decides in which lists a document stands, and where."""
    data = document.data
    return (
        data.get("published") is not False,
        document.date,
        [data.get(key) for key in ("tags", "categories", "redirect_from", "redirect_to", "hidden")],
        document.url,
    )
