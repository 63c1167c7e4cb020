"""Past saves of a post: shown when asked, and put back into the text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from editor.document import decode
from editor.storage import versions

if TYPE_CHECKING:
    from editor.ui.workbench import OpenPost, Workbench


class HistoryDesk(QObject):
    """Shows the versions of the shown post."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._over = parent
        self._post: OpenPost | None = None  # whose versions are shown

    @Slot()
    def show_versions(self) -> None:
        """Show the past saves of the shown post."""
        post = self._bench.posts.current
        self._bench.posts.commit()
        if post.path is not None:
            listing = partial(versions.list_versions, post.path)
            self._bench.tasks.run(listing, self._on_listed, None, self, post)

    def _on_listed(self, post: OpenPost, found: list[versions.Version]) -> None:
        from editor.ui.recovery import VersionsDialog

        if post not in self._bench.posts:
            return
        document = post.document
        encoding = document.coding.encoding
        dialog = VersionsDialog(found, document.text, encoding, self._bench.tasks, self._over)
        dialog.restore_wanted.connect(self._on_restore_wanted)
        dialog.finished.connect(dialog.deleteLater)
        self._post = post
        dialog.open()

    @Slot(bytes)
    def _on_restore_wanted(self, data: bytes) -> None:
        post = self._post
        if post is not None and post in self._bench.posts and not post.document.read_only:
            text, _ = decode(data, post.document.coding.encoding)
            post.document.restore(text)
            self._bench.say(
                self.tr("That version stands in the text, unsaved; undo takes it back.")
            )
            self._bench.posts.tell_standing(post)
