"""Two windows on one post: one writes, the other reads, and takes over without losing its place."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from editor.storage import pending
from editor.ui.notices import Notice
from editor.ui.recovery import RecoveryDialog
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.held import holder_of
from tests.ui.desks.test_recovering import crash, recovered
from tests.ui.views import banner_of, pane_of
from tests.ui.window.conftest import FIRST
from tests.ui.window.test_window import FERRY, save, type_at_end

# Another window, without one: it holds the post, types a word, and waits to be told to end.
HOLDER = """
import sys
from pathlib import Path
from editor.document import Document
from editor.storage import PostLock, save
path = Path(sys.argv[1])
lock = PostLock.take(path)
document = Document.from_bytes(path.read_bytes())
journal = document.open_journal(path)
document.replace(6, 0, 6, 0, "Typed there. ")
journal.sync()
print("held", flush=True)
for line in sys.stdin:
    if line == "save\\n":
        snapshot = document.snapshot()
        saved = save(path, snapshot.data, expected=document.saved_digest, journal=journal)
        document.mark_saved(snapshot, saved)
        print("saved", flush=True)
document.close_journal()
lock.release()
"""


class Holder:
    """A process that holds the ferry."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._expect("held")

    def _expect(self, word: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == word

    def save(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("save\n")
        self.process.stdin.flush()
        self._expect("saved")

    def close(self) -> None:
        self.process.communicate()

    def crash(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def holder(window: MainWindow, root: Path) -> Iterator[Holder]:
    assert window.workbench.posts.shown is None  # made first: it sets the folders that both share
    made = Holder(root / FERRY)
    yield made
    if made.process.poll() is None:
        made.crash()


@pytest.fixture
def second(qtbot: QtBot, window: MainWindow, root: Path, holder: Holder) -> OpenPost:
    assert holder.process.poll() is None
    window.desks.sites.open_path(root / FERRY)
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
    return window.workbench.posts.current


def put_cursor(tab: OpenPost, start: int, end: int) -> None:
    cursor = pane_of(tab).textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    pane_of(tab).setTextCursor(cursor)


def is_writable(tab: OpenPost) -> bool:
    return not pane_of(tab).isReadOnly() and tab.lock is not None


def test_the_second_window_reads_and_says_who_holds_the_post(
    qtbot: QtBot, second: OpenPost, holder: Holder
) -> None:
    assert pane_of(second).isReadOnly()
    assert "open in another window" in second.notices.sentence
    qtbot.keyClicks(pane_of(second), "x")
    assert second.document.text == FIRST
    assert holder.process.poll() is None


def test_try_again_while_it_is_held_changes_nothing(
    qtbot: QtBot, second: OpenPost, holder: Holder
) -> None:
    put_cursor(second, 2, 4)
    button = banner_of(second).findChild(QPushButton, "held_try_again")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pane_of(second).isReadOnly()
    assert pane_of(second).textCursor().selectedText() == "e."
    assert "open in another window" in second.notices.sentence
    assert holder.process.poll() is None


def test_what_the_first_window_saves_is_seen_in_the_second(
    qtbot: QtBot, window: MainWindow, second: OpenPost, holder: Holder
) -> None:
    holder.save()
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: "Typed there." in pane_of(second).body(), timeout=10_000)
    assert list(window.workbench.posts) == [second]
    assert pane_of(second).isReadOnly()


@pytest.mark.parametrize("is_asked", [True, False])
def test_when_the_first_window_closes_the_second_writes_and_keeps_its_place(
    qtbot: QtBot, window: MainWindow, second: OpenPost, holder: Holder, root: Path, is_asked: bool
) -> None:
    put_cursor(second, 3, 3)
    holder.save()
    holder.close()
    if is_asked:
        button = banner_of(second).findChild(QPushButton, "held_try_again")
        assert button is not None
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_writable(second), timeout=10_000)
    assert not second.notices.told(Notice.HELD)
    assert list(window.workbench.posts) == [second]
    qtbot.waitUntil(lambda: "Typed there." in pane_of(second).body(), timeout=10_000)
    cursor = pane_of(second).textCursor()
    assert pane_of(second).body()[: cursor.position()].endswith("there. One")  # at its word
    type_at_end(qtbot, second, "Here.")
    save(qtbot, window, second)
    assert (root / FERRY).read_text("utf-8") == FIRST.replace("One.", "Typed there. One.") + "Here."


def test_a_crash_of_the_first_window_is_taken_over_and_its_words_are_offered(
    qtbot: QtBot, window: MainWindow, second: OpenPost, holder: Holder, root: Path
) -> None:
    holder.crash()
    qtbot.waitUntil(lambda: is_writable(second), timeout=10_000)
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveryDialog)), timeout=10_000)
    dialog = window.findChildren(RecoveryDialog)[0]
    button = dialog.findChild(QPushButton, "recovery_open")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: "Typed there." in pane_of(window.workbench.posts.current).body(), timeout=10_000
    )
    assert is_writable(window.workbench.posts.current)
    assert (root / FERRY).read_text("utf-8") == FIRST
    assert holder_of(root / FERRY) is not None


def test_words_recovered_while_another_window_holds_the_post_are_kept_until_it_is_free(
    qtbot: QtBot, window: MainWindow, second: OpenPost, holder: Holder, root: Path
) -> None:
    holder.save()
    window.workbench.posts.drop(second)
    crash(root / FERRY, FIRST + "Recovered.", base=FIRST.encode(), site=root)
    (found,) = pending()
    tab = recovered(qtbot, window, found)
    assert pane_of(tab).isReadOnly()
    assert pane_of(tab).body().endswith("Recovered.")
    window.desks.closing.close(tab)
    assert [each.text for each in pending()] == [found.text], "not given up by closing"
    tab = recovered(qtbot, window, found)
    holder.close()
    qtbot.waitUntil(lambda: is_writable(tab), timeout=10_000)
    qtbot.waitUntil(lambda: not found.file.exists(), timeout=10_000)
    qtbot.waitUntil(lambda: "Typed there." in pane_of(tab).body(), timeout=10_000)
    assert pane_of(tab).body().endswith("Recovered.")
