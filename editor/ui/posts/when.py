"""A date typed into a dialog. No Qt here."""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo
from typing import TYPE_CHECKING

from editor.ui.form.fields.date_text import read_date

if TYPE_CHECKING:
    from editor.site import KeyUsage, Site


def zone_of_typed(site: Site, usage: KeyUsage | None) -> tzinfo:
    """Return what a date without a written zone means in this site.

    Where the posts write no zone Jekyll reads UTC, and so do we: what is typed is what will stand
    in the file. Elsewhere it is the site's own zone.
    """
    style = usage.style("date") if usage is not None else None
    shape = style.date_shape if style is not None else None
    is_bare = bool(shape) and "%S" in str(shape) and not str(shape).endswith(("z", "Z"))
    return UTC if is_bare else site.timezone


def now_text(site: Site, usage: KeyUsage | None) -> str:
    """Return the present moment as a person would type it."""
    return f"{datetime.now(zone_of_typed(site, usage)):%Y-%m-%d %H:%M:%S}"


def moment_of(text: str, site: Site, usage: KeyUsage | None) -> datetime | None:
    """Return the moment that was typed; None when it is no date."""
    known = read_date(text.strip())
    if known is None:
        return None
    moment = known.moment
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment if moment.tzinfo else moment.replace(tzinfo=zone_of_typed(site, usage))
