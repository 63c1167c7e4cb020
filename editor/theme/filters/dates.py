"""Dates in words and in the formats of feeds (`lib/jekyll/filters/date_filters.rb`)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from editor.liquid import ruby
from editor.liquid.context import Context
from editor.liquid.filters.text import seconds_of, to_date
from editor.liquid.strftime import strftime
from editor.theme.errors import JekyllError


def date_to_string(
    context: Context, value: object, kind: object = None, style: object = None
) -> object:
    """Write a date as `27 Jan 2011`."""
    return _written(context, value, "%b", kind, style)


def date_to_long_string(
    context: Context, value: object, kind: object = None, style: object = None
) -> object:
    """Write a date as `27 January 2011`."""
    return _written(context, value, "%B", kind, style)


def date_to_xmlschema(context: Context, value: object) -> object:
    """Write a time as ISO 8601."""
    if not ruby.to_s(value):
        return value
    return xmlschema(time_of(context, value))


def date_to_rfc822(context: Context, value: object) -> object:
    """Write a time as in a mail's head."""
    if not ruby.to_s(value):
        return value
    when = time_of(context, value)
    return strftime(when, "%a, %d %b %Y %T ") + strftime(when, "%z")


def xmlschema(when: datetime.datetime) -> str:
    """Return what `Time#xmlschema` writes for a local time."""
    return strftime(when, "%Y-%m-%dT%H:%M:%S%:z")


def time_of(context: Context, value: object) -> datetime.datetime:
    """Return a value's time in the site's zone.

    Raises:
        JekyllError: It is no date.
    """
    value = ruby.plain(value)
    zone = context.clock.zone
    seconds = seconds_of(value)
    if seconds is not None:
        try:
            return datetime.datetime.fromtimestamp(seconds, zone)
        except (OverflowError, ValueError, OSError):
            raise JekyllError(f"Invalid Date: '{seconds}' is beyond the calendar.") from None
    found = to_date(context, value)
    if isinstance(found, datetime.datetime):
        aware = found if found.tzinfo is not None else found.replace(tzinfo=datetime.UTC)
        return aware.astimezone(zone)
    if isinstance(found, datetime.date):
        return datetime.datetime(found.year, found.month, found.day, tzinfo=zone)
    shown = ruby.inspect(value)
    raise JekyllError(f"Invalid Date: '{shown}' is not a valid datetime.")


def _written(context: Context, value: object, month: str, kind: object, style: object) -> object:
    if not ruby.to_s(value):
        return value
    when = time_of(context, value)
    if kind == "ordinal":
        day = f"{when.day}{_ending(when.day)}"
        return strftime(when, f"{month} {day}, %Y" if style == "US" else f"{day} {month} %Y")
    return strftime(when, f"%d {month} %Y")


def _ending(number: int) -> str:
    if 11 <= number <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


FILTERS: Mapping[str, Callable[..., object]] = {
    "date_to_string": date_to_string,
    "date_to_long_string": date_to_long_string,
    "date_to_xmlschema": date_to_xmlschema,
    "date_to_rfc822": date_to_rfc822,
}
