"""The table of contents (`converter/html.rb`, `generate_toc_tree`)."""

from __future__ import annotations

from collections.abc import Sequence

from editor.kramdown.converter import Converter
from editor.kramdown.element import Element
from editor.kramdown.fragment import TocEntry, TocPlace
from editor.kramdown.options import Options


def toc_html(entries: Sequence[TocEntry], place: TocPlace, options: Options) -> str:
    """Return the list of all headers, nested by their levels; entries without holes."""
    root = Element(place.kind, None, dict(place.attr))
    if root.attr.get("id") is None:
        root.attr["id"] = "markdown-toc"
    stack: list[tuple[int, Element]] = []
    for entry in entries:
        link = Element(
            "a", None, {"href": f"#{entry.ident}", "id": f"{root.attr['id']}-{entry.ident}"}
        )
        link.children.append(Element("raw", entry.html))
        text = Element("p", None, None, transparent=True)
        text.children.append(link)
        item = Element("li")
        nested = Element(place.kind)
        item.children = [text, nested]
        while stack and stack[-1][0] >= entry.level:
            stack.pop()
        (stack[-1][1].children[-1] if stack else root).children.append(item)
        stack.append((entry.level, item))
    if not root.children:
        return ""
    _drop_empty(root)
    return Converter(options).convert(root, 0)


def _drop_empty(element: Element) -> None:
    for item in element.children:
        if item.children[-1].children:
            _drop_empty(item.children[-1])
        else:
            item.children.pop()
