"""Keeps the preview in step with the shown post, its text's scrolling, and the zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

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
        self._is_following = False  # one scrolls as the other did: that is not told back
        panel.line_scrolled.connect(self._on_line_scrolled)
        panel.source_line_clicked.connect(self._on_line_clicked)
        panel.link_activated.connect(desks.places.follow_link)
        bench.posts.removed.connect(self._on_removed)
        bench.posts.shown_changed.connect(self._show)
        bench.posts.shown_anew.connect(self._show)
        bench.views.scrolled.connect(self._on_view_scrolled)
        bench.kept.settings_changed.connect(self._dress)
        self._dress()

    @Slot()
    def _show(self) -> None:
        post = self._bench.posts.shown
        if post is None:
            self._panel.show_document(None)
            return
        self._panel.show_document(post.document, self._bench.session.root, post.path)
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
        self._panel.zoom = self._bench.kept.settings.zoom_percent

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
