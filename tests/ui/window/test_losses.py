"""One test for each public report of lost words (safety.md, L1 to L22) that a window can cause.

Those that need no window are in tests/storage and tests/document.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from editor import storage
from editor.checks import Checked
from editor.preview.messages import BlockHtml, Page
from editor.site import posts
from editor.ui.desks import closing, questions, saving
from editor.ui.desks.post_deeds import AfterMove
from editor.ui.text import dragging
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost, open_posts
from tests.ui.views import banner_of, pane_of
from tests.ui.window.conftest import FIRST
from tests.ui.window.test_window import FERRY, press_in_dialog, save, type_at_end


class FakeInputMethod:
    """An input method with half typed letters; commits them when it is asked to."""

    def __init__(self) -> None:
        self._target: QWidget | None = None
        self._letters = ""

    def inputMethod(self) -> FakeInputMethod:
        return self

    def begin(self, target: QWidget, letters: str) -> None:
        self._target, self._letters = target, letters
        QApplication.sendEvent(target, QInputMethodEvent(letters, []))

    def commit(self) -> None:
        letters, self._letters = self._letters, ""
        if letters and self._target is not None:
            event = QInputMethodEvent("", [])
            event.setCommitString(letters)
            QApplication.sendEvent(self._target, event)


@pytest.fixture
def input_method(monkeypatch: pytest.MonkeyPatch) -> FakeInputMethod:
    made = FakeInputMethod()
    monkeypatch.setattr(open_posts, "QGuiApplication", made)
    return made


def open_tab(qtbot: QtBot, window: MainWindow, path: Path) -> OpenPost:
    window.desks.opening.open_path(path)
    qtbot.waitUntil(
        lambda: (
            window.workbench.posts.shown is not None and window.workbench.posts.shown.path == path
        ),
        timeout=10_000,
    )
    return window.workbench.posts.current


def slow_saves(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Have every save of a post wait before it writes."""

    def wait_and_write(*args: Any, **more: Any) -> object:
        time.sleep(seconds)
        return storage.save(*args, **more)

    monkeypatch.setattr(saving, "save", wait_and_write)


def accept_dialog(change: Callable[[QDialog], None] = lambda _dialog: None) -> None:
    """Accept the modal dialog that is about to open."""

    def accept() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not isinstance(dialog, QMessageBox):
            change(dialog)
            dialog.accept()
        else:
            QTimer.singleShot(10, accept)

    QTimer.singleShot(0, accept)


