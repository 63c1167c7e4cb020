"""One pane for all tests of it; the web engine is told what it may do before Qt starts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from editor.document import Document
from editor.ui.preview import PreviewPane, prepare_environment, register_scheme
from editor.ui.preview.bridge import WORLD

prepare_environment()
register_scheme()


class Watched:
    """A pane and what it said."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pane = PreviewPane()
        self.pane.resize(600, 800)
        self.shown: list[int] = []
        self.statuses: list[str] = []
        self.links: list[str] = []
        self.lines: list[float] = []
        self.clicked: list[int] = []
        self.pane.page_shown.connect(self.shown.append)
        self.pane.status_changed.connect(self.statuses.append)
        self.pane.link_activated.connect(self.links.append)
        self.pane.line_scrolled.connect(self.lines.append)
        self.pane.source_line_clicked.connect(self.clicked.append)

    def show(self, text: str, path: str = "_posts/2024-01-02-a.md") -> Document:
        document = Document.new(text)
        self.show_document(document, path)
        return document

    def show_document(self, document: Document, path: str = "_posts/2024-01-02-a.md") -> None:
        for each in (self.shown, self.statuses, self.links, self.lines, self.clicked):
            each.clear()
        self.pane.show_document(document, self.root, path)
        self.pane.show()
        self.wait(lambda: bool(self.shown))

    def wait(self, done: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            assert time.monotonic() < end, "it did not happen"

    def wait_revision(self, revision: int) -> None:
        self.wait(lambda: self.pane.shown_revision == revision)

    def ask(self, code: str) -> Any:
        """Run code in the application world after two frames and return its value."""
        answers: list[Any] = []
        page = self.pane._web.page
        assert page is not None
        page.runJavaScript(
            "window.asked = 0; requestAnimationFrame(() => requestAnimationFrame(() => {"
            "window.asked = 1 }))",
            WORLD,
        )
        self.wait(lambda: self.ask_now("window.asked") == 1)
        page.runJavaScript(f"JSON.stringify({code}) || 'null'", WORLD, answers.append)
        self.wait(lambda: bool(answers))
        return json.loads(answers[0])

    def ask_now(self, code: str) -> Any:
        answers: list[Any] = []
        page = self.pane._web.page
        assert page is not None
        page.runJavaScript(code, WORLD, answers.append)
        self.wait(lambda: bool(answers))
        return answers[0]


@pytest.fixture(scope="session")
def session_pane(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    del qapp
    root = tmp_path_factory.mktemp("site")
    (root / "_posts").mkdir()
    watched = Watched(root)
    yield watched
    watched.pane.close_down()
    watched.pane.deleteLater()


@pytest.fixture
def watched(session_pane: Watched) -> Watched:
    return session_pane
