"""Dress the application in a palette."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from editor.dirs import cache_dir
from editor.ui.look.drawing import Icons, tinted
from editor.ui.look.fonts import font, load_fonts
from editor.ui.look.icons import refresh_icons
from editor.ui.look.palette import Palette, load_palette
from editor.ui.look.stylesheet import SHEET_ICONS, stylesheet
from editor.ui.look.worn import changes


def wants_dark(palette: str) -> bool:
    """Tell which palette to wear.

    Args:
        palette: The user's word, `light` or `dark`; anything else leaves it to the system.
    """
    return palette == "dark" if palette in ("light", "dark") else system_is_dark()


def system_is_dark() -> bool:
    """Tell whether the system asks for dark windows; False where it does not say."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply(app: QApplication, *, dark: bool) -> None:
    """Dress the application: style, fonts, palette, stylesheet, and the icons already shown.

    Args:
        app: The application.
        dark: Which of the two palettes.
    """
    look = changes()
    load_fonts()
    palette = load_palette("dark" if dark else "light")
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setFont(font("body"))
    app.setPalette(qt_palette(palette))
    _write_sheet_icons(palette)
    app.setStyleSheet(stylesheet(palette))
    old = look.icons
    look.palette = palette
    look.icons = Icons(palette)
    refresh_icons(old, look.icons)
    look.palette_changed.emit(palette)


def qt_palette(palette: Palette) -> QPalette:
    """Return the roles of a palette as Qt's own."""
    made = QPalette()
    role = QPalette.ColorRole
    for qt_role, color in (
        (role.Window, palette.window),
        (role.WindowText, palette.text),
        (role.Base, palette.surface),
        (role.AlternateBase, palette.window),
        (role.Text, palette.text),
        (role.Button, palette.window),
        (role.ButtonText, palette.text),
        (role.BrightText, palette.danger),
        (role.ToolTipBase, palette.surface),
        (role.ToolTipText, palette.text),
        (role.PlaceholderText, palette.text_muted),
        (role.Highlight, palette.selection),
        (role.HighlightedText, palette.selection_text),
        (role.Link, palette.accent),
        (role.LinkVisited, palette.accent),
        (role.Accent, palette.accent),
        (role.Light, palette.surface),
        (role.Midlight, palette.hover),
        (role.Mid, palette.line),
        (role.Dark, palette.line_strong),
        (role.Shadow, palette.line),
    ):
        made.setColor(qt_role, QColor(color))
    off = QColor(palette.line_strong)
    for qt_role in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, qt_role, off)
    return made


def _write_sheet_icons(palette: Palette) -> None:
    """Put the arrows that the stylesheet names where Qt finds them as `look:NAME.svg`."""
    try:
        folder = cache_dir() / "look"
        folder.mkdir(exist_ok=True)
        _write_into(folder, palette)
    except OSError:
        # A full or read-only disk must not keep the window from opening.
        with contextlib.suppress(OSError):
            folder = Path(tempfile.mkdtemp(prefix="standfirst-look-"))
            _write_into(folder, palette)
    QDir.setSearchPaths("look", [str(folder)])


def _write_into(folder: Path, palette: Palette) -> None:
    for name, role in SHEET_ICONS:
        path = folder / f"{palette.name}-{name}-{role}.svg"
        data = tinted(name, palette.color(role))
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
