"""Shows hostile posts in a web view that is NOT locked down: the controls of the hostile tests.

Run as `python -m tests.ui.preview.weak MODE` with the pages as JSON on standard input; prints how
many pages ran a script, tried to navigate, or reached the local listener. Mode A is a web view as
Qt makes it, mode D has only its JavaScript off.
"""

from __future__ import annotations

import json
import os
import socket  # noqa: TID251 - it only listens
import sys
import threading
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--disable-gpu"


class Listener:
    """Counts the connections made to a port of this machine."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


def main() -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    import shiboken6
    from PySide6.QtCore import QEventLoop, QUrl
    from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
    from PySide6.QtWidgets import QApplication

    listener = Listener()
    app = QApplication([])
    profile = QWebEngineProfile()
    tries: list[str] = []

    class Page(QWebEnginePage):
        def acceptNavigationRequest(
            self, url: QUrl | str, kind: QWebEnginePage.NavigationType, main_frame: bool
        ) -> bool:
            if main_frame and kind != QWebEnginePage.NavigationType.NavigationTypeTyped:
                tries.append(QUrl(url).scheme())
                return False
            return True

        def javaScriptAlert(self, _origin: QUrl | str, _message: str) -> None:
            pass

        def javaScriptConsoleMessage(self, *_message: object) -> None:
            pass

    ran = reached = navigated = 0
    for html in json.load(sys.stdin):
        page = Page(profile)
        if sys.argv[1] == "D":
            page.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, False)
        loaded: list[bool] = []
        answers: list[object] = []
        before = listener.connections, len(tries)
        page.loadFinished.connect(loaded.append)
        page.setHtml(
            html.replace("canary.invalid", f"127.0.0.1:{listener.port}"),
            QUrl("http://127.0.0.1/"),
        )
        end = time.monotonic() + 3
        while time.monotonic() < end and not loaded:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        end = time.monotonic() + 0.15
        while time.monotonic() < end:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        page.runJavaScript("window.__pwned !== undefined", answers.append)
        end = time.monotonic() + 3
        while time.monotonic() < end and not answers:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        ran += answers == [True]
        reached += listener.connections > before[0]
        navigated += len(tries) > before[1]
        shiboken6.delete(page)
    print(json.dumps({"ran": ran, "reached": reached, "navigated": navigated}))
    shiboken6.delete(profile)


if __name__ == "__main__":
    main()
