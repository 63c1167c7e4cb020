"""What stands above the text: nothing that is amiss is hidden by something else."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from editor import storage
from editor.storage import JournalState, Saved, SaveFailed
from editor.storage import journal as journal_module
from editor.ui.desks import saving
from editor.ui.notices import Level, Notice
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.ui.views import banner_of, pane_of
from tests.ui.window.conftest import FIRST
from tests.ui.window.test_window import FERRY, press_in_dialog, save, type_at_end


def press(qtbot: QtBot, inside: QWidget, name: str) -> None:
    button = inside.findChild(QPushButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


class FullDisk:
    """The post's disk takes nothing, and after `refuse` the journal's neither."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refuses_saves = self.refuses_journals = False
        write, open_, run = os.write, os.open, storage.save

        def full() -> OSError:
            return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def write_some(handle: int, data: bytes) -> int:
            if self.refuses_journals and ".journal" in str(
                Path(f"/proc/self/fd/{handle}").readlink()
            ):
                raise full()
            return write(handle, data)

        def open_some(path: str | Path, flags: int, mode: int = 0o777, **more: int) -> int:
            if self.refuses_journals and flags & os.O_CREAT and ".journal" in str(path):
                raise full()
            return open_(path, flags, mode, **more)

        def refuse(path: Path, data: bytes, **more: Any) -> Saved:
            if self.refuses_saves:
                raise SaveFailed(path, full())
            return run(path, data, **more)

        monkeypatch.setattr(os, "write", write_some)
        monkeypatch.setattr(os, "open", open_some)
        monkeypatch.setattr(journal_module, "_RETRY_S", 0.0)
        monkeypatch.setattr(saving, "save", refuse)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    return FullDisk(monkeypatch)


def test_a_failing_journal_does_not_hide_a_failed_save_nor_does_its_recovery(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, disk: FullDisk
) -> None:
    disk.refuses_saves = True
    type_at_end(qtbot, opened, "x")
    window.desks.saving.save(opened)
    qtbot.waitUntil(lambda: "disk is full" in opened.notices.sentence, timeout=10_000)
    sentence = opened.notices.sentence
    disk.refuses_journals = True
    type_at_end(qtbot, opened, "y")
    qtbot.waitUntil(lambda: bool(opened.notices.told(Notice.JOURNAL)), timeout=10_000)
    assert opened.notices.sentence == sentence
    assert banner_of(opened).findChild(QPushButton, "save_elsewhere") is not None
    disk.refuses_journals = False
    type_at_end(qtbot, opened, "z")
    qtbot.waitUntil(lambda: not opened.notices.told(Notice.JOURNAL), timeout=20_000)
    assert opened.notices.sentence == sentence
    state = window.status.findChild(QToolButton, "save_state")
    assert state is not None
    assert state.text() == "NOT SAVED"
    disk.refuses_saves = False
    press(qtbot, banner_of(opened), "save_try_again")
    qtbot.waitUntil(lambda: not opened.document.modified, timeout=10_000)
    assert opened.notices.sentence == ""


def test_a_journal_that_fails_is_told_in_its_own_tab_though_another_is_shown(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, disk: FullDisk
) -> None:
    window.desks.opening.open_path(root / "_drafts/the-tunnel.md")
    qtbot.waitUntil(
        lambda: (
            window.workbench.posts.shown is not None and window.workbench.posts.shown is not opened
        ),
        timeout=10_000,
    )
    other = window.workbench.posts.current
    disk.refuses_journals = True
    opened.document.replace(7, 0, 7, 0, "x")
    qtbot.waitUntil(lambda: bool(opened.notices.told(Notice.JOURNAL)), timeout=10_000)
    assert other.notices.sentence == ""


def test_words_in_memory_only_are_graver_than_words_beside_the_post(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, disk: FullDisk
) -> None:
    disk.refuses_journals = True
    type_at_end(qtbot, opened, "x")
    qtbot.waitUntil(lambda: bool(opened.notices.told(Notice.JOURNAL, Level.DANGER)), timeout=10_000)
    assert banner_of(opened).findChild(QPushButton, "journal_save") is not None
    journal = opened.document.journal
    assert journal is not None
    journal.state, journal.problem = JournalState.BESIDE, "It stands beside the post."
    window.workbench.posts.journal_told.emit(opened)
    assert opened.notices.told(Notice.JOURNAL)
    assert not opened.notices.told(Notice.JOURNAL, Level.DANGER)


