"""The binding does not give back references it does not own (PySide6 6.12.0 on Python < 3.12).

There a program ends without a word after some 660 signals or 5,800 calls that return nothing.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

SIGNALS = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal
class Sender(QObject):
    sent = Signal(bool)
app = QCoreApplication([])
sender = Sender()
sender.sent.connect(lambda value: None)
before = sys.getrefcount(None)
for number in range(20_000):
    sender.sent.emit(True)
    sender.setObjectName("x")
assert sys.version_info >= (3, 12) or before - sys.getrefcount(None) <= 100
print("done")
"""

PAGE = """
import os, sys
import shiboken6
from editor.ui.preview import prepare_environment
prepare_environment()
from PySide6.QtCore import QEventLoop, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWidgets import QApplication
app = QApplication([])
profile = QWebEngineProfile()
page = QWebEnginePage(profile)
loaded, answers = [], []
page.loadFinished.connect(loaded.append)
page.setHtml("<p>x</p>")
while not loaded:
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
for number in range(5_000):
    page.runJavaScript("1", 1, answers.append)
    if number % 50 == 0:
        app.processEvents()
while len(answers) < 5_000:
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
shiboken6.delete(page)
shiboken6.delete(profile)
print("done")
"""


@pytest.mark.parametrize("code", [SIGNALS, PAGE], ids=["signals", "page"])
def test_thousands_of_calls_do_not_end_the_program(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "done"), done.stderr[-500:]
