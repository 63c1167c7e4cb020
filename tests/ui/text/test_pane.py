"""Pane and document hold the same text, whatever is typed and whatever comes from elsewhere."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.edit import Edit, Origin
from editor.ui.text import EditorPane, FindBar

HEAD = "---\ntitle: A\n---\n"
PIECES = (
    *("a", "word ", "\n", "\n\n", "é", "😀", "\u00a0", "\u2028", "\t", "\u0085", "\0", "- x"),
    *("**b**", "\ufffc", "x\ny\nz", "\u0301"),
)
BODIES = (
    "one\ntwo\nthree\n",
    "one\r\ntwo\r\n\r\nthree",
    "mixed\nline\r\nends\n",
    "a lone \r carriage\u2029return 😀 é\n",
    "",
)


@pytest.fixture
def pane(qtbot: QtBot) -> EditorPane:
    widget = EditorPane()
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    return widget


def same(pane: EditorPane, document: Document) -> None:
    lines = [document.content(at) for at in range(pane.first_line, document.line_count)]
    assert pane.body() == "\n".join(lines)


def boundaries(pane: EditorPane) -> list[int]:
    """Every place where a cursor can stand: never between the halves of a character."""
    places = [0]
    for character in pane.document().toRawText():
        places.append(places[-1] + (2 if character > "\uffff" else 1))
    return places


@pytest.mark.parametrize("body", BODIES)
def test_opening_changes_nothing_and_shows_the_body(pane: EditorPane, body: str) -> None:
    data = (HEAD + body).encode()
    document = Document.from_bytes(data)
    pane.show_document(document)
    assert document.snapshot().data == data
    assert not document.modified
    same(pane, document)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("seed", range(6))
def test_random_keys_and_foreign_edits_keep_both_the_same(
    pane: EditorPane, body: str, seed: int
) -> None:
    chance = random.Random(f"{body}{seed}")
    original = (HEAD + body).encode()
    document = Document.from_bytes(original)
    pane.show_document(document)
    for _ in range(120):
        deed = chance.randrange(10)
        places = boundaries(pane)
        at = chance.randrange(len(places))
        start = places[at]
        end = places[min(len(places) - 1, at + chance.choice((0, 0, 1, 2, 9)))]
        if deed < 7:
            cursor = pane.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            if chance.random() < 0.3:
                cursor.removeSelectedText()
            else:
                cursor.insertText(chance.choice(PIECES))
        elif deed == 7:
            pane.undo_step()
        elif deed == 8:
            pane.redo_step()
        else:
            line = chance.randrange(pane.first_line, document.line_count)
            content = document.content(line)
            at = chance.randint(0, len(content))
            piece = chance.choice(("neu", "n\ne\n", "😀"))
            document.apply(Edit(line, at, content[at : at + 2], piece), Origin.COMMAND)
        same(pane, document)
    for _ in range(1000):
        if not document.can_undo:
            break
        pane.undo_step()
    same(pane, document)
    assert document.snapshot().data == original
    assert not document.modified


def test_a_field_set_in_the_form_leaves_text_and_cursor_alone(pane: EditorPane) -> None:
    document = Document.from_bytes((HEAD + "one\ntwo\n").encode())
    pane.show_document(document)
    pane.go_to_line(pane.first_line + 1, 2)
    document.set_field("subtitle", "new")
    same(pane, document)
    assert pane.textCursor().blockNumber() == 1
    assert pane.textCursor().positionInBlock() == 2


@pytest.mark.parametrize(
    ("disk", "before"),
    [
        ("first\nnew\none\ntwo\n", "first\nnew\none\n"),
        ("one\ntwo\nlast\n", "one\n"),
        ("one\nt", "one\n"),
        ("\nother: 1\n---\none\ntwo\n", "one\n"),
    ],
)
def test_the_cursor_stays_at_its_word_when_another_program_writes(
    pane: EditorPane, qtbot: QtBot, disk: str, before: str
) -> None:
    document = Document.from_bytes((HEAD + "one\ntwo\n").encode())
    pane.show_document(document)
    pane.go_to_line(pane.first_line + 1)
    text = HEAD.removesuffix("\n---\n") + disk if disk.startswith("\nother") else HEAD + disk
    document.reload(text.encode())
    qtbot.keyClicks(pane, "X")
    assert pane.body().startswith(before + "X")
    same(pane, document)


def test_a_reload_that_moves_the_front_matter_shows_the_new_body(pane: EditorPane) -> None:
    document = Document.from_bytes(b"one\ntwo\n")
    pane.show_document(document)
    for data in (HEAD.encode() + b"one\ntwo\n", b"two\n", HEAD.encode()):
        document.reload(data)
        same(pane, document)
        assert pane.first_line == document.post.body_line
        assert pane.isReadOnly() == document.read_only


def test_a_first_field_on_a_post_without_front_matter_stays_out_of_the_pane(
    pane: EditorPane,
) -> None:
    document = Document.from_bytes(b"only words\n")
    pane.show_document(document)
    document.set_field("title", "T")
    assert pane.body() == "only words\n"
    same(pane, document)


def test_typing_goes_into_a_crlf_post_as_crlf(pane: EditorPane, qtbot: QtBot) -> None:
    document = Document.from_bytes(b"---\r\ntitle: A\r\n---\r\none\r\n")
    pane.show_document(document)
    pane.moveCursor(QTextCursor.MoveOperation.EndOfLine)
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    qtbot.keyClicks(pane, "two")
    assert document.snapshot().data == b"---\r\ntitle: A\r\n---\r\none\r\ntwo\r\n"


def test_shift_return_makes_a_line_and_no_separator(pane: EditorPane, qtbot: QtBot) -> None:
    document = Document.from_bytes(b"a")
    pane.show_document(document)
    pane.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(pane, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert document.text == "a\n"


def test_return_continues_a_list_and_leaves_it(pane: EditorPane, qtbot: QtBot) -> None:
    document = Document.from_bytes(b"- one")
    pane.show_document(document)
    pane.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert document.text == "- one\n- "
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert document.text == "- one\n"


def test_copying_keeps_no_break_spaces(pane: EditorPane) -> None:
    document = Document.from_bytes("10\u00a0km\nfar\n".encode())
    pane.show_document(document)
    pane.selectAll()
    assert pane.createMimeDataFromSelection().text() == "10\u00a0km\nfar\n"


def test_pasted_line_ends_become_the_posts_own(pane: EditorPane) -> None:
    document = Document.from_bytes(b"a\r\nb\r\n")
    pane.show_document(document)
    data = QMimeData()
    data.setText("x\ny\r\nz\rw")
    pane.insertFromMimeData(data)
    assert document.text == "x\r\ny\r\nz\r\nwa\r\nb\r\n"


def test_replace_all_is_one_step(pane: EditorPane, qtbot: QtBot) -> None:
    document = Document.from_bytes((HEAD + "cat Cat\ncatcat\n").encode())
    pane.show_document(document)
    bar = FindBar(pane)
    qtbot.addWidget(bar)
    bar.open_bar(replacing=True)
    bar.findChild(type(bar._words), "find_words").setText("cat")  # type: ignore[union-attr]
    bar.findChild(type(bar._words), "find_replacement").setText("horse")  # type: ignore[union-attr]
    bar.replace_all()
    assert pane.body() == "horse horse\nhorsehorse\n"
    same(pane, document)
    pane.undo_step()
    assert document.text == HEAD + "cat Cat\ncatcat\n"
    assert "title: A" in document.text


def test_a_post_that_cannot_be_decoded_is_for_reading_only(pane: EditorPane) -> None:
    data = HEAD.encode() + b"caf\xe9\n"
    document = Document.from_bytes(data)
    pane.show_document(document)
    assert pane.isReadOnly()
    assert document.snapshot().data == data


def test_a_long_text_is_formatted_where_it_is_seen(qtbot: QtBot, pane: EditorPane) -> None:
    lines = ["plain **bold** words"] * 3000
    lines[5] = "```"
    lines[900] = "```"
    pane.show_document(Document.from_bytes("\n".join(lines).encode()))
    pane.show()

    def formats(line: int) -> int:
        return len(pane.document().findBlockByNumber(line).layout().formats())

    assert formats(0) > 0
    assert formats(2000) == 0
    pane.go_to_line(2000)
    qtbot.waitUntil(lambda: formats(2000) > 0)
    assert formats(500) == 0
    pane.go_to_line(500)
    # The fence that was opened far above is known although nothing between was formatted.
    qtbot.waitUntil(lambda: formats(500) > 0)
    whole = pane.document().findBlockByNumber(500).layout().formats()[0]
    assert whole.length == len(lines[500])
