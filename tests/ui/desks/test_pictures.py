"""Pictures dropped, pasted and chosen come in while one writes on, and stand where they should."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from editor.edit import Edit, apply_edit
from editor.site import Assets
from editor.ui.assets import AssetPicker
from editor.ui.desks.spot import moved
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.ui.views import pane_of
from tests.ui.window.conftest import FIRST
from tests.ui.window.test_window import FERRY, type_at_end


class Disk:
    """A disk on which pictures are written only when it is let go; names can be let go alone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self._all = threading.Event()
        self._go: dict[str, threading.Event] = {}
        real = Assets.add_picture

        def waiting(assets: Assets, source: bytes, name: str) -> object:
            self.asked.append(name)
            while not (self._all.is_set() or self.gate(name).wait(0.01)):
                pass
            return real(assets, source, name)

        monkeypatch.setattr(Assets, "add_picture", waiting)

    def gate(self, name: str) -> threading.Event:
        return self._go.setdefault(name, threading.Event())

    def let_go(self) -> None:
        self._all.set()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    made = Disk(monkeypatch)
    yield made
    made.let_go()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    paths = [tmp_path / f"{name}.png" for name in ("boat", "pier")]
    for path in paths:
        path.write_bytes(out.getvalue())
    return [str(path) for path in paths]


BOAT = "![boat](/assets/images/boat.png)"
PIER = "![pier](/assets/images/pier.png)"


def put_cursor(tab: OpenPost, words: str, *, select: bool = False) -> None:
    cursor = pane_of(tab).textCursor()
    at = pane_of(tab).toPlainText().index(words)
    cursor.setPosition(at)
    if select:
        cursor.setPosition(at + len(words), QTextCursor.MoveMode.KeepAnchor)
    pane_of(tab).setTextCursor(cursor)


def body_until(qtbot: QtBot, tab: OpenPost, words: str) -> str:
    qtbot.waitUntil(lambda: words in pane_of(tab).body(), timeout=10_000)
    return pane_of(tab).body()


def test_one_writes_on_while_a_picture_comes_in_where_it_was_dropped(
    qtbot: QtBot, opened: OpenPost, disk: Disk, files: list[str]
) -> None:
    put_cursor(opened, "One.")
    pane_of(opened).pictures_dropped.emit(files[:1])
    qtbot.waitUntil(lambda: bool(disk.asked), timeout=10_000)
    qtbot.keyClicks(pane_of(opened), " Here.")
    type_at_end(qtbot, opened, "Three.")
    opened.document.set_field("title", "A long\nname")  # lines above it come and go
    disk.let_go()
    assert body_until(qtbot, opened, "boat") == f"{BOAT} Here.One.\n\nTwo.\nThree."
    pane_of(opened).undo_step()
    assert pane_of(opened).body() == " Here.One.\n\nTwo.\nThree."
    pane_of(opened).redo_step()
    type_at_end(qtbot, opened, " Four.")
    assert pane_of(opened).body() == f"{BOAT} Here.One.\n\nTwo.\nThree. Four."


def test_a_picture_takes_the_place_of_what_was_selected_only_if_nothing_was_typed(
    qtbot: QtBot, opened: OpenPost, disk: Disk, files: list[str]
) -> None:
    put_cursor(opened, "One.", select=True)
    pane_of(opened).pictures_dropped.emit(files[:1])
    disk.gate("boat.png").set()
    assert body_until(qtbot, opened, "boat") == f"{BOAT}\n\nTwo.\n"
    put_cursor(opened, "Two.", select=True)
    pane_of(opened).pictures_dropped.emit(files[1:])
    type_at_end(qtbot, opened, "Three.")
    disk.let_go()
    assert body_until(qtbot, opened, "pier") == f"{BOAT}\n\nTwo.{PIER}\nThree."


def test_a_pasted_picture_comes_in_as_png(
    qtbot: QtBot, opened: OpenPost, root: Path, disk: Disk
) -> None:
    disk.let_go()
    put_cursor(opened, "Two.")
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    mime = QMimeData()
    mime.setImageData(image)
    pane_of(opened).insertFromMimeData(mime)
    body = body_until(qtbot, opened, "pasted")
    assert body == "One.\n\n![](/assets/images/pasted-picture.png)Two.\n"
    data = (root / "assets/images/pasted-picture.png").read_bytes()
    assert data.startswith(b"\x89PNG")


@pytest.mark.parametrize("first", ["boat.png", "pier.png"])
def test_two_pictures_at_one_place_keep_their_order_whichever_comes_first(
    qtbot: QtBot, opened: OpenPost, disk: Disk, files: list[str], first: str
) -> None:
    put_cursor(opened, "Two.")
    pane_of(opened).pictures_dropped.emit(files[:1])
    pane_of(opened).pictures_dropped.emit(files[1:])
    qtbot.waitUntil(lambda: len(disk.asked) == 2, timeout=10_000)
    disk.gate(first).set()
    body_until(qtbot, opened, first)
    disk.let_go()
    body_until(qtbot, opened, "boat")
    assert body_until(qtbot, opened, "pier") == f"One.\n\n{BOAT}{PIER}Two.\n"


