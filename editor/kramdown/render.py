"""From the tree of a part of a text to its fragment, and from fragments to the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from editor.kramdown.abbreviations import Abbreviations
from editor.kramdown.converter import Converter
from editor.kramdown.definitions import Definitions
from editor.kramdown.element import Element
from editor.kramdown.entities import entity
from editor.kramdown.fragment import Fragment, TocEntry, fill
from editor.kramdown.gfm import update_elements
from editor.kramdown.options import Options
from editor.kramdown.parser import Parser
from editor.kramdown.toc import toc_html
from editor.kramdown.utils_html import Attributes, escape_text


class PartRenderer:
    """Renders parts of one text: what they define together is known."""

    def __init__(self, options: Options, known: Definitions, dialect: Options) -> None:
        """Make a renderer for a text with these definitions and options at its end and start."""
        self.options = options
        self._dialect = dialect
        self.known = known
        self._abbreviations = (
            Abbreviations(known.abbreviations, is_25=options.is_25) if known.abbreviations else None
        )

    def body(
        self, parser: Parser, root: Element, *, after_blank: bool, taken: str = ""
    ) -> Fragment:
        """Render a part of the body from its block tree, which is used up."""
        self._finish(parser, root, after_blank=after_blank)
        if self.options.gfm:
            line_break = "\n" if self._dialect.hard_wrap else "\\\n"
            update_elements(root, line_break, auto_ids=parser.options.auto_ids)
        return self._converter(parser, taken).fragment(root)

    def footnote(self, parser: Parser, name: str, content: Element) -> Fragment:
        """Render the content of a footnote from its block tree, which is used up."""
        self._finish(parser, content, after_blank=False)
        return self._converter(parser).footnote(self.options.footnote_prefix + name, content)

    def _finish(self, parser: Parser, root: Element, *, after_blank: bool) -> None:
        """Parse the spans; options set among them count for all that is printed."""
        parser.known = self.known
        parser.options = self.options
        parser.update_tree(root, after_blank=after_blank)
        if self._abbreviations is not None:
            used: set[str] = set()
            self._abbreviations.replace(root, used)
            parser.looked_up |= {("abbreviation", name) for name in used}

    def _converter(self, parser: Parser, taken: str = "") -> Converter:
        found: dict[str, tuple[str, Attributes]] = {}
        for kind, name in list(parser.looked_up):
            if kind == "abbreviation":
                title, mark = self.known.abbreviations[name]
                attr: Attributes = {}
                parser.update_attr_with_ial(attr, mark.options.get("ial") or {})
                found[name] = (title, attr)
        return Converter(parser.options, found, taken)


@dataclass(slots=True)
class Numbers:
    """The numbers that fill the holes of one fragment."""

    markers: list[tuple[str, int, int]] = field(default_factory=list)
    """For each marker the footnote's name, its number, and how often it was referred to before."""
    ids: list[str] = field(default_factory=list)
    """For each id what makes it unique."""


class Numbering:
    """Counts footnotes and ids through the fragments of a text, in order."""

    def __init__(self, options: Options) -> None:
        """Start at the first fragment."""
        self._first = options.footnote_nr
        self.footnotes: dict[str, int] = {}
        """Names in order of their first marker, with the number of markers beyond it."""
        self._ids: dict[str, int] = {}
        self._index: dict[str, int] = {}

    def number(self, fragment: Fragment) -> Numbers:
        """Count what is in the next fragment."""
        numbers = Numbers()
        for name in fragment.markers:
            if name in self.footnotes:
                self.footnotes[name] += 1
            else:
                self.footnotes[name] = 0
            repeat = self.footnotes[name]
            numbers.markers.append((name, self._number(name), repeat))
        for ident in fragment.ids:
            count = self._ids.get(ident, -1) + 1
            self._ids[ident] = count
            numbers.ids.append(f"-{count}" if count else "")
        return numbers

    def _number(self, name: str) -> int:
        index = self._index.get(name)
        if index is None:
            index = self._index[name] = len(self._index)
        return self._first + index


