"""The tree as HTML (`converter/html.rb`, `converter/base.rb`)."""

from __future__ import annotations

import re
from collections.abc import Callable

from editor.kramdown.code_html import codeblock_html, codespan_html
from editor.kramdown.element import Element
from editor.kramdown.entities import Entity, entity, entity_named, entity_numbered
from editor.kramdown.fragment import HOLE, Fragment, TocEntry, TocPlace
from editor.kramdown.html_constants import WITHOUT_BODY
from editor.kramdown.options import Options
from editor.kramdown.utils_html import (
    Attributes,
    block_html,
    escape_all,
    escape_text,
    fix_cjk_line_break,
    html_attributes,
    indented_html,
    span_html,
)

_ESCAPED = frozenset('<>&"')
_NO_TOC = re.compile(r"\bno_toc\b")
_AUTO_IDS = re.compile(r"auto_ids(?:-([\w-]+))?", re.ASCII)
_TYPOGRAPHIC = {
    "mdash": ("mdash",),
    "ndash": ("ndash",),
    "hellip": ("hellip",),
    "laquo_space": ("laquo", "nbsp"),
    "raquo_space": ("nbsp", "raquo"),
    "laquo": ("laquo",),
    "raquo": ("raquo",),
}
_QUOTES = {"lsquo": 0, "rsquo": 1, "ldquo": 2, "rdquo": 3}


def basic_generate_id(text: str) -> str:
    """Return kramdown's id of a text: letters, digits, hyphens."""
    text = re.sub(r"^[^a-zA-Z]+", "", text, flags=re.MULTILINE)
    return re.sub(r"[^a-zA-Z0-9 -]", "", text).replace(" ", "-").lower()