def test_a_picture_that_is_refused_is_told_at_its_post_and_the_others_come_in(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, disk: Disk, files: list[str], tmp_path: Path
) -> None:
    disk.let_go()
    put_cursor(opened, "One.")
    pane_of(opened).pictures_dropped.emit([files[0], str(tmp_path / "gone.png"), files[1]])
    assert body_until(qtbot, opened, "pier").startswith(f"{BOAT}\n\n{PIER}One.")
    assert "gone.png" in opened.notices.sentence
    assert window.workbench.posts.shown is opened


def test_a_picture_for_a_post_that_is_closed_by_now_is_put_nowhere(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path, disk: Disk, files: list[str]
) -> None:
    window.desks.opening.open_path(root / "_posts/2025-08-01-the-bridge.md")
    qtbot.waitUntil(lambda: len(window.workbench.posts) == 2, timeout=10_000)
    other = window.workbench.posts.current
    before = other.document.text
    window.workbench.posts.show(opened)
    pane_of(opened).pictures_dropped.emit(files[:1])
    qtbot.waitUntil(lambda: bool(disk.asked), timeout=10_000)
    window.desks.closing.close(opened)
    disk.let_go()
    qtbot.waitUntil(lambda: not window.desks.pictures._spots, timeout=10_000)
    assert other.document.text == before
    assert (root / FERRY).read_bytes() == FIRST.encode()
    assert (root / "assets/images/boat.png").exists()


def test_a_picture_comes_in_at_the_cursor_when_the_post_was_written_anew(
    qtbot: QtBot, opened: OpenPost, disk: Disk, files: list[str]
) -> None:
    put_cursor(opened, "Two.")
    pane_of(opened).pictures_dropped.emit(files[:1])
    qtbot.waitUntil(lambda: bool(disk.asked), timeout=10_000)
    opened.document.reload(b"---\ntitle: Other\nlayout: post\n---\nOther words.\n")
    disk.let_go()
    body = body_until(qtbot, opened, "boat")
    assert body.replace(BOAT, "") == "Other words.\n"
    assert opened.document.post.data["title"] == "Other"


def test_pictures_of_a_picker_that_was_closed_come_into_the_site_and_not_into_the_text(
    qtbot: QtBot,
    window: MainWindow,
    opened: OpenPost,
    root: Path,
    disk: Disk,
    files: list[str],
) -> None:
    said = window.status.findChild(QLabel, "status_message")
    assert said is not None

    def add_and_close() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, AssetPicker):
            QTimer.singleShot(20, add_and_close)
            return
        dialog.add([(Path(each), Path(each).name) for each in files])
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, add_and_close)
    window.desks.pictures.insert()
    assert "still being added" in said.text()
    type_at_end(qtbot, opened, "Three.")
    disk.let_go()
    qtbot.waitUntil(lambda: "pier.png" in said.text(), timeout=10_000)
    assert pane_of(opened).body() == "One.\n\nTwo.\nThree."
    for name in ("boat.png", "pier.png"):
        assert (root / "assets/images" / name).exists()
    qtbot.waitUntil(lambda: window.findChild(AssetPicker) is None, timeout=10_000)


@pytest.mark.parametrize(
    ("place", "edit", "is_behind", "wanted"),
    [
        ((2, 3), Edit(2, 0, "", "ab"), False, (2, 5)),
        ((2, 3), Edit(2, 3, "", "ab"), False, (2, 3)),
        ((2, 3), Edit(2, 3, "", "ab"), True, (2, 5)),
        ((2, 3), Edit(2, 3, "x", ""), True, (2, 3)),
        ((2, 3), Edit(2, 4, "", "ab\n"), True, (2, 3)),
        ((2, 3), Edit(1, 1, "x\nyz", "a"), False, (1, 3)),
        ((2, 3), Edit(1, 1, "x\nyzabc", "a"), False, (1, 1)),
        ((2, 3), Edit(0, 1, "x\n", "a\nb\nc\n"), False, (4, 3)),
        ((2, 3), Edit(2, 1, "bc", "d\ne"), False, (3, 1)),
    ],
)
def test_a_place_is_followed_through_an_edit(
    place: tuple[int, int], edit: Edit, is_behind: bool, wanted: tuple[int, int]
) -> None:
    assert moved(place, edit, is_behind=is_behind) == wanted


def test_a_place_stays_before_the_same_words_whatever_is_done_above() -> None:
    text = "one\r\ntwo three\nfour\n"
    place = (1, 4)
    for edit in (Edit(0, 3, "\r\n", "\n\n"), Edit(0, 0, "one", "1\n2"), Edit(3, 0, "two", "zwei")):
        text = apply_edit(text, edit)
        place = moved(place, edit)
    assert text.split("\n")[place[0]][place[1] :] == "three"