def footnote_marker(options: Options, name: str, number: int, repeat: int) -> str:
    """Return the marker of a footnote (`convert_footnote`)."""
    name = options.footnote_prefix + name
    again = f":{repeat}" if repeat else ""
    if options.is_25:
        text = options.footnote_link_text.replace("%s", str(number)).replace("%%", "%")
        return (
            f'<sup id="fnref:{name}{again}"><a href="#fn:{name}" class="footnote" rel="footnote" '
            f'role="doc-noteref">{text}</a></sup>'
        )
    return (
        f'<sup id="fnref:{name}{again}" role="doc-noteref"><a href="#fn:{name}" class="footnote" '
        f'rel="footnote">{number}</a></sup>'
    )


def filled(fragment: Fragment, html: str, numbers: Numbers, options: Options) -> str:
    """Fill the holes for footnote markers and ids; the others stay."""

    def filler(kind: str, index: int) -> str:
        if kind == "m":
            return footnote_marker(options, *numbers.markers[index])
        if kind == "h":
            return numbers.ids[index]
        if kind == "i":
            return f' id="{numbers.ids[index]}"' if numbers.ids[index] else ""
        return f"\ud800{kind}{index if kind == 'b' else ''}\ud800"

    del fragment
    return fill(html, filler)


def toc_entries(fragment: Fragment, numbers: Numbers, options: Options) -> list[TocEntry]:
    """Return the fragment's headers for the table of contents, without holes."""
    return [
        TocEntry(
            entry.level,
            filled(fragment, entry.ident, numbers, options),
            filled(fragment, entry.html, numbers, options),
        )
        for entry in fragment.toc
    ]


@dataclass(slots=True)
class Footnotes:
    """The footnotes at the end of a text."""

    html: str = ""
    toc: list[TocEntry] = field(default_factory=list)


def footnotes_html(
    numbering: Numbering, content: Callable[[str], Fragment | None], options: Options
) -> Footnotes:
    """Return the footnotes in the order of their markers (`footnote_content`).

    Footnotes referred to only in footnotes come after those; the markers in them are counted here.
    """
    footnotes = Footnotes()
    if not numbering.footnotes:
        return footnotes
    nbsp = Converter(options).convert(Element("entity", entity("nbsp")))
    text = escape_text(options.footnote_backlink)
    items: list[str] = []
    waiting = list(numbering.footnotes)
    while len(items) < len(waiting):
        name = waiting[len(items)]
        repeats = numbering.footnotes[name]
        fragment = content(name) or Fragment()
        numbers = numbering.number(fragment)
        waiting += _new_names(numbering, len(waiting))
        html = filled(fragment, fragment.html, numbers, options)
        items.append(fill(html, _backlinks(options, name, repeats, nbsp, text)))
        footnotes.toc += toc_entries(fragment, numbers, options)
    start = f' start="{options.footnote_nr}"' if options.footnote_nr != 1 else ""
    footnotes.html = (
        '<div class="footnotes" role="doc-endnotes">\n'
        f"  <ol{start}>\n{''.join(items)}  </ol>\n</div>\n"
    )
    return footnotes


def _new_names(numbering: Numbering, known: int) -> list[str]:
    """Return the footnotes met for the first time in the last one printed."""
    if len(numbering.footnotes) == known:
        return []
    return list(numbering.footnotes)[known:]


def _backlinks(
    options: Options, name: str, repeats: int, nbsp: str, text: str
) -> Callable[[str, int], str]:
    name = options.footnote_prefix + name
    link = '<a href="#fnref:{}" class="reversefootnote" role="doc-backlink">{}</a>'

    def filler(_kind: str, index: int) -> str:
        parts = [(nbsp if index else "") + link.format(name, text)]
        parts += [
            nbsp + link.format(f"{name}:{count}", f"{text}<sup>{count + 1}</sup>")
            for count in range(1, repeats + 1)
        ]
        return "".join(parts)

    return filler


def placed(
    html: str, footnotes: Footnotes, toc: Iterable[TocEntry], fragment: Fragment, options: Options
) -> str:
    """Fill the holes for the footnotes and the table of contents."""

    def filler(kind: str, _index: int) -> str:
        if kind == "n":
            return footnotes.html
        if kind == "t" and fragment.toc_place:
            return toc_html(list(toc), fragment.toc_place, options)
        return ""

    return fill(html, filler)
