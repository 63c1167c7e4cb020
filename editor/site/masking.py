"""The text of a post with everything blanked that is shown as it stands: code, comments."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|>[ \t]?)*(`{3,}|~{3,})([^\n]*)")
_OPENER = re.compile(r"\{%-?\s{0,9}(highlight|raw|comment)\b[^%\n]{0,400}%\}|<!--")
_COMMENT_END = re.compile("-->")
_CLOSERS = {
    name: re.compile(r"\{%-?\s{0,9}end" + name + r"\s{0,9}-?%\}")
    for name in ("highlight", "raw", "comment")
}
_LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+|^[ \t]*:[ \t]")
_NOT_NEWLINE = re.compile(r"[^\n]+")
_HTML_CODE = re.compile(r"(?i)<(pre|code|script|style)\b[^>]*>")


def masked(text: str) -> str:
    """Return a text of the same length and lines, with blanks for code, raw and comments."""
    text = _without_fences(text)
    text = _without_blocks(text)
    text = _without_spans(text)
    return _without_html(text)


def _blank(text: str) -> str:
    return _NOT_NEWLINE.sub(lambda match: " " * len(match[0]), text)


def _without_fences(text: str) -> str:
    if (
        "```" not in text
        and "~~~" not in text
        and "\n    " not in text
        and "\n\t" not in text
        and not text.startswith(("    ", "\t"))
    ):
        return text
    out: list[str] = []
    fence = ""
    after_blank, in_list, in_code = True, False, False
    for line in text.splitlines(keepends=True) if "\r" not in text else re.split(r"(?<=\n)", text):
        if fence:
            stripped = line.strip().lstrip("> \t")
            out.append(_blank(line))
            if stripped.startswith(fence) and not stripped.strip(fence[0]):
                fence = ""
            continue
        opener = _FENCE.match(line)
        if opener and (opener[1][0] == "~" or "`" not in opener[2]):
            fence = opener[1]
            out.append(_blank(line))
            after_blank, in_code = False, False
            continue
        empty = not line.strip()
        indented = line.startswith(("    ", "\t"))
        if empty:
            after_blank = True
        elif indented and not in_list and (after_blank or in_code):
            in_code, after_blank = True, False
            out.append(_blank(line))
            continue
        else:
            if _LIST_ITEM.match(line):
                in_list = True
            elif after_blank and not line[0].isspace():
                in_list = False
            in_code = after_blank = False
        out.append(line)
    return "".join(out)


def _without_blocks(text: str) -> str:
    if "{%" not in text and "<!--" not in text:
        return text
    out: list[str] = []
    index = 0
    unclosed: set[str] = set()
    for match in _OPENER.finditer(text):
        name = match[1] or "<!--"
        if match.start() < index or name in unclosed:
            continue
        closer = (
            _COMMENT_END.search(text, match.end())
            if name == "<!--"
            else _CLOSERS[name].search(text, match.end())
        )
        if closer is None:
            unclosed.add(name)
            continue
        out.append(text[index : match.start()])
        out.append(_blank(text[match.start() : closer.end()]))
        index = closer.end()
    out.append(text[index:])
    return "".join(out)


def _without_spans(text: str) -> str:
    if "`" not in text:
        return text
    # The runs of backticks by paragraph; a run closes at the next of the same length.
    parts = re.split(r"(\n[ \t\r]*\n)", text)
    return "".join(_spans_of(each) if "`" in each else each for each in parts)


def _spans_of(paragraph: str) -> str:
    runs = [
        match.span()
        for match in re.finditer(r"`+", paragraph)
        if not _is_escaped(paragraph, match.start())
    ]
    later: dict[int, list[int]] = {}
    for index, (start, end) in enumerate(runs):
        later.setdefault(end - start, []).append(index)
    for places in later.values():
        places.reverse()
    out: list[str] = []
    done = 0
    index = 0
    while index < len(runs):
        start, end = runs[index]
        places = later[end - start]
        while places and places[-1] <= index:
            places.pop()
        if not places:
            index += 1
            continue
        close = places[-1]
        out.append(paragraph[done:start])
        done = runs[close][1]
        out.append(_blank(paragraph[start:done]))
        index = close + 1
    out.append(paragraph[done:])
    return "".join(out)


def _is_escaped(text: str, index: int) -> bool:
    back = index
    while back > 0 and text[back - 1] == "\\":
        back -= 1
    return (index - back) % 2 == 1


def _without_html(text: str) -> str:
    if "<" not in text:
        return text
    out: list[str] = []
    index = 0
    lower = text.lower()
    missing: set[str] = set()
    for match in _HTML_CODE.finditer(text):
        name = match[1].lower()
        if match.start() < index or name in missing:
            continue
        close = lower.find(f"</{name}", match.end()) if len(lower) == len(text) else -1
        if close < 0:
            missing.add(name)
            continue
        out.append(text[index : match.end()])
        out.append(_blank(text[match.end() : close]))
        index = close
    out.append(text[index:])
    return "".join(out)
