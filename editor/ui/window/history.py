"""Words of before: what a crash left, and what was saved earlier."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from editor.document import decode
from editor.storage import Recovery, pending, versions
from editor.ui.recovery import RecoveryDialog, VersionsDialog
from editor.ui.window.post_tab import PostTab

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)


class HistoryDesk(QObject):
    """Offers recovered words at the start, and past saves when asked."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_asked = False
        self._tab: PostTab | None = None

    @Slot()
    def look_for_recovery(self) -> None:
        """See whether a crash left words; one list, never a question for each."""
        self._window.tasks.run(self._pending, self._on_pending, None, self)

    @Slot()
    def show_recovery(self) -> None:
        """The same by command, which says so when there is nothing."""
        self._is_asked = True
        self.look_for_recovery()

    def _pending(self) -> list[Recovery]:
        beside = [Path(each) / "_posts" for each in self._window.settings.recent_sites[:3]]
        return pending(beside=[each for each in beside if each.is_dir()])

    def _on_pending(self, found: list[Recovery]) -> None:
        was_asked, self._is_asked = self._is_asked, False
        if not found:
            if was_asked:
                self._window.say(self.tr("There are no unsaved words from before."))
            return
        dialog = RecoveryDialog(found, self._window)
        dialog.recover_wanted.connect(self._on_recover_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _on_recover_wanted(self, found: Recovery) -> None:
        self._window.tabs.recover(found)

    @Slot()
    def show_versions(self) -> None:
        """Show the past saves of the current post."""
        tab = self._window.shown
        self._window.form.commit()
        self._tab = tab
        if tab.path is not None:
            self._window.tasks.run(_Listed(tab.path), self._on_versions, None, self)

    def _on_versions(self, found: list[versions.Version]) -> None:
        tab = self._tab
        if tab is None or tab not in self._window.tabs.all:
            return
        document = tab.document
        dialog = VersionsDialog(found, document.text, document.coding.encoding, self._window)
        dialog.restore_wanted.connect(self._on_restore_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(bytes)
    def _on_restore_wanted(self, data: bytes) -> None:
        tab = self._tab
        if tab is not None and tab in self._window.tabs.all and not tab.document.read_only:
            text, _ = decode(data, tab.document.coding.encoding)
            tab.document.restore(text)
            self._window.say(
                self.tr("That version stands in the text, unsaved; undo takes it back.")
            )
            self._window.state.refresh()


class _Listed:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> list[versions.Version]:
        return versions.list_versions(self._path)
