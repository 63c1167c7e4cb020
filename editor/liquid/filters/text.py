"""Filters of texts, and `date` and `default`; whatever is not a text is printed first."""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from collections.abc import Mapping
from urllib.parse import quote_plus, unquote_to_bytes

from editor.liquid.context import Context
from editor.liquid.errors import LiquidArgumentError
from editor.liquid.ruby import (
    BLANKS,
    MOST_TEXT,
    as_long,
    is_array,
    to_i,
    to_integer,
    to_s,
    too_much,
    truthy,
)
from editor.liquid.strftime import strftime

_ESCAPES = {"&": "&amp;", ">": "&gt;", "<": "&lt;", '"': "&quot;", "'": "&#39;"}
_TO_ESCAPE = re.compile(r"[&<>\"']")
_TO_ESCAPE_ONCE = re.compile(r"[\"><']|&(?!(?:[a-zA-Z]+|#\d+);)", re.ASCII)
_LINE_END = re.compile(r"\r?\n")
_DIGITS = re.compile(r"\d+", re.ASCII)
_SPACES = " \t\n\v\f\r"
_WORD_BREAK = re.compile(r"[ \t\n\v\f\r]+")
_GROUP = re.compile(r"\\(?:([0-9&'`\\])|k<[^>]*>)")
_MOST_WORDS = 2**31 - 2
_CYCLE_S = 146_097 * 86_400


def upcase(_context: Context, value: object) -> object:
    """Make capitals."""
    return to_s(value).upper()


def downcase(_context: Context, value: object) -> object:
    """Make small letters."""
    return _lower(to_s(value))


def _lower(text: str) -> str:
    if "Σ" in text:  # Ruby knows no special form for the last letter of a word
        return text.replace("Σ", "\u03c3").lower()
    return text.lower()


def capitalize(_context: Context, value: object) -> object:
    """Make the first letter a capital and the others small."""
    text = to_s(value)
    return text[:1].title() + _lower(text[1:])


def escape(_context: Context, value: object) -> object:
    """Escape for HTML."""
    return None if value is None else _TO_ESCAPE.sub(lambda at: _ESCAPES[at[0]], to_s(value))


def escape_once(_context: Context, value: object) -> object:
    """Escape for HTML what is not escaped yet."""
    return _TO_ESCAPE_ONCE.sub(lambda at: _ESCAPES[at[0]], to_s(value))


def url_encode(_context: Context, value: object) -> object:
    """Escape for a query; blanks become `+`."""
    return None if value is None else quote_plus(to_s(value), errors="surrogatepass")


def url_decode(_context: Context, value: object) -> object:
    """Undo `url_encode`."""
    if value is None:
        return None
    try:
        return unquote_to_bytes(to_s(value).replace("+", " ")).decode("utf-8")
    except UnicodeDecodeError:
        raise LiquidArgumentError("invalid byte sequence in UTF-8") from None


def base64_encode(_context: Context, value: object) -> object:
    """Encode."""
    return base64.b64encode(to_s(value).encode("utf-8", "surrogatepass")).decode("ascii")


def base64_url_safe_encode(_context: Context, value: object) -> object:
    """Encode with the letters that may stand in an address."""
    return base64.urlsafe_b64encode(to_s(value).encode("utf-8", "surrogatepass")).decode("ascii")


def base64_decode(_context: Context, value: object) -> object:
    """Decode."""
    return _decoded(to_s(value), "base64_decode")


def base64_url_safe_decode(_context: Context, value: object) -> object:
    """Decode; the signs at the end may be missing."""
    text = to_s(value).translate({ord("-"): "+", ord("_"): "/"})
    return _decoded(text + "=" * (-len(text) % 4), "base64_url_safe_decode")


def _decoded(text: str, name: str) -> str:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise LiquidArgumentError(f"invalid base64 provided to {name}") from None


