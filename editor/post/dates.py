"""The shape in which an author writes dates, and dates in that shape.

A shape is written as `strftime` does: `%Y-%m-%d %H:%M:%S %z`. `%:z` is `+05:30`, `%#z` is `+05`,
a plain `Z` the letter. Only shapes that both Rubies read as a time are written: seconds always, a
zone unless the author wrote none with seconds (facts/frontmatter.md §4).
"""

from __future__ import annotations

import datetime as dt
import re

from editor.post.ruby_yaml import as_utc_aware

DEFAULT_SHAPE = "%Y-%m-%d %H:%M:%S %z"
_SHAPE = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(?:(?P<gap>[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}(?P<seconds>:[0-9]{2}(?P<fraction>\.[0-9]*)?)?"
    r"(?P<space>[ \t]*)"
    r"(?P<zone>Z|z|[A-Za-z]{3,5}|[-+][0-9]{2}(?P<colon>:?)(?P<minutes>[0-9]{2})?)?)?"
)


def shape_of(source: str) -> str | None:
    """Return the shape of a date as written, or None when it is none."""
    source = source.strip()
    if source[:1] in {"!", "'", '"'}:
        source = source.lstrip("! ").strip("'\"")
    found = _SHAPE.fullmatch(source)
    if found is None:
        return None
    if found["gap"] is None:
        return "%Y-%m-%d"
    shape = f"%Y-%m-%d{found['gap']}%H:%M"
    if found["seconds"]:
        shape += ":%S"
    if found["fraction"]:
        shape += f".%{len(found['fraction']) - 1}N" if len(found["fraction"]) > 1 else ""
    zone = found["zone"]
    if zone:
        shape += found["space"]
        if zone == "Z":
            shape += "Z"
        elif zone[0] in "+-":
            shape += "%:z" if found["colon"] else "%z" if found["minutes"] else "%#z"
        else:
            shape += "%Z"
    return shape


def format_time(when: dt.date, shape: str | None) -> str:
    """Write a date or time in a shape.

    Args:
        when: A date is written as one; a time without zone is UTC, as Ruby reads it.
        shape: The author's, or None for Jekyll's own.

    Returns:
        A text that both Rubies read as that very date or instant.
    """
    if not isinstance(when, dt.datetime):
        return f"{when.year:04}-{when.month:02}-{when.day:02}"
    shape = shape or DEFAULT_SHAPE
    if "%H" not in shape:
        shape = DEFAULT_SHAPE
    found = re.fullmatch(
        r"%Y-%m-%d(?P<gap>[Tt]|[ \t]+)%H:%M(?P<seconds>:%S)?(?:\.%(?P<digits>[0-9]+)N)?"
        r"(?P<space>[ \t]*)(?P<zone>Z|%Z|%z|%:z|%#z)?",
        shape,
    )
    if found is None:
        return format_time(when, DEFAULT_SHAPE)
    aware = as_utc_aware(when)
    offset = aware.utcoffset() or dt.timedelta()
    zone, space = found["zone"], found["space"]
    gap = " " if "\t" in found["gap"] else found["gap"]
    if zone is None and not found["seconds"]:
        # Without seconds it was a text that Jekyll read in the site's own zone.
        zone, space = "%z", " "
    elif zone == "%Z":
        zone, space = "%z", space or " "
    if zone in {None, "Z"}:
        aware = aware.astimezone(dt.UTC)
    minutes = round(offset.total_seconds() / 60)
    if offset.total_seconds() != minutes * 60 or (minutes < 0 and minutes > -60):
        # Ruby reads no seconds in a zone, and takes -00:30 for +00:30.
        aware, minutes = aware.astimezone(dt.UTC), 0
    text = f"{aware.year:04}-{aware.month:02}-{aware.day:02}{gap}"
    text += f"{aware.hour:02}:{aware.minute:02}:{aware.second:02}"
    digits = int(found["digits"] or 0)
    if aware.microsecond or digits:
        fraction = f"{aware.microsecond:06}".ljust(digits, "0")
        while len(fraction) > max(digits, 1) and fraction.endswith("0"):
            fraction = fraction[:-1]
        text += "." + fraction
    if zone is None:
        return text
    if zone == "Z":
        return text + space.replace("\t", " ") + "Z"
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    colon = ":" if zone == "%:z" else ""
    short = zone == "%#z" and not rest
    return (
        text + space.replace("\t", " ") + f"{sign}{hours:02}{'' if short else f'{colon}{rest:02}'}"
    )
