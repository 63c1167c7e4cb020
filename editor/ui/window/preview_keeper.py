"""Keeps the preview in step with the shown post, its text's scrolling, and what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from editor.preview import PageNote
from editor.ui.preview.notes import note_words

if TYPE_CHECKING:
    from editor.ui.desks import Desks
    from editor.ui.preview import PreviewPane
    from editor.ui.workbench import OpenPost


class PreviewKeeper(QObject):
    """Stands between the preview and the workbench."""

    def __init__(self, panel: PreviewPane, desks: Desks) -> None:
        super().__init__(panel)
        self._panel = panel
        self._bench = bench = desks.bench
        self._places = desks.places
        self._is_following = False  # one scrolls as the other did: that is not told back
        panel.line_scrolled.connect(self._on_line_scrolled)
        panel.source_line_clicked.connect(self._on_line_clicked)
        panel.link_activated.connect(desks.places.follow_link)
        panel.row.view_chosen.connect(self._on_view_chosen)
        panel.row.width_chosen.connect(self._on_width_chosen)
        panel.row.notes_clicked.connect(self._on_notes_clicked)
        bench.posts.removed.connect(self._on_removed)
        bench.posts.shown_changed.connect(self._show)
        bench.posts.shown_anew.connect(self._show)
        bench.session.files_changed.connect(panel.site_changed)
        bench.views.scrolled.connect(self._on_view_scrolled)
        bench.kept.settings_changed.connect(self._dress)
        self._dress()

    @Slot()
    def _show(self) -> None:
        post = self._bench.posts.shown
        if post is None:
            self._panel.show_document(None)
            return
        session = self._bench.session
        self._panel.show_document(post.document, session.root, post.path, session.site)
        view = self._bench.views.of(post)
        if view is not None:
            self._panel.scroll_to_line(view.seen_line())

    @Slot(object)
    def _on_removed(self, post: OpenPost) -> None:
        if self._bench.posts.shown is None:
            self._panel.show_document(None)
        self._panel.forget(post.document)

    @Slot()
    def _dress(self) -> None:
        settings = self._bench.kept.settings
        self._panel.zoom = settings.zoom_percent
        self._panel.look(settings.preview_view, settings.preview_width)

    @Slot(str)
    def _on_view_chosen(self, view: str) -> None:
        self._bench.kept.choose(preview_view=view)

    @Slot(str)
    def _on_width_chosen(self, width: str) -> None:
        self._bench.kept.choose(preview_width=width)

    # --- what the page lacks ---

    @Slot()
    def _on_notes_clicked(self) -> None:
        """List it under the badge; a click leads to the place."""
        badge = self._panel.row.notes
        menu = QMenu(self._panel)
        menu.setObjectName("preview_notes_menu")
        for note in self._panel.notes:
            action = menu.addAction(note_words(note).replace("&", "&&"))
            action.setData(note)
            action.triggered.connect(self._on_note_chosen)
        menu.exec(badge.mapToGlobal(QPoint(0, badge.height())))
        menu.deleteLater()

    @Slot()
    def _on_note_chosen(self) -> None:
        action = self.sender()
        note = action.data() if isinstance(action, QAction) else None
        if isinstance(note, PageNote):
            self.go_to(note)

    def go_to(self, note: PageNote) -> None:
        """Lead to what a note is about: in the post to its line, else to the file."""
        bench = self._bench
        in_post = not note.path or note.path == bench.site_path(bench.posts.shown)
        if in_post and note.line and bench.views.current is not None:
            bench.views.current.pane.go_to_line(note.line - 1)
        elif not in_post and bench.session.root is not None:
            self._places.show_path(bench.session.root / note.path)

    @Slot(object)
    def _on_view_scrolled(self, view: object) -> None:
        """Follow the text."""
        current = self._bench.views.current
        # A view whose post is just being closed scrolls too.
        if current is None or view is not current or self._is_following:
            return
        self._is_following = True
        self._panel.scroll_to_line(current.seen_line())
        self._is_following = False

    @Slot(float)
    def _on_line_scrolled(self, line: float) -> None:
        current = self._bench.views.current
        if current is not None and not self._is_following:
            self._is_following = True
            current.pane.scroll_to_line(line)
            self._is_following = False

    @Slot(int)
    def _on_line_clicked(self, line: int) -> None:
        if self._bench.views.current is not None:
            self._bench.views.current.pane.go_to_line(line)
