"""Making, moving and removing posts from the window: once, off its thread, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.document import conflict
from editor.site import Created, posts
from editor.storage import PostHeld, PostLock, save
from editor.ui.desks import questions, saving, under_way
from editor.ui.posts import NewPostDialog, RenameDialog, new_post
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.held import holder_of
from tests.ui.views import pane_of
from tests.ui.window.conftest import FIRST
from tests.ui.window.test_window import FERRY, press_in_dialog, type_at_end


class Held:
    """A call that waits until it is let go; from then on it does not wait any more."""

    def __init__(self, real: Callable[..., Any]) -> None:
        self.count = 0
        self.entered = threading.Event()
        self.free = threading.Event()
        self._real = real

    def __call__(self, *args: Any, **more: Any) -> Any:
        self.count += 1
        self.entered.set()
        assert self.free.wait(30)
        return self._real(*args, **more)


def moved_by_hand(window: MainWindow) -> posts.Moved:
    """Move the first post's file as a deed of the window does, and change its bytes."""
    assert window.workbench.session.site is not None
    plan = posts.plan_rename(
        window.workbench.session.site, FERRY, title="The boat", slug="the-boat"
    )
    return posts.rename(plan)


def test_a_merge_with_words_typed_during_a_move_waits_in_no_ones_way(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    type_at_end(qtbot, opened, "Before.")
    moved = moved_by_hand(window)
    held = Held(conflict.merge_texts)
    monkeypatch.setattr(conflict, "merge_texts", held)
    window.desks.moving.follow(opened, moved)
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    qtbot.keyClicks(pane_of(opened), "Meanwhile.")
    assert pane_of(opened).body().endswith("Before.Meanwhile.")
    held.free.set()
    qtbot.waitUntil(lambda: 'title: "The boat"' in opened.document.text, timeout=10_000)
    assert opened.path == moved.path
    assert opened.document.text.endswith("Before.Meanwhile.")
    assert opened.document.modified
    assert held.count == 2  # the first one knew only half of the words
    # The lock went with the post.
    assert isinstance(PostLock.try_take(moved.path), PostHeld)
    freed = PostLock.try_take(root / FERRY)
    assert isinstance(freed, PostLock)
    freed.release()


def test_a_tab_closed_while_its_move_is_read_leaves_no_lock_behind(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved = moved_by_hand(window)
    held = Held(PostLock.try_take)
    monkeypatch.setattr(PostLock, "try_take", held)
    window.desks.moving.follow(opened, moved)
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    window.desks.closing.close(opened)
    held.free.set()
    qtbot.waitUntil(lambda: window.workbench.tasks.is_idle, timeout=10_000)
    assert holder_of(moved.path) is None


def test_a_moved_post_that_another_window_holds_can_only_be_read(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    moved = moved_by_hand(window)
    with PostLock.take(moved.path):
        window.desks.moving.follow(opened, moved)
        qtbot.waitUntil(lambda: opened.path == moved.path, timeout=10_000)
        assert opened.document.read_only
        assert opened.lock is None


def test_a_moved_file_that_cannot_be_read_is_told_and_the_words_stay(
    qtbot: QtBot, window: MainWindow, opened: OpenPost
) -> None:
    type_at_end(qtbot, opened, "Words.")
    moved = moved_by_hand(window)
    moved.path.unlink()
    window.desks.moving.follow(opened, moved)
    qtbot.waitUntil(lambda: bool(opened.file.problem), timeout=10_000)
    assert opened.document.text == FIRST + "Words."


def test_two_quick_renames_of_an_unsaved_post_ask_once(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    dialogs: list[RenameDialog] = []

    def answer(_parent: object, tabs: object) -> questions.Answer:
        asked.append(tabs)
        return questions.Answer.SAVE

    def run(dialog: RenameDialog) -> int:
        dialogs.append(dialog)
        return 0

    monkeypatch.setattr(under_way, "ask_unsaved", answer)
    monkeypatch.setattr(RenameDialog, "exec", run)
    held = Held(save)
    monkeypatch.setattr(saving, "save", held)
    type_at_end(qtbot, opened, "x")
    window.desks.moving.rename_shown()
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    window.desks.moving.rename_shown()
    window.desks.removing.delete_shown()
    held.free.set()
    qtbot.waitUntil(lambda: bool(dialogs), timeout=10_000)
    qtbot.waitUntil(lambda: not opened.file.is_saving, timeout=10_000)
    assert len(asked) == 1
    assert len(dialogs) == 1
    assert (root / FERRY).read_text("utf-8") == FIRST + "x"


def test_two_quick_clicks_do_a_deed_once(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(posts.unpublish)
    monkeypatch.setattr(posts, "unpublish", held)
    window.desks.moving.unpublish_shown()
    window.desks.moving.unpublish_shown()
    window.desks.moving.publish_shown()
    window.desks.removing.delete_shown()
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    held.free.set()
    qtbot.waitUntil(lambda: "published: false" in opened.document.text, timeout=10_000)
    assert held.count == 1
    # And when it is done, the next deed is taken.
    window.desks.moving.publish_shown()
    qtbot.waitUntil(lambda: "published: true" in opened.document.text, timeout=10_000)


def test_a_deed_asked_for_in_a_site_that_is_left_is_not_done_in_the_next(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = Held(save)
    monkeypatch.setattr(saving, "save", held)
    monkeypatch.setattr(under_way, "ask_unsaved", lambda *_: questions.Answer.SAVE)
    other = root.with_name("other")
    (other / "_posts").mkdir(parents=True)
    (other / FERRY).write_text(FIRST, "utf-8")
    type_at_end(qtbot, opened, "x")
    window.desks.moving.unpublish_shown()
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    assert window.workbench.session.site is not None
    window.desks.sites.show_site(type(window.workbench.session.site).open(other))
    held.free.set()
    qtbot.waitUntil(lambda: (root / FERRY).read_text("utf-8") == FIRST + "x", timeout=10_000)
    qtbot.waitUntil(lambda: window.workbench.tasks.is_idle, timeout=10_000)
    assert (other / FERRY).read_text("utf-8") == FIRST


# --- new ---


def new_post_dialog(qtbot: QtBot) -> NewPostDialog:
    found: list[NewPostDialog] = []

    def look() -> bool:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, NewPostDialog):
            found.append(dialog)
        return bool(found)

    qtbot.waitUntil(look, timeout=10_000)
    return found[0]


def test_a_headline_and_enter_open_a_new_post(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    window.desks.creating.new_post()
    dialog = new_post_dialog(qtbot)
    qtbot.keyClicks(dialog.title, "The lighthouse")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: (
            window.workbench.posts.shown is not None and window.workbench.posts.shown is not opened
        ),
        timeout=10_000,
    )
    path = window.workbench.posts.current.path
    assert path is not None
    assert path.parent == root / "_posts"
    assert path.name.endswith("-the-lighthouse.md")


def test_one_writes_on_while_a_new_post_waits_for_the_disk(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = Held(posts.create)

    def create(*args: Any, **more: Any) -> Any:
        return posts_create(*args, **more) if more["dry_run"] else held(*args, **more)

    posts_create = posts.create
    monkeypatch.setattr(new_post, "create", create)
    window.desks.creating.new_post()
    dialog = new_post_dialog(qtbot)
    qtbot.keyClicks(dialog.title, "Slow")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
    type_at_end(qtbot, opened, "On.")
    assert pane_of(opened).body().endswith("On.")
    held.free.set()
    qtbot.waitUntil(lambda: len(window.workbench.posts) == 2, timeout=10_000)
    path = window.workbench.posts.current.path
    assert path is not None
    assert path.name.endswith("-slow.md")
    assert held.count == 1


@pytest.mark.parametrize("is_refused", [True, False])
def test_a_window_closed_while_a_put_away_post_is_written_never_loses_the_headline(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_refused: bool,
) -> None:
    def refused(*_args: object, **_more: object) -> Created:
        raise OSError(28, "No space left on device")

    held = Held(refused if is_refused else posts.create)
    create = posts.create
    monkeypatch.setattr(
        new_post,
        "create",
        lambda *args, **more: (create if more["dry_run"] else held)(*args, **more),
    )
    window.desks.creating.new_post()
    dialog = new_post_dialog(qtbot)
    qtbot.keyClicks(dialog.title, "The lighthouse")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    window.close()
    assert window.isVisible()
    held.free.set()
    if is_refused:
        qtbot.waitUntil(dialog.isVisible, timeout=10_000)
        assert dialog.title.text() == "The lighthouse"
        assert window.isVisible()
        assert opened in window.workbench.posts
        dialog.reject()
    else:
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
        assert len(list((root / "_posts").glob("*-the-lighthouse.md"))) == 1


def test_a_post_made_in_a_site_that_is_left_is_not_opened_in_the_next(
    window: MainWindow, opened: OpenPost, root: Path
) -> None:
    window.desks.creating.show_created(Created(root.with_name("left") / "_posts/x.md", b""))
    assert list(window.workbench.posts) == [opened]
    assert window.workbench.posts.shown is opened


def test_deleting_a_post_moves_it_once(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = Held(lambda _site, path: (root / path).unlink())
    monkeypatch.setattr(posts, "remove", held)
    press_in_dialog(qtbot, "delete_question_yes")
    window.desks.removing.delete_shown()
    assert opened not in window.workbench.posts
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    window.desks.removing.delete([FERRY])  # the list still shows it
    held.free.set()
    qtbot.waitUntil(lambda: not (root / FERRY).exists(), timeout=10_000)
    assert held.count == 1
