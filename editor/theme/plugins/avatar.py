"""jekyll-avatar 0.8: a GitHub user's picture, with the host that the checksum picks."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.liquid.expressions import compile_expression
from editor.liquid.parsing import Tag
from editor.theme.plugins.plugin import Plugin

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render
    from editor.liquid.parsing import ParseState

_SIZE = re.compile(r"\bsize=(\d+)\b", re.ASCII | re.IGNORECASE)
_USER = re.compile(r"\buser=([\w.]+)\b", re.ASCII)


class Avatar(Tag):
    """`{% avatar user size=60 %}` (`lib/jekyll-avatar.rb`)."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        text = markup.strip(ruby.BLANKS)
        self._template = state.engine.parse(text, tolerant=True)
        found, user = _SIZE.search(text), _USER.search(text)
        self._size = found[1] if found else "40"
        self._user = user[1] if user else None

    def compile(self) -> Render:
        def render(context: Context, out: list[object]) -> None:
            text = self._template.render(context)
            name = self._name(context, text)
            size = int(self._size[:9])
            kind = "avatar avatar-small" if size < 48 else "avatar"
            # One host for all sizes: the checksum is that of the smallest.
            host = zlib.crc32(_path(name, self._size).encode()) % 4
            start = f"https://avatars{host}.githubusercontent.com/"
            image = start + _path(name, self._size)
            scales = ", ".join(
                f"{start}{_path(name, self._size if at == 1 else str(size * at))} {at}x"
                for at in (1, 2, 3, 4)
            )
            if "lazy=true" in text:
                sources = f'src="" data-src="{image}" data-srcset="{scales}"'
            else:
                sources = f'src="{image}" srcset="{scales}"'
            out.append(
                f'<img class="{kind}" alt="{name}" width="{self._size}" height="{self._size}" '
                f'data-proofer-ignore="true" {sources} />'
            )

        return render

    def _name(self, context: Context, text: str) -> str:
        if self._user is not None:
            found = compile_expression(self._user).evaluate(context)
            return ruby.to_s(found) if ruby.truthy(found) else self._user
        name = text.split(" ", maxsplit=1)[0] if " " in text else text
        return name.replace("@", "", 1) if name.startswith("@") else name


def _path(name: str, size: str) -> str:
    return f"{name}?v=3&s={size}"


AVATAR = Plugin("jekyll-avatar", tags={"avatar": Avatar})
