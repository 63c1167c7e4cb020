from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from editor.preview import PageNote
from editor.ui.window import MainWindow
from editor.ui.window.preview_keeper import PreviewKeeper
from editor.ui.workbench import OpenPost
from tests.ui.views import pane_of


def press(window: MainWindow, name: str) -> None:
    button = window.preview.findChild(QToolButton, f"preview-{name}")
    assert button is not None
    button.click()


def test_a_view_and_a_width_are_chosen_and_kept(window: MainWindow) -> None:
    press(window, "reading")
    press(window, "phone")
    settings = window.workbench.kept.settings
    assert (settings.preview_view, settings.preview_width) == ("reading", "phone")
    window.workbench.kept.choose(preview_view="theme", preview_width="of old")
    for name in ("theme", "pane"):
        button = window.preview.findChild(QToolButton, f"preview-{name}")
        assert button is not None
        assert button.isChecked()


def test_a_note_leads_to_its_line_in_the_post_and_else_to_the_file(
    window: MainWindow, opened: OpenPost, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(
        type(window.desks.places), "show_path", lambda _desk, path: shown.append(path)
    )
    keeper = window.preview.findChild(PreviewKeeper)
    assert keeper is not None
    keeper.go_to(PageNote("unknown-tag", "x", "_posts/2025-09-01-the-ferry.md", 9))
    assert pane_of(opened).textCursor().block().text() == "Two."
    keeper.go_to(PageNote("plugin-tag", "x", "_layouts/post.html", 1))
    assert shown == [root / "_layouts/post.html"]


def test_what_changed_on_the_disk_is_told_by_name(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    del opened
    qtbot.waitUntil(lambda: window.workbench.session.index is not None, timeout=20_000)
    told: list[frozenset[str]] = []
    window.workbench.session.files_changed.connect(told.append)

    def is_told() -> bool:
        (root / "_layouts/post.html").write_text("{{ content }}!\n", "utf-8")
        return any("_layouts/post.html" in each for each in told)

    qtbot.waitUntil(is_told, timeout=20_000)
