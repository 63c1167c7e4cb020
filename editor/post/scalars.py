r"""Plain scalars as Ruby's two readers take them: Psych's rules, and where SafeYAML's differ.

The regular expressions are those of `psych/scalar_scanner.rb` (4.0) and of safe_yaml 1.0.5
(`lib/safe_yaml/transform/`), in the same order. In Ruby `\d` and `\s` are ASCII, `^` and `$` are
per line; a string with a line end never gets past the first test, so `\A`, `\Z` do here.
"""

from __future__ import annotations

import datetime as dt
import functools
import re

_WORDS = re.compile(
    r"^[^0-9.:-]?(?:[^\W\d]|[ \t\r\n\f\v!@#$%^&*(){}<>|/\\~;=])",
    re.MULTILINE,
)
_NOT_A_WORD = re.compile(r"^[^ytonf~]", re.IGNORECASE | re.MULTILINE)
_NULL = re.compile(r"^null$", re.IGNORECASE | re.MULTILINE)
_TRUE = re.compile(r"^(?:yes|true|on)$", re.IGNORECASE | re.MULTILINE)
_FALSE = re.compile(r"^(?:no|false|off)$", re.IGNORECASE | re.MULTILINE)
_BLANK = r"[ \t\r\n\f\v]"
_TIME = re.compile(
    r"-?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|" + _BLANK + r"+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:" + _BLANK + r"*(?:Z|[-+][0-9]{1,2}:?(?:[0-9]{2})?))?",
)
_TIME_PARTS = re.compile(
    r"([0-9]+):([0-9]+):([0-9]+)(?:\.([0-9]*))?" + _BLANK + r"*(Z|[-+][0-9]+(?::[0-9]{2})?)?"
)
_ZONE = re.compile(r"([+-]?[0-9]{1,2}):?([0-9]{1,2})?")
_DATE = re.compile(r"[0-9]{4}-(?:1[012]|0[0-9]|[0-9])-(?:[12][0-9]|3[01]|0[0-9]|[0-9])")
_INF = re.compile(r"\+?\.inf", re.IGNORECASE)
_MINUS_INF = re.compile(r"-\.inf", re.IGNORECASE)
_NAN = re.compile(r"\.nan", re.IGNORECASE)
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}")
_BASE_60_FLOAT = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}\.[0-9_]*")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?")
_INTEGER = re.compile(
    r"[-+]?0b[0-1_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+"
)
_RUBY_INT = re.compile(r"[-+]?[0-9]+(?:_[0-9]+)*")
_RUBY_FLOAT = re.compile(r"[-+]?[0-9]*(?:_[0-9]+)*(?:\.[0-9]+)?")

_SAFE_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)|0[0-7]+|0[xX][0-9a-fA-F]+|0b[01]+")
_SAFE_HEX = re.compile(r"[-+]?0x[0-9a-fA-F_]+")
_SAFE_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.[0-9_]+(?:[eE][-+][0-9]+)?")
_SAFE_SPECIAL = {".inf", ".Inf", ".INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN"}
_SAFE_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_SAFE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What both read as the same instant: nothing that has to be carried over, no odd zone.
_COMMON_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt]|[ ]+)(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(?:\.[0-9]+)?(?:[ ]*(?:Z|[-+](?:0[0-9]|1[0-9]|2[0-3])(?::?[0-5][0-9])?))?"
)
_SAFE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|" + _BLANK + r"+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?" + _BLANK + r"*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?)?"
)
_NEGATIVE_ZERO_ZONE = re.compile(r"-00:?(?!00)[0-9]{2}\Z")

# Python turns at most 4,300 digits into an int; below, longer ones are taken in pieces.
_DIGITS_AT_ONCE = 4000


class ScalarError(ValueError):
    """Ruby raises here, and Jekyll then drops the whole front matter."""


