"""The form asks the document for edits and shows what it says; the bytes decide."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.edit import Origin
from editor.site import Site
from editor.ui.form import FormPanel
from editor.ui.form.fields.chip_box import Chip
from editor.ui.form.fields.switch import Switch
from tests.ui.form.conftest import OpenForm

POST = """---
layout: post
title: "The wall: a metre more"
date: 2025-09-06T00:42:54
author: 'tom-okafor'   # of the council desk
categories: [News]
tags:
- harbour
-   council
excerpt: "Short."
image: assets/images/harbour-wall.jpg
featured: true
weight: 3
sources:
  - name: Lab   # keep
    n: 1
---

Body.
"""


def line(panel: FormPanel, key: str) -> QLineEdit:
    found = panel.findChild(QLineEdit, f"field-{key}")
    assert isinstance(found, QLineEdit)
    return found


def pane(panel: FormPanel, key: str) -> QPlainTextEdit:
    found = panel.findChild(QPlainTextEdit, f"field-{key}")
    assert isinstance(found, QPlainTextEdit)
    return found


def retype(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_the_fields_stand_in_the_files_order_below_the_title(open_form: OpenForm) -> None:
    panel, _ = open_form(POST)
    keys = [row.key for row in panel._rows.rows]
    assert keys[:6] == ["title", "layout", "date", "author", "categories", "tags"]
    assert keys[6:11] == ["excerpt", "image", "featured", "weight", "sources"]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("title", "title"), ("layout", "layout"), ("date", "date"), ("author", "known-word"),
        ("categories", "list"), ("tags", "list"), ("excerpt", "prose"), ("image", "picture"),
        ("featured", "yes-no"), ("weight", "number"), ("sources", "nested"),
    ],
)  # fmt: skip
def test_each_key_gets_the_editor_that_fits(open_form: OpenForm, key: str, kind: str) -> None:
    panel, _ = open_form(POST)
    row = panel._rows.row(key)
    assert row is not None
    assert row.kind.id == kind


def test_looking_at_a_post_changes_nothing(open_form: OpenForm) -> None:
    panel, document = open_form(POST)
    panel.set_raw(True)
    panel.set_raw(False)
    panel.commit()
    assert document.text == POST
    assert not document.modified


def test_a_new_title_changes_its_line_only(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    retype(qtbot, line(panel, "title"), 'He said: "no"')
    assert document.text == POST.replace('"The wall: a metre more"', '"He said: \\"no\\""')


def test_the_comment_behind_an_edited_value_stays(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    retype(qtbot, line(panel, "author"), "dev-rao")
    assert document.text == POST.replace("'tom-okafor'", "'dev-rao'")


def test_a_date_keeps_its_shape(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    retype(qtbot, line(panel, "date"), "2025-10-07T08:09:10")
    assert document.text == POST.replace("2025-09-06T00:42:54", "2025-10-07T08:09:10")


def test_arrow_keys_step_the_number_at_the_caret(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    field = line(panel, "date")
    field.setFocus()
    field.setCursorPosition(9)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert document.text == POST.replace("2025-09-06T", "2025-09-07T")


def test_half_a_date_is_not_written(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    field = line(panel, "date")
    field.selectAll()
    qtbot.keyClicks(field, "2025-09-0")
    panel.commit()
    assert document.text == POST
    message = panel.findChild(QLabel, "message-date")
    assert isinstance(message, QLabel)
    assert "no date" in message.text()


def test_a_tag_joins_the_list_in_the_authors_hand(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    field = line(panel, "tags")
    field.setFocus()
    qtbot.keyClicks(field, "sea,")
    assert document.post.data["tags"] == ["harbour", "council", "sea"]
    assert "- harbour\n-   council\n" in document.text


def test_backspace_in_the_empty_line_takes_the_last_tag(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    qtbot.keyClick(line(panel, "tags"), Qt.Key.Key_Backspace)
    assert document.text == POST.replace("-   council\n", "")


def test_a_chip_that_is_clicked_goes(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    row = panel._rows.row("categories")
    assert row is not None
    chip = row.findChild(Chip)
    assert chip is not None
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert document.text == POST.replace("[News]", "[]")


def test_a_string_of_tags_stays_a_string(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form("---\ntags: one two\n---\nBody\n")
    qtbot.keyClicks(line(panel, "tags"), "three,")
    assert document.text == "---\ntags: one two three\n---\nBody\n"


def test_a_switch_writes_a_boolean(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    switch = panel.findChild(Switch, "field-featured")
    assert isinstance(switch, Switch)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert document.text == POST.replace("featured: true", "featured: false")


def test_a_number_stays_a_number_and_words_are_refused(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    retype(qtbot, line(panel, "weight"), "12")
    assert document.text == POST.replace("weight: 3", "weight: 12")
    retype(qtbot, line(panel, "weight"), "many")
    assert document.post.data["weight"] == 12


def test_nested_yaml_is_written_as_typed(open_form: OpenForm) -> None:
    panel, document = open_form(POST)
    field = pane(panel, "sources")
    assert field.document().toRawText().split("\u2029") == ["- name: Lab   # keep", "  n: 1"]
    field.setPlainText("- name: Lab   # keep\n  n: 2")
    panel.commit()
    assert document.text == POST.replace("    n: 1", "    n: 2")


def test_nested_yaml_that_breaks_the_post_is_refused(open_form: OpenForm) -> None:
    panel, document = open_form(POST)
    pane(panel, "sources").setPlainText("- name: [Lab")
    panel.commit()
    assert document.text == POST
    message = panel.findChild(QLabel, "message-sources")
    assert isinstance(message, QLabel)
    assert "not changed" in message.text()


def test_refused_words_stay_to_be_corrected_and_escape_takes_them_back(
    open_form: OpenForm, qtbot: QtBot
) -> None:
    panel, document = open_form(POST)
    field = pane(panel, "sources")
    field.setFocus()
    field.setPlainText("- name: [Lab")
    panel.commit()
    assert field.toPlainText() == "- name: [Lab"
    field.setPlainText("- name: [Lab]")
    panel.commit()
    assert document.post.data["sources"] == [{"name": ["Lab"]}]
    field.setPlainText("- x: [")
    panel.commit()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.toPlainText() == "- name: [Lab]"
    message = panel.findChild(QLabel, "message-sources")
    assert isinstance(message, QLabel)
    assert not message.isVisible()


def test_another_post_in_the_same_form_shows_its_own_values(
    open_form: OpenForm, site: Site
) -> None:
    panel, document = open_form(POST)
    pane(panel, "sources").setPlainText("- [")
    panel.commit()
    other = Document.from_bytes(b"---\ntitle: Second\ntags: [x]\nsources:\n- a: 1\n---\n")
    panel.show_document(other, site, "_posts/2025-09-06-y.md", panel._choices)
    assert line(panel, "title").text() == "Second"
    assert pane(panel, "sources").toPlainText() == "- a: 1"
    assert panel._rows.row("author") is None
    line(panel, "title").setText("Third")
    panel._rows.row("title").editor._touch(now=True)  # type: ignore[union-attr]
    assert other.post.data["title"] == "Third"
    assert document.text == POST


def test_undo_in_a_field_is_the_documents_undo(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    field = line(panel, "title")
    retype(qtbot, field, "Other")
    assert document.text != POST
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.text == POST
    assert not document.modified
    assert field.text() == "The wall: a metre more"


def test_an_edit_from_elsewhere_shows_and_keeps_focus_and_caret(
    open_form: OpenForm, qtbot: QtBot
) -> None:
    panel, document = open_form(POST)
    field = line(panel, "title")
    field.setFocus()
    field.setCursorPosition(3)
    document.set_field("weight", 5, origin=Origin.COMMAND)
    document.set_field("title", "The wall: two metres", origin=Origin.COMMAND)
    qtbot.waitUntil(lambda: field.text() == "The wall: two metres")
    assert line(panel, "title") is field
    assert field.cursorPosition() == 3
    assert line(panel, "weight").text() == "5"


def test_keys_in_the_body_do_not_read_the_form_anew(open_form: OpenForm) -> None:
    panel, document = open_form(POST)
    document.replace(document.line_count - 1, 0, document.line_count - 1, 0, "More")
    assert not panel._refresh_timer.isActive()


def test_the_raw_yaml_edits_the_same_text(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    panel.set_raw(True)
    raw = panel._raw
    cursor = raw.textCursor()
    cursor.setPosition(raw.document().toRawText().index("3\u2029sources"))
    raw.setTextCursor(cursor)
    qtbot.keyClicks(raw, "4")
    assert document.text == POST.replace("weight: 3", "weight: 43")
    qtbot.keyClick(raw, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.text == POST
    assert "weight: 3\u2029" in raw.document().toRawText()


def test_the_raw_yaml_keeps_crlf(open_form: OpenForm, qtbot: QtBot) -> None:
    text = "---\r\ntitle: a\r\nx: 1\r\n---\r\n\r\nBody\r\n"
    panel, document = open_form(text)
    panel.set_raw(True)
    raw = panel._raw
    cursor = raw.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    raw.setTextCursor(cursor)
    qtbot.keyClick(raw, Qt.Key.Key_Return)
    qtbot.keyClicks(raw, "y: 2")
    assert document.text == "---\r\ntitle: a\r\nx: 1\r\ny: 2\r\n---\r\n\r\nBody\r\n"


def test_broken_front_matter_shows_its_line_and_the_mend(open_form: OpenForm, qtbot: QtBot) -> None:
    text = "---\nlayout: post\ntitle: Council: the wall\n---\n\nBody\n"
    panel, document = open_form(text)
    assert panel._raw.isVisible()
    assert not panel._rows.isVisible()
    assert panel._trouble.isVisible()
    sentence = panel.findChild(QLabel, "trouble-sentence")
    assert isinstance(sentence, QLabel)
    assert "Line 3" in sentence.text()
    assert document.text == text
    qtbot.mouseClick(panel._trouble._button, Qt.MouseButton.LeftButton)
    assert document.text == text.replace("Council: the wall", '"Council: the wall"')
    assert not panel._trouble.isVisible()
    assert panel._rows.isVisible()


def test_a_default_of_the_site_stands_as_a_ghost(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, document = open_form(POST)
    switch = panel.findChild(Switch, "field-comments")
    assert isinstance(switch, Switch)
    assert switch.isChecked()
    assert "comments" not in document.text
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert document.post.data["comments"] is False


def test_a_field_is_added_where_the_sites_posts_have_it(open_form: OpenForm) -> None:
    panel, document = open_form("---\nlayout: post\ntitle: x\nimage: a.jpg\n---\n")
    panel.add_field("tags")
    assert document.text == "---\nlayout: post\ntitle: x\ntags: []\nimage: a.jpg\n---\n"


def test_removing_and_moving_a_field_moves_its_lines_only(open_form: OpenForm) -> None:
    panel, document = open_form(POST)
    panel._on_action_wanted("remove", "weight")
    assert document.text == POST.replace("weight: 3\n", "")
    document.undo()
    panel._on_action_wanted("up", "weight")
    assert document.text == POST.replace(
        "featured: true\nweight: 3\n", "weight: 3\nfeatured: true\n"
    )


def test_the_layouts_are_the_sites(open_form: OpenForm) -> None:
    panel, _ = open_form(POST)
    combo = panel.findChild(QComboBox, "field-layout")
    assert isinstance(combo, QComboBox)
    assert [combo.itemText(i) for i in range(combo.count())] == ["default", "page", "post"]


def test_the_address_says_what_a_change_does_to_it(open_form: OpenForm, qtbot: QtBot) -> None:
    panel, _ = open_form(POST)
    assert panel._address.text == "/news/2025/09/06/x/"
    retype(qtbot, line(panel, "date"), "2025-10-07T08:09:10")
    assert panel._address.text.startswith("/news/2025/10/07/x/")
    assert "/news/2025/09/06/x/" in panel._address.text


def test_a_file_name_that_no_longer_fits_is_offered_to_be_changed(
    open_form: OpenForm, qtbot: QtBot
) -> None:
    text = POST.replace("The wall: a metre more", "The wall")
    panel, _ = open_form(text, "_posts/2025-09-06-the-wall.md")
    button = panel._address._rename
    assert not button.isVisible()
    retype(qtbot, line(panel, "title"), "The wall stands")
    assert "2025-09-06-the-wall-stands.md" in button.toolTip()
    with qtbot.waitSignal(panel.rename_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_everything_that_can_be_used_has_a_name(open_form: OpenForm) -> None:
    panel, _ = open_form(POST)
    for kind in (QLineEdit, QComboBox, QToolButton, Switch):
        for widget in panel.findChildren(kind):
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()


def test_the_folded_form_is_the_title_and_one_line(open_form: OpenForm) -> None:
    panel, _ = open_form(POST)
    panel.set_folded(True)
    assert [row.key for row in panel._rows.rows] == ["title"]
    assert panel._summary.text() == "News · 2025-09-06 00:42 · tom-okafor · post"
    panel.set_folded(False)
    assert panel._rows.row("tags") is not None


def test_a_post_that_is_not_text_is_shown_and_not_touched(open_form: OpenForm) -> None:
    panel, _ = open_form(POST)
    document = Document.from_bytes(b"---\ntitle: caf\xe9\n---\n\nB\n")
    panel.show_document(document, None, None, None)
    assert document.read_only
    assert not panel._rows.isVisible()
    assert panel._trouble.isVisible()
