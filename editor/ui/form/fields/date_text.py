"""A date as it stands in the file: its parts, and which of them may be stepped. No Qt here.

The shape is the author's (`T` or a blank, seconds or none, the zone's form or none): the form shows
it as it is and changes only the digits that the user changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:(?P<separator>[Tt]|[ \t]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?P<fraction>\.\d*)?)?"
    r"(?P<zone>[ \t]*(?:Z|UTC|GMT|[-+]\d{1,2}(?::?\d{2})?))?)?\Z"
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")


@dataclass(frozen=True, slots=True)
class DateText:
    """A date that was understood.

    Attributes:
        text: As it stands.
        moment: The day or the moment; without zone where none is written.
        shape: Which parts are there and how: equal for texts that differ in digits only.
        places: Start and end of each number, by its name.
        zone: The zone as written; empty without one.
        has_seconds: Whether the seconds are written: without them YAML takes it as text.
    """

    text: str
    moment: date | datetime
    shape: tuple[str, ...]
    places: dict[str, tuple[int, int]]
    zone: str
    has_seconds: bool


def read_date(text: str) -> DateText | None:
    """Understand a date; None when it is none or impossible (30 February)."""
    match = _DATE.match(text)
    if match is None:
        return None
    numbers = [int(match[part]) for part in _PARTS if match[part] is not None]
    try:
        moment: date | datetime
        if match["hour"] is None:
            moment = date(*numbers)
        else:
            year, month, day, hour, minute, *rest = numbers
            moment = datetime(
                year,
                month,
                day,
                hour,
                minute,
                rest[0] if rest else 0,
                _microseconds(match["fraction"]),
                tzinfo=_zone(match["zone"] or ""),
            )
    except ValueError:
        return None
    zone = (match["zone"] or "").strip()
    shape = (
        match["separator"] or "",
        "s" if match["second"] else "",
        "." if match["fraction"] else "",
        re.sub(r"\d", "0", match["zone"] or "").replace("-", "+"),
    )
    places = {part: match.span(part) for part in _PARTS if match[part] is not None}
    return DateText(text, moment, shape, places, zone, match["second"] is not None)


def stepped(text: str, caret: int, steps: int) -> str | None:
    """Return the text with the number at the caret moved by so many steps.

    Days, hours, minutes and seconds carry over; months and years keep the day where they can.
    """
    known = read_date(text)
    if known is None:
        return None
    part = next((name for name, (_, end) in known.places.items() if caret <= end), None)
    if part is None:
        part = [*known.places][-1]
    moment = known.moment
    try:
        if part in ("year", "month"):
            months = moment.month - 1 + (steps if part == "month" else 12 * steps)
            year, month = moment.year + months // 12, months % 12 + 1
            moment = moment.replace(
                year=year, month=month, day=min(moment.day, _days_in(year, month))
            )
        else:
            moment += timedelta(**{f"{part}s": steps})
    except (ValueError, OverflowError):
        return None
    return with_moment(known, moment)


def with_moment(known: DateText, moment: date | datetime) -> str:
    """Return the text with another moment in the same shape."""
    result = known.text
    for part in reversed(_PARTS):
        if part in known.places and hasattr(moment, part):
            start, end = known.places[part]
            width = max(end - start if part != "year" else 4, len(str(getattr(moment, part))))
            # `2024-3-5` stays without the nought, `03` keeps it.
            result = result[:start] + str(getattr(moment, part)).zfill(width) + result[end:]
    return result


def local_text(known: DateText, timezone_name: str) -> str:
    """Return the day and time on the site, as Jekyll computes them; empty for a bare day."""
    moment = known.moment
    if not isinstance(moment, datetime) or not known.has_seconds:
        return ""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    zone: tzinfo | None = None
    if timezone_name:
        try:
            zone = ZoneInfo(timezone_name)
        except (KeyError, ValueError, OSError):
            return ""
    try:
        return aware.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, ValueError):
        return ""


def _days_in(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _microseconds(fraction: str | None) -> int:
    digits = (fraction or ".")[1:7]
    return int(digits.ljust(6, "0")) if digits else 0


def _zone(text: str) -> tzinfo | None:
    text = text.strip()
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