def resolve(text: str) -> object:
    """Return what Psych makes of a plain scalar (`ScalarScanner#tokenize`).

    Runs for every plain scalar of every parse.

    Raises:
        ScalarError: Psych raises, such as for a symbol.
    """
    if not text:
        return None
    if _WORDS.search(text) or "\n" in text:
        if len(text) > 5 or _NOT_A_WORD.search(text):
            return text
        if text == "~" or _NULL.search(text):
            return None
        if _TRUE.search(text):
            return True
        if _FALSE.search(text):
            return False
        return text
    if _TIME.fullmatch(text):
        return _time(text)
    if _DATE.fullmatch(text):
        return _date(text)
    if _INF.fullmatch(text):
        return float("inf")
    if _MINUS_INF.fullmatch(text):
        return float("-inf")
    if _NAN.fullmatch(text):
        return float("nan")
    if len(text) > 1 and text[0] == ":":
        raise ScalarError("Symbol")
    if _BASE_60.fullmatch(text):
        parts = text.split(":")
        return sum(_to_i(part) * 60 ** abs(i - 2) for i, part in enumerate(parts))
    if _BASE_60_FLOAT.fullmatch(text):
        parts = text.split(":")
        return sum((_to_f(part) * 60 ** abs(i - 2) for i, part in enumerate(parts)), 0.0)
    if _FLOAT.fullmatch(text):
        return _float(text)
    if _INTEGER.fullmatch(text):
        return _integer(text)
    return text


def alike(text: str, value: object) -> bool:
    """Tell whether SafeYAML reads a plain scalar as Psych does.

    Errs on the side of no: a form of time that is not the usual one counts as read differently.

    Args:
        text: The scalar.
        value: What `resolve` made of it.
    """
    first = text[:1]
    if first.isalpha() and (len(text) > 5 or not first.isascii()):
        return isinstance(value, str)
    if isinstance(value, dt.datetime):
        return (
            _COMMON_TIME.fullmatch(text) is not None
            and text[:4] > "1582"
            and value.day == int(text[8:10])  # not carried over to another day
            and not _NEGATIVE_ZERO_ZONE.search(text)
        )
    safe = _resolve_safely(text)
    if isinstance(safe, float) and isinstance(value, float):
        return safe == value or (safe != safe and value != value)
    return type(safe) is type(value) and safe == value


@functools.lru_cache(maxsize=4096)
def resolve_both(text: str) -> tuple[object, bool]:
    """Return what Psych makes of a plain scalar, and whether SafeYAML agrees.

    Remembered: a post is read anew after every edit, and most of its values are the same then.

    Raises:
        ScalarError: Psych raises.
    """
    value = resolve(text)
    return value, alike(text, value)


def _resolve_safely(text: str) -> object:
    """Return what SafeYAML makes of a plain scalar, or `_OTHER` where that is hard to tell."""
    bare = text.replace("_", "").replace(",", "")
    if _SAFE_INTEGER.fullmatch(bare):
        return _integer(bare)
    # SafeYAML goes on with the stripped text, but only inside the integer test.
    if _SAFE_HEX.fullmatch(bare):
        return _OTHER if bare.endswith("x") else _integer(bare)
    if _SAFE_BASE_60.fullmatch(bare) or _SAFE_BASE_60.fullmatch(text):
        return _OTHER
    if _SAFE_FLOAT.fullmatch(text):
        if "_" in text:  # Ruby's Float() is picky about where underscores stand
            return _OTHER
        try:
            return _float(text)
        except ScalarError:
            return _OTHER
    if text in _SAFE_SPECIAL:
        return float(text.replace(".", ""))
    lower = text.lower()
    if lower in {"", "~", "null"}:
        return None
    if lower in {"yes", "on", "true"}:
        return True
    if lower in {"no", "off", "false"}:
        return False
    if text[:4] <= "1582" and (_DATE.fullmatch(text) or _SAFE_TIME.fullmatch(text)):
        return _OTHER  # year 0, or before the reform of the calendar
    if _SAFE_DATE.fullmatch(text):
        try:
            return _date(text)
        except ScalarError:
            return _OTHER
    if _SAFE_TIME.fullmatch(text) or _TIME.fullmatch(text):
        if _COMMON_TIME.fullmatch(text) and not _NEGATIVE_ZERO_ZONE.search(text):
            try:
                when = _time(text)
                # SafeYAML knows the days of a month, Psych carries 30 February over.
                dt.date(int(text[:4]), int(text[5:7]), int(text[8:10]))
            except (ScalarError, ValueError):
                return _OTHER
            return when
        return _OTHER
    return text


