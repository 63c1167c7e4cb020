r"""Where front matter ends and the body begins, exactly as Jekyll sees it.

Jekyll's own test (jekyll:document.rb, `YAML_FRONT_MATTER_REGEXP`) is
`\A(---\s*\n.*?\n?)^((---|\.\.\.)\s*$\n?)` with a dot that matches line ends. It is taken apart here
into two searches so that a text of any size costs one pass: Ruby's `\s` knows only ASCII blanks,
its `^` and `$` only `\n`.
"""

from __future__ import annotations

import codecs
import functools
import re
from dataclasses import dataclass

from editor.post.errors import UnknownEncoding

UTF8_BOM = b"\xef\xbb\xbf"

_OPENER = re.compile(r"---[ \t\r\n\f\v]*\n")
_CLOSER = re.compile(r"\n(?:---|\.\.\.)[ \t\r\n\f\v]*(?:\n|\Z)")
_LINE_END = re.compile(r"\r?\n")
# Ruby's names that Python does not know, and Python's codecs that are no character encodings.
_RUBY_NAMES = {
    "ascii-8bit": "latin-1",
    "binary": "latin-1",
    "utf-8-mac": "utf-8",
    "utf8-mac": "utf-8",
    "cp65001": "utf-8",
    "windows-31j": "cp932",
    "macroman": "mac-roman",
    "eucjp-ms": "euc-jp",
    "cesu-8": "utf-8",
}
_NOT_FOR_TEXT = {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a text with front matter, as offsets in code points.

    Attributes:
        yaml_start: Start of the line after the opening fence.
        yaml_end: Start of the closing fence.
        closer_end: End of the closing fence's own line, its line end included.
        body_start: Where Jekyll's body begins: the first line after the fence that is not blank.
    """

    yaml_start: int
    yaml_end: int
    closer_end: int
    body_start: int


def split(text: str) -> Parts | None:
    r"""Find the front matter of a decoded text without BOM.

    Args:
        text: The whole post. Lines end at `\n`; a lone CR does not end one.

    Returns:
        The parts, or None when Jekyll sees no front matter (the whole text is the body).
    """
    opener = _OPENER.match(text)
    if opener is None:
        return None
    closer = _CLOSER.search(text, opener.end() - 1)
    if closer is None:
        return None
    closer_end = _LINE_END.search(text, closer.start() + 1)
    return Parts(
        yaml_start=text.index("\n") + 1,
        yaml_end=closer.start() + 1,
        closer_end=closer_end.end() if closer_end else len(text),
        body_start=closer.end(),
    )


def is_unclosed(text: str) -> bool:
    """Tell whether a text opens front matter that nothing closes."""
    return _OPENER.match(text) is not None and split(text) is None


def line_ending_of(text: str, parts: Parts | None) -> str:
    """Return the line ending that most lines of the front matter have (else of the text)."""
    where = text[: parts.body_start] if parts else text[:65536]
    return "\r\n" if where.count("\r\n") * 2 > where.count("\n") else "\n"


@functools.lru_cache(maxsize=16)
def codec_of(encoding: str) -> str:
    """Return Python's name of an encoding that `_config.yml` names.

    Raises:
        UnknownEncoding: There is no such encoding.
    """
    name = encoding.strip().lower()
    name = name.removeprefix("bom|")
    name = _RUBY_NAMES.get(name, name)
    try:
        info = codecs.lookup(name)
        b"a".decode(name)
    except (LookupError, ValueError, TypeError):
        info = None
    if info is None and name.startswith(("utf-16", "utf-32", "utf16", "utf32")):
        info = codecs.lookup(name)
    if info is None or info.name.replace("_", "-") in _NOT_FOR_TEXT:
        raise UnknownEncoding(
            f"The site's encoding “{encoding}” is not one that this editor knows; the post was not "
            "opened and is unchanged. Correct `encoding:` in _config.yml.",
        )
    return info.name
