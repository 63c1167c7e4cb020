from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.settings import Settings
from editor.ui import look
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost

FIRST = (
    '---\ntitle: "The ferry"\ndate: 2025-09-01 08:00:00 +0000\ntags: [river]\n---\n\nOne.\n\nTwo.\n'
)
SECOND = "---\ntitle: The bridge\ndate: 2025-08-01\n---\r\nA line.\r\n"
DRAFT = "---\ntitle: The tunnel\n---\n\nNot yet.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = tmp_path / "courier"
    for name in ("_posts", "_drafts", "_layouts"):
        (site / name).mkdir(parents=True)
    (site / "_config.yml").write_text("title: Courier\n", "utf-8")
    (site / "_layouts/post.html").write_text("{{ content }}\n", "utf-8")
    (site / "_posts/2025-09-01-the-ferry.md").write_bytes(FIRST.encode())
    (site / "_posts/2025-08-01-the-bridge.md").write_bytes(SECOND.encode())
    (site / "_drafts/the-tunnel.md").write_bytes(DRAFT.encode())
    return site


@pytest.fixture
def window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    for name in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    look.apply(qapp, dark=False)
    made = MainWindow(Settings(hidden_panels=("preview",), palette="light"))
    # Not qtbot.addWidget: it would close the window, which then asks about unsaved words.
    made.show()
    yield made
    for tab in list(made.workbench.posts):
        made.workbench.posts.drop(tab, discard=True)
    made.close()
    shiboken6.delete(made)


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, root: Path) -> OpenPost:
    window.desks.sites.open_path(root / "_posts/2025-09-01-the-ferry.md")
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
    tab = window.workbench.posts.shown
    assert tab is not None
    return tab
