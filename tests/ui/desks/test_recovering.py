"""Words that a crash left or that were put aside: reachable, and never over another's words."""

from __future__ import annotations

import codecs
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from editor.document import Document, conflict
from editor.storage import Recovery, finish_journals, pending, put_aside_before, versions
from editor.storage import journal as journal_module
from editor.storage import recovery as recovery_module
from editor.storage.journal import BESIDE, SUFFIX
from editor.storage.temporary import temporary_name
from editor.ui.desks import saving
from editor.ui.desks.housekeeping import post_folders
from editor.ui.notices import Level, Notice
from editor.ui.recovery import ConflictDialog, RecoveryDialog, VersionsDialog
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost, post_file
from tests.ui.views import banner_of, pane_of, view_of
from tests.ui.window.conftest import FIRST
from tests.ui.window.test_window import FERRY, press_in_dialog, save, type_at_end

Widget = TypeVar("Widget", bound=QWidget)

pytestmark = pytest.mark.usefixtures("window")


def crash(path: Path | None, text: str, *, base: bytes | None = None, site: Path | None) -> None:
    """Leave what a killed window leaves: a journal with words, and the post as it was."""
    if base is None:
        document = Document.from_bytes(path.read_bytes()) if path else Document.new()
    else:
        document = Document.from_bytes(base)
    document.open_journal(path, site=site)
    document.restore(text)
    journal = document.journal
    assert journal is not None
    journal.sync()
    journal.close(keep=True)


def recovered(qtbot: QtBot, window: MainWindow, found: Recovery) -> OpenPost:
    before = window.workbench.posts.shown
    window.desks.recovery.recover(found)
    qtbot.waitUntil(
        lambda: (
            window.workbench.posts.shown is not None and window.workbench.posts.shown is not before
        ),
        timeout=10_000,
    )
    return window.workbench.posts.current


def dialog_of(qtbot: QtBot, window: MainWindow) -> RecoveryDialog:
    seen: list[RecoveryDialog] = []

    def look() -> bool:
        seen[:] = [each for each in window.findChildren(RecoveryDialog) if each.isVisible()]
        return bool(seen)

    qtbot.waitUntil(look, timeout=10_000)
    return seen[0]


def child(inside: QWidget, kind: type[Widget], name: str) -> Widget:
    found = inside.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def press(qtbot: QtBot, inside: QWidget, name: str) -> None:
    qtbot.mouseClick(child(inside, QPushButton, name), Qt.MouseButton.LeftButton)


def rows(dialog: RecoveryDialog) -> list[str]:
    shown = child(dialog, QListWidget, "recovery_list")
    return [shown.item(at).text() for at in range(shown.count())]


OURS = FIRST.replace("Two.", "Two, ours.")
THEIRS = FIRST.replace("Two.", "Two, theirs.")


def test_recovering_over_a_changed_file_joins_what_fits(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    crash(root / FERRY, OURS, site=root)
    theirs = FIRST.replace("One.", "One, theirs.")
    (root / FERRY).write_text(theirs, "utf-8")
    (found,) = pending()
    tab = recovered(qtbot, window, found)
    qtbot.waitUntil(lambda: "One, theirs." in pane_of(tab).body(), timeout=10_000)
    assert "Two, ours." in pane_of(tab).body()
    assert (root / FERRY).read_text("utf-8") == theirs
    save(qtbot, window, tab)
    assert (root / FERRY).read_text("utf-8") == theirs.replace("Two.", "Two, ours.")


@pytest.mark.parametrize("is_base_known", [True, False])
def test_recovering_over_a_changed_file_asks_and_never_overwrites(
    qtbot: QtBot, window: MainWindow, root: Path, is_base_known: bool
) -> None:
    crash(root / FERRY, OURS, site=root)
    (root / FERRY).write_text(THEIRS, "utf-8")
    (found,) = pending()
    if not is_base_known:
        found = replace(found, base=None)
    tab = recovered(qtbot, window, found)
    qtbot.waitUntil(
        lambda: banner_of(tab).findChild(QPushButton, "conflict_choose") is not None, timeout=10_000
    )
    assert tab.document.text == OURS
    assert tab.file.problem

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ConflictDialog):
            QTimer.singleShot(20, choose)
            return
        assert dialog.findChild(QRadioButton, "conflict_0_theirs") is not None
        both = dialog.findChild(QRadioButton, "conflict_0_both")
        assert (both is not None) == is_base_known, "two whole posts are not put into one"
        press(qtbot, dialog, "conflict_later")

    # A save asks too, and writes nothing as long as it is not decided.
    QTimer.singleShot(0, choose)
    asked: list[bool] = []
    window.desks.saving.save(tab, asked.append)
    qtbot.waitUntil(lambda: asked == [False], timeout=10_000)
    assert (root / FERRY).read_text("utf-8") == THEIRS
    assert tab.document.text == OURS