class _Other:
    """Something that equals no value."""


_OTHER = _Other()


def _time(text: str) -> object:
    """Psych's `parse_time`; a time that Ruby does not have is a str."""
    parts = re.split("[ tT]", text, maxsplit=1)
    match = _TIME_PARTS.search(parts[1]) if len(parts) > 1 else None
    if match is None:  # a tab between date and time: Ruby's nil has no such method
        raise ScalarError("Time")
    year, month, day = (int(part) for part in _split_date(parts[0]))
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    fraction = match[4]
    if not (1 <= month <= 12 and 1 <= day <= 31 and minute <= 59 and second <= 60):
        return text
    if hour > 24 or (hour == 24 and (minute or second)):
        return text
    seconds = 0
    zone = match[5]
    if zone and zone != "Z":
        found = _ZONE.fullmatch(zone)
        if found is None:
            raise ScalarError("Time")
        hours = int(found[1])
        seconds = hours * 3600
        minutes = int(found[2] or 0) * 60
        seconds += -minutes if seconds < 0 else minutes
        if abs(seconds) >= 86400:
            return text
    offset = dt.timezone(dt.timedelta(seconds=seconds)) if seconds else dt.UTC
    try:
        # Ruby carries 31 April, 24:00 and second 60 over to the next day or minute.
        start = dt.datetime(year, month, 1, tzinfo=offset)
        return start + dt.timedelta(
            days=day - 1,
            hours=hour,
            minutes=minute,
            seconds=second,
            microseconds=int(fraction[:6].ljust(6, "0")) if fraction else 0,
        )
    except (ValueError, OverflowError):  # a year that Python does not have
        return text


def _split_date(text: str) -> tuple[str, str, str]:
    sign = "-" if text[0] == "-" else ""
    year, month, day = text.removeprefix("-").split("-")
    return sign + year, month, re.split("[^0-9]", day)[0]


def _date(text: str) -> object:
    year, month, day = (int(part) for part in text.split("-"))
    # Ruby's calendar leaves out the ten days of the Gregorian reform.
    if (year, month) == (1582, 10) and 4 < day < 15:
        return text
    try:
        return dt.date(year, month, day)
    except ValueError:
        return text


def _to_i(text: str) -> int:
    match = _RUBY_INT.match(text)
    return _decimal(match[0].replace("_", "")) if match else 0


def _to_f(text: str) -> float:
    match = _RUBY_FLOAT.match(text)
    digits = match[0].replace("_", "") if match else ""
    return float(digits) if digits.strip("+-") else 0.0


def _float(text: str) -> object:
    if re.fullmatch(r"[-+]?\.", text):
        return text
    digits = re.sub(r"\.([Ee]|$)", r"\1", text.replace(",", "").replace("_", ""))
    try:
        return float(digits)
    except ValueError:
        raise ScalarError("Float") from None


def _integer(text: str) -> int:
    digits = text.replace(",", "").replace("_", "")
    sign = -1 if digits[0] == "-" else 1
    digits = digits.lstrip("+-")
    try:
        if digits[:2] in {"0x", "0X"}:
            return sign * int(digits, 16)
        if digits[:2] in {"0b", "0B"}:
            return sign * int(digits, 2)
        if digits[0] == "0" and len(digits) > 1:
            return sign * int(digits, 8)
        return sign * _decimal(digits)
    except (ValueError, IndexError):
        raise ScalarError("Integer") from None


def _decimal(digits: str) -> int:
    """Turn decimal digits into a number of any length; linear pieces, so 64 KB take no time."""
    if len(digits) <= _DIGITS_AT_ONCE:
        return int(digits)
    sign = -1 if digits[0] == "-" else 1
    digits = digits.lstrip("+-")
    number = 0
    for start in range(0, len(digits), _DIGITS_AT_ONCE):
        piece = digits[start : start + _DIGITS_AT_ONCE]
        number = number * 10 ** len(piece) + int(piece)
    return sign * number
