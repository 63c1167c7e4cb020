"""Dates: there, possible, and with a zone, since Jekyll reads one without as the build's own."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Fix, Severity
from editor.edit import Edit, apply_edit
from editor.post import Field, Post
from editor.site import InvalidDate
from editor.site.dates import date_of
from editor.site.document import place_of

_DATED_NAME = re.compile(r"\A(\d{2,4})-(\d{1,2})-(\d{1,2})-")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ \t]+)(\d{1,2}):(\d\d)(?::(\d\d))?\Z")
_TIME = re.compile(r"\d[T ]+\d{1,2}:\d\d")
_ZONE = re.compile(r"(?:Z|[+-]\d{1,2}:?(?:\d\d)?|\b[A-Z]{1,5}[T]?)['\"]?\s*(?:#.*)?\Z")


def _name_date(subject: Subject) -> re.Match[str] | None:
    return _DATED_NAME.match(subject.site_path.rpartition("/")[2])


def _is_draft(subject: Subject) -> bool:
    return place_of(subject.site_path, subject.site.config).draft


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
            if isinstance(field.value, datetime.datetime):
                read = "Jekyll takes it for UTC"
            else:
                read = "Jekyll reads it in that of the site, or of the machine that builds it"
            yield Found(
                f"The date has no time zone, so {read}; the address may be off by a day. "
                "Add one, such as +0000.",
                field.first_line,
                0,
                _zoned(subject, field),
            )


def _zoned(subject: Subject, field: Field) -> Fix | None:
    """Return the repair that writes down the zone in which Jekyll reads a date on every machine."""
    written = _CLOCK.match(field.source.strip("'\" "))
    if not written or field.shadowed or field.first_line != field.last_line:
        return None
    if not isinstance(field.value, datetime.datetime) and not subject.site.config.get("timezone"):
        return None  # that of the machine: what it is elsewhere nobody knows here
    try:
        meant = date_of(field.value, subject.site.timezone)
        clock = datetime.datetime(*(int(each or 0) for each in written.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except (InvalidDate, ValueError):
        return None
    behind = (clock - meant.astimezone(datetime.UTC).replace(tzinfo=None)).total_seconds()
    minutes, seconds = divmod(abs(int(behind)), 60)
    zone = f"{'-' if behind < 0 else '+'}{minutes // 60:02d}{minutes % 60:02d}"
    line = subject.post.text.split("\n")[field.first_line]
    start = line.find(field.source, line.find(":") + 1)
    if seconds or start < 0:
        return None
    column = start + len(field.source) - (1 if field.source[-1:] in ("'", '"') else 0)
    edit = Edit(field.first_line, column, "", f" {zone}")
    changed = Post.from_text(apply_edit(subject.post.text, edit)).data.get("date")
    try:
        if date_of(changed, subject.site.timezone) != meant:
            return None
    except InvalidDate:
        return None
    return Fix(f"Write down the zone in which it is read: {zone}.", (edit,))


MISSING = Check("date-missing", "Date is there", Severity.NOTE, _find_missing)
IMPOSSIBLE = Check(
    "date-impossible", "Date is possible", Severity.ERROR, _find_impossible, overridable=False
)
WITHOUT_ZONE = Check("date-zone", "Date has a zone", Severity.NOTE, _find_without_zone)
