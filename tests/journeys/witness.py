"""Answers the questions of tests/journeys/host.py, in the GUI thread."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QMenuBar, QTabBar, QWidget

from tests.journeys.host import MARK


class Witness(QObject):
    """Answers questions about the widgets, in the GUI thread."""

    # A question as it came from standard input.
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._listen, name="witness", daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.asked.emit(line)

    @Slot(str)
    def _on_asked(self, line: str) -> None:
        try:
            question = json.loads(line)
            if "page" in question:
                self._ask_page()
                return
            answer = answer_to(question)
        except Exception as error:  # noqa: BLE001 - told to the journey, which fails on it
            answer = {"error": f"{type(error).__name__}: {error}"}
        self._tell(answer)

    def _ask_page(self) -> None:
        view = find_kind(QWebEngineView)
        if view is None:
            self._tell("")
        else:
            view.page().toPlainText(self._tell)

    def _tell(self, answer: Any) -> None:
        sys.stdout.write(MARK + json.dumps(answer) + "\n")
        sys.stdout.flush()


def answer_to(question: dict[str, Any]) -> Any:
    """Answer one question of the module's list."""
    if "find" in question:
        widget = find(question["find"])
        return None if widget is None else told(widget)
    if "item" in question:
        return item(question["item"], question["text"])
    if "windows" in question:
        return [
            {"name": each.objectName(), "class": type(each).__name__, "title": each.windowTitle()}
            for each in QApplication.topLevelWidgets()
            if each.isVisible()
        ]
    if "grab" in question:
        screen = QGuiApplication.primaryScreen()
        return screen.grabWindow(0).save(question["grab"])
    if "focus" in question:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""
    raise ValueError("no such question")


def find(name: str) -> QWidget | None:
    """Return the visible widget of this object name; the one in the newest window first."""
    active = QApplication.activeModalWidget() or QApplication.activeWindow()
    tops = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    tops.sort(key=lambda each: each is not active)
    for top in tops:
        if top.objectName() == name:
            return top
        for child in top.findChildren(QWidget, name):
            if child.isVisible():
                return child
    return None


def find_kind(kind: type[QWebEngineView]) -> QWebEngineView | None:
    """Return the visible web view."""
    for top in QApplication.topLevelWidgets():
        for child in top.findChildren(kind):
            if child.isVisible():
                return child
    return None


def told(widget: QWidget) -> dict[str, Any]:
    """Describe a widget as a person sees it."""
    answer: dict[str, Any] = place(widget, widget.rect())
    answer["enabled"] = widget.isEnabled()
    answer["focus"] = widget.hasFocus()
    answer["class"] = type(widget).__name__
    for attribute in ("toPlainText", "text", "currentText", "title"):
        read = getattr(widget, attribute, None)
        if callable(read):
            answer["text"] = str(read())
            break
    checked = getattr(widget, "isChecked", None)
    if callable(checked):
        answer["checked"] = bool(checked())
    return answer


def place(widget: QWidget, rect: QRect) -> dict[str, int]:
    """Return a rectangle of a widget in pixels of the screen."""
    corner = widget.mapToGlobal(QPoint(rect.x(), rect.y()))
    ratio = widget.devicePixelRatioF()
    return {
        "x": round(corner.x() * ratio),
        "y": round(corner.y() * ratio),
        "width": round(rect.width() * ratio),
        "height": round(rect.height() * ratio),
    }


def item(name: str, text: str) -> dict[str, int] | None:
    """Return where an item that shows this text stands: row, tab, or menu entry."""
    widget = find(name)
    if isinstance(widget, QAbstractItemView):
        model = widget.model()
        for row in range(model.rowCount(widget.rootIndex())):
            index = model.index(row, 0, widget.rootIndex())
            if text in str(index.data(Qt.ItemDataRole.DisplayRole)):
                return place(widget.viewport(), widget.visualRect(index))
    elif isinstance(widget, QTabBar):
        for number in range(widget.count()):
            if text in widget.tabText(number):
                return place(widget, widget.tabRect(number))
    elif isinstance(widget, (QMenu, QMenuBar)):
        actions: list[QAction] = widget.actions()
        for action in actions:
            if text in action.text().replace("&", ""):
                return place(widget, widget.actionGeometry(action))
    return None
