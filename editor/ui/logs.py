"""The log file, and the last word when something breaks."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QMessageBox

from editor.dirs import state_dir

log = logging.getLogger(__name__)

_QUIET = (
    "Sandboxing disabled",
    "GPUInfo",
    "QRhi",
    "Vulkan",
    "vulkan",
    "GLX",
    "EGL",
    "This plugin does not support",
    "libva",
    "dbus",
    "Failed to connect to the bus",
)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_file() -> Path:
    """Return where the log is. It holds no text and no title of any post."""
    return state_dir() / "log" / "standfirst.log"


def start_logging() -> None:
    """Write the log, and Qt's messages into it."""
    root = logging.getLogger()
    try:
        file = log_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=500_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_on_qt_message)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = logging.DEBUG if any(word in message for word in _QUIET) else _LEVELS[kind]
    logging.getLogger("qt").log(level, "%s: %s", context.category or "qt", message[:500])


class CrashTeller(QObject):
    """Tells once that something broke, and where the words are."""

    _broke = Signal(str)  # the error's class; from any thread

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_telling = False
        self._broke.connect(self._on_broke, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        # The error's own words may quote a post: only its class and the lines of code are kept.
        where = "".join(traceback.format_tb(trace))
        log.critical("unexpected %s\n%s", kind.__name__, where)
        del error
        self._broke.emit(kind.__name__)

    def _on_thread_exception(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_type is not SystemExit:
            where = "".join(traceback.format_tb(told.exc_traceback))
            log.critical("unexpected %s in a thread\n%s", told.exc_type.__name__, where)

    @Slot(str)
    def _on_broke(self, kind: str) -> None:
        if self._is_telling:
            return
        self._is_telling = True
        box = QMessageBox(QApplication.activeWindow())
        box.setObjectName("crash_message")
        box.setWindowTitle("Standfirst")
        box.setText(self.tr("Something went wrong inside Standfirst ({0}).").format(kind))
        box.setInformativeText(
            self.tr(
                "Your words are safe: every key is in the recovery journal at\n{0}\n"
                "Save your posts, then start again; what is not saved will be offered. "
                "The log says more:\n{1}"
            ).format(state_dir() / "journals", log_file())
        )
        box.exec()
        box.deleteLater()
        self._is_telling = False
