"""Posts that another window or computer holds: shown for reading, writable once they are free."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from editor.storage import PostHeld, PostLock
from editor.ui.window.banner import Level, Notice, Way
from editor.ui.window.post_file import let_go
from editor.ui.window.post_tab import PostTab

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

_LOOK_MS = 1500


class HeldDesk(QObject):
    """Tells who holds a post, and takes it as soon as it is let go.

    It is asked for again and again, not waited for: a holder that crashed tells nobody.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._on_due)
        self._taking: list[PostTab] = []

    def tell(self, tab: PostTab, held: PostHeld) -> None:
        """Say above a post who holds it, with the ways to write it here."""
        ways: list[Way] = [("held_try_again", self.tr("Try again"), _Take(self, tab))]
        if held.can_take_over:
            words = self.tr("Edit it here all the same")
            ways.append(("held_take_over", words, _Take(self, tab, take_over=True)))
        tab.banner.tell(Notice.HELD, Level.WARN, held.sentence, ways, can_close=False)
        self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        held = [tab for tab in self._window.tabs.all if tab.banner.told(Notice.HELD)]
        if not held:
            self._timer.stop()
        for tab in held:
            self.take(tab)

    def take(self, tab: PostTab, *, take_over: bool = False) -> None:
        """Write a post here if it is free; cursor and place stay where they are.

        Args:
            tab: Which.
            take_over: The user wants another computer's hold broken.
        """
        window = self._window
        if tab.path is None or tab not in window.tabs.all or tab in self._taking:
            return
        self._taking.append(tab)
        taking = _Taking(tab.path, take_over=take_over)
        window.tasks.run(taking, _Taken(self, tab, tab.path), None, self)

    def on_taken(self, tab: PostTab, path: Path, lock: PostLock | PostHeld) -> None:
        """Go on with a post that was asked for."""
        window = self._window
        self._taking.remove(tab)
        if tab not in window.tabs.all or tab.path != path or tab.lock is not None:
            let_go(lock)
            return
        if isinstance(lock, PostHeld):
            self.tell(tab, lock)
            return
        tab.lock = lock
        document = tab.document
        document.read_only_reason = document.coding.problem
        tab.banner.clear(Notice.HELD)
        if document.journal is None and not document.read_only:
            window.tabs.open_journal(tab)
        tab.refresh_view()
        sentence = self.tr("{0} is no longer open elsewhere: you can edit it here now.")
        tab.banner.tell(Notice.OTHER, Level.INFO, sentence.format(tab.name))
        if tab is window.tab:
            window.show_tab()
        # The holder may have saved at the last moment, or crashed with words that were not.
        window.disk.resolve(tab)
        window.history.look_for_recovery()


class _Take:
    def __init__(self, desk: HeldDesk, tab: PostTab, *, take_over: bool = False) -> None:
        self._desk = desk
        self._tab = tab
        self._take_over = take_over

    def __call__(self) -> None:
        self._desk.take(self._tab, take_over=self._take_over)


class _Taking:
    def __init__(self, path: Path, *, take_over: bool) -> None:
        self._path = path
        self._take_over = take_over

    def __call__(self) -> PostLock | PostHeld:
        return PostLock.try_take(self._path, take_over=self._take_over)


class _Taken:
    def __init__(self, desk: HeldDesk, tab: PostTab, path: Path) -> None:
        self._desk = desk
        self._tab = tab
        self._path = path

    def __call__(self, lock: PostLock | PostHeld) -> None:
        self._desk.on_taken(self._tab, self._path, lock)
