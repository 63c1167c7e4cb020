"""Where things stand in a YAML text: lines, the real ends of nodes, the colon of a key.

Offsets are code points of the text. libyaml's marks are nearly right: the end of a block
collection lies after the comments and blank lines that follow it, that of a block scalar after the
blank lines; both belong to nobody and have to stay where they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from editor.post.nodes import YAML_BREAK, Mapping, Node, Scalar, Sequence

_PROPERTIES = re.compile("(?:[&!][^\\s\x85\u2028\u2029]*(?:[ \\t\\r\\n]+|$))+")
_BLANKS = re.compile(r"[ \t]*")
_SPACE = re.compile("(?:[ \\t\\r\\n\x85\u2028\u2029]+|(?<![^\\s\x85])#[^\\r\\n\x85\u2028\u2029]*)*")
_BREAKS = ("\n", "\r", "\x85", "\u2028", "\u2029")


def line_start(text: str, offset: int) -> int:
    """Return where the YAML line of an offset starts."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:offset]
    if line.isascii() and "\r" not in line:
        return start
    return max(start, max(text.rfind(one, start, offset) for one in _BREAKS) + 1)


def line_stop(text: str, offset: int) -> tuple[int, int]:
    """Return where the YAML line of an offset stops: before its line end, and after it."""
    found = YAML_BREAK.search(text, offset)
    return (found.start(), found.end()) if found else (len(text), len(text))


def column(text: str, offset: int) -> int:
    """Return the offset's column in its YAML line, in code points."""
    return offset - line_start(text, offset)


def after_blanks(text: str, offset: int) -> int:
    """Return the first offset from there on that is neither blank nor tab."""
    found = _BLANKS.match(text, offset)
    return found.end() if found else offset


def after_space(text: str, offset: int) -> int:
    """Return the first offset from there on that is no blank, line end or comment."""
    found = _SPACE.match(text, offset)
    return found.end() if found else offset


def is_blank(text: str, start: int, stop: int) -> bool:
    """Tell whether a stretch of text has only blanks, tabs and line ends."""
    return not text[start:stop].strip(" \t\r\n\x85\u2028\u2029")


def properties_end(text: str, node: Node) -> int:
    """Return where a node's own text starts, after its anchor and tag."""
    if text[node.start : node.start + 1] not in {"&", "!"}:
        return node.start
    found = _PROPERTIES.match(text, node.start)
    return min(found.end(), max(node.end, node.start)) if found else node.start


def content_end(text: str, node: Node) -> int:
    """Return where a node really ends, before the line end of its last line."""
    while True:
        if isinstance(node, Sequence) and not node.flow and node.items:
            node = node.items[-1]
        elif isinstance(node, Mapping) and not node.flow and node.pairs:
            node = node.pairs[-1][1]
        else:
            break
    if isinstance(node, Scalar) and node.style in {"|", ">"}:
        return _block_scalar_end(text, node)
    return node.end


def _block_scalar_end(text: str, node: Scalar) -> int:
    start = properties_end(text, node)
    header_stop, body = line_stop(text, start)
    end = node.end
    # The mark may stand behind the indent of the next line.
    begin = line_start(text, end)
    if begin > header_stop and is_blank(text, begin, end):
        end = begin
    if end <= body:
        return header_stop
    end = _before_break(text, end)
    if "+" in text[start : start + 3]:
        return end
    while end > header_stop:
        begin = line_start(text, end)
        if not is_blank(text, begin, end) or begin <= header_stop:
            return end
        end = _before_break(text, begin)
    return header_stop


def _before_break(text: str, offset: int) -> int:
    if text[offset - 2 : offset] == "\r\n":
        return offset - 2
    return offset - 1 if text[offset - 1 : offset] in _BREAKS else offset


def colon_after(text: str, key: Node) -> int:
    """Return the offset after the colon of a key, or the key's end where there is none."""
    at = after_space(text, content_end(text, key))
    return at + 1 if text[at : at + 1] == ":" else key.end


def dash_before(text: str, start: int, item: Node) -> int:
    """Return the offset of the dash of a block list's item.

    Args:
        text: The text.
        start: The list's start, or the end of the item before.
        item: The item.
    """
    at = after_space(text, start)
    if text[at : at + 1] == "-" and at < max(item.start, at + 1):
        return at
    return text.rfind("-", start, item.start)


@dataclass(frozen=True, slots=True)
class Extent:
    """What of the text a value takes up.

    Attributes:
        head_start: Start of what stands on the key's line.
        head_end: End of that; where the value goes on inline over several lines, of all.
        body_start: Start of the first whole line below that belongs to the value, or None.
        body_end: End of the last such line, line end included.
    """

    head_start: int
    head_end: int
    body_start: int | None
    body_end: int


def extent(text: str, node: Node, after: int) -> Extent:
    """Measure a value.

    Args:
        text: The text.
        node: The value.
        after: The offset after the colon or dash that it follows.
    """
    end = content_end(text, node)
    if isinstance(node, Scalar) and node.style in {"|", ">"}:
        start = properties_end(text, node)
        found = re.match(r"[|>][-+0-9]*", text[start : start + 8])
        head_end = start + (found.end() if found else 1)
        _, body = line_stop(text, head_end)
        stop = line_stop(text, end)[1] if end >= body else body
        return Extent(node.start, head_end, body, max(stop, body))
    if isinstance(node, (Sequence, Mapping)) and not node.flow:
        first = node.items[0] if isinstance(node, Sequence) else node.pairs[0][0]
        first_at = node.start if properties_end(text, node) == node.start else first.start
        first_at = dash_before(text, first_at, first) if isinstance(node, Sequence) else first_at
        begin = line_start(text, first_at)
        if begin > after:
            head_end = properties_end(text, node)
            head = text[node.start : head_end].rstrip() if head_end > node.start else ""
            start = node.start if head else after
            return Extent(start, start + len(head), begin, line_stop(text, end)[1])
        return Extent(node.start, end, None, end)
    if node.start == node.end:
        return Extent(after, after, None, after)
    return Extent(node.start, end, None, end)
