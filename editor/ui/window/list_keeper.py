"""Keeps the list of posts in step with the site and the open posts, and does what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from editor.ui.desks import Desks
    from editor.ui.posts import PostListPanel


class ListKeeper(QObject):
    """Stands between the list and the workbench."""

    def __init__(self, panel: PostListPanel, desks: Desks) -> None:
        super().__init__(panel)
        self._panel = panel
        self._desks = desks
        self._bench = bench = desks.bench
        session, posts = bench.session, bench.posts
        panel.post_activated.connect(desks.opening.open_site_path)
        panel.new_post_wanted.connect(desks.creating.new_post)
        panel.open_site_wanted.connect(desks.sites.choose_site)
        panel.retry_wanted.connect(session.refresh)
        panel.action_wanted.connect(self._on_action_wanted)
        desks.sites.opening.connect(self._on_opening)
        session.index_changed.connect(self._on_index_changed)
        session.index_failed.connect(panel.show_error)
        session.reading.connect(self._on_reading)
        session.progressed.connect(panel.refresh)
        session.rested.connect(self._on_rested)
        session.posts_changed.connect(self._on_posts_changed)
        posts.removed.connect(self._show_unsaved)
        posts.standing_changed.connect(self._show_unsaved)
        posts.shown_changed.connect(self._select)
        posts.shown_anew.connect(self._select)

    @Slot(str)
    def _on_opening(self, words: str) -> None:
        self._panel.set_loading(bool(words), words)

    @Slot(str)
    def _on_reading(self, words: str) -> None:
        self._panel.set_loading(True, words)

    @Slot()
    def _on_rested(self) -> None:
        self._panel.set_loading(False)

    @Slot()
    def _on_index_changed(self) -> None:
        session = self._bench.session
        self._panel.set_site(session.site if session.index is not None else None, session.index)
        self._select()

    @Slot()
    def _on_posts_changed(self) -> None:
        self._panel.refresh()
        self._show_unsaved()

    @Slot()
    def _show_unsaved(self) -> None:
        bench = self._bench
        changed = [post for post in bench.posts if post.document.modified]
        paths = {path for post in changed if (path := bench.site_path(post)) is not None}
        self._panel.set_unsaved(paths)

    @Slot()
    def _select(self) -> None:
        path = self._bench.site_path(self._bench.posts.shown)
        if path is not None:
            self._panel.select(path)

    @Slot(str, list)
    def _on_action_wanted(self, action: str, paths: list[str]) -> None:
        """Do what was asked for posts of the list."""
        desks = self._desks
        if action == "export":
            desks.exporting.export(paths)
        elif action == "delete":
            desks.removing.delete(paths)
        elif action == "show-in-folder":
            for path in paths[:1]:
                desks.places.show_path(self._bench.session.open_site.root / path)
        else:
            deed = {"publish": desks.moving.publish, "rename": desks.moving.rename}[action]
            for path in paths:
                deed(path)
