"""Dates: there, possible, and with a zone, since Jekyll reads one without as the build's own."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from editor.checks.check import Check, Found, Level, Subject
from editor.site import InvalidDate
from editor.site.dates import date_of

_DATED_NAME = re.compile(r"\A(\d{2,4})-(\d{1,2})-(\d{1,2})-")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_TIME = re.compile(r"\d[T ]+\d{1,2}:\d\d")
_ZONE = re.compile(r"(?:Z|[+-]\d{1,2}:?(?:\d\d)?|\b[A-Z]{1,5}[T]?)['\"]?\s*(?:#.*)?\Z")


def _name_date(subject: Subject) -> re.Match[str] | None:
    return _DATED_NAME.match(subject.site_path.rpartition("/")[2])


def _is_draft(subject: Subject) -> bool:
    return "_drafts" in subject.site_path.split("/")


def _find_missing(subject: Subject) -> Iterable[Found]:
    if _is_draft(subject) or subject.data.get("date") is not None:
        return
    if _name_date(subject):
        yield Found("There is no date in the front matter, so the post is dated at midnight.")
    elif "_posts" in subject.site_path.split("/"):
        yield Found(
            "Neither the front matter nor the file's name has a date, so Jekyll does not read "
            "the post. Call it 2026-09-01-its-title.md."
        )


def _find_impossible(subject: Subject) -> Iterable[Found]:
    value = subject.data.get("date")
    if value is not None:
        try:
            date_of(value, subject.site.timezone)
        except InvalidDate as error:
            yield Found(error.sentence, subject.line_of("date"))
        else:
            yield from _rolled_over(subject)
    name = _name_date(subject)
    if name and not _is_draft(subject):
        year = int(name[1]) + (2000 if len(name[1]) == 2 else 0)
        if not _is_day(year, int(name[2]), int(name[3])):
            yield Found(
                f"The file's name begins with {name[0][:-1]}, which is no day of the calendar; "
                "Jekyll stops the build on it."
            )


def _rolled_over(subject: Subject) -> Iterable[Found]:
    """Ruby makes 2 March of 30 February without a word (`Time.utc`)."""
    for field in subject.post.fields:
        written = _DAY.match(field.source.strip("'\" ")) if field.key == "date" else None
        if written and not _is_day(*map(int, written.groups())):
            yield Found(
                f"{written[0]} is no day of the calendar; Jekyll takes it for another one.",
                field.first_line,
            )


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _find_without_zone(subject: Subject) -> Iterable[Found]:
    for field in subject.post.fields:
        if field.key != "date":
            continue
        source = field.source.strip()
        if _TIME.search(source) and not _ZONE.search(source.strip("'\" ")):
            yield Found(
                "The date has no time zone, so Jekyll reads it in another one on another machine, "
                "and the address may change by a day. Add one, such as +0000.",
                field.first_line,
            )


MISSING = Check("date-missing", "Date is there", Level.NOTE, _find_missing)
IMPOSSIBLE = Check(
    "date-impossible", "Date is possible", Level.ERROR, _find_impossible, overridable=False
)
WITHOUT_ZONE = Check("date-zone", "Date has a zone", Level.NOTE, _find_without_zone)
