"""New posts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from editor.site import Created
from editor.ui.desks.opening import OpeningDesk
from editor.ui.desks.sites import SiteDesk
from editor.ui.notices import Way
from editor.ui.placeholder import Invitation
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
        dialog.made.connect(self.show_created)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()  # not `exec`: it may be put away while the post is being written

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