class Converter:
    """Prints elements as HTML, and collects what the whole text has to know of them."""

    def __init__(
        self,
        options: Options,
        abbreviations: dict[str, tuple[str, Attributes]] | None = None,
        taken: str = "",
    ) -> None:
        """Make a converter for one fragment.

        Args:
            options: The options at the end of the text.
            abbreviations: Title and attributes of those in the fragment.
            taken: `t` when an earlier fragment has the table of contents, `n` for the footnotes.
        """
        self._taken = taken
        self.wants: set[str] = set()
        self.options = options
        self.abbreviations = abbreviations or {}
        self.markers: list[str] = []
        self.ids: list[str] = []
        self.toc: list[TocEntry] = []
        self.toc_place: TocPlace | None = None
        self.footnotes_place = False
        self._stack: list[Element] = []
        self._convert: dict[str, Callable[[Element, int], str]] = {
            name.removeprefix("convert_"): getattr(self, name)
            for name in dir(type(self))
            if name.startswith("convert_")
        }
        for alias, name in _ALIASES.items():
            self._convert[alias] = self._convert[name]

    def fragment(self, root: Element) -> Fragment:
        """Convert the children of `root`."""
        return self._fragment(self.inner(root, -2))

    def _fragment(self, html: str) -> Fragment:
        return Fragment(
            html,
            tuple(self.markers),
            tuple(self.ids),
            tuple(self.toc),
            self.toc_place,
            self.footnotes_place,
            "".join(sorted(self.wants)),
        )

    def footnote(self, name: str, content: Element) -> Fragment:
        """Convert the content of a footnote into its list item; a hole is left for the way back.

        Follows `footnote_content`: the link goes to the end of the last paragraph, or gets one of
        its own.
        """
        attr: Attributes = {"id": f"fn:{name}"}
        if not self.options.is_25:
            attr["role"] = "doc-endnote"
        item = Element("li", None, attr)
        item.children = [child.copy() for child in content.children]
        paragraph: Element | None = None
        if (item.children and item.children[-1].type == "p") or (
            self.options.footnote_backlink_inline
        ):
            parent = item
            while parent.children and parent.children[-1].type not in ("p", "header"):
                parent = parent.children[-1]
            paragraph = parent.children[-1] if parent.children else None
        space = 1 if paragraph is not None else 0
        if paragraph is None:
            paragraph = Element("p")
            item.children.append(paragraph)
        if self.options.footnote_backlink:
            paragraph.children.append(Element("raw", f"{HOLE}b{space}{HOLE}"))
        self._stack.append(Element("ol"))
        return self._fragment(self.convert(item, 4))

    def convert(self, element: Element, indent: int = -2) -> str:
        """Convert one element."""
        return self._convert[element.type](element, indent)

    def inner(self, element: Element, indent: int) -> str:
        """Convert the children of an element."""
        indent += 2
        self._stack.append(element)
        convert = self._convert
        html = "".join([convert[child.type](child, indent) for child in element.children])
        self._stack.pop()
        return html

    # Blocks

    def convert_blank(self, _element: Element, _indent: int) -> str:
        """Print a node of the type `blank`."""
        return "\n"

    def convert_eob(self, _element: Element, _indent: int) -> str:
        """Print a node of the type `eob`."""
        return ""

    def convert_p(self, element: Element, indent: int) -> str:
        """Print a node of the type `p`."""
        if element.options.get("transparent"):
            return self.inner(element, indent)
        if len(element.children) == 1 and element.children[0].type == "img":
            ial = element.children[0].options.get("ial") or {}
            if "standalone" in ial.get(":refs", ()):
                return self._standalone_image(element, indent)
        return block_html("p", element.attr, self.inner(element, indent), indent)

    def _standalone_image(self, element: Element, indent: int) -> str:
        figure = dict(element.attr)
        image = dict(element.children[0].attr)
        for key in ("class", "id"):
            if key in image and key not in figure:
                figure[key] = image.pop(key)
        space = " " * (indent + 2)
        body = (
            f"{space}<img{html_attributes(image)} />\n"
            f"{space}<figcaption>{image.get('alt') or ''}</figcaption>\n"
        )
        return indented_html("figure", figure, body, indent)

    def convert_codeblock(self, element: Element, indent: int) -> str:
        """Print a node of the type `codeblock`."""
        return codeblock_html(element, indent, self.options)

    def convert_blockquote(self, element: Element, indent: int) -> str:
        """Print a node of the type `blockquote`."""
        return indented_html("blockquote", element.attr, self.inner(element, indent), indent)

    def convert_header(self, element: Element, indent: int) -> str:
        """Print a node of the type `header`."""
        attr = dict(element.attr)
        options = self.options
        own = ""
        if "gfm_slug" in element.options and attr.get("id") is None:
            slug = element.options["gfm_slug"]
            attr["id"] = options.auto_id_prefix + self._unique("g", slug)
            if not slug and not options.auto_id_prefix:
                own = f"{HOLE}i{len(self.ids) - 1}{HOLE}"
        elif options.auto_ids and attr.get("id") is None:
            slug = basic_generate_id(element.options["raw_text"]) or "section"
            attr["id"] = options.auto_id_prefix + self._unique("k", slug)
        ident = attr.get("id")
        level = element.options["level"]
        if options.header_links and options.is_25 and ident and not ident.startswith(HOLE):
            element.children.insert(0, Element("a", None, {"href": f"#{ident}"}))
        if (
            ident is not None
            and level in options.toc_levels
            and not _NO_TOC.search(element.attr.get("class") or "")
        ):
            place = len(self.toc)
            self.toc.append(TocEntry(level, ident, ""))
            self.toc[place] = TocEntry(level, ident, self._toc_html(element))
        level = max(min(level + options.header_offset, 6), 1)
        if own:
            del attr["id"]
        html = self.inner(element, indent)
        return f"{' ' * indent}<h{level}{html_attributes(attr)}{own}>{html}</h{level}>\n"

    def _unique(self, rule: str, slug: str) -> str:
        self.ids.append(rule + slug)
        return f"{slug}{HOLE}h{len(self.ids) - 1}{HOLE}"

    def _toc_html(self, element: Element) -> str:
        """Convert the children of a header without footnotes and links (`fix_for_toc_entry`)."""
        holder = Element("a")
        holder.children = _unwrapped(element.children)
        return self.inner(holder, 0)

    def convert_hr(self, element: Element, indent: int) -> str:
        """Print a node of the type `hr`."""
        return f"{' ' * indent}<hr{html_attributes(element.attr)} />\n"

    def convert_list(self, element: Element, indent: int) -> str:
        """Print a node of the type `list`."""
        refs = (element.options.get("ial") or {}).get(":refs", ())
        if "toc" in refs:
            self.wants.add("t")
            if "t" not in self._taken and self.toc_place is None:
                self.toc_place = TocPlace(element.type, tuple(element.attr.items()))
                return f"{HOLE}t{HOLE}"
        if "footnotes" in refs:
            self.wants.add("n")
            if "n" not in self._taken and not self.footnotes_place:
                self.footnotes_place = True
                return f"{HOLE}n{HOLE}"
        return indented_html(element.type, element.attr, self.inner(element, indent), indent)

    def convert_li(self, element: Element, indent: int) -> str:
        """Print a node of the type `li`."""
        space = " " * indent
        start = f"{space}<{element.type}{html_attributes(element.attr)}>"
        html = self.inner(element, indent)
        children = element.children
        if not children or (children[0].type == "p" and children[0].options.get("transparent")):
            return f"{start}{html}{space if html.endswith(chr(10)) else ''}</{element.type}>\n"
        return f"{start}\n{html}{space}</{element.type}>\n"

    def convert_dl(self, element: Element, indent: int) -> str:
        """Print a node of the type `dl`."""
        return indented_html("dl", element.attr, self.inner(element, indent), indent)

    def convert_dt(self, element: Element, indent: int) -> str:
        """Print a node of the type `dt`."""
        attr = dict(element.attr)
        if attr.get("id") is None and self._stack:
            for ref in (self._stack[-1].options.get("ial") or {}).get(":refs", ()):
                match = _AUTO_IDS.match(ref)
                if match:
                    slug = basic_generate_id(element.options["raw_text"])
                    attr["id"] = f"{match[1] or ''}{slug}".lstrip()
                    break
        return block_html("dt", attr, self.inner(element, indent), indent)

    def convert_html_element(self, element: Element, indent: int) -> str:
        """Print a node of the type `html_element`."""
        html = self.inner(element, indent)
        name = element.value
        start = f"<{name}{html_attributes(element.attr)}"
        if element.options.get("category") == "span":
            return (
                f"{start} />" if not html and name in WITHOUT_BODY else f"{start}>{html}</{name}>"
            )
        model = element.options.get("content_model")
        in_raw = self._in_raw()
        space = " " * indent
        if element.options.get("is_closed") and model == "raw":
            end = " />"
        elif html and model != "block":
            end = f">{html}</{name}>"
        elif html:
            end = f">\n{html.removesuffix(chr(10))}\n{space}</{name}>"
        elif name in WITHOUT_BODY:
            end = " />"
        else:
            end = f"></{name}>"
        return start + end if in_raw else f"{space}{start}{end}\n"

    def _in_raw(self) -> bool:
        parent = self._stack[-1] if self._stack else None
        return (
            parent is not None
            and parent.type == "html_element"
            and parent.options.get("content_model") == "raw"
        )

    def convert_xml_comment(self, element: Element, indent: int) -> str:
        """Print a node of the type `xml_comment`."""
        if element.options.get("category") == "block" and not self._in_raw():
            return f"{' ' * indent}{element.value}\n"
        return str(element.value)

    def convert_table(self, element: Element, indent: int) -> str:
        """Print a node of the type `table`."""
        return indented_html(element.type, element.attr, self.inner(element, indent), indent)

    def convert_tr(self, element: Element, indent: int) -> str:
        """Print a node of the type `tr`."""
        container, table = self._stack[-1], self._stack[-2]
        name = "th" if container.type == "thead" else "td"
        alignment = table.options["alignment"]
        cells: list[str] = []
        self._stack.append(element)
        for index, cell in enumerate(element.children):
            attr = cell.attr
            html = self.inner(cell, indent + 2)
            if alignment[index] != "default":
                attr = dict(attr)
                style = f"{attr['style']}; " if "style" in attr else ""
                attr["style"] = f"{style}text-align: {alignment[index]}"
            cells.append(block_html(name, attr, html or self._entity(entity("nbsp")), indent + 2))
        self._stack.pop()
        return indented_html("tr", element.attr, "".join(cells), indent)

    def convert_comment(self, element: Element, indent: int) -> str:
        """Print a node of the type `comment`."""
        if element.options.get("category") == "block":
            return f"{' ' * indent}<!-- {element.value} -->\n"
        return f"<!-- {element.value} -->"

    def convert_raw(self, element: Element, _indent: int) -> str:
        """Print a node of the type `raw`."""
        kinds = element.options.get("kinds")
        if kinds and "html" not in kinds:
            return ""
        end = "\n" if element.options.get("category") == "block" else ""
        return f"{element.value}{end}"

    def convert_math(self, element: Element, indent: int) -> str:
        """Print a node of the type `math`."""
        is_block = element.options.get("category") == "block"
        value = element.value
        attr = element.attr
        if self.options.math_engine == "mathjax":
            escaped = escape_all(value)
            html = f"\\[{escaped}\\]\n" if is_block else f"\\({escaped}\\)"
            if not attr:
                return html
            if is_block:
                return block_html("div", attr, html, indent)
            return span_html("span", attr, f"${value}$")
        attr = dict(attr)
        attr["class"] = f"{attr.get('class') or ''} kdmath".lstrip()
        if is_block:
            return block_html("div", attr, f"$$\n{value}\n$$", indent)
        return span_html("span", attr, f"${value}$")

    # Spans

    def convert_text(self, element: Element, _indent: int) -> str:
        """Print a node of the type `text`."""
        html = escape_text(element.value)
        return fix_cjk_line_break(html) if self.options.remove_line_breaks_for_cjk else html

    def convert_br(self, _element: Element, _indent: int) -> str:
        """Print a node of the type `br`."""
        return "<br />"

    def convert_a(self, element: Element, indent: int) -> str:
        """Print a node of the type `a`."""
        return span_html("a", element.attr, self.inner(element, indent))

    def convert_img(self, element: Element, _indent: int) -> str:
        """Print a node of the type `img`."""
        return f"<img{html_attributes(element.attr)} />"

    def convert_codespan(self, element: Element, _indent: int) -> str:
        """Print a node of the type `codespan`."""
        return codespan_html(element, self.options)

    def convert_footnote(self, element: Element, _indent: int) -> str:
        """Print a node of the type `footnote`."""
        self.markers.append(element.options["name"])
        return f"{HOLE}m{len(self.markers) - 1}{HOLE}"

    def convert_emphasis(self, element: Element, indent: int) -> str:
        """Print a node of the type `emphasis`."""
        return span_html(element.type, element.attr, self.inner(element, indent))

    def convert_entity(self, element: Element, _indent: int) -> str:
        """Print a node of the type `entity`."""
        return self._entity(element.value, element.options.get("original"))

    def _entity(self, value: Entity, original: str | None = None) -> str:
        output = self.options.entity_output
        char = value.char
        if output == "as_char" and char is not None and (char == '"' or char not in _ESCAPED):
            return char
        if output in ("as_input", "as_char") and original is not None:
            return original
        if (output == "symbolic" or char in _ESCAPED) and value.name is not None:
            return f"&{value.name};"
        return f"&#{value.code_point};"

    def convert_typographic_sym(self, element: Element, _indent: int) -> str:
        """Print a node of the type `typographic_sym`."""
        own = self.options.typographic_symbols.get(element.value)
        if own is not None:
            return escape_text(own)
        return "".join(self._entity(entity(name)) for name in _TYPOGRAPHIC[element.value])

    def convert_smart_quote(self, element: Element, _indent: int) -> str:
        """Print a node of the type `smart_quote`."""
        quote = self.options.smart_quotes[_QUOTES[element.value]]
        if isinstance(quote, int):
            return self._entity(entity_numbered(quote))
        return self._entity(entity_named(quote.strip(), is_25=True) or entity(element.value))

    def convert_abbreviation(self, element: Element, _indent: int) -> str:
        """Print a node of the type `abbreviation`."""
        title, given = self.abbreviations[element.options["name"]]
        attr = dict(given)
        if title:
            attr["title"] = title
        return span_html("abbr", attr, element.value)


_ALIASES = {
    "ul": "list",
    "ol": "list",
    "dd": "li",
    "thead": "table",
    "tbody": "table",
    "tfoot": "table",
    "xml_pi": "xml_comment",
    "em": "emphasis",
    "strong": "emphasis",
}


def _unwrapped(elements: list[Element]) -> list[Element]:
    found: list[Element] = []
    for each in elements:
        if each.type == "footnote":
            continue
        children = _unwrapped(each.children)
        if each.type == "a":
            found += children
        else:
            clone = Element(each.type, each.value, each.attr)
            clone.options = each.options
            clone.children = children
            found.append(clone)
    return found
