"""A page as it is seen: its tree without what a browser does not show.

Two pages are the same when these are: the elements, their attributes as sets, and the text with
white space collapsed as CSS does it (CSS Text 3, “white space processing rules”: a run is one
blank, none at the edge of a block, none after another one). Left out are comments, the text of
scripts (data for search engines aside), and the spans by which a highlighter marks up code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

Token = tuple[str, ...]
"""`("<", tag, attribute, value, …)`, `(">", tag)` or `("#", text)`."""

_BLOCK = frozenset(
    {"address", "article", "aside", "base", "blockquote", "body", "br", "caption", "center", "col"}
    | {"colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption"}
    | {"figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head"}
    | {"header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option"}
    | {"p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title"}
    | {"tr", "ul"}
)
_SOLID = frozenset(
    {"img", "input", "button", "select", "textarea", "video", "audio", "canvas", "iframe"}
    | {"object", "embed", "svg", "math", "meter", "progress"}
)
_KEPT_SPACE = frozenset({"pre", "textarea", "listing", "xmp"})
_HIDDEN_TEXT = frozenset({"script", "style", "template"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND = re.compile(r"\s*([:;])\s*")
_MOST_PAIRS = 4_000_000
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Part:
    """A place at which two pages differ, as ranges of their tokens."""

    theirs: tuple[int, int]
    ours: tuple[int, int]


def tokens_of(html: str) -> list[Token]:
    """Return a page as its tokens, in the order of the document."""
    root = LexborHTMLParser(html).root
    return [] if root is None else _Walk().tokens(root)


def parts_that_differ(theirs: Sequence[Token], ours: Sequence[Token]) -> list[Part]:
    """Return where two pages differ; nothing where they are the same."""
    start = 0
    shorter = min(len(theirs), len(ours))
    while start < shorter and theirs[start] == ours[start]:
        start += 1
    end = 0
    while end < shorter - start and theirs[-1 - end] == ours[-1 - end]:
        end += 1
    a, b = theirs[start : len(theirs) - end], ours[start : len(ours) - end]
    if not a and not b:
        return []
    if len(a) * len(b) > _MOST_PAIRS:  # the alignment is quadratic
        return [Part((start, start + len(a)), (start, start + len(b)))]
    matched = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return [
        Part((start + a0, start + a1), (start + b0, start + b1))
        for operation, a0, a1, b0, b1 in matched.get_opcodes()
        if operation != "equal"
    ]


def shown(tokens: Sequence[Token]) -> str:
    """Return tokens for people, shortened."""
    pieces = []
    for token in tokens[:12]:
        if token[0] == "#":
            pieces.append(token[1])
        elif token[0] == "<":
            pairs = zip(token[2::2], token[3::2], strict=True)
            attributes = "".join(f' {name}="{value}"' for name, value in pairs)
            pieces.append(f"<{token[1]}{attributes}>")
        else:
            pieces.append(f"</{token[1]}>")
    text = _SPACE.sub(" ", "".join(pieces)).strip()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class _Walk:
    """One walk over a tree; without recursion, so that no depth of a page can stop it."""

    def __init__(self) -> None:
        self._out: list[Token] = []
        self._after_space = True  # at the edge of a block, or after a blank
        self._kept = 0
        self._code = 0

    def tokens(self, root: LexborNode) -> list[Token]:
        """Return what the tree shows."""
        node: LexborNode | None = root
        open_: list[LexborNode] = []
        while node is not None:
            child = self._enter(node)
            if child is not None:
                open_.append(node)
                node = child
                continue
            self._leave(node)
            following = node.next
            while following is None and open_:
                node = open_.pop()
                self._leave(node)
                following = node.next if open_ else None
            node = following if open_ else None
        self._edge()
        return self._out

    def _enter(self, node: LexborNode) -> LexborNode | None:
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return None
        if tag.startswith(("-", "_", "!")):
            return None
        if tag == "code":
            self._code += 1
        elif tag == "span" and self._code:
            return node.child
        if tag in _BLOCK:
            self._edge()
        elif tag in _SOLID:
            self._after_space = False
        self._kept += tag in _KEPT_SPACE
        self._out.append(("<", tag, *_attributes(node)))
        if tag in _HIDDEN_TEXT:
            if tag != "script" or "json" in (node.attributes.get("type") or ""):
                # A template's content is a fragment beside the tree, seen only when written out.
                text = node.html if tag == "template" else node.inner_html
                inside = _SPACE.sub(" ", text or "").strip()
                if inside:
                    self._out.append(("#", inside))
            return None
        return node.child

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag.startswith(("-", "_", "!")) or (tag == "span" and self._code):
            return
        if tag == "code":
            self._code -= 1
        if tag in _BLOCK:
            self._edge()
        elif tag in _SOLID:
            self._after_space = False
        self._kept -= tag in _KEPT_SPACE
        self._out.append((">", tag))

    def _text(self, text: str) -> None:
        if self._kept:
            self._after_space = False
        else:
            text = _SPACE.sub(" ", text)
            if self._after_space:
                text = text.removeprefix(" ")
            if text:
                self._after_space = text.endswith(" ")
        if not text:
            return
        if self._out and self._out[-1][0] == "#":  # a comment or a highlighter's span between
            text = self._out.pop()[1] + text
        self._out.append(("#", text))

    def _edge(self) -> None:
        """At the edge of a block the blank before it goes, through inline ends that follow it."""
        if self._kept:
            if self._out and self._out[-1][0] == "#":
                text = self._out.pop()[1].rstrip("\n")
                if text:
                    self._out.append(("#", text))
        elif self._after_space:
            place = len(self._out) - 1
            while place >= 0 and self._out[place][0] != "#":
                if self._out[place][1] in _BLOCK or self._out[place][1] in _SOLID:
                    break
                place -= 1
            if place >= 0 and self._out[place][0] == "#":
                text = self._out[place][1].removesuffix(" ")
                if text:
                    self._out[place] = ("#", text)
                else:
                    del self._out[place]
        self._after_space = True


def _attributes(node: LexborNode) -> list[str]:
    flat: list[str] = []
    for name, given in sorted(node.attributes.items()):
        value = given or ""
        if name == "class":
            value = " ".join(sorted(set(value.split())))
        elif name == "style":
            value = _AROUND.sub(r"\1", value.strip()).rstrip(";")
        flat += (name, value)
    return flat
