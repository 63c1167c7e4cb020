"""What the site offers comes when its disk has been read; the form does not wait for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from editor.site import Choices, Site
from editor.ui.form import FormPanel
from tests.ui.form.conftest import OpenForm, choices_of

PATH = "_posts/2025-09-06-x.md"
POST = "---\nlayout: post\ntitle: Wall\ndate: 2025-09-06\nauthor: tom-okafor\n---\n\nBody.\n"


def layouts(panel: FormPanel) -> list[str]:
    box = combo(panel)
    return [box.itemText(at) for at in range(box.count())]


def combo(panel: FormPanel) -> QComboBox:
    found = panel.findChild(QComboBox, "field-layout")
    assert isinstance(found, QComboBox)
    return found


def line(panel: FormPanel, key: str) -> QLineEdit:
    found = panel.findChild(QLineEdit, f"field-{key}")
    assert isinstance(found, QLineEdit)
    return found


def test_until_the_site_was_read_a_layout_stands_unmarked(open_form: OpenForm, site: Site) -> None:
    panel, document = open_form(POST.replace("post", "liveblog"), learn=False)
    assert layouts(panel) == ["liveblog"]
    panel.show_document(document, site, PATH, Choices(layouts=("default", "post")))
    assert layouts(panel) == ["liveblog (not in this site)", "default", "post"]
    assert combo(panel).currentData() == "liveblog"
    assert not document.modified


def test_what_the_site_offers_is_learnt_under_the_hands_of_who_types(
    open_form: OpenForm, site: Site, qtbot: QtBot
) -> None:
    panel, document = open_form(POST, learn=False)
    rows = panel._rows.rows
    author = line(panel, "author")
    panel.activateWindow()
    author.setFocus()
    qtbot.waitUntil(author.hasFocus)
    author.setCursorPosition(3)
    qtbot.keyClicks(author, "xy")
    panel.show_document(document, site, PATH, choices_of(site))
    assert panel._rows.rows == rows
    assert author.hasFocus()
    assert author.cursorPosition() == 5
    assert layouts(panel) == ["default", "page", "post"]
    qtbot.keyClicks(author, "z")
    qtbot.keyClick(author, Qt.Key.Key_Return)
    assert document.post.data["author"] == "tomxyz-okafor"
    author.completer().setCompletionPrefix("lindqvist")
    assert author.completer().currentCompletion() == "mara-lindqvist"


def test_half_a_date_is_not_complained_of_because_the_site_was_read(
    open_form: OpenForm, site: Site, qtbot: QtBot
) -> None:
    panel, document = open_form(POST, learn=False)
    field = line(panel, "date")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "2025-1")
    panel.show_document(document, site, PATH, choices_of(site))
    message = panel.findChild(QLabel, "message-date")
    assert isinstance(message, QLabel)
    assert not message.text()
    qtbot.keyClicks(field, "0-02")
    panel.commit()
    assert "date: 2025-10-02\n" in document.text


def test_a_list_of_layouts_that_is_open_stays_open_and_grows(
    open_form: OpenForm, site: Site, qtbot: QtBot
) -> None:
    panel, document = open_form(POST, learn=False)
    box = combo(panel)
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    panel.show_document(document, site, PATH, choices_of(site))
    assert box.view().isVisible()
    assert box.view().currentIndex().data() == "post"
    assert box.view().height() >= 3 * box.view().sizeHintForRow(0)
    qtbot.keyClick(box.view(), Qt.Key.Key_Up)
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    assert document.post.data["layout"] == "page"
