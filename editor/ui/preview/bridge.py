"""What the page tells the pane: where it was scrolled to, which line was clicked."""

from __future__ import annotations

from PySide6.QtCore import QFile, QIODevice, QObject, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

from editor.dirs import resource

WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value


class Bridge(QObject):
    """The object that the page's own world of scripts can call."""

    ready = Signal()  # the page can take patches
    stale = Signal()  # a patch did not fit what the page shows
    scrolled = Signal(float)  # the reader scrolled; the source line at the top
    line_clicked = Signal(int)  # a block was clicked; its source line
    words_clicked = Signal(str)  # something outside the text was clicked; its words

    @Slot()
    def on_ready(self) -> None:
        """The page has loaded its script."""
        self.ready.emit()

    @Slot()
    def on_stale(self) -> None:
        """A patch did not fit."""
        self.stale.emit()

    @Slot(float)
    def on_scrolled(self, line: float) -> None:
        """The reader scrolled."""
        self.scrolled.emit(line)

    @Slot(int)
    def on_line_clicked(self, line: int) -> None:
        """A block was clicked."""
        self.line_clicked.emit(line)

    @Slot(str)
    def on_words_clicked(self, words: str) -> None:
        """Something of the page round the text was clicked."""
        self.words_clicked.emit(words)


def install(page: QWebEnginePage, bridge: Bridge) -> str:
    """Put the pane's script and the bridge into the page's application world.

    Returns:
        The script.
    """
    channel = QWebChannel(page)
    channel.registerObject("bridge", bridge)
    page.setWebChannel(channel, WORLD)
    script = QWebEngineScript()
    script.setName("standfirst")
    script.setWorldId(WORLD)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
    script.setRunsOnSubFrames(False)
    library = QFile(":/qtwebchannel/qwebchannel.js")
    library.open(QIODevice.OpenModeFlag.ReadOnly)
    source = bytes(library.readAll().data()).decode()
    library.close()
    for name in ("reading.js", "theme.js", "morph.js", "splice.js"):
        source += "\n" + resource("preview", name).read_text("utf-8")
    script.setSourceCode(source)
    page.scripts().insert(script)
    return source
