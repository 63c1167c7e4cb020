"""The picture's path stands there at once; the disk says later whether there is one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.site import Site
from editor.ui.form import FormPanel
from editor.ui.form.fields.picture import PictureField
from tests.ui.form.conftest import OpenForm

WALL = "assets/images/harbour-wall.jpg"
POST = f"---\ntitle: Wall\nimage: {WALL}\n---\n\nBody.\n"
NO_SUCH = "There is no such picture in the site."


class HeldDisk:
    """A disk that answers no question about a picture until it is let go."""

    def __init__(self, real: Callable[..., Path | None]) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self._real = real

    def resolve(
        self, site: Site, reference: str, post_path: str, *, field: bool = False
    ) -> Path | None:
        self.asked.append(reference)
        assert self.go_on.wait(20)
        return self._real(site, reference, post_path, field=field)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldDisk]:
    disk = HeldDisk(Site.resolve)

    def resolve(site: Site, reference: str, post_path: str, *, field: bool = False) -> Path | None:
        return disk.resolve(site, reference, post_path, field=field)

    monkeypatch.setattr(Site, "resolve", resolve)
    yield disk
    disk.go_on.set()


def field(panel: FormPanel) -> PictureField:
    found = panel.findChild(PictureField)
    assert isinstance(found, PictureField)
    return found


def line(panel: FormPanel, key: str) -> QLineEdit:
    found = panel.findChild(QLineEdit, f"field-{key}")
    assert isinstance(found, QLineEdit)
    return found


def has_thumbnail(panel: FormPanel) -> bool:
    return field(panel).picture.pixmap().width() > 18


def test_while_the_disk_is_silent_the_name_stands_and_typing_goes_on(
    open_form: OpenForm, qtbot: QtBot, held: HeldDisk
) -> None:
    panel, document = open_form(POST)
    qtbot.waitUntil(lambda: held.asked == [WALL], timeout=10_000)
    assert line(panel, "image").text() == WALL
    title = line(panel, "title")
    title.setFocus()
    title.end(False)
    qtbot.keyClicks(title, " of stone")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert document.post.data["title"] == "Wall of stone"
    assert not has_thumbnail(panel)
    assert not field(panel).picture.toolTip()
    held.go_on.set()
    qtbot.waitUntil(lambda: has_thumbnail(panel), timeout=20_000)
    assert not field(panel).picture.toolTip()


def test_a_missing_picture_is_told_when_the_disk_said_so_and_not_before(
    open_form: OpenForm, qtbot: QtBot, held: HeldDisk
) -> None:
    panel, _ = open_form(POST.replace("wall.jpg", "gone.jpg"))
    qtbot.waitUntil(lambda: len(held.asked) == 1, timeout=10_000)
    assert not field(panel).picture.toolTip()
    held.go_on.set()
    qtbot.waitUntil(lambda: field(panel).picture.toolTip() == NO_SUCH, timeout=10_000)


def test_an_answer_for_another_picture_is_not_shown(
    open_form: OpenForm, qtbot: QtBot, held: HeldDisk
) -> None:
    panel, _ = open_form(POST.replace("wall.jpg", "gone.jpg"))
    qtbot.waitUntil(lambda: len(held.asked) == 1, timeout=10_000)
    told: list[str] = []
    box = field(panel).picture
    image = line(panel, "image")
    image.setFocus()
    image.selectAll()
    qtbot.keyClicks(image, "assets/images/also-gone.jpg")
    qtbot.keyClick(image, Qt.Key.Key_Return)
    image.selectAll()
    qtbot.keyClicks(image, WALL)
    qtbot.keyClick(image, Qt.Key.Key_Return)
    assert len(held.asked) == 1  # one question at a time
    held.go_on.set()

    def is_shown() -> bool:
        told.append(box.toolTip())
        return has_thumbnail(panel)

    qtbot.waitUntil(is_shown, timeout=20_000)
    assert held.asked == ["assets/images/harbour-gone.jpg", WALL]
    assert NO_SUCH not in told


def test_an_answer_for_the_post_before_is_not_shown(
    open_form: OpenForm, qtbot: QtBot, held: HeldDisk, site: Site
) -> None:
    panel, _ = open_form("---\ntitle: Wall\nimage: x.jpg\n---\n", "_posts/2025-09-06-x.md")
    qtbot.waitUntil(lambda: len(held.asked) == 1, timeout=10_000)
    (site.root / "_posts/below").mkdir()
    (site.root / "_posts/below/x.jpg").write_bytes((site.root / WALL).read_bytes())
    other = Document.from_bytes(b"---\ntitle: Below\nimage: x.jpg\n---\n")
    panel.show_document(other, site, "_posts/below/2025-09-07-y.md", None)
    held.go_on.set()
    qtbot.waitUntil(lambda: has_thumbnail(panel), timeout=20_000)
    assert held.asked == ["x.jpg", "x.jpg"]


def test_an_answer_that_finds_its_field_gone_is_dropped(
    open_form: OpenForm, qtbot: QtBot, held: HeldDisk
) -> None:
    panel, document = open_form(POST)
    qtbot.waitUntil(lambda: len(held.asked) == 1, timeout=10_000)
    row = panel._rows.row("image")
    assert row is not None
    with qtbot.waitSignal(row.destroyed, timeout=10_000):
        panel._on_action_wanted("remove", "image")
    held.go_on.set()
    document.undo()
    qtbot.waitUntil(lambda: panel.findChild(PictureField) is not None, timeout=10_000)
    qtbot.waitUntil(lambda: has_thumbnail(panel), timeout=20_000)
    assert held.asked == [WALL, WALL]
