"""The look: the one place that names a colour, a size, a font or an icon file.

`apply(app, dark)` dresses the whole application; widgets then ask for `current()` colours by role,
`icon(name)`, `font(role)` and `Space`, and follow `changes().palette_changed` when they paint
themselves. Icons on buttons and actions are exchanged by `apply`.
"""

from editor.ui.look.dress import apply, system_is_dark, wants_dark
from editor.ui.look.fonts import font, load_fonts, writing_font
from editor.ui.look.icons import icon, icon_names, pixmap
from editor.ui.look.palette import Palette, contrast, load_palette
from editor.ui.look.roles import pill, set_role
from editor.ui.look.space import Space
from editor.ui.look.worn import Look, changes, current

__all__ = [
    "Look",
    "Palette",
    "Space",
    "apply",
    "changes",
    "contrast",
    "current",
    "font",
    "icon",
    "icon_names",
    "load_fonts",
    "load_palette",
    "pill",
    "pixmap",
    "set_role",
    "system_is_dark",
    "wants_dark",
    "writing_font",
]
