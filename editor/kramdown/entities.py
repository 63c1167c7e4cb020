"""Named and numeric entities (`utils/entities.rb`)."""

from __future__ import annotations

import html.entities
from dataclasses import dataclass

from editor.kramdown.entity_names import NAMES_25


@dataclass(frozen=True, slots=True)
class Entity:
    """A character by its code point and, when kramdown knows one, its name."""

    code_point: int
    name: str | None

    @property
    def char(self) -> str | None:
        """The character, `None` for a code point that is none."""
        if 0 <= self.code_point <= 0x10FFFF and not 0xD800 <= self.code_point <= 0xDFFF:
            return chr(self.code_point)
        return None


_OWN = {"vellip": 8942, "rceil": 8968, "lceil": 8969, "rang": 9001, "lang": 9002, "apos": 39}
"""Where kramdown differs from HTML, some by a slip of its own."""
_WINDOWS_CODES = (128, *range(130, 141), 142, *range(145, 157), 158, 159)
_WINDOWS = dict(zip(_WINDOWS_CODES, bytes(_WINDOWS_CODES).decode("cp1252"), strict=True))
"""Code points of Windows-1252 that stand for the characters they mean there."""
_NAMES_24 = dict(html.entities.name2codepoint) | _OWN
_NAMES = {name: ord(html.entities.html5[name + ";"][0]) for name in NAMES_25.split()} | _NAMES_24
_NAME_OF = {code: name for name, code in _NAMES_24.items() if name != "vellip"}


def entity_named(name: str, *, is_25: bool) -> Entity | None:
    """Return the entity of that name, `None` when kramdown does not know it."""
    code = (_NAMES if is_25 else _NAMES_24).get(name)
    return None if code is None else Entity(code, name)


def entity_numbered(code: int) -> Entity:
    """Return the entity of a code point."""
    if code in _WINDOWS:
        code = ord(_WINDOWS[code])
    return Entity(code, _NAME_OF.get(code))


def entity(name: str) -> Entity:
    """Return an entity that every version knows, such as `nbsp`."""
    return Entity(_NAMES_24[name], name)