def test_a_journal_without_a_folder_at_the_opening_is_told(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, disk: FullDisk
) -> None:
    disk.refuses_journals = True
    window.desks.opening.open_path(root / "_drafts/the-tunnel.md")
    qtbot.waitUntil(
        lambda: (
            window.workbench.posts.shown is not None and window.workbench.posts.shown is not opened
        ),
        timeout=10_000,
    )
    assert window.workbench.posts.current.notices.told(Notice.JOURNAL, Level.DANGER)


def test_a_read_only_file_is_saved_all_the_same_when_asked_and_stays_read_only(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    path = root / FERRY
    path.chmod(0o444)
    type_at_end(qtbot, opened, "x")
    window.desks.saving.save(opened)
    qtbot.waitUntil(lambda: "marked read-only" in opened.notices.sentence, timeout=10_000)
    assert path.read_bytes() == FIRST.encode()
    for name in ("save_try_again", "save_elsewhere"):
        assert banner_of(opened).findChild(QPushButton, name) is not None
    press(qtbot, banner_of(opened), "save_all_the_same")
    qtbot.waitUntil(lambda: not opened.document.modified, timeout=10_000)
    assert path.read_text("utf-8") == FIRST + "x"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert opened.notices.sentence == ""


def test_a_link_out_of_the_site_is_not_offered_to_be_saved_all_the_same(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(FIRST, "utf-8")
    (root / FERRY).unlink()
    (root / FERRY).symlink_to(outside)
    type_at_end(qtbot, opened, "x")
    window.desks.saving.save(opened)
    qtbot.waitUntil(lambda: "outside the site" in opened.notices.sentence, timeout=10_000)
    assert banner_of(opened).findChild(QPushButton, "save_all_the_same") is None
    assert outside.read_text("utf-8") == FIRST


def test_the_question_promises_nothing_while_words_are_in_memory_only(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    disk: FullDisk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    disk.refuses_journals = True
    type_at_end(qtbot, opened, "x")
    qtbot.waitUntil(lambda: bool(opened.notices.told(Notice.JOURNAL, Level.DANGER)), timeout=10_000)
    said: list[str] = []
    set_text = QMessageBox.setInformativeText

    def listen(box: QMessageBox, text: str) -> None:
        said.append(text)
        set_text(box, text)

    monkeypatch.setattr(QMessageBox, "setInformativeText", listen)
    press_in_dialog(qtbot, "question_cancel")
    window.desks.closing.close_shown()
    assert "gone for good" in said[0]
    disk.refuses_journals = False
    save(qtbot, window, opened)


@pytest.mark.parametrize("is_by_key", [True, False])
def test_after_a_way_was_taken_the_next_words_go_into_the_text(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, is_by_key: bool
) -> None:
    window.activateWindow()
    (root / FERRY).chmod(0o444)
    type_at_end(qtbot, opened, "x")
    window.desks.saving.save(opened)
    qtbot.waitUntil(lambda: bool(opened.file.problem), timeout=10_000)
    button = banner_of(opened).findChild(QPushButton, "save_all_the_same")
    assert button is not None
    if is_by_key:
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    else:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.file.problem, timeout=10_000)
    focused = QApplication.focusWidget()
    assert focused is pane_of(opened)
    qtbot.keyClicks(focused, "y")
    assert opened.document.text == FIRST + "xy"


def test_a_notice_in_a_small_window_never_squeezes_the_form(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    window.resize(944, 600)
    opened.notices.tell(Notice.DISK, Level.DANGER, "A sentence that has to be wrapped. " * 8)
    qtbot.waitUntil(lambda: banner_of(opened).height() > 40, timeout=10_000)
    assert window.form.height() >= window.form.minimumSizeHint().height()
