"""jekyll-last-modified-at 1.3: when a file was changed.

The plugin asks git for the last commit; nothing of git is run here, so it is the file's own time.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.liquid.parsing import Tag
from editor.liquid.strftime import strftime
from editor.theme.documents import Document
from editor.theme.errors import JekyllError
from editor.theme.plugins.plugin import Plugin
from editor.theme.registers import PAGE, build_of

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render
    from editor.theme.contract import Build, Item

_FORMAT = "%d-%b-%y"


class LastModifiedAt(Tag):
    """`{% last_modified_at %Y-%m-%d %}` (`lib/jekyll-last-modified-at/tag.rb`)."""

    def compile(self) -> Render:
        pattern = self.markup.strip(ruby.BLANKS)

        def render(context: Context, out: list[object]) -> None:
            build = build_of(context)
            page = context.registers.get(PAGE)
            get = getattr(page, "liquid_get", None)
            path = ruby.to_s(get("path")) if get is not None else ""
            when = _changed(build, path)
            if when is None:
                raise JekyllError(f"No such file or directory - {path} does not exist!")
            out.append(strftime(when, pattern or _settings_format(build)))

        return render


def _settings_format(build: Build) -> str:
    settings = build.config.get("last-modified-at")
    found = settings.get("date-format") if isinstance(settings, Mapping) else None
    return ruby.to_s(found) if ruby.truthy(found) else _FORMAT


def _changed(build: Build, path: str) -> datetime.datetime | None:
    seconds = build.modified(path)
    if seconds is None:
        return None
    return datetime.datetime.fromtimestamp(int(seconds), build.clock.zone)


def _values(build: Build, item: Item, data: Mapping[str, object]) -> Mapping[str, object]:
    """Give a post the time before its front matter is read, a page after (`hook.rb`)."""
    if isinstance(item, Document) and "last_modified_at" in data:
        return {}
    when = _changed(build, item.site_path)
    return {} if when is None else {"last_modified_at": when}


LAST_MODIFIED = Plugin(
    "jekyll-last-modified-at", tags={"last_modified_at": LastModifiedAt}, values=_values
)
