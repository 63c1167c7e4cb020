"""What becomes of a place of a text: an address, text, code, a comment, or nothing.

Asked of the grammar itself: a mark that no rule knows is put at each place, the text is parsed,
and the tree says where the marks have come to stand. So nobody has to guess at fences in quotes,
lists that go on, code over two lines or escaped backticks a second time. Blocks are parsed as a
whole, spans only where there is a mark: about a third of what a rendering takes
(`tests/benchmarks/bench_kramdown.py`).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from editor.kramdown.options import Options

# Two characters of the private planes 15 and 16 make a mark: 2^32 of them, and no letter to any
# pattern of the grammar.
_HIGH, _LOW, _BASE = 0xF0000, 0x100000, 0xFFFD
_MARK = re.compile("[\U000f0000-\U000ffffd][\U00100000-\U0010fffd]")
_PRIVATE = re.compile("[\U000f0000-\U0010fffd]")
_ADDRESSES = {"img": "src", "a": "href"}
_CODE = frozenset(("codespan", "codeblock"))
_COMMENTS = frozenset(("comment", "xml_comment", "xml_pi"))


class Role(enum.Enum):
    """What a place of the text is in the page."""

    ADDRESS = "address"  # of a link or picture that Markdown makes
    DEFINITION = "definition"  # the address of a link definition that nothing refers to
    ATTRIBUTE = "attribute"  # a value of an HTML tag, or a title or alternative text
    TEXT = "text"
    CODE = "code"
    COMMENT = "comment"
    RAW = "raw"  # goes out as it stands: `nomarkdown`, scripts, styles
    NOTHING = "nothing"  # not in the page: attribute lists, what was cut away


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a place.

    Attributes:
        role: What it is.
        tag: The element whose address or attribute it is in, or which holds it: `img`, `a`,
            `script`.
        name: The attribute.
        attributes: All those of that element.
        is_markdown: Whether Markdown made the element; else it is HTML as it was written.
    """

    role: Role
    tag: str = ""
    name: str = ""
    attributes: Mapping[str, str | None] | None = None
    is_markdown: bool = False


GONE = Fate(Role.NOTHING)


def fates(pieces: Sequence[str], options: Mapping[str, object] | None = None) -> list[Fate]:
    """Tell what becomes of the places between the pieces of a text.

    Args:
        pieces: The text, cut at the places that are asked about.
        options: As of `to_html`.

    Returns:
        One for each place, one fewer than pieces. Grows with the length of the text.
    """
    # The grammar is loaded when the first place is asked about: who names a role needs none of it.
    from editor.kramdown.collector import resting_collector
    from editor.kramdown.fragment import HOLE
    from editor.kramdown.options import Options

    marked = [_PRIVATE.sub("\ufffd", pieces[0].replace(HOLE, "\ufffd"))]
    for number, piece in enumerate(pieces[1:]):
        high, low = divmod(number, _BASE)
        marked += (chr(_HIGH + high), chr(_LOW + low))
        marked.append(_PRIVATE.sub("\ufffd", piece.replace(HOLE, "\ufffd")))
    found = [GONE] * (len(pieces) - 1)
    with resting_collector():
        for text, fate in _held("".join(marked), Options.of(options)):
            for mark in _MARK.findall(text):
                number = (ord(mark[0]) - _HIGH) * _BASE + ord(mark[1]) - _LOW
                # An address may be quoted by an alternative text round it; the address counts.
                if found[number].role is not Role.ADDRESS:
                    found[number] = fate
    return found


def _held(source: str, options: Options) -> Iterator[tuple[str, Fate]]:
    """Give every text of the tree that holds a mark, and what it is."""
    from editor.kramdown.element import Element, text_of
    from editor.kramdown.parser import Parser, adapt_source

    parser = Parser(options)
    root = Element("root")
    parser.parse_blocks(root, adapt_source(source))
    for definition in parser.definitions.links.values():
        yield definition.url, Fate(Role.DEFINITION)
    footnotes = dict(parser.definitions.footnotes)
    stack = [(root, "")]
    while stack:
        element, tag = stack.pop()
        kind = element.type
        if kind == "raw_text":
            text = text_of(element)
            if _MARK.search(text) or (footnotes and "[^" in text):
                parser.parse_text(element)
            else:
                continue
        elif kind == "footnote":
            # Printed where it is referred to, and only then.
            content = footnotes.pop(element.options["name"], None)
            if content is not None:
                stack.append((content, ""))
        elif isinstance(element.value, str):
            if kind == "html_element":
                tag = element.value
            else:
                yield element.value, Fate(_role(kind), tag)
        elif isinstance(element.value, list):
            yield "".join(element.value), Fate(_role(kind), tag)
        for name, value in element.attr.items():
            if value and _MARK.search(value):
                address = _ADDRESSES.get(kind) == name
                role = Role.ADDRESS if address else Role.ATTRIBUTE
                owner = element.value if kind == "html_element" else kind
                plain = {key: text and _MARK.sub("", text) for key, text in element.attr.items()}
                yield value, Fate(role, owner, name, plain, kind != "html_element")
        stack.extend((child, tag) for child in element.children)


def _role(kind: str) -> Role:
    if kind in _CODE:
        return Role.CODE
    if kind in _COMMENTS:
        return Role.COMMENT
    return Role.RAW if kind == "raw" else Role.TEXT
