"""Ruby's `Time#strftime` and `Date#strftime`.

Follows Ruby 3.1 `strftime.c` and `ext/date/date_strftime.c`: flags `-0^#_:`, a width, and
the directives; what they do not know is printed as it stands.
"""

from __future__ import annotations

import datetime
import re

from editor.liquid.errors import RubyArgumentError
from editor.liquid.ruby import too_much

_DIRECTIVE = re.compile(r"%([-0^#_]*)(\d*)(:{0,3})([EO]?)(.|\Z)", re.DOTALL)
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_MOST_WIDTH = 10_000
_CYCLE_S = 146_097 * 86_400
_AFTER_E = "cCxXyY"
_AFTER_O = "deHkIlmMSuUVwWy"
_COMPOSITES = {
    "c": "%a %b %e %H:%M:%S %Y",
    "D": "%m/%d/%y",
    "x": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "T": "%H:%M:%S",
    "X": "%H:%M:%S",
    "R": "%H:%M",
    "r": "%I:%M:%S %p",
    "v": "%e-%^b-%Y",
    "+": "%a %b %e %H:%M:%S %Z %Y",
}


def strftime(when: datetime.date, pattern: str, *, years: int = 0) -> str:
    """Return a time or date in the words of a pattern.

    Args:
        when: A time (naive is UTC) or a date (midnight, `+00:00`).
        pattern: Such as `%-d %B %Y`.
        years: A multiple of 400, the years to add to `when`, for times that Python has not.

    Raises:
        RubyArgumentError: A percent sign at the end (times only).
        BudgetExceeded: A width that no page needs.
    """
    if not isinstance(when, datetime.datetime):
        midnight = datetime.datetime(when.year, when.month, when.day, tzinfo=datetime.UTC)
        return _Writer(midnight, years, is_date=True).write(pattern)
    aware = when if when.tzinfo is not None else when.replace(tzinfo=datetime.UTC)
    return _Writer(aware, years, is_date=False).write(pattern)


