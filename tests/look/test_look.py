from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from editor.dirs import resource
from editor.ui import look
from editor.ui.look.stylesheet import SHEET_ICONS, stylesheet

TEXTS = ("text", "text_muted", "accent", "ok", "warn", "danger", "code", "liquid")
GROUNDS = ("window", "surface", "sunken")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_has_a_contrast_of_at_least_4_5(name: str) -> None:
    palette = look.load_palette(name)
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(each, f"{each}_quiet") for each in ("ok", "warn", "danger", "accent")]
    pairs += [
        ("accent_text", "accent"),
        ("accent_text", "accent_hover"),
        ("selection_text", "selection"),
        ("text", "hover"),
        ("text", "accent_quiet"),
        ("text_muted", "accent_quiet"),
    ]
    low = {
        pair: round(look.contrast(palette.color(pair[0]), palette.color(pair[1])), 2)
        for pair in pairs
        if look.contrast(palette.color(pair[0]), palette.color(pair[1])) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_lines_with_a_meaning_have_a_contrast_of_at_least_3(name: str) -> None:
    palette = look.load_palette(name)
    for ground in GROUNDS:
        for line in ("line_strong", "accent"):
            assert look.contrast(palette.color(line), palette.color(ground)) >= 3, (line, ground)


def test_contrast_is_that_of_wcag() -> None:
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert look.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("role", ["small", "body", "title", "heading", "mono", "serif"])
def test_the_fonts_that_ship_are_the_ones_used(qapp: QApplication, role: str) -> None:
    look.apply(qapp, dark=False)
    wanted = look.font(role)
    assert QFontInfo(wanted).family().startswith(wanted.family())


def test_writing_fonts_have_real_bold_and_italic(qapp: QApplication) -> None:
    look.apply(qapp, dark=False)
    look.font("serif")
    for family in ("JetBrains Mono", "Source Serif Pro"):
        styles = {each.lower() for each in QFontDatabase.styles(family)}
        assert {"regular", "bold"} <= styles
        assert any("italic" in each or each == "it" for each in styles)


def test_icons_follow_the_palette(qapp: QApplication, qtbot: QtBot) -> None:
    look.apply(qapp, dark=False)
    button = QPushButton()
    qtbot.addWidget(button)
    button.setIcon(look.icon("check"))
    light = button.icon().pixmap(20, 20).toImage()
    look.apply(qapp, dark=True)
    dark = button.icon().pixmap(20, 20).toImage()
    assert light != dark
    look.apply(qapp, dark=False)


def test_an_icon_is_drawn_at_the_screens_own_resolution(qapp: QApplication) -> None:
    look.apply(qapp, dark=False)
    drawn = look.pixmap("check", size=20, ratio=2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (40, 2.0)
    colors = {QColor(drawn.toImage().pixel(x, y)).name() for x in range(40) for y in range(40)}
    assert look.current().text in colors


def test_every_icon_takes_its_colour_from_the_palette() -> None:
    for path in resource("icons").glob("*.svg"):
        assert "currentColor" in path.read_text("utf-8"), path.name


def test_the_sheet_names_only_icons_that_it_is_given() -> None:
    sheet = stylesheet(look.load_palette("dark"))
    assert "$" not in sheet
    named = {part.partition(".svg")[0] for part in sheet.split("look:")[1:]}
    assert named <= {f"dark-{name}-{role}" for name, role in SHEET_ICONS}


def test_every_font_and_the_icons_have_their_licence() -> None:
    texts = " ".join(path.read_text("utf-8") for path in resource("licenses").glob("*.txt"))
    for words in ("The Inter Project", "JetBrains Mono Project", "Adobe Systems", "Paweł Kuna"):
        assert words in texts
    assert "SIL OPEN FONT LICENSE" in texts
