"""What is wrong with the shown post: checked in a process when the keys rest."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from editor.checks import CheckClient, Checked, Finding
    from editor.ui.workbench import Workbench

_REST_MS = 900


class ProblemsDesk(QObject):
    """Has the shown post checked, and keeps what was found."""

    found = Signal()  # `findings` are others
    head_wanted = Signal()  # one goes to the front matter

    _checked = Signal(object)  # a Checked, from the client's thread

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._client: CheckClient | None = None
        self._asked = ("", -1)
        self.findings: tuple[Finding, ...] = ()
        self._revision = -1  # of the text that they were found in
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._on_due)
        self._checked.connect(self._on_checked)
        bench.session.changed.connect(self.stop)
        bench.session.posts_changed.connect(self._on_posts_changed)
        bench.posts.shown_changed.connect(self._on_shown_changed)
        bench.posts.standing_changed.connect(self._on_edited)
        bench.posts.edited.connect(self._on_edited)

    @Slot()
    def stop(self) -> None:
        """Check nothing any more; the process ends."""
        self._timer.stop()
        client, self._client = self._client, None
        if client is not None:
            client.close()

    @Slot()
    def _on_shown_changed(self) -> None:
        self.findings = ()
        self._asked = ("", -1)
        self.found.emit()
        if self._bench.posts.shown is not None:
            self._timer.start()

    @Slot()
    def _on_posts_changed(self) -> None:
        """Check again: what the post links to may be there by now, or gone."""
        self._asked = ("", -1)
        if self._bench.posts.shown is not None:
            self._timer.start()

    @Slot(object)
    def _on_edited(self, post: object) -> None:
        """Check when the keys rest. Runs on every key."""
        if post is self._bench.posts.shown:
            self._timer.start()

    def go_to(self, line: int) -> None:
        """Go to a problem's line, in the text or in the fields above it."""
        view = self._bench.views.current
        if view is not None and line >= view.pane.first_line:
            view.pane.go_to_line(line)
        elif view is not None:
            self.head_wanted.emit()

    def mend(self, finding: Finding) -> bool:
        """Make the repair of a finding in the shown post, as one step that undo takes back.

        Returns:
            Whether it was made: not in a text that was edited since, which is being checked again,
            nor in one that is open for reading only.
        """
        from editor.document import DocumentError
        from editor.edit import Origin

        post = self._bench.posts.shown
        if post is None or finding.fix is None or post.document.revision != self._revision:
            return False
        try:
            post.document.apply_all(finding.fix.edits, Origin.COMMAND)
        except DocumentError:
            return False
        return True

    @Slot()
    def _on_due(self) -> None:
        from editor.checks import CheckRequest

        bench = self._bench
        site, post = bench.session.site, bench.posts.shown
        path = bench.site_path(post)
        if site is None or post is None or path is None:
            return
        document = post.document
        key = (document.id, document.revision)
        if key == self._asked:
            return
        self._asked = key
        coding = document.coding
        request = CheckRequest(*key, path, document.text, coding.encoding, coding.bom)
        self._running().check(request)

    def _running(self) -> CheckClient:
        if self._client is None:
            from editor.checks import CheckClient

            self._client = CheckClient(self._bench.session.open_site.root, self._tell_checked)
        return self._client

    def _tell_checked(self, checked: Checked) -> None:
        with contextlib.suppress(RuntimeError):  # the window is gone
            self._checked.emit(checked)

    @Slot(object)
    def _on_checked(self, checked: Checked) -> None:
        post = self._bench.posts.shown
        if post is not None and post.document.id == checked.document:
            self.findings = checked.findings
            self._revision = checked.revision
            self.found.emit()
        # else it was found in another post than the one shown by now
