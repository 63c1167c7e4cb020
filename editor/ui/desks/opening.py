"""Opening posts: each file once, whatever it is called, read and held off the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from editor.document import Document
from editor.ui.notices import Level, Notice
from editor.ui.placeholder import Invitation
from editor.ui.tasks import sentence_of
from editor.ui.workbench import FindPost, PostFile, Workbench

log = logging.getLogger(__name__)

_LIMIT_BYTES = 16 * 1024 * 1024

Waiting = tuple[Callable[..., None], tuple[Any, ...]]


class OpeningDesk(QObject):
    """Opens files as posts, or shows those that are open."""

    refused = Signal(object)  # an Invitation that says why nothing is shown

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._opening: dict[Path, list[Waiting]] = {}
        self._held_back: list[Path] = []  # which another that is being opened may be

    @Slot(str)
    def open_site_path(self, site_path: str) -> None:
        """Open a post by its path in the site."""
        root = self._bench.session.root
        if root is not None:
            self.open_path(root / site_path)

    def open_path(self, path: Path, then: Callable[..., None] | None = None, *about: Any) -> None:
        """Open a file, or show its post.

        Args:
            path: The file.
            then: Called with `about`, then with the post, when it is there.
            about: What `then` needs to know.
        """
        path = path.absolute()
        post = self._bench.posts.at(path)
        if post is not None:
            self._bench.posts.show(post)
            if then is not None:
                then(*about, post)
            return
        is_under_way = path in self._opening
        waiting = self._opening.setdefault(path, [])
        if then is not None:
            waiting.append((then, about))
        if not is_under_way:
            self._bench.say(self.tr("Opening {0}…").format(path.name))
            self._find(path)

    def _find(self, path: Path, *, is_again: bool = False) -> None:
        find = FindPost(path, self._bench.posts.held, limit_bytes=_LIMIT_BYTES)
        self._bench.tasks.run(find, self._on_found, self._on_failed, self, path, is_again)

    def _on_found(self, path: Path, is_again: bool, file: PostFile) -> None:
        posts = self._bench.posts
        post = posts.at(path) or posts.at(file.same)
        if post is None and self._is_looked_for_again(file, is_again=is_again):
            return
        waiting = self._opening.pop(path, [])
        self._bench.say("")
        if post is not None or file.data is None:
            file.let_go()
        if post is None and file.data is not None:
            site = self._bench.session.site
            encoding = site.encoding if site is not None else "utf-8"
            document = Document.from_bytes(file.data, encoding=encoding)
            post = posts.add(document, path, lock=file.lock)
        if post is None:
            return
        posts.show(post)
        for then, about in waiting:
            then(*about, post)
        self._look_again()

    def _is_looked_for_again(self, file: PostFile, *, is_again: bool) -> bool:
        """Look again for a file whose post was closed meanwhile, or is about to come."""
        others = self._opening.keys() - {file.path, *self._held_back}
        if file.is_held_here and others:  # one of them may be the same file
            self._held_back.append(file.path)
        elif not is_again and (file.same is not None or file.is_held_here):
            file.let_go()
            self._find(file.path, is_again=True)
        else:
            return False
        return True

    def _look_again(self) -> None:
        held_back, self._held_back = self._held_back, []
        for path in held_back:
            self._find(path)

    def _on_failed(self, path: Path, _is_again: bool, error: BaseException) -> None:
        """Say why a file does not open."""
        self._opening.pop(path, None)
        self._look_again()
        self._bench.say(self.tr("{0} was not opened.").format(path.name))
        sentence = sentence_of(error)
        shown = self._bench.posts.shown
        if shown is None:
            heading = self.tr("This post cannot be opened")
            self.refused.emit(Invitation("alert-triangle", heading, sentence))
        else:
            shown.notices.tell(Notice.OTHER, Level.WARN, sentence)
