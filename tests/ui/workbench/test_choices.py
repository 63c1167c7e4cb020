"""Layouts and authors are read off the disk beside the window, and again when they change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from editor.site import Site
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.ui.window.conftest import FIRST

FERRY = "_posts/2025-09-01-the-ferry.md"


class HeldLayouts:
    """A disk that does not say which layouts there are until it is let go."""

    def __init__(self) -> None:
        self.asked: list[Path] = []
        self.go_on = threading.Event()
        self._real = Site.layouts

    def layouts(self, site: Site) -> list[str]:
        self.asked.append(site.root)
        assert self.go_on.wait(20)
        return self._real(site)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldLayouts]:
    disk = HeldLayouts()

    def layouts(site: Site) -> list[str]:
        return disk.layouts(site)

    monkeypatch.setattr(Site, "layouts", layouts)
    yield disk
    disk.go_on.set()


def offered(window: MainWindow) -> list[str]:
    combo = window.form.findChild(QComboBox, "field-layout")
    assert isinstance(combo, QComboBox)
    return [combo.itemText(at) for at in range(combo.count())]


def wait_for_usage(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.workbench.session.usage is not None, timeout=20_000)


def test_while_the_disk_is_silent_one_types_and_the_layouts_come_later(
    qtbot: QtBot, held: HeldLayouts, window: MainWindow, root: Path
) -> None:
    (root / FERRY).write_text(FIRST.replace("---\n", "---\nlayout: post\n", 1), "utf-8")
    window.desks.sites.open_path(root / FERRY)
    qtbot.waitUntil(
        lambda: window.workbench.posts.shown is not None and bool(held.asked), timeout=20_000
    )
    assert window.workbench.session.layouts == ()
    assert offered(window) == ["post"]
    window.form.focus_title()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setCursorPosition(0)
    qtbot.keyClicks(field, "One ")
    held.go_on.set()
    qtbot.waitUntil(lambda: window.workbench.session.layouts == ("post",), timeout=20_000)
    assert QApplication.focusWidget() is field
    qtbot.keyClicks(field, "more ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    tab = window.workbench.posts.shown
    assert tab is not None
    assert tab.document.post.data["title"] == "One more The ferry"


def test_a_new_layout_is_offered_though_no_post_changed(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    (root / FERRY).write_text(FIRST.replace("---\n", "---\nlayout: post\n", 1), "utf-8")
    window.desks.sites.open_path(root / FERRY)
    wait_for_usage(qtbot, window)
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=20_000)
    usage = window.workbench.session.usage
    (root / "_layouts/liveblog.html").write_text("{{ content }}\n", "utf-8")
    qtbot.waitUntil(
        lambda: window.workbench.session.layouts == ("liveblog", "post"), timeout=20_000
    )
    assert offered(window) == ["liveblog", "post"]
    assert window.workbench.session.usage is usage  # the posts were not counted again for it


def test_a_new_author_is_offered_though_no_post_changed(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    (root / "_data").mkdir()
    (root / "_data/authors.yml").write_text("mara:\n  name: Mara\n", "utf-8")
    (root / FERRY).write_text(FIRST.replace("---\n", "---\nauthor: mara\n", 1), "utf-8")
    window.desks.sites.open_path(root / FERRY)
    wait_for_usage(qtbot, window)
    (root / "_data/authors.yml").write_text("mara:\n  name: Mara\nzeno:\n  name: Z\n", "utf-8")

    def offers_zeno() -> bool:
        line = window.form.findChild(QLineEdit, "field-author")
        if not isinstance(line, QLineEdit):
            return False
        line.completer().setCompletionPrefix("zen")
        return line.completer().currentCompletion() == "zeno"

    qtbot.waitUntil(offers_zeno, timeout=20_000)


def test_a_look_that_finds_nothing_new_leaves_the_form_alone(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_usage(qtbot, window)
    before = window.workbench.session.choices
    shown: list[object] = []
    monkeypatch.setattr(window.form, "show_document", lambda *args: shown.append(args))
    read: list[Site] = []
    real = Site.layouts

    def counted(site: Site) -> list[str]:
        read.append(site)
        return real(site)

    monkeypatch.setattr(Site, "layouts", counted)
    window.workbench.session.refresh()
    qtbot.waitUntil(lambda: len(read) == 1, timeout=20_000)
    window.workbench.session.refresh()
    qtbot.waitUntil(lambda: len(read) == 2, timeout=20_000)  # so the first answer was told
    assert window.workbench.session.choices is before
    assert not shown
    assert opened in window.workbench.posts


def test_the_answer_of_a_site_that_was_left_is_not_taken_for_the_next_ones(
    qtbot: QtBot, held: HeldLayouts, window: MainWindow, root: Path, tmp_path: Path
) -> None:
    other = tmp_path / "herald"
    (other / "_layouts").mkdir(parents=True)
    (other / "_layouts/page.html").write_text("{{ content }}\n", "utf-8")
    (other / "_config.yml").write_text("title: Herald\n", "utf-8")
    window.desks.sites.open_site(root)
    qtbot.waitUntil(lambda: held.asked == [root], timeout=20_000)
    window.desks.sites.open_site(other)
    qtbot.waitUntil(lambda: held.asked == [root, other], timeout=20_000)
    known: list[tuple[str, ...]] = []
    held.go_on.set()

    def is_read() -> bool:
        known.append(window.workbench.session.layouts)
        return window.workbench.session.usage is not None

    qtbot.waitUntil(is_read, timeout=20_000)
    assert set(known) <= {(), ("page",)}
    assert window.workbench.session.layouts == ("page",)


def test_a_reading_that_fails_leaves_what_was_known_and_is_made_again(
    qtbot: QtBot, window: MainWindow, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.desks.sites.open_site(root)
    wait_for_usage(qtbot, window)
    before = window.workbench.session.choices
    failed: list[Site] = []
    real = Site.authors

    def broken(site: Site) -> list[str]:
        failed.append(site)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Site, "authors", broken)
    (root / "_posts/2025-10-01-new.md").write_text("---\ntitle: New\nnewest: 1\n---\n", "utf-8")
    qtbot.waitUntil(lambda: bool(failed), timeout=20_000)
    monkeypatch.setattr(Site, "authors", real)
    window.workbench.session.refresh()
    # Its posts are counted, though the second refresh found none changed.
    qtbot.waitUntil(lambda: window.workbench.session.choices is not before, timeout=20_000)
    usage = window.workbench.session.usage
    assert usage is not None
    assert "newest" in [key for key, _ in usage.all_keys()]
