"""One page: its text through Liquid and Markdown, then its layouts from the inside out.

Follows `lib/jekyll/renderer.rb`. An error does not end the page as it ends Jekyll's build: its
message stands in its place and is noted with its file and line.
"""

from __future__ import annotations

import html as html_module
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from editor.liquid import ruby
from editor.liquid.context import Budgets, Context
from editor.liquid.engine import Template
from editor.liquid.errors import LiquidError
from editor.site.configuration import deep_merge
from editor.site.permalink import output_path
from editor.theme.content import Content
from editor.theme.contract import Build, DocumentItem, Item
from editor.theme.documents import Document
from editor.theme.drops import Payload
from editor.theme.errors import JekyllError
from editor.theme.layouts import Layout
from editor.theme.notes import Note
from editor.theme.registers import PAGE, SITE

log = logging.getLogger(__name__)

WORK = 20_000_000
"""How many nodes and rounds all templates of one page may make together."""
SCREEN_WORK = 4_000_000
SCREEN_CHARACTERS = 16_000_000
"""The same, and how much they may write, while somebody waits for the page."""
_MOST_LAYOUTS = 30
_UNKNOWN_TAG = re.compile(r"Unknown tag '(\w+)'")


@dataclass(frozen=True, slots=True)
class RenderedItem:
    """A page.

    Attributes:
        pieces: Text and contents, the page's own text among them as an object.
        body: The page's own text.
        layouts: Names of the layouts, the inner one first.
    """

    pieces: list[object]
    body: Content
    layouts: tuple[str, ...]

    @property
    def html(self) -> str:
        """All of it as one text."""
        return Content(self.pieces).text()


def output_path_of(item: Item) -> str:
    """Return where Jekyll writes an item's page, below the built site; empty where nowhere."""
    extension = item.output_ext
    if isinstance(item, Document):
        return output_path(item.url, extension).lstrip("/") if item.url else ""
    url = item.url
    path = output_path(url, "").lstrip("/") if url else ""
    return path if path.endswith(extension) else path + extension


def render_item(build: Build, item: Item) -> RenderedItem:
    """Render a document or page with its layouts.

    Raises:
        BudgetExceeded: Its templates do more than any page needs.
    """
    if build.current is None:
        build.work_left = _work(build)
    payload, layout = _begun(build, item)
    html = _converted(build, item, payload)
    item.keep_converted(html)
    return _placed(build, item, Content([html], is_body=True), payload, layout)


def print_body(build: Build, item: Item, template: Template, first_line: int) -> list[object]:
    """Return what the template of an item's text prints, for a page that is made in parts.

    Raises:
        BudgetExceeded: It does more than any page needs.
    """
    build.work_left = _work(build)
    payload, _ = _begun(build, item)
    with build.rendering(item):
        return _printed(build, template, payload, item.drop, item.site_path, first_line)


def place_body(build: Build, item: Item, body: Content) -> RenderedItem:
    """Put an item's converted text into its layouts, for a page that is made in parts.

    Raises:
        BudgetExceeded: Its layouts do more than any page needs.
    """
    build.work_left = _work(build)
    payload, layout = _begun(build, item)
    return _placed(build, item, body, payload, layout)


def _work(build: Build) -> int:
    return SCREEN_WORK if build.options.for_screen else WORK


def layout_problem(build: Build, item: Item) -> str:
    """Return why an item has no layout around it, as a sentence; nothing where it has one."""
    if not build.templates.layout_names():
        return "This site has no layouts, so the post is shown in the reading view."
    name = _layout_name(item)
    if name is None or name == "none" or not _is_placed(item):
        return "The post names no layout, so it is shown in the reading view."
    if _layout_of(build, item) is None:
        shown = ruby.to_s(name)
        return (
            f"The layout “{shown}” is not in this site, so the post is shown in the reading view."
        )
    return ""


def _begun(build: Build, item: Item) -> tuple[Payload, Layout | None]:
    payload = _payload(build, item)
    layout = _layout_of(build, item)
    if layout is not None:
        payload.values["layout"] = dict(layout.data)
    return payload, layout


def _placed(
    build: Build, item: Item, body: Content, payload: Payload, layout: Layout | None
) -> RenderedItem:
    pieces: list[object] = [body]
    names: tuple[str, ...] = ()
    if _is_placed(item):
        with build.rendering(item, body):
            pieces, names = _in_layouts(build, item, body, payload, layout)
    changes = build.page_changes
    if changes:
        text = changed = Content(pieces).text()
        for change in changes:
            changed = change(build, item.data, changed)
        if changed != text:
            pieces = [changed]
    return RenderedItem(pieces, body, names)


def convert_body(build: Build, item: Item) -> str:
    """Return an item's body after Liquid and Markdown."""
    return _converted(build, item, _payload(build, item))


