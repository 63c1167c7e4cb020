"""A post's body with code and comments blanked out, so that checks read prose only."""

from __future__ import annotations

import re

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LIQUID_BLOCK = re.compile(
    r"\{%-?\s*(raw|comment|highlight)\b.*?%\}.*?\{%-?\s*end\1\s*-?%\}", re.DOTALL
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|\{::(comment|nomarkdown)\}.*?\{:/(?:\1)?\}", re.DOTALL)
_HTML_CODE = re.compile(r"<(pre|code|script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_SPAN = re.compile(r"(?<!`)(`{1,20})(?!`)(.+?)(?<!`)\1(?!`)")
_INDENTED = re.compile(r"(?: {4}|\t)\s*\S")


def without_code(body: str) -> list[str]:
    r"""Return the body's lines with everything blanked that is code or comment.

    Lines end at `\n`; every kept character stands where it stood.
    """
    lines = _blank_fences(body.split("\n"))
    text = "\n".join(lines)
    for pattern in (_LIQUID_BLOCK, _COMMENT, _HTML_CODE):
        text = pattern.sub(lambda found: _blank(found[0]), text)
    return [_SPAN.sub(lambda found: _blank(found[0]), line) for line in text.split("\n")]


def _blank_fences(lines: list[str]) -> list[str]:
    fence = ""
    out = []
    before_is_blank = True
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not line.strip().strip(fence[0])
            out.append(_blank(line))
            if closes:
                fence = ""
        elif mark:
            fence = mark[1]
            out.append(_blank(line))
        elif before_is_blank and _INDENTED.match(line):
            # Indented code goes on until a line that is not indented.
            out.append(_blank(line))
            continue
        else:
            out.append(line)
        before_is_blank = not line.strip()
    return out


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
