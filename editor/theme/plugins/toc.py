"""jekyll-toc 0.18: a table of contents of a page's headings, and anchors in them."""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editor.liquid import ruby
from editor.liquid.parsing import Tag
from editor.theme.plugins.plugin import Plugin
from editor.theme.registers import PAGE, build_of

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render

_PUNCTUATION = re.compile(r"[^\w\- ]")
_DEFAULTS: Mapping[str, object] = {
    "min_level": 1,
    "max_level": 6,
    "ordered_list": False,
    "no_toc_section_class": "no_toc_section",
    "list_id": "toc",
    "list_class": "section-nav",
    "sublist_class": "",
    "item_class": "toc-entry",
    "item_prefix": "toc-",
}
_ANCHOR = (
    '<a class="anchor" href="#{id}" aria-hidden="true">'
    '<span class="octicon octicon-link"></span></a>'
)


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    text: str
    level: int


class Toc(Tag):
    """`{% toc %}` (`lib/jekyll-toc.rb`)."""

    def compile(self) -> Render:
        def render(context: Context, out: list[object]) -> None:
            if ruby.truthy(_page(context, "toc")):
                html = ruby.to_s(_page(context, "content"))
                out.append(_list(_headings(html, _settings(context))[0], _settings(context)))

        return render


def toc_only(context: Context, value: object) -> object:
    """Return the table of contents alone."""
    if _page(context, "toc") is not True:
        return ""
    settings = _settings(context)
    return _list(_headings(ruby.to_s(value), settings)[0], settings)


def inject_anchors(context: Context, value: object) -> object:
    """Put an anchor into every heading."""
    if _page(context, "toc") is not True:
        return value
    return _headings(ruby.to_s(value), _settings(context))[1]


def toc(context: Context, value: object) -> object:
    """Put the table of contents before the text, and anchors into its headings."""
    if _page(context, "toc") is not True:
        return value
    settings = _settings(context)
    entries, html = _headings(ruby.to_s(value), settings)
    return _list(entries, settings) + html


def _page(context: Context, key: str) -> object:
    get = getattr(context.registers.get(PAGE), "liquid_get", None)
    return None if get is None else get(key)


def _settings(context: Context) -> Mapping[str, object]:
    own = build_of(context).config.get("toc")
    return {**_DEFAULTS, **own} if isinstance(own, Mapping) else _DEFAULTS


def _headings(html: str, settings: Mapping[str, object]) -> tuple[list[_Entry], str]:
    """Read the headings; return them, and the text with an anchor in each."""
    low, high = (_level(settings[name]) for name in ("min_level", "max_level"))
    names = [f"h{level}" for level in range(low, high + 1)]
    tree = LexborHTMLParser(f"<!DOCTYPE html><body>{html}</body>")
    body = tree.body
    if body is None or not names:
        return [], html
    given = settings["no_toc_section_class"]
    sections = {ruby.to_s(each) for each in (given if isinstance(given, list) else [given])}
    seen: dict[str, int] = {}
    entries: list[_Entry] = []
    anchors: list[tuple[LexborNode, str]] = []
    for node in body.css(",".join(names)):
        classes = (node.attributes.get("class") or "").split()
        if "no_toc" in classes or _is_inside(node, sections):
            continue
        text = node.text()
        name = node.attributes.get("id")
        name = _id_of(text) if name is None else name
        number = seen.get(name, 0)
        seen[name] = number + 1
        shown = f"{name}-{number}" if number else name
        tag = node.tag or "h1"
        entries.append(_Entry(shown, _escaped(text), int(tag[1])))
        anchors.append((node, _ANCHOR.format(id=html_module.escape(shown))))
    for node, anchor in anchors:
        fragment = LexborHTMLParser(anchor).css_first("a")
        first = node.child
        if first is not None and fragment is not None:
            first.insert_before(fragment)
    inner = body.html or ""
    return entries, inner[inner.index(">") + 1 : inner.rindex("</body>")]


def _is_inside(node: LexborNode, classes: set[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if classes.intersection((parent.attributes.get("class") or "").split()):
            return True
        parent = parent.parent
    return False


def _list(entries: list[_Entry], settings: Mapping[str, object]) -> str:
    tag = "ol" if ruby.truthy(settings["ordered_list"]) else "ul"
    inner = _items(entries, settings, tag, 0)
    return (
        f'<{tag} id="{ruby.to_s(settings["list_id"])}" '
        f'class="{ruby.to_s(settings["list_class"])}">\n{inner}</{tag}>'
    )


def _items(entries: list[_Entry], settings: Mapping[str, object], tag: str, depth: int) -> str:
    if not entries or depth > 6:
        return ""
    top = min(each.level for each in entries)
    below = ruby.to_s(settings["sublist_class"])
    attributes = f' class="{below}"' if below else ""
    kind, prefix = ruby.to_s(settings["item_class"]), ruby.to_s(settings["item_prefix"])
    out: list[str] = []
    at = 0
    while at < len(entries):
        entry = entries[at]
        end = at + 1 if entry.level == top else at
        nested: list[_Entry] = []
        while end < len(entries) and entries[end].level != top:
            nested.append(entries[end])
            end += 1
        if entry.level == top:
            out.append(
                f'<li class="{kind} {prefix}h{entry.level}"><a href="#{entry.id}">{entry.text}</a>'
            )
            if nested:
                inner = _items(nested, settings, tag, depth + 1)
                out.append(f"\n<{tag}{attributes}>\n{inner}</{tag}>\n")
            out.append("</li>\n")
        else:
            out.append(_items(nested, settings, tag, depth + 1))
        at = end
    return "".join(out)


def _id_of(text: str) -> str:
    return quote_plus(_PUNCTUATION.sub("", text.lower()).replace(" ", "-"), safe="*")


def _escaped(text: str) -> str:
    return html_module.escape(text).replace("&#x27;", "&#39;")


def _level(value: object) -> int:
    return min(max(value, 1), 6) if isinstance(value, int) else 1


_FILTERS: Mapping[str, Callable[..., object]] = {
    "toc_only": toc_only,
    "inject_anchors": inject_anchors,
    "toc": toc,
}
TOC = Plugin("jekyll-toc", tags={"toc": Toc}, filters=_FILTERS)