def convert_excerpt(build: Build, document: DocumentItem) -> str:
    """Return a document's excerpt as HTML: rendered like a page of its own, without a layout."""
    drop = document.excerpt_drop
    payload = Payload(build, drop)
    source = document.excerpt_source
    _set_highlighter(payload, document)
    before = build.current
    if build.current is None:
        build.current = document
    try:
        if document.has_liquid and ("{%" in source or "{{" in source):
            source = _body_liquid(build, document, source, payload, drop)
        return build.convert.markdown(source) if document.is_markdown else source
    finally:
        build.current = before


def _payload(build: Build, item: Item) -> Payload:
    payload = Payload(build, item.drop)
    payload.values["paginator"] = getattr(item, "pager", None)
    _set_highlighter(payload, item)
    return payload


def _set_highlighter(payload: Payload, item: Item) -> None:
    if item.is_markdown:  # Jekyll's Markdown converter puts a line end on both sides
        payload.values["highlighter_prefix"] = payload.values["highlighter_suffix"] = "\n"


def _converted(build: Build, item: Item, payload: Payload) -> str:
    with build.rendering(item):
        text = item.body
        if item.has_liquid:
            text = _body_liquid(build, item, text, payload, item.drop)
        return build.convert.markdown(text) if item.is_markdown else text


def _body_liquid(build: Build, item: Item, text: str, payload: Payload, drop: object) -> str:
    template = build.engine.parse(text, tolerant=True)
    first = getattr(item, "first_line", 0)
    pieces = _printed(build, template, payload, drop, item.site_path, first)
    return Content(pieces).text()


def _printed(
    build: Build, template: Template, payload: Payload, drop: object, path: str, first_line: int
) -> list[object]:
    context = Context(
        payload,
        registers={SITE: build, PAGE: drop},
        clock=build.clock,
        budgets=_budgets(build),
        tick=build.tick,
        strict_variables=build.liquid_option("strict_variables"),
        strict_filters=build.liquid_option("strict_filters"),
        show_error=_error_shower(build, path, first_line),
    )
    try:
        return template.pieces(context)
    finally:
        build.work_left -= context.work


def _budgets(build: Build) -> Budgets:
    work = max(build.work_left, 1)
    return Budgets(work, SCREEN_CHARACTERS) if build.options.for_screen else Budgets(work)


def _error_shower(build: Build, path: str, first_line: int) -> Callable[[LiquidError], object]:
    def show(error: LiquidError) -> object:
        if error.__cause__ is not None and not isinstance(error.__cause__, LiquidError):
            # Ruby's own failures and ours look alike on the page; the log tells them apart.
            log.warning("a template failed: %s", type(error.__cause__).__name__)
        place = error.template or path
        line = error.line + (0 if error.template else first_line) if error.line else 0
        message = f"{error.message} in {place}" if isinstance(error, JekyllError) else str(error)
        build.notes.add(_note_of(build, error, message, line, place))
        return f'<span class="sf-liquid-error">{html_module.escape(message)}</span>'

    return show


def _note_of(build: Build, error: LiquidError, message: str, line: int, place: str) -> Note:
    """Return a note of an error; of a tag that a plugin makes it says which."""
    found = _UNKNOWN_TAG.match(error.message)
    if found is None:
        return Note("liquid", message, line, place)
    path = build.site_plugins.tags.get(found[1])
    if path is None:
        sentence = f"The tag {found[1]} is unknown: Jekyll stops on it unless a plugin makes it."
    else:
        sentence = f"The tag {found[1]} is made by {path}, which is Ruby and is not run here."
    return Note("plugin", sentence, line, place)


def _layout_of(build: Build, item: Item) -> Layout | None:
    name = _layout_name(item)
    return None if name is None else build.templates.layout(ruby.to_s(name))


def _layout_name(item: Item) -> object:
    return item.value("layout")


def _is_placed(item: Item) -> bool:
    if item.extension in (".sass", ".scss", ".coffee", ".yml", ".yaml"):
        return False
    return item.data.get("layout") != "none"


def _in_layouts(
    build: Build, item: Item, body: Content, payload: Payload, layout: Layout | None
) -> tuple[list[object], tuple[str, ...]]:
    name = _layout_name(item)
    if layout is None and name is not None:
        build.notes.add(
            Note(
                "layout",
                f"Layout '{ruby.to_s(name)}' requested in {item.site_path} does not exist.",
                path=item.site_path,
            )
        )
    payload.values["layout"] = None
    content = body
    used: list[str] = []
    while layout is not None and len(used) < _MOST_LAYOUTS:
        payload.values["content"] = content
        inner = payload.values["layout"]
        payload.values["layout"] = deep_merge(layout.data, inner if isinstance(inner, dict) else {})
        template = build.template(layout.path, layout.body)
        pieces = _printed(build, template, payload, item.drop, layout.path, layout.first_line)
        content = Content(pieces)
        used.append(layout.name)
        parent = layout.data.get("layout")
        layout = build.templates.layout(parent) if isinstance(parent, str) else None
        if layout is not None and layout.name in used:
            break
    return [content] if used else [body], tuple(used)