def test_l2_marktext_3803_switching_among_ten_tabs_keeps_every_tabs_own_words(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    assert opened in window.workbench.posts
    for number in range(9):
        path = root / f"_posts/2025-02-0{number + 1}-day.md"
        path.write_text(f"---\ntitle: Day {number}\n---\nDay {number}.\n", "utf-8")
        open_tab(qtbot, window, path)
    typed = {tab.document.id: tab.document.text for tab in window.workbench.posts}
    assert len(typed) == 10
    chance = random.Random(3803)
    for step in range(1000):
        window.workbench.posts.show(chance.choice(window.workbench.posts))
        tab = window.workbench.posts.current
        pane_of(tab).moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(pane_of(tab), chr(ord("a") + step % 26))
        typed[tab.document.id] += chr(ord("a") + step % 26)
    for tab in window.workbench.posts:
        assert tab.document.text == typed[tab.document.id]
        assert tab.document.text.endswith(pane_of(tab).body())
    window.desks.saving.save_all()
    qtbot.waitUntil(
        lambda: not any(tab.document.modified for tab in window.workbench.posts), timeout=20_000
    )
    for tab in window.workbench.posts:
        assert tab.path is not None
        assert tab.path.read_bytes() == typed[tab.document.id].encode()


def test_l4_zettlr_2316_a_rename_while_dirty_saves_first_and_keeps_what_is_typed_meanwhile(
    qtbot: QtBot,
    window: MainWindow,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (root / "_config.yml").write_text("plugins: [jekyll-redirect-from]\n", "utf-8")
    window.desks.sites.open_path(root / FERRY)
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
    opened = window.workbench.posts.current
    rename = posts.rename

    def slow_rename(plan: posts.RenamePlan) -> object:
        time.sleep(0.3)
        return rename(plan)

    monkeypatch.setattr(posts, "rename", slow_rename)
    type_at_end(qtbot, opened, "Before.")

    def change(dialog: QDialog) -> None:
        slug = dialog.findChild(QLineEdit, "rename-slug")
        assert slug is not None
        slug.setText("the-boat")
        slug.textEdited.emit(slug.text())
        dialog.redirect.setChecked(True)  # type: ignore[attr-defined]

    press_in_dialog(qtbot, "question_save")
    accept_dialog(change)
    window.desks.moving.rename_shown()
    target = root / "_posts/2025-09-01-the-boat.md"
    qtbot.waitUntil(lambda: "Before." in (root / FERRY).read_text("utf-8"), timeout=10_000)
    # The file is being moved, and its front matter gets the old address: the keys go on.
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=10_000)
    type_at_end(qtbot, opened, "Meanwhile.")
    qtbot.waitUntil(lambda: opened.path == target, timeout=10_000)
    assert pane_of(opened).body().endswith("Before.Meanwhile.")
    assert opened.document.modified
    save(qtbot, window, opened)
    written = target.read_text("utf-8")
    assert written.endswith("Two.\nBefore.Meanwhile.")
    assert "redirect_from" in written
    assert not (root / FERRY).exists()


@pytest.mark.parametrize("deed", ["date", "publish", "moved_outside"])
def test_l4_zettlr_2347_a_move_or_another_date_while_dirty_loses_no_byte(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, deed: str
) -> None:
    tab = opened
    if deed == "publish":
        tab = open_tab(qtbot, window, root / "_drafts/the-tunnel.md")
    type_at_end(qtbot, tab, "Words.")
    if deed == "moved_outside":
        target = root / "_posts/2025-09-01-moved.md"
        (root / FERRY).rename(target)
        window.desks.disk.check_all()
        qtbot.waitUntil(lambda: bool(tab.file.problem), timeout=10_000)
        button = banner_of(tab).findChild(QPushButton, "disk_follow")
        assert button is not None
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: tab.path == target, timeout=10_000)
    else:
        if deed == "date":
            tab.document.set_field("date", "2025-10-02 08:00:00 +0000")
        press_in_dialog(qtbot, "question_save")
        accept_dialog()
        before = tab.path
        if deed == "date":
            window.desks.moving.rename_shown()
        else:
            window.desks.moving.publish_shown()
        qtbot.waitUntil(lambda: tab.path != before, timeout=10_000)
    assert pane_of(tab).body().endswith("Words.")
    save(qtbot, window, tab)
    assert tab.path is not None
    assert tab.path.read_bytes() == tab.document.text.encode()
    assert tab.path.read_text("utf-8").endswith("Words.")
    if deed == "date":
        assert tab.path.name.startswith("2025-10-02-")


@pytest.mark.parametrize("count", [60, pytest.param(1000, marks=pytest.mark.ci)])
def test_l5_zettlr_5318_closing_over_and_over_on_a_slow_disk_never_empties_the_file(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    count: int,
) -> None:
    slow_saves(monkeypatch, 0.02)
    questions_asked = []
    answers = {"asked": questions.Answer.CANCEL}

    def answer(_parent: QWidget, names: list[str]) -> questions.Answer:
        questions_asked.append(names)
        return answers["asked"]

    monkeypatch.setattr(closing, "ask_unsaved", answer)
    chance = random.Random(5318)
    path = root / FERRY
    on_disk = FIRST
    tab = opened
    for step in range(count):
        pane_of(tab).moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(pane_of(tab), "x")
        wanted = tab.document.text
        answers["asked"] = chance.choice(list(questions.Answer))
        window.desks.closing.close(tab)
        assert len(questions_asked) == step + 1, "asked once, not twice"
        if answers["asked"] is questions.Answer.CANCEL:
            assert tab in window.workbench.posts
            assert tab.document.text == wanted
        else:
            qtbot.waitUntil(lambda: not window.workbench.posts, timeout=10_000)
            if answers["asked"] is questions.Answer.SAVE:
                on_disk = wanted
            tab = open_tab(qtbot, window, path)
            assert tab.document.text == on_disk
        assert path.read_text("utf-8") == on_disk


