"""Dates as Jekyll reads them: Ruby's `Time.parse(text).localtime` in the site's zone."""

from __future__ import annotations

import calendar
import datetime
import os
import re
import time
import zoneinfo
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from editor.site.errors import InvalidDate
from editor.site.ruby_values import to_s

if TYPE_CHECKING:
    from editor.site.date_parse import Parsed

_SIMPLE = re.compile(
    r"\A(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?: ?([+-]\d\d:?\d\d|Z))?)?\Z",
    re.ASCII,
)
_OFFSET = re.compile(r"\A([+-])(\d\d)(:?)(\d\d)(?:\3(\d\d))?\Z", re.ASCII)
# Ruby's `Time::ZoneOffset` (lib/time.rb), in hours.
_ZONES = {
    "UTC": 0, "Z": 0, "UT": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_ZONES |= dict(zip("ABCDEFGHIKLMNOPQRSTUVWXY", [*range(1, 13), *range(-1, -13, -1)], strict=True))
# `zone_utc?` of lib/time.rb.
_UTC_NAMES = frozenset(("GMT", "UTC", "Z", "-00:00", "-0000", "-00", "UT"))


class _MachineZone(datetime.tzinfo):
    """The machine's own zone where no zone file can be found (Windows)."""

    def utcoffset(self, when: datetime.datetime | None) -> datetime.timedelta:
        return datetime.timedelta(seconds=self._local(when).tm_gmtoff)

    def dst(self, when: datetime.datetime | None) -> datetime.timedelta:
        return datetime.timedelta(hours=1 if self._local(when).tm_isdst > 0 else 0)

    def tzname(self, when: datetime.datetime | None) -> str:
        return self._local(when).tm_zone

    @staticmethod
    def _local(when: datetime.datetime | None) -> time.struct_time:
        try:
            fields = (when or datetime.datetime.now(datetime.UTC)).timetuple()[:6]
            return time.localtime(time.mktime((*fields, 0, 0, -1)))
        except (OverflowError, ValueError, OSError):
            return time.localtime(0)


def zone_named(name: object) -> tuple[datetime.tzinfo, bool]:
    """Return the zone of a `timezone:` setting.

    Args:
        name: Such as `Europe/Kyiv`; None or empty is the machine's zone. An unknown name is UTC,
            which is what the C library makes of one.

    Returns:
        The zone, and whether the name was understood.
    """
    if name is None or name == "":
        return _machine_zone(os.environ.get("TZ", "")), True
    try:
        return zoneinfo.ZoneInfo(str(name).removeprefix(":")), True
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return datetime.UTC, str(name).upper() in ("UTC", "GMT")


@lru_cache(maxsize=8)
def _machine_zone(variable: str) -> datetime.tzinfo:
    if variable:
        try:
            return zoneinfo.ZoneInfo(variable.removeprefix(":"))
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            return datetime.UTC
    try:
        # By its name where the link tells it: such a zone can go to another process.
        _, found, name = os.path.realpath("/etc/localtime").partition("/zoneinfo/")
        if found:
            return zoneinfo.ZoneInfo(name)
        with Path("/etc/localtime").open("rb") as file:
            return zoneinfo.ZoneInfo.from_file(file)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return datetime.UTC if os.name == "posix" else _MachineZone()


def date_of(
    value: object, zone: datetime.tzinfo, now: datetime.datetime | None = None
) -> datetime.datetime:
    """Return the instant that Jekyll makes of a `date`, in the site's zone.

    Args:
        value: As it was read from YAML: a time (without a zone it is UTC), a date, a text, or
            anything else (which is mostly an error).
        zone: The site's zone.
        now: Fills in what a text like `5pm` leaves out; by default the clock.

    Raises:
        InvalidDate: Ruby reads no date there; Jekyll stops the build on it.
    """
    if isinstance(value, datetime.datetime):
        try:
            aware = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
            return aware.replace(microsecond=0).astimezone(zone)
        except (OverflowError, ValueError):
            raise _invalid(to_s(value)) from None
    if isinstance(value, datetime.date):
        return _local(zone, value.year, value.month, value.day)
    return parse_date(to_s(value), zone, now)


def parse_date(
    text: str, zone: datetime.tzinfo, now: datetime.datetime | None = None
) -> datetime.datetime:
    """Read a date as `Time.parse(text).localtime` does (`parse_date` of `lib/jekyll/utils.rb`).

    Raises:
        InvalidDate: Ruby reads no date there.
    """
    simple = _SIMPLE.match(text)
    try:
        if simple:
            return _from_simple(simple, zone)
        from editor.site.date_parse import parse

        return _made(parse(text), zone, now or datetime.datetime.now(zone))
    except (ValueError, OverflowError):
        raise _invalid(text) from None


def parse_time(
    text: str, zone: datetime.tzinfo, now: datetime.datetime | None = None
) -> datetime.datetime:
    """Read a date as Ruby's `Time.parse(text)` does: in the zone that the text names.

    Raises:
        InvalidDate: Ruby reads no date there.
    """
    from editor.site.date_parse import parse

    when = parse_date(text, zone, now)
    try:
        name = parse(text).zone
    except (ValueError, OverflowError):
        return when
    if not name:
        return when
    if name.upper() in _UTC_NAMES:
        return when.astimezone(datetime.UTC)
    seconds = zone_offset(name, zone, when.year)
    if seconds is None or when.utcoffset() == datetime.timedelta(seconds=seconds):
        return when
    return when.astimezone(datetime.timezone(datetime.timedelta(seconds=seconds)))


def _invalid(text: str) -> InvalidDate:
    shown = text if len(text) <= 60 else text[:60] + "…"
    return InvalidDate(
        f"“{shown}” is no date that Jekyll can read, and it stops the build; the file is "
        "unchanged. Write it like 2024-02-29 18:30:00 +0000."
    )


def _from_simple(match: re.Match[str], zone: datetime.tzinfo) -> datetime.datetime:
    year, month, day, hour, minute, second, offset = match.groups()
    numbers = (int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    if offset is None:
        return _local(zone, *numbers)
    seconds = zone_offset(offset, zone, int(year))
    return _with_offset(numbers, seconds or 0).astimezone(zone)


def _made(parsed: Parsed, zone: datetime.tzinfo, now: datetime.datetime) -> datetime.datetime:
    """Ruby's `Time.make_time` (lib/time.rb): what is missing before the first part is now's."""
    parts = [parsed.year, parsed.mon, parsed.mday, parsed.hour, parsed.min, parsed.sec]
    if all(part is None for part in parts) and parsed.yday is None and not parsed.fraction:
        raise ValueError("no time information")
    off = None
    if parsed.zone:
        off = zone_offset(parsed.zone, zone, now.year if parsed.year is None else parsed.year)
    if parsed.yday is not None:
        return _of_day_of_year(parsed, zone, now)
    here = now.astimezone(datetime.timezone(datetime.timedelta(seconds=off))) if off else now
    if off == 0:
        here = now.astimezone(datetime.UTC)
    elif off is None:
        here = now.astimezone(zone)
    present = [here.year, here.month, here.day, here.hour, here.minute, here.second]
    for index, part in enumerate(parts):
        if part is not None:
            break
        parts[index] = present[index]
    blank = (1970, 1, 1, 0, 0, 0)
    numbers = tuple(blank[index] if part is None else part for index, part in enumerate(parts))
    if off is None:
        return _local(zone, *numbers)
    return _with_offset(numbers, off).astimezone(zone)


def _of_day_of_year(
    parsed: Parsed, zone: datetime.tzinfo, now: datetime.datetime
) -> datetime.datetime:
    yday = parsed.yday or 0
    year = parsed.year if parsed.year is not None else now.year
    if not 1 <= yday <= 366:
        raise ValueError("yday out of range")
    day = datetime.date(year, 1, 1) + datetime.timedelta(days=yday - 1)
    if day.year != year:
        raise ValueError("yday out of range")
    numbers = (year, day.month, day.day, parsed.hour or 0, parsed.min or 0, parsed.sec or 0)
    off = zone_offset(parsed.zone, zone, year) if parsed.zone else None
    if off is None:
        return _local(zone, *numbers)
    return _with_offset(numbers, off).astimezone(zone)


def zone_offset(name: str, zone: datetime.tzinfo, year: int) -> int | None:
    """Return the seconds east of UTC that Ruby's `Time.zone_offset` gives, or None."""
    name = name.upper()
    match = _OFFSET.match(name)
    if match:
        sign = -1 if match[1] == "-" else 1
        return sign * ((int(match[2]) * 60 + int(match[4])) * 60 + int(match[5] or 0))
    if re.fullmatch(r"[+-]\d\d", name, re.ASCII):
        return int(name) * 3600
    if name in _ZONES:
        return _ZONES[name] * 3600
    for month in (1, 7):
        try:
            when = datetime.datetime(year, month, 1, tzinfo=zone)
        except ValueError:
            return None
        if (when.tzname() or "").upper() == name:
            offset = when.utcoffset() or datetime.timedelta()
            return offset // datetime.timedelta(seconds=1)
    return None


def _rolled(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> tuple[datetime.datetime, datetime.timedelta]:
    """Check ranges as Ruby's `Time.local` does: day 31 of every month, 24:00 and second 60."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and 0 <= minute <= 59 and 0 <= second <= 60):
        raise ValueError("argument out of range")
    if not (0 <= hour <= 23 or (hour == 24 and minute == 0 and second == 0)):
        raise ValueError("argument out of range")
    start = datetime.datetime(year, month, 1)  # noqa: DTZ001 - the caller adds the zone
    days = start + datetime.timedelta(days=day - 1)
    return days, datetime.timedelta(hours=hour, minutes=minute, seconds=second)


def _local(zone: datetime.tzinfo, *numbers: int) -> datetime.datetime:
    day, rest = _rolled(*numbers)
    naive = day + rest
    # Of an hour that comes twice Ruby takes the second; of one that is left out, the one after.
    first = naive.replace(tzinfo=zone)
    second = naive.replace(tzinfo=zone, fold=1)
    earlier, later = first.utcoffset(), second.utcoffset()
    if earlier is None or later is None or earlier == later:
        return first
    chosen = second if earlier > later else first
    return chosen.astimezone(datetime.UTC).astimezone(zone)


def _with_offset(numbers: tuple[int, ...], seconds: int) -> datetime.datetime:
    """Ruby's `Time.utc` after `apply_offset`: the parts are moved before they are checked."""
    year, month, day, hour, minute, second = numbers
    total = hour * 3600 + minute * 60 + second - seconds
    if seconds:
        # Only as many parts are carried as the offset has: day 31 rolls over by itself.
        days, in_day = divmod(total, 86400)
        hour, minute, second = in_day // 3600, in_day // 60 % 60, in_day % 60
        if days > 0 and day + days > _month_days(year, month):
            year, month, day = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
        elif days < 0 and day + days < 1:
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
            day = _month_days(year, month)
        else:
            day += days
    start, rest = _rolled(year, month, day, hour, minute, second)
    return (start + rest).replace(tzinfo=datetime.UTC)


def _month_days(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError("argument out of range")
    return calendar.monthrange(year, month)[1]
