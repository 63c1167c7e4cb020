"""`include_relative`: another template from the page's own folder (`tags/include.rb`)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.theme.registers import PAGE, build_of
from editor.theme.tags.include import Include

if TYPE_CHECKING:
    from editor.liquid.context import Context


class IncludeRelative(Include):
    """`{% include_relative file.md %}`."""

    def folders(self, context: Context) -> tuple[str, ...]:
        page = context.registers.get(PAGE)
        get = getattr(page, "liquid_get", None)
        if get is None:
            return ("",)
        path = ruby.to_s(get("path")).removesuffix("/#excerpt")
        if ruby.truthy(get("collection")):
            top = str(build_of(context).config["collections_dir"] or "")
            path = posixpath.join(top, path)
        return (posixpath.dirname(path),)