def test_l5_zettlr_5318_words_typed_while_the_closing_save_runs_are_asked_about_too(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow_saves(monkeypatch, 0.3)
    answers = [questions.Answer.SAVE, questions.Answer.CANCEL]

    def answer(_parent: QWidget, _names: list[str]) -> questions.Answer:
        return answers.pop(0)

    monkeypatch.setattr(closing, "ask_unsaved", answer)
    type_at_end(qtbot, opened, "a")
    window.close()
    type_at_end(qtbot, opened, "b")
    qtbot.waitUntil(lambda: not answers, timeout=10_000)
    assert window.isVisible()
    assert opened.document.text == FIRST + "ab"
    assert (root / FERRY).read_text("utf-8") == FIRST + "a"


def test_l9_zettlr_5782_no_question_about_words_has_a_single_button(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    type_at_end(qtbot, opened, "Two weeks.")
    text = opened.document.text
    seen: dict[str, int] = {}

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            seen[box.objectName()] = len(box.buttons())
            escape = box.escapeButton()
            assert escape is not None
            escape.click()
        else:
            QTimer.singleShot(10, look)

    def export() -> None:
        window.desks.exporting.export([])

    deeds: list[Callable[[], object]] = [
        window.desks.closing.close_shown,
        window.close,
        window.desks.moving.rename_shown,
        window.desks.moving.unpublish_shown,
        window.desks.removing.delete_shown,
        export,
    ]
    for deed in deeds:
        QTimer.singleShot(0, look)
        deed()
        assert opened in window.workbench.posts
        assert opened.document.text == text
    assert seen == {"unsaved_question": 3}


@pytest.mark.parametrize("refusal", ["save", "conflict", "deleted", "action"])
def test_l9_zettlr_5782_every_error_keeps_the_words(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, refusal: str
) -> None:
    pane_of(opened).go_to_line(opened.document.line_count - 2, 0)
    qtbot.keyClicks(pane_of(opened), "Two weeks ")
    text = opened.document.text
    path = root / FERRY
    if refusal == "action":
        # A single button is right here: it only tells, and what it tells changes nothing.
        press_in_dialog(qtbot, "action_failed_close")
        window.desks.moving._on_failed(root / FERRY, OSError(5, "Input/output error"))
    else:
        if refusal == "save":
            path.chmod(0o400)
            window.desks.saving.save(opened)
        elif refusal == "conflict":
            path.write_text(FIRST.replace("Two.", "Theirs."), "utf-8")
            window.desks.disk.check_all()
        else:
            path.unlink()
            window.desks.disk.check_all()
        qtbot.waitUntil(lambda: bool(opened.file.problem), timeout=10_000)
        assert banner_of(opened).findChildren(QPushButton)
    assert opened in window.workbench.posts
    assert opened.document.text == text
    assert opened.document.modified
    journal = opened.document.journal
    assert journal is not None
    journal.sync()
    assert not pane_of(opened).isReadOnly()


@pytest.mark.parametrize("deed", ["save", "switch", "close", "leave"])
def test_l17_joplin_12066_half_typed_letters_are_taken_over_before_save_switch_and_close(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    input_method: FakeInputMethod,
    deed: str,
) -> None:
    if deed == "switch":
        other = open_tab(qtbot, window, root / "_posts/2025-08-01-the-bridge.md")
        window.workbench.posts.show(opened)
    else:
        other = opened
    type_at_end(qtbot, opened, "")
    input_method.begin(pane_of(opened), "日本")
    assert not opened.document.modified
    if deed == "switch":
        window.workbench.posts.show(other)
        assert window.workbench.posts.shown is other
        assert opened.document.text == FIRST + "日本"
        assert "日本" not in other.document.text
    elif deed == "save":
        window.desks.saving.save(opened)
        qtbot.waitUntil(lambda: not opened.document.modified, timeout=10_000)
        assert (root / FERRY).read_text("utf-8") == FIRST + "日本"
    else:
        press_in_dialog(qtbot, "question_save")
        if deed == "close":
            window.desks.closing.close_shown()
        else:
            window.close()
        qtbot.waitUntil(lambda: (root / FERRY).read_text("utf-8") == FIRST + "日本", timeout=10_000)
        qtbot.waitUntil(lambda: opened not in window.workbench.posts, timeout=10_000)


def test_l18_joplin_3302_words_dragged_out_of_the_editor_stay(
    qtbot: QtBot, opened: OpenPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    class Drag:
        """A drag whose target says that it moved the words."""

        def __init__(self, source: QWidget) -> None:
            assert source is pane_of(opened)

        def setMimeData(self, data: QMimeData) -> None:
            taken.append(data.text())

        def exec(self, _actions: Qt.DropAction, _default: Qt.DropAction) -> Qt.DropAction:
            return Qt.DropAction.MoveAction

    monkeypatch.setattr(dragging, "QDrag", Drag)
    pane = pane_of(opened)
    pane.moveCursor(QTextCursor.MoveOperation.Start)
    pane.moveCursor(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    place = pane.cursorRect().center() - QPoint(10, 0)

    def mouse(kind: QEvent.Type, at: QPoint, held: Qt.MouseButton) -> None:
        where = QPointF(at)
        button = Qt.MouseButton.LeftButton
        spot = QPointF(pane.viewport().mapToGlobal(at))
        no_keys = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, where, spot, button, held, no_keys)
        QApplication.sendEvent(pane.viewport(), event)

    held = Qt.MouseButton.LeftButton
    mouse(QEvent.Type.MouseButtonPress, place, held)
    mouse(QEvent.Type.MouseMove, place + QPoint(0, 80), held)
    mouse(QEvent.Type.MouseMove, place + QPoint(0, 120), held)
    mouse(QEvent.Type.MouseButtonRelease, place + QPoint(0, 120), Qt.MouseButton.NoButton)
    assert taken == ["One."]
    assert opened.document.text == FIRST
    assert pane_of(opened).body().startswith("One.")
    # The next drag of the mouse selects, as ever.
    type_at_end(qtbot, opened, "Z")
    assert opened.document.text == FIRST + "Z"


def test_l19_decap_1752_an_exception_in_form_preview_or_follower_never_touches_the_words(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)

    def broken(*_args: object) -> None:
        raise RuntimeError("broken")

    opened.document.subscribe(broken)
    monkeypatch.setattr(type(window.form), "_on_document_changed", broken)
    monkeypatch.setattr(type(window.preview._live), "_on_document_changed", broken)
    window.workbench.posts.shown_anew.emit()
    type_at_end(qtbot, opened, "An hour.")
    opened.document.set_field("title", "The boat")
    window.desks.looks.undo()
    window.desks.looks.redo()
    type_at_end(qtbot, opened, " More.")
    body = pane_of(opened).body()
    assert body.endswith("An hour. More.")
    assert opened.document.text.endswith(body)
    save(qtbot, window, opened)
    assert (root / FERRY).read_bytes() == opened.document.text.encode()


def test_l22_heading_sync_15_a_late_result_never_reaches_another_post(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A slow save of the first post ends while the second is shown.
    slow_saves(monkeypatch, 0.3)
    type_at_end(qtbot, opened, "Ferry.")
    window.desks.saving.save(opened)
    other = open_tab(qtbot, window, root / "_posts/2025-08-01-the-bridge.md")
    bridge = other.document.text
    type_at_end(qtbot, other, "Bridge.")
    qtbot.waitUntil(lambda: not opened.file.is_saving, timeout=10_000)
    assert not opened.document.modified
    assert other.document.modified
    assert other.file.saved_at == 0
    assert other.document.text == bridge + "Bridge."
    # Another program wrote the first post: the one that is shown is not touched.
    (root / FERRY).write_text(FIRST + "Theirs.\n", "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: "Theirs." in opened.document.text, timeout=10_000)
    assert other.document.text == bridge + "Bridge."
    # What was counted and found in the first post is not told of the second.
    told: list[object] = []
    monkeypatch.setattr(window.status, "show_length", lambda *what: told.append(what))
    monkeypatch.setattr(window.status, "show_problems", lambda *what: told.append(what))
    window.teller._on_counted(opened.document.id, (1, 1, 1))
    window.desks.problems._on_checked(Checked(opened.document.id, 1, ()))
    assert told == []
    window.teller._on_counted(other.document.id, (1, 1, 1))
    assert told == [(1, 1)]
    # A page of the first post is not shown beside the second.
    shown: list[object] = []
    monkeypatch.setattr(window.preview._live, "_take_page", shown.append)
    for tab in (opened, other):
        page = Page(tab.document.id, 1, "", 0, (BlockHtml("<p>x</p>", 1),), "", True)
        window.preview._live._on_replied(page)
    assert [page.document for page in shown] == [other.document.id]  # type: ignore[attr-defined]
    window.workbench.posts.drop(opened)
    assert opened.path is not None
    window.desks.moving._on_followed(
        opened, opened.path, posts.Moved("", "", "", "", root), AfterMove(b"gone", None, None)
    )
    assert other.document.text == bridge + "Bridge."
