"""Opening never waits for the disk in the window's thread, and a file is open once at most."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from editor.storage import finish_journals, pending, read
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost, post_file
from tests.held import holder_of
from tests.ui.desks.test_recovering import crash, recovered
from tests.ui.views import pane_of
from tests.ui.window.conftest import FIRST
from tests.ui.window.test_window import FERRY, save, type_at_end

GUARD_S = 20.0


class SlowDisk:
    """Reading of posts waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Path] = []
        self.go = threading.Event()

        def wait_and_read(path: Path, *, limit_bytes: int | None = None) -> object:
            self.asked.append(path)
            assert self.go.wait(GUARD_S)
            return read(path, limit_bytes=limit_bytes)

        monkeypatch.setattr(post_file, "read", wait_and_read)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    disk = SlowDisk(monkeypatch)
    yield disk
    disk.go.set()


def is_opening(qtbot: QtBot, slow: SlowDisk, count: int) -> None:
    qtbot.waitUntil(lambda: len(slow.asked) == count, timeout=10_000)


def test_keys_go_on_while_another_post_is_opened_from_a_slow_disk(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, slow: SlowDisk
) -> None:
    window.desks.opening.open_path(root / "_drafts/the-tunnel.md")
    is_opening(qtbot, slow, 1)
    type_at_end(qtbot, opened, "Meanwhile.")
    assert opened.document.text == FIRST + "Meanwhile."
    message = window.status.findChild(QLabel, "status_message")
    assert message is not None
    assert message.text() == "Opening the-tunnel.md…"
    slow.go.set()
    qtbot.waitUntil(lambda: len(window.workbench.posts) == 2, timeout=10_000)
    assert pane_of(window.workbench.posts.current).body() == "Not yet.\n"
    assert opened.document.text == FIRST + "Meanwhile."


def test_a_post_that_is_asked_for_twice_at_once_is_opened_once(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, slow: SlowDisk
) -> None:
    told: list[OpenPost] = []
    for _ in range(2):
        window.desks.opening.open_path(root / "_drafts/the-tunnel.md", told.append)
    is_opening(qtbot, slow, 1)
    slow.go.set()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=10_000)
    assert told[0] is told[1]
    assert list(window.workbench.posts) == [opened, told[0]]
    assert not pane_of(told[0]).isReadOnly()
    assert len(slow.asked) == 1


@pytest.mark.parametrize("kind", ["link", "hard"])
def test_another_name_of_an_open_file_shows_the_tab_that_is_there(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, kind: str
) -> None:
    other = root / "_drafts/other-name.md"
    if kind == "link":
        other.symlink_to(root / FERRY)
    else:
        other.hardlink_to(root / FERRY)
    type_at_end(qtbot, opened, "Unsaved.")
    told: list[OpenPost] = []
    window.desks.opening.open_path(other, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told == list(window.workbench.posts) == [opened]
    assert opened.document.text == FIRST + "Unsaved."
    assert not pane_of(opened).isReadOnly()


@pytest.mark.usefixtures("opened")
def test_two_names_of_one_file_that_are_opened_at_once_end_in_one_tab(
    qtbot: QtBot, window: MainWindow, root: Path, slow: SlowDisk
) -> None:
    draft = root / "_drafts/the-tunnel.md"
    (root / "_drafts/link.md").symlink_to(draft)
    told: list[OpenPost] = []
    window.desks.opening.open_path(draft, told.append)
    is_opening(qtbot, slow, 1)
    window.desks.opening.open_path(root / "_drafts/link.md", told.append)
    is_opening(qtbot, slow, 2)
    slow.go.set()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=10_000)
    assert told[0] is told[1]
    assert len(window.workbench.posts) == 2
    assert not pane_of(told[0]).isReadOnly()
    type_at_end(qtbot, told[0], "Both.")
    save(qtbot, window, told[0])
    assert draft.read_text("utf-8").endswith("Both.")


def test_a_post_closed_while_its_other_name_is_being_opened_is_opened_by_that_name(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, slow: SlowDisk
) -> None:
    other = root / "_drafts/other-name.md"
    other.symlink_to(root / FERRY)
    window.desks.opening.open_path(other)
    is_opening(qtbot, slow, 1)
    window.desks.closing.close(opened)
    slow.go.set()
    qtbot.waitUntil(
        lambda: [each.path for each in window.workbench.posts] == [other], timeout=10_000
    )
    assert not pane_of(window.workbench.posts.current).isReadOnly()
    assert holder_of(root / FERRY) is not None
    window.desks.closing.close_shown()
    assert holder_of(root / FERRY) is None


@pytest.mark.usefixtures("opened")
def test_words_recovered_into_an_open_post_keep_it_held_here(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    words = FIRST.replace("Two.", "Two, recovered.")
    crash(root / FERRY, words, site=root)
    (found,) = pending()
    tab = recovered(qtbot, window, found)
    assert list(window.workbench.posts) == [tab]
    assert not pane_of(tab).isReadOnly()
    assert holder_of(root / FERRY) is not None
    save(qtbot, window, tab)
    assert (root / FERRY).read_text("utf-8") == words
    window.desks.closing.close(tab)
    assert finish_journals(timeout_s=GUARD_S)
    assert holder_of(root / FERRY) is None


@pytest.mark.usefixtures("opened")
def test_a_window_that_is_left_while_a_post_is_opened_ends_quietly(
    qtbot: QtBot, window: MainWindow, root: Path, slow: SlowDisk
) -> None:
    window.desks.opening.open_path(root / "_drafts/the-tunnel.md")
    is_opening(qtbot, slow, 1)
    window.close()
    slow.go.set()
    qtbot.waitUntil(lambda: window.workbench.tasks.is_idle, timeout=10_000)
    assert not window.isVisible()
