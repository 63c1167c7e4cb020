"""Keeps the form in step with the shown post and what its site offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from editor.ui.desks import Desks
    from editor.ui.form import FormPanel


class FormKeeper(QObject):
    """Stands between the form and the workbench."""

    def __init__(self, panel: FormPanel, desks: Desks) -> None:
        super().__init__(panel)
        self._panel = panel
        self._bench = bench = desks.bench
        panel.refused.connect(bench.say)
        panel.picture_wanted.connect(desks.pictures.choose_for_field)
        panel.rename_wanted.connect(desks.moving.rename_shown)
        panel.raw_changed.connect(self._on_raw_changed)
        desks.pictures.field_chosen.connect(panel.set_picture)
        desks.problems.head_wanted.connect(panel.focus_title)
        desks.looks.raw_toggled.connect(self._on_raw_toggled)
        bench.posts.commit_wanted.connect(panel.commit)
        bench.posts.removed.connect(self._on_removed)
        bench.posts.shown_changed.connect(self._show)
        bench.posts.shown_anew.connect(self._show)
        bench.session.choices_read.connect(self._show)

    @Slot()
    def _show(self) -> None:
        bench = self._bench
        post = bench.posts.shown
        if post is None:
            self._panel.show_document(None, None, None, None)
            return
        session = bench.session
        self._panel.show_document(
            post.document, session.site, bench.site_path(post), session.choices
        )

    @Slot(object)
    def _on_removed(self, _post: object) -> None:
        """Let go of the shown post's document before it is closed."""
        if self._bench.posts.shown is None:
            self._panel.show_document(None, None, None, None)

    @Slot(bool)
    def _on_raw_changed(self, is_raw: bool) -> None:
        self._bench.views.is_raw = is_raw

    @Slot()
    def _on_raw_toggled(self) -> None:
        self._panel.set_raw(not self._panel.is_raw)
