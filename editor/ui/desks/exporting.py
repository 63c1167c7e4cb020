"""Posts out of the building, as a bundle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor.ui.desks.questions import Answer, ask_unsaved

if TYPE_CHECKING:
    from editor.ui.desks.under_way import UnderWay
    from editor.ui.workbench import Workbench


class ExportingDesk(QObject):
    """Exports the chosen posts, saved first where that is wanted."""

    def __init__(
        self,
        bench: Workbench,
        under_way: UnderWay,
        chosen: Callable[[], Sequence[str]],
        parent: QWidget,
    ) -> None:
        """Make the desk.

        Args:
            bench: The workbench.
            under_way: Asks about unsaved words.
            chosen: Returns the site paths that are chosen in the list.
            parent: Dialogs stand over it.
        """
        super().__init__(parent)
        self._bench = bench
        self._chosen = chosen
        self._under_way = under_way
        self._over = parent

    def export(self, paths: Sequence[str]) -> None:
        """Export posts as a bundle.

        Args:
            paths: Site paths; empty for the shown post or, where none is, those chosen in the
                list.
        """
        bench = self._bench
        shown = bench.site_path(bench.posts.shown)
        chosen = list(paths) or ([shown] if shown else list(self._chosen()))
        if not chosen:
            bench.say(self.tr("Choose the posts to export in the list first."))
            return
        root = bench.session.open_site.root
        opened = [bench.posts.at(root / path) for path in chosen]
        unsaved = [post for post in opened if post is not None and post.document.modified]
        if unsaved:
            answer = ask_unsaved(self._over, unsaved)
            if answer is Answer.SAVE:
                self._under_way.save_first(unsaved, self._export, chosen)
            if answer is not Answer.DISCARD:
                return
        self._export(chosen)

    def _export(self, chosen: list[str]) -> None:
        from editor.ui.export import ExportDialog

        site = self._bench.session.open_site
        dialog = ExportDialog(site, chosen, self._bench.tasks, self._over)
        dialog.exec()
        dialog.deleteLater()
