"""New posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from editor.ui.notices import Way
from editor.ui.placeholder import Invitation

if TYPE_CHECKING:
    from editor.site import Created
    from editor.ui.desks.opening import OpeningDesk
    from editor.ui.desks.sites import SiteDesk
    from editor.ui.posts import NewPostDialog
    from editor.ui.workbench import OpenPost, Workbench


class CreatingDesk(QObject):
    """Asks for a title and makes a post."""

    def __init__(
        self, bench: Workbench, opening: OpeningDesk, sites: SiteDesk, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._opening = opening
        self._sites = sites
        self._over = parent
        self._dialogs: list[NewPostDialog] = []
        self._leaving: Callable[[], object] | None = None

    @Slot()
    def new_post(self) -> None:
        """Ask for a title and make a post; for a site first, while none is open."""
        from editor.ui.posts import NewPostDialog

        session = self._bench.session
        if session.site is None:
            self._sites.choose_site()
            return
        dialog = NewPostDialog(
            session.site, session.layouts, self._bench.tasks, self._over, usage=session.usage
        )
        self._dialogs.append(dialog)
        dialog.made.connect(self._on_made)
        dialog.refused.connect(self._on_refused)
        dialog.finished.connect(self._on_finished)
        dialog.open()  # not `exec`: it may be put away while the post is being written

    @Slot()
    def _on_finished(self) -> None:
        dialog = self.sender()
        self._dialogs = [each for each in self._dialogs if each is not dialog]
        dialog.deleteLater()

    @Slot(object)
    def _on_made(self, created: Created) -> None:
        if self._leaving is None:
            self.show_created(created)
        elif not self._is_writing:
            self._leaving()

    @Slot()
    def _on_refused(self) -> None:
        """Stay: the dialog stands there again, with all that was typed."""
        self._leaving = None

    @property
    def _is_writing(self) -> bool:
        return any(each.is_writing for each in self._dialogs)

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Tell whether no new post is being written: one that is refused would be lost.

        Args:
            then: Called when it is there; not at all when it is refused.
        """
        if not self._is_writing:
            return True
        self._leaving = then
        words = self.tr("A new post is still being written. The window closes when it is there.")
        self._bench.say(words)
        return False

    @Slot(object)
    def show_created(self, created: Created) -> None:
        """Open a post that was just made, if its site is still the one that is shown."""
        if not self._over.isVisible():
            return  # the window was closed meanwhile; the post is on the disk
        if self._bench.session.path_in_site(created.path) is None:
            self._bench.say(self.tr("{0} was created.").format(created.path.name))
            return
        self._opening.open_path(created.path, self._on_opened, created.warning)
        self._bench.session.refresh()

    def _on_opened(self, warning: str, _post: OpenPost) -> None:
        if warning:
            self._bench.say(warning)

    def invitation(self) -> Invitation:
        """Return what to do first where a site is open and no post."""
        return Invitation(
            "file-text",
            self.tr("Choose a post"),
            self.tr("Choose one from the list, or begin a new one."),
            (Way("start_new_post", self.tr("New post…"), self.new_post),),
        )
