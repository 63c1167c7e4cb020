"""Where the window starts."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket  # noqa: TID251 - one window per user
from PySide6.QtWidgets import QApplication

from editor.dirs import state_dir
from editor.processes import prepare_workers
from editor.settings import load_session, load_settings
from editor.storage import finish_journals
from editor.ui import look
from editor.ui.logs import CrashTeller, start_logging
from editor.ui.preview.environment import prepare_environment
from editor.ui.second_window import NEW_WINDOW

if TYPE_CHECKING:
    from editor.ui.window import MainWindow

log = logging.getLogger(__name__)


def main(argv: Sequence[str]) -> int:
    """Open the window and run until it is closed.

    Args:
        argv: A site's folder or a post, or nothing.

    Returns:
        The exit status.
    """
    start_logging()
    prepare_environment()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["standfirst"])
    app.setApplicationName("Standfirst")
    app.setDesktopFileName("standfirst")
    paths = [str(Path(each).absolute()) for each in argv[:1]]
    door = Door(app)
    if not os.environ.get(NEW_WINDOW) and door.is_answered(paths):
        return 0
    prepare_workers("editor.preview.worker:load", "editor.site.indexer")
    CrashTeller(app)
    settings, problem = load_settings()
    look.apply(app, dark=look.wants_dark(settings.palette))
    from editor.ui.window import MainWindow

    window = MainWindow(settings, load_session())
    door.open(window)
    window.setWindowIcon(look.icon("file-text", "accent"))
    window.show()
    if problem:
        window.workbench.say(problem)
    opener = _Opener(window, paths)
    QTimer.singleShot(0, opener.open)
    status = app.exec()
    door.close()
    finish_journals(timeout_s=5.0)
    logging.shutdown()
    return status


class _Opener(QObject):
    """Opens what the command line names, else the site of last time, once the window stands."""

    def __init__(self, window: MainWindow, paths: list[str]) -> None:
        super().__init__(window)
        self._window = window
        self._paths = paths

    @Slot()
    def open(self) -> None:
        """Do it."""
        sites = self._window.desks.sites
        if self._paths:
            sites.open_path(Path(self._paths[0]))
        else:
            sites.open_last()


class Door(QObject):
    """One window per user: a second start hands over what it was asked to open."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._name = str(state_dir() / "window.socket") if sys.platform != "win32" else "standfirst"
        self._server: QLocalServer | None = None
        self._window: MainWindow | None = None

    def is_answered(self, paths: list[str]) -> bool:
        """Ask a running window to open these, and tell whether there was one."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(300):
            return False
        socket.write(json.dumps(paths).encode() + b"\n")
        # It is taken over only if the other one says so: a hanging window must not eat a start.
        answered = socket.waitForBytesWritten(1000) and socket.waitForReadyRead(3000)
        socket.disconnectFromServer()
        return bool(answered)

    def open(self, window: MainWindow) -> None:
        """Answer later starts from now on."""
        self._window = window
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            probe = QLocalSocket()
            probe.connectToServer(self._name)
            if probe.waitForConnected(300):
                return  # another window answers already
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name):
                log.info("no local server: %s", server.serverError().name)
                return
        server.newConnection.connect(self._on_connection)
        self._server = server

    def close(self) -> None:
        """Answer no more."""
        if self._server is not None:
            self._server.close()
            self._server = None

    @Slot()
    def _on_connection(self) -> None:
        if self._server is None:
            return
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.readyRead.connect(self._on_ready)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _on_ready(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket) or not socket.canReadLine():
            return
        line = bytes(socket.readLine().data())
        socket.write(b"ok\n")
        socket.flush()
        window = self._window
        if window is None:
            return
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        with contextlib.suppress(ValueError, TypeError):
            for path in json.loads(line):
                window.desks.sites.open_path(Path(str(path)))
