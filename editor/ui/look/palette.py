"""Colours by role, read from `resources/palettes/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from editor.dirs import resource


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours, each `#rrggbb`.

    Attributes:
        name: `light` or `dark`.
        dark: Whether the text is lighter than the ground.
        window: Ground of bars, the form and dialogs.
        surface: Ground of the text, of fields and of menus.
        sunken: Ground of the list of posts and of the status bar.
        hover: Ground under the pointer.
        text: Ordinary text.
        text_muted: Text that may be read second; still 4.5:1.
        line: Decoration between zones; carries no meaning.
        line_strong: Borders of fields and other lines with a meaning; 3:1.
        accent: The one colour: primary button, links, focus ring.
        accent_hover: The primary button under the pointer.
        accent_text: Text on `accent`.
        accent_quiet: Ground of what is chosen.
        selection: Ground of selected text.
        selection_text: Selected text.
        ok: Text or icon of what went well.
        ok_quiet: Its quiet ground.
        warn: Text or icon of what needs a look.
        warn_quiet: Its quiet ground.
        danger: Text or icon of what went wrong.
        danger_quiet: Its quiet ground.
        code: Code in Markdown.
        liquid: Liquid in Markdown.
    """

    name: str
    dark: bool
    window: str
    surface: str
    sunken: str
    hover: str
    text: str
    text_muted: str
    line: str
    line_strong: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_quiet: str
    selection: str
    selection_text: str
    ok: str
    ok_quiet: str
    warn: str
    warn_quiet: str
    danger: str
    danger_quiet: str
    code: str
    liquid: str

    def color(self, role: str) -> str:
        """Return the colour of a role by its name.

        Raises:
            AttributeError: There is no such role.
        """
        return str(getattr(self, role))


def load_palette(name: str) -> Palette:
    """Read a palette that ships with the program.

    Args:
        name: `light` or `dark`.

    Raises:
        FileNotFoundError: There is no such palette.
    """
    return Palette(**tomllib.loads(resource("palettes", f"{name}.toml").read_text("utf-8")))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2.1 defines it (1 to 21).

    Args:
        first: `#rrggbb`.
        second: `#rrggbb`.
    """
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