@pytest.mark.parametrize("is_base_known", [True, False])
def test_a_crash_before_it_is_decided_is_asked_about_again(
    qtbot: QtBot, window: MainWindow, root: Path, is_base_known: bool
) -> None:
    crash(root / FERRY, OURS, site=root)
    (root / FERRY).write_text(THEIRS, "utf-8")
    (found,) = pending()
    if not is_base_known:
        found = replace(found, base=None)
    tab = recovered(qtbot, window, found)
    qtbot.waitUntil(lambda: not found.file.exists(), timeout=10_000)
    assert pending() == [], "the words are in the window's own journal now"
    window.workbench.posts.drop(tab)  # what is unsaved stays in its journal, as at a crash
    (again,) = pending()
    assert again.text == OURS
    assert again.is_disk_changed
    assert again.base == (FIRST.encode() if is_base_known else None)
    assert again.disk == THEIRS.encode()


def test_a_field_that_both_changed_is_asked_about_by_its_name_after_a_crash(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    crash(root / FERRY, FIRST.replace("The ferry", "Our ferry"), site=root)
    (root / FERRY).write_text(FIRST.replace("The ferry", "Their ferry"), "utf-8")
    (found,) = pending()
    tab = recovered(qtbot, window, found)
    qtbot.waitUntil(
        lambda: banner_of(tab).findChild(QPushButton, "conflict_choose") is not None, timeout=10_000
    )

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ConflictDialog):
            QTimer.singleShot(20, choose)
            return
        assert list(dialog.field_choices) == ["title"]
        child(dialog, QRadioButton, "conflict_0_theirs").click()
        press(qtbot, dialog, "conflict_use")

    QTimer.singleShot(0, choose)
    press(qtbot, banner_of(tab), "conflict_choose")
    qtbot.waitUntil(lambda: "Their ferry" in tab.document.text, timeout=10_000)


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + b"---\r\ntitle: a\r\n---\r\nW\xc3\xb6rds.\r\n",
        b"---\r\ntitle: a\r\n---\r\nWords,\rodd\n and mixed.\r\n",
    ],
)
def test_words_of_a_post_whose_file_is_gone_are_saved_byte_for_byte(
    qtbot: QtBot, window: MainWindow, root: Path, data: bytes
) -> None:
    path = root / FERRY
    path.write_bytes(data)
    document = Document.from_bytes(data)
    document.open_journal(path, site=root)
    document.replace(3, 0, 3, 0, "New: ")
    wanted = document.snapshot().data
    assert document.journal is not None
    document.journal.close(keep=True)
    path.unlink()
    (found,) = pending()
    tab = recovered(qtbot, window, found)
    qtbot.waitUntil(lambda: bool(tab.notices.told(Notice.DISK, Level.DANGER)), timeout=10_000)
    assert not path.exists()
    press(qtbot, banner_of(tab), "disk_save_again")
    qtbot.waitUntil(path.exists, timeout=10_000)
    assert path.read_bytes() == wanted


