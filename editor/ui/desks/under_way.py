"""One deed at a time for each post: a second one, while the first is under way, does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor.ui.desks.questions import Answer, ask_unsaved

if TYPE_CHECKING:
    from editor.site import Site
    from editor.ui.desks.saving import SavingDesk
    from editor.ui.workbench import OpenPost, Workbench


class UnderWay(QObject):
    """Which files are being moved or removed, and that unsaved words are asked about before."""

    def __init__(self, bench: Workbench, saving: SavingDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._saving = saving
        self._over = parent
        self._paths: set[Path] = set()

    def begin(self, paths: Iterable[Path]) -> None:
        """Take no other deed for these files."""
        self._paths.update(paths)

    def end(self, paths: Iterable[Path]) -> None:
        """Take other deeds for them again."""
        self._paths.difference_update(paths)

    def is_busy(self, path: Path) -> bool:
        """Tell, and say, that a file is being moved or removed, or waits for its save to be."""
        if path not in self._paths:
            return False
        self._bench.say(self.tr("{0} is still being written.").format(path.name))
        return True

    def when_saved(self, path: Path, then: Callable[..., None], *about: Any) -> None:
        """Ask about unsaved words of a post before its file is touched; then go on.

        Args:
            path: The post's file.
            then: Called with `about`, unless another site is shown by then.
            about: What it needs to know.
        """
        post = self._bench.posts.at(path)
        if post is not None:
            self._bench.posts.commit(post)
        if self.is_busy(path):
            return
        if post is None or not post.is_unsaved:
            then(*about)
            return
        answer = ask_unsaved(self._over, [post])
        if answer is Answer.SAVE:
            self.save_first([post], then, *about)
        elif answer is Answer.DISCARD:
            if post.document.saved_digest is not None:
                self._bench.posts.give_up_words(post, post.document.saved_data)
            then(*about)

    def save_first(self, posts: Sequence[OpenPost], then: Callable[..., None], *about: Any) -> None:
        """Go on when these posts are saved, unless another site is shown by then."""
        paths = [post.path for post in posts if post.path is not None]
        self.begin(paths)
        site = self._bench.session.site
        self._saving.save_together(posts, self._on_saved, paths, site, then, about)

    def _on_saved(
        self,
        paths: Sequence[Path],
        site: Site | None,
        then: Callable[..., None],
        about: tuple[Any, ...],
        good: bool,
    ) -> None:
        self.end(paths)
        if good and self._bench.session.site is site:
            then(*about)
