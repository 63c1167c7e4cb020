"""Ruby's `Date._parse`: the parts of a date in a text of nearly any shape.

Follows `ext/date/date_parse.c` of Ruby 3.1. Each pattern, when it fits, takes its words out of the
text; the first of the date patterns that fits decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LIMIT = 128  # Date._parse refuses longer texts
_ABBR_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = "|".join(_ABBR_MONTHS)
_ERA = r"(c(?:e|\.e\.)|b(?:ce|\.c\.e\.)|a(?:d|\.d\.)|b(?:c|\.c\.))?"
_FLAGS = re.IGNORECASE | re.ASCII

_SUBSTITUTE = re.compile(r"[^-+',./:@\w\[\]]+|_+")
_DAY = re.compile(r"\b(sun|mon|tue|wed|thu|fri|sat)[^-/\d\s]*", _FLAGS)
_TIME = re.compile(
    r"""(
      (?: \d+\s*:\s*\d+ (?: \s*:\s*\d+(?:[,.]\d*)? )?
        | \d+\s*h(?:\s*\d+m?(?:\s*\d+s?)?)? )
      (?: \s*[ap](?:m\b|\.m\.) )?
    | \d+\s*[ap](?:m\b|\.m\.)
    )
    (?: \s*
      ( (?:gmt|utc?)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?
      | (?-i:[a-zA-Z.\s])+(?:standard|daylight)\stime\b
      | (?-i:[a-zA-Z])+(?:\sdst)?\b )
    )?""",
    _FLAGS | re.VERBOSE,
)
_TIME_PARTS = re.compile(
    r"\A(\d+)h?(?:\s*:?\s*(\d+)m?(?:\s*:?\s*(\d+)(?:[,.](\d*))?s?)?)?"
    r"(?:\s*([ap])(?:m\b|\.m\.))?",
    _FLAGS,
)
_EU = re.compile(
    rf"'?(\d+)[^-\d\s]*\s*({_MONTH})[^-\d\s']*"
    rf"(?:\s*{_ERA}\s*('?-?\d+(?:(?:st|nd|rd|th)\b)?))?",
    _FLAGS,
)
_US = re.compile(
    rf"\b({_MONTH})[^-\d\s']*\s*('?\d+)[^-\d\s']*(?:\s*,?\s*{_ERA}\s*('?-?\d+))?", _FLAGS
)
_ISO = re.compile(r"('?[-+]?\d+)-(\d+)-('?-?\d+)", _FLAGS)
_JIS = re.compile(r"\b([mtshr])(\d+)\.(\d+)\.(\d+)", _FLAGS)
_ERAS = {"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}
_VMS = re.compile(rf"('?-?\d+)-({_MONTH})[^-/.]*-('?-?\d+)", _FLAGS)
_VMS2 = re.compile(rf"\b({_MONTH})[^-/.]*-('?-?\d+)(?:-('?-?\d+))?", _FLAGS)
_SLA = re.compile(r"('?-?\d+)/\s*('?\d+)(?:\D\s*('?-?\d+))?", _FLAGS)
_DOT = re.compile(r"('?-?\d+)\.\s*('?\d+)\.\s*('?-?\d+)", _FLAGS)
_WEEK = re.compile(r"\b(\d{2}|\d{4})?-?w(\d{2})(?:-?(\d))?\b", _FLAGS)
_WEEKDAY = re.compile(r"-w-(\d)\b", _FLAGS)
_MONTH_DAY = re.compile(r"--(\d{2})?-(\d{2})\b", _FLAGS)
_MONTH_DAY2 = re.compile(r"--(\d{2})(\d{2})?\b", _FLAGS)
_NOT_ORDINAL = re.compile(r"[,.](\d{2}|\d{4})-\d{3}\b", _FLAGS)
_ORDINAL = re.compile(r"\b(\d{2}|\d{4})-(\d{3})\b", _FLAGS)
_NOT_ORDINAL2 = re.compile(r"\d-\d{3}\b", _FLAGS)
_ORDINAL2 = re.compile(r"\b-(\d{3})\b", _FLAGS)
_YEAR = re.compile(r"'(\d+)\b", _FLAGS)
_MON = re.compile(rf"\b({_MONTH})\S*", _FLAGS)
_MDAY = re.compile(r"(\d+)(st|nd|rd|th)\b", _FLAGS)
_DDD = re.compile(
    r"([-+]?)(\d{2,14})(?:\s*t?\s*(\d{2,6})?(?:[,.](\d*))?)?"
    r"\s*(z\b|[-+]\d{1,4}\b|\[[-+]?\d[^\]]*\])?",
    _FLAGS,
)
_BC = re.compile(r"\b(bc\b|bce\b|b\.c\.|b\.c\.e\.)", _FLAGS)
_LONELY = re.compile(r"\A\s*(\d{1,2})\s*\Z", _FLAGS)


@dataclass(slots=True)
class Parsed:
    """What a text said; None for what it left open."""

    year: int | None = None
    mon: int | None = None
    mday: int | None = None
    yday: int | None = None
    hour: int | None = None
    min: int | None = None
    sec: int | None = None
    fraction: bool = False
    zone: str | None = None
    complete: bool = True  # two digits of a year may be completed


def parse(text: str) -> Parsed:
    """Take a text apart.

    Raises:
        ValueError: It is longer than Ruby reads.
    """
    if len(text.encode("utf-8", "surrogateescape")) > _LIMIT:
        raise ValueError("string length exceeds the limit")
    found = Parsed()
    rest = _SUBSTITUTE.sub(" ", text)
    rest = _taken(_DAY, rest)[1]
    match, rest = _taken(_TIME, rest)
    if match:
        _time(match, found)
    for step in _DATES:
        done, rest = step(rest, found)
        if done:
            break
    match, rest = _taken(_BC, rest)
    if match and found.year is not None:
        found.year = 1 - found.year
    match = _LONELY.match(rest)
    if match:
        value = int(match[1])
        if found.hour is not None and found.mday is None and 1 <= value <= 31:
            found.mday = value
        if found.mday is not None and found.hour is None and 0 <= value <= 24:
            found.hour = value
    if found.complete and found.year is not None and 0 <= found.year <= 99:
        found.year += 1900 if found.year >= 69 else 2000
    return found


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    match = pattern.search(text)
    if match is None:
        return None, text
    return match, text[: match.start()] + " " + text[match.end() :]


def _time(match: re.Match[str], found: Parsed) -> None:
    found.zone = match[2]
    parts = _TIME_PARTS.match(match[1])
    if parts is None:
        return
    found.hour = int(parts[1])
    found.min = int(parts[2]) if parts[2] else None
    found.sec = int(parts[3]) if parts[3] else None
    found.fraction = parts[4] is not None
    if parts[5]:
        found.hour = found.hour % 12 + (12 if parts[5] in "pP" else 0)


def _month_number(name: str) -> str:
    return str(_ABBR_MONTHS.index(name.lower()) + 1)


def _eu(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_EU, text)
    if match:
        _three(found, match[4], _month_number(match[2]), match[1], bc=_is_bc(match[3]))
    return match is not None, rest


def _us(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_US, text)
    if match:
        _three(found, match[4], _month_number(match[1]), match[2], bc=_is_bc(match[3]))
    return match is not None, rest


def _is_bc(era: str | None) -> bool:
    return bool(era) and (era or "")[0] in "bB"


def _iso(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_ISO, text)
    if match:
        _three(found, match[1], match[2], match[3])
    return match is not None, rest


def _jis(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_JIS, text)
    if match:
        found.year = int(match[2]) + _ERAS[match[1].lower()]
        found.mon, found.mday = int(match[3]), int(match[4])
    return match is not None, rest


def _vms(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_VMS, text)
    if match:
        _three(found, match[3], _month_number(match[2]), match[1])
        return True, rest
    match, rest = _taken(_VMS2, text)
    if match:
        _three(found, match[3], _month_number(match[1]), match[2])
    return match is not None, rest


def _sla(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_SLA, text)
    if match:
        _three(found, match[1], match[2], match[3])
    return match is not None, rest


def _dot(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_DOT, text)
    if match:
        _three(found, match[1], match[2], match[3])
    return match is not None, rest


def _iso2(text: str, found: Parsed) -> tuple[bool, str]:
    for pattern in (_WEEK, _WEEKDAY):  # Time.parse makes no use of weeks, but the words go
        match, rest = _taken(pattern, text)
        if match:
            return True, rest
    match, rest = _taken(_MONTH_DAY, text)
    if match:
        found.mon = int(match[1]) if match[1] else None
        found.mday = int(match[2])
        return True, rest
    match, rest = _taken(_MONTH_DAY2, text)
    if match:
        found.mon = int(match[1])
        found.mday = int(match[2]) if match[2] else None
        return True, rest
    if not _NOT_ORDINAL.search(text):
        match, rest = _taken(_ORDINAL, text)
        if match:
            found.year, found.yday = int(match[1]), int(match[2])
            return True, rest
    if not _NOT_ORDINAL2.search(text):
        match, rest = _taken(_ORDINAL2, text)
        if match:
            found.yday = int(match[1])
            return True, rest
    return False, text


def _year(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_YEAR, text)
    if match:
        found.year = int(match[1])
    return match is not None, rest


def _mon(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_MON, text)
    if match:
        found.mon = int(_month_number(match[1]))
    return match is not None, rest


def _mday(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_MDAY, text)
    if match:
        found.mday = int(match[1])
    return match is not None, rest


def _ddd(text: str, found: Parsed) -> tuple[bool, str]:
    match, rest = _taken(_DDD, text)
    if match is None:
        return False, text
    sign, digits, clock, fraction, zone = match.groups()
    if clock is None and fraction is not None:
        _digits_from_end(sign, digits, found)
    else:
        _digits_from_start(sign, digits, found)
    if clock is not None and len(clock) in (2, 4, 6):
        pairs = [int(clock[index : index + 2]) for index in range(0, len(clock), 2)]
        names = ("sec", "min", "hour") if fraction is not None else ("hour", "min", "sec")
        for name, pair in zip(names, pairs[::-1] if fraction is not None else pairs, strict=False):
            setattr(found, name, pair)
    found.fraction = found.fraction or fraction is not None
    if zone:
        if zone[0] == "[":
            offset, _, name = zone[1:-1].partition(":")
            zone = name or ("+" + offset if offset[:1].isdigit() else offset)
        found.zone = zone
    return True, rest


def _digits_from_end(sign: str, digits: str, found: Parsed) -> None:
    size = len(digits)
    found.sec = int(digits[-2:])
    if size >= 3:
        found.min = int(digits[-4:-2])
    if size >= 5:
        found.hour = int(digits[-6:-4])
    if size in (7, 8, 10, 12, 14):
        found.mday = int(digits[-8:-6])
    if size in (10, 12, 14):
        found.mon = int(digits[-10:-8])
    if size == 12:
        found.year = int(sign + digits[:2])
    if size == 14:
        found.year = int(sign + digits[:4])
        found.complete = False


def _digits_from_start(sign: str, digits: str, found: Parsed) -> None:
    size = len(digits)
    if size == 2:
        found.mday = int(digits)
    elif size == 4:
        found.mon, found.mday = int(digits[:2]), int(digits[2:])
    elif size == 6:
        found.year = int(sign + digits[:2])
        found.mon, found.mday = int(digits[2:4]), int(digits[4:6])
    elif size in (8, 10, 12, 14):
        found.year = int(sign + digits[:4])
        found.mon, found.mday = int(digits[4:6]), int(digits[6:8])
        if size >= 10:
            found.hour = int(digits[8:10])
        if size >= 12:
            found.min = int(digits[10:12])
        if size >= 14:
            found.sec = int(digits[12:14])
        found.complete = False
    elif size == 3:
        found.yday = int(digits)
    elif size == 5:
        found.year, found.yday = int(sign + digits[:2]), int(digits[2:])
    elif size == 7:
        found.year, found.yday = int(sign + digits[:4]), int(digits[4:])


def _three(found: Parsed, y: str | None, m: str | None, d: str | None, *, bc: bool = False) -> None:
    """`s3e`: which of three numbers is the year, which the month, which the day."""
    if y is not None and m is not None and d is None:
        y, m, d = d, y, m
    if y is None:
        if d is not None and len(d) > 2:
            y, d = d, y
        if d is not None and d[:1] == "'":
            y, d = d, y
    if y is not None:
        match = re.search(r"(\d+)(.+)?", y, re.ASCII)
        if match and match[2]:
            y, d = d, match[1]
    if m is not None and (m[:1] == "'" or len(m) > 2):
        y, m, d = m, d, y  # us -> be
    if d is not None and (d[:1] == "'" or len(d) > 2):
        y, d = d, y
    if y is not None:
        match = re.search(r"([-+])?(\d+)", y, re.ASCII)
        if match:
            if match[1] or len(match[2]) > 2:
                found.complete = False
            year = int(match[0])
            found.year = 1 - year if bc else year
    if m is not None:
        match = re.search(r"\d+", m, re.ASCII)
        found.mon = int(match[0]) if match else None
    if d is not None:
        match = re.search(r"\d+", d, re.ASCII)
        found.mday = int(match[0]) if match else None


_DATES = (_eu, _us, _iso, _jis, _vms, _sla, _dot, _iso2, _year, _mon, _mday, _ddd)