def slice_(_context: Context, value: object, offset: object, length: object = None) -> object:
    """Return a part of a text or list; an offset below 0 counts from the end."""
    start = to_integer(offset)
    count = to_integer(length) if truthy(length) else 1
    start, count = as_long(start), as_long(count)
    whole = value if is_array(value) else to_s(value)
    size = len(whole)  # type: ignore[arg-type]
    if start < 0:
        start += size
    if start < 0 or start > size or count < 0:
        return [] if is_array(value) else ""
    return whole[start : start + count]  # type: ignore[index]


def truncate(
    _context: Context, value: object, length: object = 50, ending: object = "..."
) -> object:
    """Cut a text down to so many characters, the ending among them."""
    if value is None:
        return None
    text, most, tail = to_s(value), to_integer(length), to_s(ending)
    return text[: max(most - len(tail), 0)] + tail if len(text) > most else text


def truncatewords(
    _context: Context, value: object, words: object = 15, ending: object = "..."
) -> object:
    """Cut a text down to so many words."""
    if value is None:
        return None
    text, most = to_s(value), max(to_integer(words), 1)
    if most > _MOST_WORDS:
        raise LiquidArgumentError(f"integer {most} too big for truncatewords")
    parts = _WORD_BREAK.split(text.lstrip(_SPACES), most)
    if len(parts) <= most:
        return text
    return " ".join(parts[:most]) + to_s(ending)


def truncatewords_4(
    _context: Context, value: object, words: object = 15, ending: object = "..."
) -> object:
    """Cut a text down to so many words; the ending is put on even where just so many are there."""
    if value is None:
        return None
    most = max(to_integer(words), 1)
    parts = [part for part in _WORD_BREAK.split(to_s(value)) if part]
    return " ".join(parts[:most]) + to_s(ending) if len(parts) >= most else value


def split(_context: Context, value: object, pattern: object) -> object:
    """Split a text; empty parts at the end are left out."""
    text, separator = to_s(value), to_s(pattern)
    if separator == " ":
        return [part for part in _WORD_BREAK.split(text) if part]
    if not separator:
        return list(text)
    parts = text.split(separator)
    while parts and not parts[-1]:
        parts.pop()
    return parts


def strip(_context: Context, value: object) -> object:
    """Take the blanks at both ends away."""
    return to_s(value).strip(BLANKS)


def lstrip(_context: Context, value: object) -> object:
    """Take the blanks at the beginning away."""
    return to_s(value).lstrip(BLANKS)


def rstrip(_context: Context, value: object) -> object:
    """Take the blanks at the end away."""
    return to_s(value).rstrip(BLANKS)


def strip_newlines(_context: Context, value: object) -> object:
    """Take the line ends away."""
    return _LINE_END.sub("", to_s(value))


def newline_to_br(_context: Context, value: object) -> object:
    """Put `<br />` before each line end."""
    return _LINE_END.sub("<br />\n", to_s(value))


def strip_html(_context: Context, value: object) -> object:
    """Take scripts, comments, styles, and then every tag away."""
    text = to_s(value)
    return _without(_without_blocks(text), "<", ">")


def _without_blocks(text: str) -> str:
    """Take out what a regular expression `A.*?B|C.*?D|E.*?F` finds, in linear time."""
    out: list[str] = []
    at = 0
    ends = [("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>")]
    while ends:
        begun = [(text.find(start, at), start, end) for start, end in ends]
        ends = [(start, end) for place, start, end in begun if place >= 0]
        if not ends:
            break
        place, start, end = min(each for each in begun if each[0] >= 0)
        close = text.find(end, place + len(start))
        if close < 0:
            ends.remove((start, end))
            continue
        out.append(text[at:place])
        at = close + len(end)
    out.append(text[at:])
    return "".join(out)


def _without(text: str, start: str, end: str) -> str:
    out: list[str] = []
    at = 0
    while (place := text.find(start, at)) >= 0:
        close = text.find(end, place)
        if close < 0:
            break
        out.append(text[at:place])
        at = close + 1
    out.append(text[at:])
    return "".join(out)


def append(_context: Context, value: object, other: object) -> object:
    """Put a text behind."""
    return to_s(value) + to_s(other)


