"""What the parts of a build know of it and of each other: drops, filters, tags, plugins, documents.

`build.Build` puts the parts together; they know this much of it and not the whole, so that no
module needs one that needs it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from editor.liquid.context import Clock
from editor.liquid.drop import Drop
from editor.liquid.engine import Engine, Template
from editor.liquid.expressions import Evaluate
from editor.site import Site
from editor.site.pages import StaticFile
from editor.site.reader import SiteFiles
from editor.site.rules import Rules
from editor.theme.converters import Converters
from editor.theme.gems import Gems
from editor.theme.layouts import Templates
from editor.theme.notes import Notes
from editor.theme.options import Options
from editor.theme.site_plugins import SitePlugins
from editor.theme.source_text import Text


class Item(Protocol):
    """A document or page, while a build makes its page."""

    @property
    def site_path(self) -> str:
        """Where its file is."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What its front matter says, and what plugins add."""

    @property
    def body(self) -> str:
        """The text below the front matter, as written."""

    @property
    def url(self) -> str:
        """Its address below the site's `url` and `baseurl`; empty where Jekyll makes none."""

    @property
    def extension(self) -> str:
        """The file's extension, with its dot."""

    @property
    def output_ext(self) -> str:
        """The extension of its file in the built site."""

    @property
    def is_markdown(self) -> bool:
        """Whether its text is converted."""

    @property
    def has_liquid(self) -> bool:
        """Whether Liquid reads its text."""

    @property
    def drop(self) -> object:
        """What templates see of it."""

    def value(self, key: str) -> Any:
        """Return a key's value, from the defaults where it has none of its own."""

    def content(self) -> str:
        """Return the text as other pages see it now."""

    def keep_converted(self, html: str | Callable[[], str]) -> None:
        """Take over a body that was converted elsewhere, or what returns it."""


class DocumentItem(Item, Protocol):
    """A post or document of a collection."""

    label: str
    position: int

    @property
    def date(self) -> datetime.datetime:
        """Its date, in the site's zone."""

    @property
    def path(self) -> str:
        """The path below the collections' folder."""

    @property
    def id(self) -> str:
        """Jekyll's id."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def excerpt_source(self) -> str:
        """The excerpt as written."""

    @property
    def excerpt_drop(self) -> Drop:
        """What a template in the excerpt sees as its page."""

    def excerpt(self) -> object:
        """Return what `excerpt` of the document is."""

    def previous(self) -> DocumentItem | None:
        """Return the one before it in its list."""

    def next(self) -> DocumentItem | None:
        """Return the one after it in its list."""


class PageItem(Item, Protocol):
    """A page."""

    @property
    def is_html(self) -> bool:
        """Whether it is a page that a browser shows as one."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def folder(self) -> str:
        """Its `dir`."""

    @property
    def shown_path(self) -> object:
        """What templates see as its path."""

    def merged_data(self) -> dict[str, object]:
        """Return defaults and front matter as one map."""


class Lists(Protocol):
    """The lists of `site`."""

    def get(self, name: str) -> object:
        """Return one of them as templates see it."""

    def related_posts(self) -> list[object] | None:
        """Return the newest posts but the current one."""


class Build(Protocol):
    """A site during one build; `build.SiteBuild` says what each of these is."""

    site: Site
    options: Options
    config: Mapping[str, Any]
    rules: Rules
    gems: Gems
    now: datetime.datetime
    clock: Clock
    convert: Converters
    engine: Engine
    templates: Templates
    files: SiteFiles
    notes: Notes
    site_plugins: SitePlugins
    given: tuple[str, Text] | None
    current: Item | None
    tick: Callable[[], None] | None
    work_left: int
    cached_includes: dict[object, str]

    @property
    def lists(self) -> Lists:
        """What `site` holds."""

    @property
    def site_drop(self) -> Drop:
        """What templates see of the site."""

    @property
    def jekyll_drop(self) -> Drop:
        """What templates see of Jekyll."""

    @property
    def pages(self) -> Sequence[PageItem]:
        """The site's pages, and those that plugins make."""

    @property
    def data(self) -> Mapping[str, object]:
        """`site.data`."""

    @property
    def page_changes(self) -> Sequence[PageChange]:
        """What plugins do to a whole page."""

    def liquid_option(self, name: str) -> bool:
        """Return one of `liquid:` of the configuration."""

    def compiled_value(self, markup: str) -> Evaluate:
        """Return an output's markup compiled."""

    def template(self, name: str, text: str) -> Template:
        """Return a template, read once for all builds."""

    def is_block(self, name: str) -> bool:
        """Tell whether a tag is a block, with an end of its own."""

    def text_at(self, site_path: str) -> Text:
        """Return what a file says; nothing where it cannot be read."""

    def modified(self, site_path: str) -> float | None:
        """Return when a file was changed, in seconds since 1970."""

    def collection(self, label: str) -> Sequence[DocumentItem]:
        """Return a collection's documents in their order."""

    def collection_files(self, label: str) -> Sequence[StaticFile]:
        """Return a collection's static files."""

    def with_plugin_values(self, item: Item, data: dict[str, Any]) -> dict[str, Any]:
        """Return an item's data with what plugins add to it."""

    def is_rendered_before(self, item: Item) -> bool:
        """Tell whether an item's turn is over when the current one's comes."""

    def rendering(self, item: Item, content: object = None) -> AbstractContextManager[None]:
        """Make an item the current one; `content` is what `page.content` is meanwhile."""

    def note_reading(self, item: Item) -> None:
        """Note that the text of an item is looked at."""

    def shown_content(self, item: Item) -> object:
        """Return what `content` of an item is just now."""

    def output_of(self, item: Item) -> str | None:
        """Return the whole page of an item whose turn is over, else None."""

    def converted_body(self, item: Item) -> str:
        """Return an item's body after Liquid and Markdown."""

    def converted_excerpt(self, document: DocumentItem) -> str:
        """Return a document's excerpt as HTML."""

    def address_of(self, path: str) -> str | None:
        """Return the address of a page, static file or document by its path, or None."""

    def post_address(self, name: str) -> str | None:
        """Return the address of the post that `post_url` names, or None."""


PageChange = Callable[[Build, Mapping[str, object], str], str]
"""Changes a whole page after its layouts; is given the item's data and the page."""
