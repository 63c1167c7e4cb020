"""Tells of journals that are not where they should be, each above its own post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from editor.storage import JournalState
from editor.ui.notices import Level, Notice, Way

if TYPE_CHECKING:
    from editor.ui.desks.saving import SavingDesk
    from editor.ui.workbench import OpenPost, Workbench


class JournalDesk(QObject):
    """Follows what the journals say of themselves."""

    def __init__(self, bench: Workbench, saving: SavingDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._saving = saving
        bench.posts.journal_told.connect(self._on_told)

    @Slot(object)
    def _on_told(self, post: OpenPost) -> None:
        journal = post.document.journal
        if journal is None or journal.state is JournalState.OK:
            post.notices.clear(Notice.JOURNAL)
        elif journal.state is JournalState.BESIDE:
            post.notices.tell(Notice.JOURNAL, Level.WARN, journal.problem)
        else:
            elsewhere = self.tr("Save elsewhere…")
            ways = [
                Way("journal_save", self.tr("Save now"), self._saving.save, (post,)),
                Way("journal_save_elsewhere", elsewhere, self._saving.save_elsewhere),
            ]
            danger = Level.DANGER
            post.notices.tell(Notice.JOURNAL, danger, journal.problem, ways, can_close=False)
        self._bench.posts.tell_standing(post)