def prepend(_context: Context, value: object, other: object) -> object:
    """Put a text before."""
    return to_s(other) + to_s(value)


def replace(_context: Context, value: object, pattern: object, replacement: object = "") -> object:
    """Replace a text wherever it stands."""
    text, old, new = to_s(value), to_s(pattern), to_s(replacement)
    if len(text) + text.count(old) * len(new) > MOST_TEXT:
        raise too_much("output")
    if "\\" not in new:
        return text.replace(old, new)
    return re.sub(re.escape(old), lambda at: _expand(new, at), text)


def replace_first(
    _context: Context, value: object, pattern: object, replacement: object = ""
) -> object:
    """Replace a text where it stands first."""
    text, old, new = to_s(value), to_s(pattern), to_s(replacement)
    return re.sub(re.escape(old), lambda at: _expand(new, at), text, count=1)


def _expand(replacement: str, found: re.Match[str]) -> str:
    r"""Fill in what Ruby's `sub` knows in a replacement: `\0`, `\&`, `` \` ``, `\'`, `\\`."""

    def fill(group: re.Match[str]) -> str:
        match group[1]:
            case "0" | "&":
                return found[0]
            case "`":
                return found.string[: found.start()]
            case "'":
                return found.string[found.end() :]
            case "\\":
                return "\\"
            case None:
                return group[0]
        return ""

    return _GROUP.sub(fill, replacement)


def replace_last(_context: Context, value: object, pattern: object, replacement: object) -> object:
    """Replace a text where it stands last."""
    text, old, new = to_s(value), to_s(pattern), to_s(replacement)
    at = text.rfind(old)
    return text if at < 0 else text[:at] + new + text[at + len(old) :]


def remove(context: Context, value: object, pattern: object) -> object:
    """Take a text out wherever it stands."""
    return replace(context, value, pattern, "")


def remove_first(context: Context, value: object, pattern: object) -> object:
    """Take a text out where it stands first."""
    return replace_first(context, value, pattern, "")


def remove_last(context: Context, value: object, pattern: object) -> object:
    """Take a text out where it stands last."""
    return replace_last(context, value, pattern, "")


def default(_context: Context, value: object, other: object = "", options: object = None) -> object:
    """Return another value for nil, false (unless `allow_false`) and what is empty."""
    allowed = isinstance(options, Mapping) and truthy(options.get("allow_false"))
    absent = value is None if allowed else not truthy(value)
    return other if absent or _is_empty(value) else value


def default_4(_context: Context, value: object, other: object = "") -> object:
    """Return another value for nil, false and what is empty."""
    return other if not truthy(value) or _is_empty(value) else value


def _is_empty(value: object) -> bool:
    if isinstance(value, (str, Mapping)) or is_array(value):
        return len(value) == 0  # type: ignore[arg-type]
    return False


def date(context: Context, value: object, pattern: object) -> object:
    """Write a time by a pattern; what is none is passed on.

    `now`, `today`, whole numbers (seconds since 1970) and whatever the clock's `parse` reads are
    times (`Utils.to_date`).
    """
    text = to_s(pattern)
    if not text:
        return value
    seconds = seconds_of(value)
    if seconds is not None:
        # Beyond the years that Python knows the calendar repeats itself every 400.
        cycles = 0 if abs(seconds) < _CYCLE_S else seconds // _CYCLE_S
        near = datetime.datetime.fromtimestamp(seconds - cycles * _CYCLE_S, context.clock.zone)
        return strftime(near, text, years=400 * cycles)
    when = to_date(context, value)
    return value if when is None else strftime(when, text)


def seconds_of(value: object) -> int | None:
    """Return the seconds since 1970 that a whole number stands for as a time, else None."""
    if isinstance(value, str):
        return to_i(value) if _DIGITS.fullmatch(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def to_date(context: Context, value: object) -> datetime.date | None:
    """Return the time or day that a value, but for a number, stands for; else None."""
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        word = value.lower()
        if word in ("now", "today"):
            return context.clock.now()
        return context.clock.parse(word) if word else None
    return None