def test_words_in_the_encoding_of_their_site_come_back_in_it(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    path = root / FERRY
    data = "---\ntitle: Café\n---\nDéjà\r\n".encode("latin-1")
    path.write_bytes(data)
    document = Document.from_bytes(data, encoding="latin-1")
    document.open_journal(path, site=root)
    document.replace(3, 0, 3, 0, "À ")
    wanted = document.snapshot().data
    assert document.journal is not None
    document.journal.close(keep=True)
    path.unlink()
    (found,) = pending()
    tab = recovered(qtbot, window, found)
    qtbot.waitUntil(lambda: bool(tab.notices.told(Notice.DISK, Level.DANGER)), timeout=10_000)
    press(qtbot, banner_of(tab), "disk_save_again")
    qtbot.waitUntil(path.exists, timeout=10_000)
    assert path.read_bytes() == wanted


def test_recovering_into_a_post_that_is_open_with_other_unsaved_words_puts_those_aside(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "Typed since.")
    crash(root / FERRY, OURS, site=root)
    (found,) = pending()
    tab = recovered(qtbot, window, found)
    assert [each.path for each in window.workbench.posts] == [root / FERRY]
    assert "Two, ours." in pane_of(tab).body()
    assert "put aside" in tab.notices.sentence
    assert finish_journals(timeout_s=20)
    assert any("Typed since." in each.text for each in put_aside_before())


def test_discarded_words_are_listed_by_the_command_and_stay_there_after_opening(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "Given up.")
    press_in_dialog(qtbot, "question_discard")
    window.desks.closing.close_shown()
    for _ in range(2):
        window.desks.recovery.show_recovery()
        dialog = dialog_of(qtbot, window)
        assert len(rows(dialog)) == 1
        assert rows(dialog)[0].startswith((root / FERRY).name)
        assert "put aside" in rows(dialog)[0]
        press(qtbot, dialog, "recovery_open")
        qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
        assert pane_of(window.workbench.posts.current).body().endswith("Given up.")
        assert window.workbench.posts.current.document.modified
        assert (root / FERRY).read_text("utf-8") == FIRST
        window.workbench.posts.drop(window.workbench.posts.current)
        assert finish_journals(timeout_s=20)
        for left in pending():
            left.file.unlink()


def test_words_discarded_a_moment_ago_are_listed_though_the_disk_is_slow(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_asked = threading.Event()
    real = journal_module.put_aside

    def slow(file: Path, folder: Path) -> bool:
        assert is_asked.wait(20)
        time.sleep(0.3)
        return real(file, folder)

    monkeypatch.setattr(journal_module, "put_aside", slow)
    type_at_end(qtbot, opened, "Given up.")
    press_in_dialog(qtbot, "question_discard")
    window.desks.closing.close_shown()
    window.desks.recovery.show_recovery()
    is_asked.set()
    assert "put aside" in rows(dialog_of(qtbot, window))[0]


def test_the_list_at_the_start_shows_what_waits_and_the_way_to_the_rest(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    for text in ("Put aside.", "Waits."):
        crash(root / FERRY, FIRST + text, site=root)
        if text == "Put aside.":
            pending()[0].discard()
    window.desks.recovery.begin()
    dialog = dialog_of(qtbot, window)
    kinds = child(dialog, QTabBar, "recovery_kinds")
    assert kinds.currentIndex() == 0
    assert len(rows(dialog)) == 1
    assert "put aside" not in rows(dialog)[0]
    kinds.setCurrentIndex(1)
    assert len(rows(dialog)) == 1
    assert "put aside" in rows(dialog)[0]
    assert not child(dialog, QPushButton, "recovery_discard").isVisible()


def test_nothing_to_recover_opens_no_list_at_the_start_though_words_were_put_aside(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    crash(root / FERRY, OURS, site=root)
    pending()[0].discard()
    told: list[object] = []
    tidied = window.desks.recovery._on_first_looked

    def listen(looked: object) -> None:
        told.append(looked)
        tidied(looked)  # type: ignore[arg-type]

    window.desks.recovery._on_first_looked = listen  # type: ignore[method-assign]
    window.desks.recovery.begin()
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert not window.findChildren(RecoveryDialog)


def test_putting_aside_moves_a_row_to_the_other_list(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    crash(root / FERRY, OURS, site=root)
    window.desks.recovery.show_recovery()
    dialog = dialog_of(qtbot, window)
    press(qtbot, dialog, "recovery_discard")
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    qtbot.waitUntil(lambda: len(put_aside_before()) == 1, timeout=10_000)
    assert pending() == []


def test_words_discarded_for_a_rename_are_put_aside_too(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    type_at_end(qtbot, opened, "Given up.")
    press_in_dialog(qtbot, "question_discard")
    window.desks.moving.unpublish_shown()
    qtbot.waitUntil(lambda: "published: false" in opened.document.text, timeout=10_000)
    assert finish_journals(timeout_s=20)
    assert [each.text for each in put_aside_before()] == [FIRST + "Given up."]


def test_replacing_all_keeps_a_version_of_the_text_before_zettlr_3780(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "Three.")
    before = opened.document.snapshot().data
    view_of(opened).find_bar.open_bar(replacing=True)
    child(view_of(opened).find_bar, QLineEdit, "find_words").setText("e")
    view_of(opened).find_bar.replace_all()
    assert "e" not in pane_of(opened).body()
    qtbot.waitUntil(lambda: len(versions.list_versions(root / FERRY)) == 1, timeout=10_000)
    (kept,) = versions.list_versions(root / FERRY)
    assert versions.read_version(kept) == before
    assert window.workbench.posts.shown is opened


@pytest.mark.parametrize(
    "place", ["_posts", "_posts/2025", "_drafts", "news/_posts", "_drafts/late", "_recipes/soup"]
)
def test_a_journal_beside_a_post_is_found_in_every_folder_of_posts(
    qtbot: QtBot, window: MainWindow, root: Path, place: str
) -> None:
    (root / "_config.yml").write_text("collections: [recipes]\n", "utf-8")
    path = root / place / "2025-01-01-far.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FIRST, "utf-8")
    crash(path, OURS, site=root)
    (found,) = pending()
    found.file.rename(path.parent / f"{BESIDE}{found.file.stem}{SUFFIX}")
    assert pending() == []
    window.desks.sites.open_site(root)
    dialog = dialog_of(qtbot, window)
    assert rows(dialog)[0].startswith("2025-01-01-far.md")
    press(qtbot, dialog, "recovery_later")


def test_a_site_that_is_gone_has_no_folders(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as thread:  # as in the window: it asks the disk
        assert thread.submit(post_folders, tmp_path / "gone").result() == []


def test_the_start_sweeps_what_a_crash_left_and_forgets_old_versions(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    window.workbench.kept.remember(recent_sites=(str(root),))
    window.workbench.kept.choose(versions_kept=1, versions_days=30)
    own = temporary_name()
    gone = own.replace(f"-{os.getpid():08x}-", "-7fffffff-")
    litter = [root / place / gone for place in ("_posts", "_drafts")]
    for file in litter:
        file.write_text("half", "utf-8")
    (root / "_posts" / own).write_text("under way", "utf-8")
    for text in (b"one", b"two", b"three"):
        versions.keep(root / FERRY, text)
    window.desks.recovery.begin()
    qtbot.waitUntil(lambda: not any(file.exists() for file in litter), timeout=10_000)
    qtbot.waitUntil(lambda: len(versions.list_versions(root / FERRY)) == 1, timeout=10_000)
    assert (root / "_posts" / own).exists()


def test_a_never_saved_post_is_saved_over_nothing_that_is_open_elsewhere(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tab = window.workbench.posts.add(Document.new("Fresh words.\n"), None)
    window.workbench.posts.show(tab)

    def answer(path: Path) -> Callable[..., tuple[str, str]]:
        return lambda *_args, **_more: (str(path), "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer(root / FERRY))
    window.desks.saving.save(tab)
    qtbot.waitUntil(lambda: "open in another window" in tab.notices.sentence, timeout=10_000)
    assert tab.path is None
    assert not tab.document.read_only
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer(root / "_drafts/fresh.md"))
    save(qtbot, window, tab)
    assert (root / "_drafts/fresh.md").read_text("utf-8") == "Fresh words.\n"
    assert (root / FERRY).read_text("utf-8") == FIRST
    assert opened in window.workbench.posts


def test_what_reads_the_disk_or_compares_texts_does_not_run_in_the_windows_thread(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: dict[str, bool] = {}

    def watch(holder: object, name: str) -> None:
        run = getattr(holder, name)

        def watched(*args: object, **more: object) -> object:
            here = threading.current_thread() is threading.main_thread()
            ran[name] = ran.get(name, False) or here
            return run(*args, **more)

        monkeypatch.setattr(holder, name, watched)

    watch(conflict, "merge_texts")
    watch(conflict, "look")
    watch(post_file, "read")
    watch(saving, "read")
    for name in ("diff_version", "read_version", "list_versions", "prune"):
        watch(versions, name)
    for name in ("text_diff", "put_aside", "replay"):
        watch(recovery_module, name)

    crash(root / FERRY, OURS, site=root)
    window.desks.recovery.begin()
    dialog = dialog_of(qtbot, window)
    qtbot.waitUntil(lambda: "text_diff" in ran and "prune" in ran, timeout=10_000)
    press(qtbot, dialog, "recovery_discard")
    qtbot.waitUntil(lambda: "put_aside" in ran, timeout=10_000)

    type_at_end(qtbot, opened, "Ours.")
    (root / FERRY).write_text(FIRST.replace("One.", "Theirs."), "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: "Theirs." in pane_of(opened).body(), timeout=10_000)
    save(qtbot, window, opened)
    (root / FERRY).rename(root / "_posts/2025-09-01-boat.md")
    window.desks.disk.check_all()
    qtbot.waitUntil(
        lambda: banner_of(opened).findChild(QPushButton, "disk_follow") is not None, timeout=10_000
    )
    press(qtbot, banner_of(opened), "disk_follow")
    qtbot.waitUntil(lambda: opened.path == root / "_posts/2025-09-01-boat.md", timeout=10_000)

    type_at_end(qtbot, opened, "More.")
    save(qtbot, window, opened)
    path = root / "_posts/2025-09-01-boat.md"
    qtbot.waitUntil(lambda: bool(versions.list_versions(path)), timeout=10_000)
    ran.pop("list_versions")
    window.desks.history.show_versions()
    qtbot.waitUntil(lambda: "diff_version" in ran, timeout=10_000)
    shown = window.findChildren(VersionsDialog)[0]
    button = child(shown, QPushButton, "versions_restore")
    qtbot.waitUntil(button.isEnabled, timeout=10_000)
    button.click()
    qtbot.waitUntil(lambda: opened.document.modified, timeout=10_000)

    tab = window.workbench.posts.add(Document.new("Fresh.\n"), None)
    window.workbench.posts.show(tab)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(root / "_drafts/the-tunnel.md"), "")
    )
    save(qtbot, window, tab)
    assert set(ran.values()) == {False}, ran
    assert len(ran) == 10


def test_a_file_that_is_whole_again_takes_its_notice_away(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    (root / FERRY).write_text("cut", "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: "cut short" in opened.notices.sentence, timeout=10_000)
    (root / FERRY).write_text(FIRST + "Grown.", "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: "Grown." in pane_of(opened).body(), timeout=10_000)
    assert opened.notices.sentence == ""
    assert not opened.file.problem


def test_showing_what_is_on_the_disk_puts_the_unsaved_words_aside(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "Ours.")
    (root / FERRY).write_text("cut", "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: "cut short" in opened.notices.sentence, timeout=10_000)
    press(qtbot, banner_of(opened), "disk_reload")
    assert opened.document.text == "cut"
    assert finish_journals(timeout_s=20)
    assert [each.text for each in put_aside_before()] == [FIRST + "Ours."]
    window.desks.looks.undo()
    assert opened.document.text == FIRST + "Ours."


def test_keys_typed_while_a_merge_is_worked_out_are_in_it(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    merge_texts = conflict.merge_texts

    def slow(*args: str, **more: object) -> object:
        gate.wait(20)
        return merge_texts(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(conflict, "merge_texts", slow)
    type_at_end(qtbot, opened, "Before.")
    (root / FERRY).write_text(FIRST.replace("One.", "Theirs."), "utf-8")
    saved: list[bool] = []
    window.desks.saving.save(opened, saved.append)
    qtbot.waitUntil(lambda: not opened.file.is_saving, timeout=10_000)
    type_at_end(qtbot, opened, "Meanwhile.")
    gate.set()
    qtbot.waitUntil(lambda: saved == [True], timeout=10_000)
    assert (root / FERRY).read_text("utf-8") == (
        FIRST.replace("One.", "Theirs.") + "Before.Meanwhile."
    )


def test_who_waits_for_a_save_is_told_though_the_words_were_taken_back_meanwhile(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    looking = threading.Event()
    look = conflict.look

    def slow(*args: object, **more: object) -> object:
        looking.set()
        gate.wait(20)
        return look(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(conflict, "look", slow)
    type_at_end(qtbot, opened, "x")
    theirs = FIRST.replace("One.", "Theirs.")
    (root / FERRY).write_text(theirs, "utf-8")
    saved: list[bool] = []
    window.desks.saving.save(opened, saved.append)
    qtbot.waitUntil(lambda: not opened.file.is_saving and looking.is_set(), timeout=10_000)
    window.desks.looks.undo()
    gate.set()
    qtbot.waitUntil(lambda: saved == [True], timeout=10_000)
    assert opened.document.text == theirs == (root / FERRY).read_text("utf-8")


def test_what_happens_while_the_file_is_looked_at_is_seen_too(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()
    looks: list[int] = []
    look = conflict.look

    def slow(*args: object, **more: object) -> object:
        seen = look(*args, **more)  # type: ignore[arg-type]
        looks.append(len(looks))
        gate.wait(20)
        return seen

    qtbot.waitUntil(lambda: window.workbench.session._watch is not None, timeout=10_000)
    window.workbench.session._watch.stop()  # type: ignore[union-attr]
    window.desks.disk.stop()  # as on a share that tells of nothing: only `check_all` asks
    qtbot.waitUntil(lambda: opened.file.is_at_rest, timeout=10_000)
    monkeypatch.setattr(conflict, "look", slow)
    (root / FERRY).write_text(FIRST + "First.\n", "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: len(looks) == 1, timeout=10_000)
    (root / FERRY).write_text(FIRST + "First.\nSecond.\n", "utf-8")
    window.desks.disk.check_all()
    gate.set()
    qtbot.waitUntil(lambda: opened.document.text.endswith("Second.\n"), timeout=10_000)
    assert not opened.document.modified
