from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from editor.settings import load_session, load_settings
from editor.site import Site
from editor.storage import PostLock, pending, versions
from editor.ui import look
from editor.ui.about import AboutDialog
from editor.ui.commands import COMMANDS
from editor.ui.logs import CrashTeller
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.ui.views import banner_of, pane_of, view_of
from tests.ui.window.conftest import FIRST

FERRY = "_posts/2025-09-01-the-ferry.md"


def press_in_dialog(qtbot: QtBot, name: str) -> None:
    """Press a button of the modal dialog that is about to open."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        button = dialog.findChild(QPushButton, name) if dialog is not None else None
        if button is None:
            QTimer.singleShot(20, press)
        else:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)


def type_at_end(qtbot: QtBot, tab: OpenPost, words: str) -> None:
    pane_of(tab).setFocus()
    qtbot.keyClick(pane_of(tab), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(pane_of(tab), words)


def save(qtbot: QtBot, window: MainWindow, tab: OpenPost) -> None:
    window.desks.saving.save(tab)
    qtbot.waitUntil(lambda: not tab.file.is_saving and not tab.document.modified, timeout=10_000)


def test_a_post_is_opened_with_its_site_found_upwards(
    window: MainWindow, opened: OpenPost, root: Path
) -> None:
    assert window.workbench.session.site is not None
    assert window.workbench.session.site.root == root
    assert pane_of(opened).body().startswith("One.")
    assert window.workbench.site_path(opened) == FERRY


def test_opening_and_saving_changes_no_byte(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    before = (root / FERRY).stat()
    save(qtbot, window, opened)
    after = (root / FERRY).stat()
    assert (root / FERRY).read_bytes() == FIRST.encode()
    # Not even anew: a site builder would take that for a change.
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_typed_words_are_saved_and_the_old_bytes_kept_as_a_version(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "Three.")
    assert opened.document.modified
    save(qtbot, window, opened)
    assert (root / FERRY).read_text("utf-8") == FIRST + "Three."
    qtbot.waitUntil(lambda: len(versions.list_versions(root / FERRY)) == 1, timeout=10_000)


def test_words_typed_after_a_save_or_a_reload_count_as_unsaved_again(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    assert opened.path is not None
    for deed in ("save", "reload", "save"):
        qtbot.keyClicks(pane_of(opened), "abc")
        assert window.windowTitle().startswith("•")
        assert window.post_views.bar.tabText(0).endswith("•")
        if deed == "reload":
            opened.document.reload(opened.path.read_bytes())
            window.workbench.posts.tell_standing(opened)
        else:
            window.desks.saving.save(opened)
        qtbot.waitUntil(lambda: not opened.document.modified, timeout=10_000)
        qtbot.waitUntil(lambda: not opened.file.is_saving, timeout=10_000)
        assert not window.windowTitle().startswith("•")


def test_a_save_that_fails_stands_in_red_with_a_way_out(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "x")
    path = root / FERRY
    path.chmod(0o400)
    window.desks.saving.save(opened)
    qtbot.waitUntil(lambda: bool(opened.file.problem), timeout=10_000)
    state = window.status.findChild(QToolButton, "save_state")
    assert state is not None
    assert state.text() == "NOT SAVED"
    assert banner_of(opened).findChild(QPushButton, "save_elsewhere") is not None
    assert path.read_bytes() == FIRST.encode()
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    save(qtbot, window, opened)
    assert not opened.file.problem
    assert opened.notices.sentence == ""


@pytest.mark.parametrize(
    ("button", "is_closed", "is_written"),
    [
        ("question_save", True, True),
        ("question_discard", True, False),
        ("question_cancel", False, False),
    ],
)
def test_closing_an_unsaved_post_asks(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    button: str,
    is_closed: bool,
    is_written: bool,
) -> None:
    type_at_end(qtbot, opened, "x")
    press_in_dialog(qtbot, button)
    window.desks.closing.close_shown()
    qtbot.waitUntil(lambda: (opened in window.workbench.posts) != is_closed, timeout=10_000)
    assert ((root / FERRY).read_text("utf-8") == FIRST + "x") == is_written


def test_a_post_that_is_scrolled_down_closes_without_an_error(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    opened.document.restore("---\ntitle: A\n---\n" + "A line.\n" * 300)
    view = view_of(opened)
    view.pane.go_to_line(200)
    qtbot.waitUntil(lambda: view.pane.verticalScrollBar().value() > 0, timeout=10_000)
    window.workbench.posts.drop(opened, discard=True)
    assert window.workbench.posts.shown is None
    window.workbench.views.scrolled.emit(view)  # what the closed pane may still tell


def test_leaving_with_unsaved_words_asks_and_cancel_stays(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    type_at_end(qtbot, opened, "x")
    press_in_dialog(qtbot, "question_cancel")
    window.close()
    assert window.isVisible()


def test_leaving_by_save_saves_and_leaves(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "x")
    press_in_dialog(qtbot, "question_save")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert (root / FERRY).read_text("utf-8") == FIRST + "x"


def test_discarded_words_are_not_offered_at_the_next_start(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    type_at_end(qtbot, opened, "x")
    window.workbench.posts.drop(opened, discard=True)
    assert pending() == []


def test_a_clean_post_is_reloaded_when_another_program_writes_it(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    (root / FERRY).write_text(FIRST + "From elsewhere.\n", "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: "From elsewhere." in pane_of(opened).body(), timeout=10_000)
    assert not opened.document.modified
    window.desks.looks.undo()
    assert "From elsewhere." not in pane_of(opened).body()


def test_words_of_both_sides_are_merged_when_they_do_not_touch(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "Ours.")
    (root / FERRY).write_text(FIRST.replace("One.", "One by them."), "utf-8")
    save(qtbot, window, opened)
    written = (root / FERRY).read_text("utf-8")
    assert "One by them." in written
    assert "Ours." in written


def test_a_conflict_is_asked_and_nothing_is_overwritten(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    pane_of(opened).go_to_line(opened.document.line_count - 2, 0)
    qtbot.keyClicks(pane_of(opened), "Ours ")
    theirs = FIRST.replace("Two.", "Theirs.")
    (root / FERRY).write_text(theirs, "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: bool(opened.file.problem), timeout=10_000)
    assert (root / FERRY).read_text("utf-8") == theirs
    assert "Ours Two." in pane_of(opened).body()
    assert banner_of(opened).findChild(QPushButton, "conflict_choose") is not None


def test_a_deleted_file_is_told_and_can_be_saved_again(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    (root / FERRY).unlink()
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: bool(opened.file.problem), timeout=10_000)
    button = banner_of(opened).findChild(QPushButton, "disk_save_again")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((root / FERRY).exists, timeout=10_000)
    assert (root / FERRY).read_bytes() == FIRST.encode()


def test_a_renamed_file_is_followed(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    type_at_end(qtbot, opened, "w")
    save(qtbot, window, opened)
    type_at_end(qtbot, opened, "x")
    target = root / "_posts/2025-09-01-the-boat.md"
    (root / FERRY).rename(target)
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: bool(opened.file.problem), timeout=10_000)
    button = banner_of(opened).findChild(QPushButton, "disk_follow")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.path == target, timeout=10_000)
    save(qtbot, window, opened)
    assert target.read_text("utf-8") == FIRST + "wx"
    assert not (root / FERRY).exists()
    qtbot.waitUntil(lambda: len(versions.list_versions(target)) == 2, timeout=10_000)


def test_a_post_held_elsewhere_opens_read_only(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    lock = PostLock.take(root / FERRY)
    window.desks.sites.open_path(root / FERRY)
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
    tab = window.workbench.posts.current
    assert pane_of(tab).isReadOnly()
    assert "can only be read" in tab.notices.sentence
    lock.release()
    button = banner_of(tab).findChild(QPushButton, "held_try_again")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: (
            window.workbench.posts.shown is not None
            and not pane_of(window.workbench.posts.shown).isReadOnly()
        ),
        timeout=10_000,
    )


def test_a_folder_that_is_no_site_is_offered_to_become_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    window.desks.sites.open_site(folder)
    qtbot.waitUntil(
        lambda: window.post_views.placeholder.findChild(QPushButton, "page_make_site") is not None,
        timeout=10_000,
    )
    button = window.post_views.placeholder.findChild(QPushButton, "page_make_site")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workbench.session.site is not None, timeout=10_000)
    assert (folder / "_config.yml").is_file()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(os.urandom(4000)), "not utf-8 text"),
        (lambda path: path.write_bytes(b"---\ntitle: x\n---\ncaf\xe9\n"), "not utf-8 text"),
    ],
)
def test_a_post_that_is_no_text_opens_for_reading_only(
    qtbot: QtBot, window: MainWindow, root: Path, make: Callable[[Path], object], said: str
) -> None:
    path = root / "_posts/2025-01-01-odd.md"
    make(path)
    before = path.read_bytes()
    window.desks.sites.open_path(path)
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
    assert said in window.workbench.posts.current.notices.sentence
    assert pane_of(window.workbench.posts.current).isReadOnly()
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["gone.md", "huge.md"])
def test_a_post_that_cannot_be_opened_is_told_in_a_sentence(
    qtbot: QtBot, window: MainWindow, root: Path, name: str
) -> None:
    path = root / "_posts" / name
    if name == "huge.md":
        with path.open("wb") as file:
            file.truncate(50 * 1024 * 1024)
    window.desks.sites.open_path(path)
    qtbot.waitUntil(
        lambda: "cannot be opened" in window.post_views.placeholder.accessibleName(), timeout=10_000
    )
    assert window.workbench.posts.shown is None


def test_a_dropped_site_is_opened(qtbot: QtBot, window: MainWindow, root: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(root))])
    window.dropEvent(
        QDropEvent(
            QPoint(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: window.workbench.session.site is not None, timeout=10_000)


def test_a_post_edited_in_the_form_and_the_pane_has_one_undo(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    type_at_end(qtbot, opened, "x")
    opened.document.break_undo()
    opened.document.set_field("title", "The boat")
    window.desks.looks.undo()
    assert opened.document.post.data["title"] == "The ferry"
    window.desks.looks.undo()
    assert not opened.document.modified


def test_publishing_a_draft_moves_its_open_tab(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    window.desks.sites.open_path(root / "_drafts/the-tunnel.md")
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
    tab = window.workbench.posts.current

    def accept() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not hasattr(dialog, "accept"):
            QTimer.singleShot(20, accept)
        else:
            dialog.accept()

    QTimer.singleShot(0, accept)
    window.desks.moving.publish_shown()
    qtbot.waitUntil(
        lambda: tab.path is not None and tab.path.parent.name == "_posts", timeout=10_000
    )
    assert tab.path is not None
    assert tab.path.is_file()
    assert not (root / "_drafts/the-tunnel.md").exists()
    qtbot.waitUntil(lambda: not tab.document.modified, timeout=10_000)


def test_open_posts_are_open_again_at_the_next_start(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    assert opened in window.workbench.posts
    window.close()
    settings, _ = load_settings()
    again = MainWindow(settings, load_session())
    again.show()
    again.desks.sites.open_site(root)
    qtbot.waitUntil(lambda: again.workbench.posts.shown is not None, timeout=10_000)
    assert again.workbench.site_path(again.workbench.posts.current) == FERRY
    again.close()
    shiboken6.delete(again)


def test_f6_goes_round_the_zones(window: MainWindow, opened: OpenPost) -> None:
    window.activateWindow()
    pane_of(opened).setFocus()
    seen = []
    for _ in range(3):
        window.move_focus(1)
        focused = QApplication.focusWidget()
        assert focused is not None
        zones = {"list": window.post_list, "form": window.form, "text": view_of(opened)}
        seen += [n for n, z in zones.items() if z is focused or z.isAncestorOf(focused)]
    assert sorted(seen) == ["form", "list", "text"]


def test_every_command_has_a_title_and_no_two_have_the_same_keys(window: MainWindow) -> None:
    keys = [
        action.shortcut().toString()
        for action in window.actions_made.made.values()
        if not action.shortcut().isEmpty()
    ]
    assert len(keys) == len(set(keys))
    assert len({each.id for each in COMMANDS}) == len(COMMANDS)
    assert all(action.toolTip() for action in window.actions_made.made.values())


def test_everything_that_takes_focus_has_names(window: MainWindow, opened: OpenPost) -> None:
    assert view_of(opened).isVisible()
    unnamed = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and (not widget.objectName() or not (widget.accessibleName() or widget.property("text")))
    ]
    assert unnamed == []


def test_zoom_and_palette_reach_the_pane(window: MainWindow, opened: OpenPost) -> None:
    size = pane_of(opened).font().pixelSize()
    window.desks.looks.zoom(1)
    assert pane_of(opened).font().pixelSize() > size
    window.desks.looks.zoom(0)
    assert pane_of(opened).font().pixelSize() == size
    window.desks.looks.toggle_dark()
    assert look.current().dark
    window.desks.looks.toggle_dark()


def test_escape_closes_the_find_bar_from_the_text(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    view_of(opened).find_bar.open_bar(replacing=True)
    pane_of(opened).setFocus()
    qtbot.keyClick(pane_of(opened), Qt.Key.Key_Escape)
    assert not view_of(opened).find_bar.isVisible()
    assert window.workbench.posts.shown is opened


def test_the_page_for_the_browser_holds_the_post_and_finds_the_sites_pictures(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = root / "assets/a b.png"
    picture.parent.mkdir()
    picture.write_bytes(b"x")
    layout = root / "_layouts/post.html"
    layout.write_text("<h1>{{ page.title }}</h1>\n{{ content }}\n", "utf-8")
    opened.document.replace(7, 0, 7, 0, "![A boat](/assets/a%20b.png)\n\n")
    opened.document.set_field("layout", "post")
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    window.desks.places.open_in_browser()
    qtbot.waitUntil(lambda: bool(shown), timeout=60_000)
    text = Path(shown[0].toLocalFile()).read_text("utf-8")
    assert "The ferry" in text
    assert f'src="{picture.as_uri()}"' in text


def test_a_link_of_the_preview_is_looked_for_while_one_writes_on_and_the_last_one_wins(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, real = threading.Event(), Site.resolve

    def waiting(site: Site, reference: str, post_path: str = "") -> Path | None:
        assert go.wait(30)
        return real(site, reference, post_path)

    monkeypatch.setattr(Site, "resolve", waiting)
    window.desks.places.follow_link("/_drafts/the-tunnel.md")
    window.desks.places.follow_link("/_posts/2025-08-01-the-bridge.md")
    type_at_end(qtbot, opened, "Three.")
    assert pane_of(opened).body().endswith("Three.")
    go.set()
    qtbot.waitUntil(lambda: len(window.workbench.posts) == 2, timeout=10_000)
    assert window.workbench.posts.current.name == "2025-08-01-the-bridge.md"
    message = window.status.findChild(QLabel, "status_message")
    assert message is not None
    window.desks.places.follow_link("/about/")
    qtbot.waitUntil(lambda: "published site" in message.text(), timeout=10_000)
    assert len(window.workbench.posts) == 2


def test_an_unexpected_error_tells_where_the_words_are(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    teller = CrashTeller(window)
    said: list[str] = []

    def look_at_it() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, look_at_it)
            return
        said.append(box.informativeText())
        box.reject()

    QTimer.singleShot(0, look_at_it)
    sys.excepthook(ValueError, ValueError("a secret headline"), None)
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert "journal" in said[0]
    assert "secret" not in said[0]
    assert teller.parent() is window


@pytest.mark.parametrize("there", [FIRST.encode()[:-5], b"\xff\xfe\x00 no text"])
@pytest.mark.parametrize("way", ["disk_keep", "disk_reload"])
def test_a_file_that_was_cut_or_is_no_text_any_more_is_asked_about(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, there: bytes, way: str
) -> None:
    (root / FERRY).write_bytes(there)
    window.desks.disk.check_all()
    button = wait_for_button(qtbot, opened, way)
    assert opened.document.text == FIRST
    assert not pane_of(opened).isReadOnly()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    if way == "disk_keep":
        assert opened.document.modified
        save(qtbot, window, opened)
        assert (root / FERRY).read_bytes() == FIRST.encode()
    else:
        assert opened.document.snapshot().data == there
        assert (root / FERRY).read_bytes() == there


def wait_for_button(qtbot: QtBot, tab: OpenPost, name: str) -> QPushButton:
    qtbot.waitUntil(lambda: banner_of(tab).findChild(QPushButton, name) is not None, timeout=10_000)
    button = banner_of(tab).findChild(QPushButton, name)
    assert button is not None
    return button


def test_what_another_program_wrote_over_is_a_version(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    (root / FERRY).write_text(FIRST.replace("One.", "Theirs."), "utf-8")
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: "Theirs." in opened.document.text, timeout=10_000)
    qtbot.waitUntil(lambda: len(versions.list_versions(root / FERRY)) == 1, timeout=10_000)
    (kept,) = versions.list_versions(root / FERRY)
    assert versions.read_version(kept) == FIRST.encode()


def test_long_lines_of_a_post_are_wrapped_as_soon_as_it_is_opened(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    window.resize(1366, 768)
    path = root / "_posts/2025-01-01-long.md"
    path.write_text("---\ntitle: Long\n---\n" + "A long line of words. " * 60, "utf-8")
    window.desks.sites.open_path(path)
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
    QApplication.processEvents()
    pane = pane_of(window.workbench.posts.current)
    assert pane.horizontalScrollBar().maximum() == 0
    line = pane.document().firstBlock().layout().lineAt(0)
    assert line.naturalTextWidth() <= pane.viewport().width()


def test_keys_typed_in_a_field_while_its_save_is_told_go_on_in_that_field(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    qtbot.waitUntil(lambda: window.workbench.session.usage is not None, timeout=10_000)
    before = window.workbench.session.usage
    window.form.focus_title()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setCursorPosition(0)
    qtbot.keyClicks(field, "One ")
    qtbot.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    # The site is looked at anew, and the form learns what its posts say by now.
    qtbot.waitUntil(lambda: window.workbench.session.usage is not before, timeout=10_000)
    assert QApplication.focusWidget() is field
    qtbot.keyClicks(field, "two ")
    window.form.commit()
    assert opened.document.post.data["title"] == "One two The ferry"


def test_about_names_every_part_with_its_licence(qtbot: QtBot, window: MainWindow) -> None:
    dialog = AboutDialog(window.workbench.tasks, window)
    dialog.show()
    parts = dialog.findChild(QListWidget, "about_parts")
    text = dialog.findChild(QPlainTextEdit, "about_licence")
    assert parts is not None
    assert text is not None
    qtbot.waitUntil(lambda: parts.count() > 10, timeout=10_000)
    assert parts.currentRow() == 0
    assert text.toPlainText()
    dialog.accept()
    dialog.deleteLater()