class _Writer:
    """Writes one time; a method of each kind of directive."""

    def __init__(self, when: datetime.datetime, years: int, *, is_date: bool) -> None:
        self._when = when
        self._years = years
        self._is_date = is_date

    def write(self, pattern: str) -> str:
        out: list[str] = []
        at = 0
        while (start := pattern.find("%", at)) >= 0:
            out.append(pattern[at:start])
            found = _DIRECTIVE.match(pattern, start)
            if found is None:
                break
            flags, width, colons, modifier, conversion = found.groups()
            at = found.end()
            if modifier and (not conversion or conversion not in self._after(modifier)):
                # The percent sign and the modifier are plain text; what follows is read anew.
                at = found.start(5)
                out.append(pattern[start:at])
                continue
            if colons and conversion and conversion != "z":
                at = found.start(5)
                out.append(pattern[start:at])
                continue
            if not conversion:
                if not self._is_date and not colons:
                    raise RubyArgumentError(f"invalid format: {pattern}")
                out.append(pattern[start:])
                break
            if width and int(width[:9]) > _MOST_WIDTH:
                raise too_much("output")
            text = self._directive(conversion, flags, int(width or 0), colons)
            out.append(pattern[start:at] if text is None else text)
        out.append(pattern[at:] if start < 0 else "")
        return "".join(out)

    @staticmethod
    def _after(modifier: str) -> str:
        return _AFTER_E if modifier == "E" else _AFTER_O

    def _directive(self, name: str, flags: str, width: int, colons: str) -> str | None:
        if name == "z":
            return self._offset(flags, width, colons)
        number = self._number(name)
        if number is not None:
            value, size, padding = number
            return _padded_number(value, width or size, padding, flags)
        text = self._text(name, flags)
        if text is None:
            return None
        if "^" in flags:
            text = text.upper()
        if "#" in flags and name in "abhABZpP":
            text = text.lower() if name in "Zp" else text.upper()
        if name in "NL":
            return self._fraction(name, width)
        if ("-" in flags and name not in _COMPOSITES) or (name == "Z" and not text):
            return text
        return text.rjust(width, "0" if _padding(flags) == "0" else " ")

    def _number(self, name: str) -> tuple[int, int, str] | None:
        when = self._when
        iso_year, iso_week, iso_day = when.isocalendar()
        day_of_year = when.timetuple().tm_yday
        weekday = iso_day % 7
        match name:
            case "Y":
                year = when.year + self._years
                return year, 5 if year < 0 else 4, "0"
            case "C":
                return (when.year + self._years) // 100, 2, "0"
            case "y":
                return when.year % 100, 2, "0"
            case "m":
                return when.month, 2, "0"
            case "d":
                return when.day, 2, "0"
            case "e":
                return when.day, 2, " "
            case "j":
                return day_of_year, 3, "0"
            case "H":
                return when.hour, 2, "0"
            case "k":
                return when.hour, 2, " "
            case "I":
                return (when.hour + 11) % 12 + 1, 2, "0"
            case "l":
                return (when.hour + 11) % 12 + 1, 2, " "
            case "M":
                return when.minute, 2, "0"
            case "S":
                return when.second, 2, "0"
            case "u":
                return iso_day, 1, "0"
            case "w":
                return weekday, 1, "0"
            case "G":
                return iso_year + self._years, 4, "0"
            case "g":
                return iso_year % 100, 2, "0"
            case "V":
                return iso_week, 2, "0"
            case "U":
                return (day_of_year + 6 - weekday) // 7, 2, "0"
            case "W":
                return (day_of_year + 6 - (weekday - 1) % 7) // 7, 2, "0"
            case "s":
                epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
                seconds = int((when - epoch) // datetime.timedelta(seconds=1))
                return seconds + self._years // 400 * _CYCLE_S, 1, "0"
            case "Q" if self._is_date:
                epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
                return int((when - epoch) // datetime.timedelta(milliseconds=1)), 1, "0"
        return None

    def _text(self, name: str, flags: str) -> str | None:
        when = self._when
        match name:
            case "a":
                return _DAYS[when.isoweekday() % 7][:3]
            case "A":
                return _DAYS[when.isoweekday() % 7]
            case "b" | "h":
                return _MONTHS[when.month - 1][:3]
            case "B":
                return _MONTHS[when.month - 1]
            case "p":
                return "AM" if when.hour < 12 else "PM"
            case "P":
                return "am" if when.hour < 12 else "pm"
            case "n":
                return "\n"
            case "t":
                return "\t"
            case "%":
                return "%"
            case "N" | "L":
                return ""
            case "Z":
                return self._zone()
            case "+" if not self._is_date:
                return None
        if name in _COMPOSITES:
            return self.write(_COMPOSITES[name])
        del flags
        return None

    def _zone(self) -> str:
        if self._is_date:
            return "+00:00"
        if self._when.tzinfo is datetime.UTC:
            return "UTC"
        if isinstance(self._when.tzinfo, datetime.timezone):
            return ""  # a time with an offset alone has no zone's name in Ruby
        return self._when.tzname() or ""

    def _fraction(self, name: str, width: int) -> str:
        digits = width or (9 if name == "N" else 3)
        return f"{self._when.microsecond:06d}000"[:digits].ljust(digits, "0")

    def _offset(self, flags: str, width: int, colons: str) -> str:
        offset = self._when.utcoffset() or datetime.timedelta()
        seconds = int(offset.total_seconds())
        sign = "-" if seconds < 0 else "+"
        if seconds == 0 and "-" in flags and not self._is_date:
            sign = "-" if self._when.tzinfo is datetime.UTC else "+"
        hours, rest = divmod(abs(seconds), 3600)
        minutes, rest = divmod(rest, 60)
        match len(colons):
            case 0:
                tail = f"{minutes:02d}"
            case 1:
                tail = f":{minutes:02d}"
            case 2:
                tail = f":{minutes:02d}:{rest:02d}"
            case _:
                tail = (
                    f":{minutes:02d}:{rest:02d}" if rest else f":{minutes:02d}" if minutes else ""
                )
        size = max(width - len(tail) - 1, 2)
        if _padding(flags) == "_":
            return f"{sign}{hours}".rjust(size + 1) + tail
        return sign + str(hours).rjust(size if width or "-" not in flags else 2, "0") + tail


def _padding(flags: str) -> str:
    """Return the last of the flags that say what to fill up with."""
    return next((flag for flag in reversed(flags) if flag in "0_"), "")


def _padded_number(value: int, size: int, padding: str, flags: str) -> str:
    if "-" in flags:
        return str(value)
    wanted = {"_": " ", "0": "0", "": padding}[_padding(flags)]
    return str(value).rjust(size) if wanted == " " else str(value).zfill(size)
