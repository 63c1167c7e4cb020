"""Both sides changed a post: joined where they fit, else asked about; neither is lost."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from editor.document import conflict
from editor.ui.desks.looking import Looked, look_at
from editor.ui.notices import Way
from editor.ui.workbench import DiskLook, OpenPost, Standing, Workbench

if TYPE_CHECKING:
    from editor.document.conflict import PostMerge
    from editor.ui.desks.saving import SavingDesk

log = logging.getLogger(__name__)


class ConflictDesk(QObject):
    """Takes what a merge made of both sides into the post, or has the user choose."""

    def __init__(self, bench: Workbench, saving: SavingDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._saving = saving
        self._over = parent

    def take(self, post: OpenPost, merged: PostMerge, *, is_for_save: bool) -> None:
        """Go on with what a merge made of both sides.

        Args:
            post: Which.
            merged: Of its words at their revision of now.
            is_for_save: A save waits for it.
        """
        if merged.is_clean:
            conflict.apply(post.document, merged)
            post.file.settle_with(
                self.tr(
                    "Another program changed this post in other places than you. Both are in the "
                    "text now; undo takes theirs back."
                )
            )
            self._bench.posts.tell_standing(post)
            if is_for_save:
                self._saving.save(post)
            return
        words = self.tr("Compare and choose…")
        post.file.trouble(
            Standing.CHANGED,
            self.tr(
                "Another program changed the same places of this post as you. Nothing is saved or "
                "lost: both sides are kept until you choose."
            ),
            [Way("conflict_choose", words, self.choose, (post, is_for_save))],
        )
        self._bench.posts.tell_standing(post)
        if is_for_save:
            self.choose(post, True)

    def choose(self, post: OpenPost, is_for_save: bool) -> None:
        """Show both sides and take over what is chosen."""
        look = post.file.begin_reading_both(post.path) if post.path is not None else None
        if look is None:
            return
        self._bench.posts.commit()
        self._bench.tasks.run(
            look_at(post, look.path), self._on_read, self._on_failed, self, post, look, is_for_save
        )

    def _on_read(self, post: OpenPost, look: DiskLook, is_for_save: bool, looked: Looked) -> None:
        merged = looked.merged
        if not post.file.end_look(look, post.path):
            return
        if merged is None or post not in self._bench.posts:
            self._saving.give_up(post)
            self._bench.posts.look_wanted.emit(post)  # something else happened to the file since
        elif merged.revision != post.document.revision:
            self.choose(post, is_for_save)  # keys came meanwhile
        else:
            self._ask(post, merged, is_for_save)

    def _ask(self, post: OpenPost, merged: PostMerge, is_for_save: bool) -> None:
        post.file.begin_asking()
        is_applied = self._is_applied(post, merged)
        post.file.end_asking()
        if is_applied:
            post.file.settle()
            self._bench.posts.tell_standing(post)
            if is_for_save or post.has_waiting:
                self._saving.save(post)
        else:
            self._saving.give_up(post)
        if post.file.is_outdated:  # something happened to the file while the question stood
            self._bench.posts.look_wanted.emit(post)

    def _is_applied(self, post: OpenPost, merged: PostMerge) -> bool:
        if merged.is_clean:
            return conflict.apply(post.document, merged)
        from editor.ui.recovery import ConflictDialog

        dialog = ConflictDialog(merged, post.name, self._over)
        is_chosen = dialog.exec() == QDialog.DialogCode.Accepted
        is_applied = is_chosen and conflict.apply(
            post.document, merged, dialog.field_choices, dialog.choices
        )
        dialog.deleteLater()
        return is_applied

    def _on_failed(
        self, post: OpenPost, look: DiskLook, _is_for_save: bool, error: BaseException
    ) -> None:
        log.warning("looking at the disk failed: %s", type(error).__name__)
        if post.file.end_look(look, post.path) and post in self._bench.posts:
            self._saving.give_up(post)
