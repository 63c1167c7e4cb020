"""What other programs do to open posts: reload, merge, or ask; nothing is lost either way."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from editor.document import decode
from editor.document.conflict import Action, External, Seen
from editor.storage import Digest
from editor.ui.desks.conflicts import ConflictDesk
from editor.ui.desks.looking import Looked, find_renamed, look_at
from editor.ui.desks.post_watch import PostWatch
from editor.ui.notices import Level, Notice, Way
from editor.ui.tasks import sentence_of
from editor.ui.workbench import DiskLook, FindPost, OpenPost, PostFile, Standing, Workbench

if TYPE_CHECKING:
    from editor.ui.desks.closing import ClosingDesk
    from editor.ui.desks.opening import OpeningDesk
    from editor.ui.desks.saving import SavingDesk

log = logging.getLogger(__name__)

_REST_MS = 200


class DiskDesk(QObject):
    """Watches the files of the open posts; the content decides, never the time."""

    def __init__(
        self,
        bench: Workbench,
        saving: SavingDesk,
        opening: OpeningDesk,
        closing: ClosingDesk,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._saving = saving
        self._opening = opening
        self._closing = closing
        self._conflicts = ConflictDesk(bench, saving, parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self.check_all)
        self.watch = PostWatch(bench.tasks, self)
        self.watch.seen.connect(self._timer.start)
        bench.posts.place_changed.connect(self.follow)
        bench.posts.look_wanted.connect(self.check)
        bench.session.disk_changed.connect(self.check_all)
        saving.blocked.connect(self._on_save_blocked)
        saving.written.connect(self._on_written)

    @Slot()
    def follow(self) -> None:
        """Watch the folders of the open posts (a file that is replaced is another file)."""
        self.watch.follow([post.path for post in self._bench.posts if post.path is not None])

    def stop(self) -> None:
        """Watch nothing any more."""
        self.watch.stop()
        self._timer.stop()

    @Slot()
    def check_all(self) -> None:
        """DiskLook at the files of all open posts."""
        self.follow()
        for post in self._bench.posts:
            self.check(post)

    @Slot(object)
    def check(self, post: OpenPost) -> None:
        """DiskLook at the file of a post, unless it is just being written or asked about."""
        if post in self._bench.posts and post.file.doubt():
            self._look(post, is_for_save=False)

    @Slot(object)
    def _on_save_blocked(self, post: OpenPost) -> None:
        self._look(post, is_for_save=True)

    @Slot(object)
    def _on_written(self, post: OpenPost) -> None:
        if post.file.is_outdated:
            self.check(post)

    # --- a look ---

    def _look(self, post: OpenPost, *, is_for_save: bool) -> None:
        if post.path is None:
            return
        look = post.file.begin_look(post.path, is_for_save=is_for_save)
        if look is None:
            return
        folders = [post.path.parent]
        root = self._bench.session.root
        if root is not None:
            folders += [root / "_posts", root / "_drafts"]
        self._bench.tasks.run(
            look_at(post, look.path, tuple(folders)),
            self._on_looked,
            self._on_failed,
            self,
            post,
            look,
            is_for_save,
        )

    def _on_looked(self, post: OpenPost, look: DiskLook, is_for_save: bool, looked: Looked) -> None:
        if not post.file.end_look(look, post.path):
            if is_for_save and look.path != post.path:
                self._saving.give_up(post)  # the window itself moved the file meanwhile
            return
        self._act_on(post, looked, is_for_save)
        if post.file.is_outdated:
            self.check(post)

    def _on_failed(
        self, post: OpenPost, look: DiskLook, _is_for_save: bool, error: BaseException
    ) -> None:
        log.warning("looking at the disk failed: %s", type(error).__name__)
        if post.file.end_look(look, post.path) and post in self._bench.posts:
            self._saving.give_up(post)

    # --- what it leads to ---

    def _act_on(self, post: OpenPost, looked: Looked, is_for_save: bool) -> None:
        if post not in self._bench.posts or (post.file.is_saving and not is_for_save):
            return
        seen = looked.seen
        if _is_known(post, seen):
            self._go_on(post, is_for_save)
        elif post.file.is_held:
            self._follow_holder(post, seen, is_for_save)
        elif post.document.read_only and seen.data is not None:
            self._reopen(post)
        else:
            deed = {
                Action.WAIT: self._wait,
                Action.RELOAD: self._reload,
                Action.MERGE: self._merge,
                Action.ASK: self._ask,
            }[seen.action(post.document)]
            deed(post, looked, is_for_save)

    def _go_on(self, post: OpenPost, is_for_save: bool) -> None:
        """Nothing is otherwise than it is known here."""
        if post.file.is_troubled:
            self._settle(post)
        if is_for_save:
            self._saving.save(post)

    def _follow_holder(self, post: OpenPost, seen: Seen, is_for_save: bool) -> None:
        """Whoever holds it saves there; what else happened is asked once it can be answered."""
        if seen.action(post.document) is Action.RELOAD and seen.data is not None:
            post.document.reload(seen.data)
            self._bench.posts.tell_standing(post)
        if is_for_save:
            self._saving.give_up(post)

    def _reopen(self, post: OpenPost) -> None:
        path = post.path
        if path is not None:
            self._bench.posts.drop(post)
            self._opening.open_path(path)

    def _wait(self, post: OpenPost, _looked: Looked, is_for_save: bool) -> None:
        if is_for_save:
            sentence = self.tr(
                "Another program is writing this post's file at the moment, so it was not saved. "
                "The words are safe in this window; save again in a moment."
            )
            post.file.trouble(Standing.UNSETTLED, sentence)
            self._saving.give_up(post)
        self._timer.start()

    def _reload(self, post: OpenPost, looked: Looked, is_for_save: bool) -> None:
        if looked.seen.data is None:
            return
        self._saving.keep_version(post, post.document.saved_data)
        post.document.reload(looked.seen.data)
        self._bench.say(
            self.tr("Another program changed this post; its words are shown. Undo takes them back.")
        )
        self._settle(post)
        if is_for_save:
            self._saving.save(post)  # there is nothing to write; who waits for it is told

    def _merge(self, post: OpenPost, looked: Looked, is_for_save: bool) -> None:
        merged = looked.merged
        if merged is None or merged.revision != post.document.revision:
            self._look(post, is_for_save=is_for_save)  # keys came meanwhile
        else:
            self._conflicts.take(post, merged, is_for_save=is_for_save)

    def _ask(self, post: OpenPost, looked: Looked, _is_for_save: bool) -> None:
        seen = looked.seen
        if seen.external is External.MISSING:
            self._ask_missing(post, seen.renamed)
        elif seen.data is not None:
            self._ask_shortened(post, seen, seen.data)
        else:
            sentence = self.tr(
                "This post's file cannot be read at the moment. The words here are safe; "
                "check that the disk is there and that you may read it."
            )
            ways = [Way("disk_look_again", self.tr("DiskLook again"), self._look_again, (post,))]
            post.file.trouble(Standing.UNREADABLE, sentence, ways)
        self._saving.give_up(post)

    # --- gone, or cut short ---

    def _ask_missing(self, post: OpenPost, renamed: Path | None) -> None:
        if post.document.saved_digest is not None:
            post.document.mark_missing()
        ways = []
        if renamed is not None:
            words = self.tr("Go on as {0}").format(renamed.name)
            ways.append(Way("disk_follow", words, self._follow_rename, (post, renamed)))
        ways.append(Way("disk_save_again", self.tr("Save it again"), self._save_again, (post,)))
        ways.append(Way("disk_close", self.tr("Close"), self._closing.close, (post,)))
        sentence = self.tr(
            "This post's file was moved or deleted by another program. Its words are safe "
            "in this window."
        )
        post.file.trouble(Standing.MISSING, sentence, ways)

    def _ask_shortened(self, post: OpenPost, seen: Seen, data: bytes) -> None:
        words = self.tr("Show what is on the disk")
        ways = [
            Way("disk_keep", self.tr("Keep these words"), self._keep_ours, (post, data)),
            Way("disk_reload", words, self._take_theirs, (post, data)),
        ]
        if seen.external is External.CHANGED:
            sentence = self.tr(
                "Another program put something into this post's file that is no text. The "
                "words here are safe and unchanged."
            )
        else:
            sentence = self.tr(
                "This post's file was emptied or cut short by another program. The words here "
                "are safe and unchanged."
            )
        post.file.trouble(Standing.SHORTENED, sentence, ways)

    def _look_again(self, post: OpenPost) -> None:
        post.file.settle()
        self._look(post, is_for_save=False)

    def _follow_rename(self, post: OpenPost, path: Path) -> None:
        """Go on under the name that another program gave the file."""
        find = FindPost(path, self._bench.posts.held)
        self._bench.tasks.save(
            partial(find_renamed, post.path or path, find),
            self._on_renamed,
            self._on_not_renamed,
            self,
            post,
        )

    def _on_renamed(self, post: OpenPost, file: PostFile) -> None:
        data = file.data
        if post not in self._bench.posts or data is None:
            file.let_go()
            return
        document = post.document
        self._bench.posts.retarget(post, file.path, file.lock)
        if document.text == decode(data, document.coding.encoding)[0]:
            document.reload(data)
        else:
            document.merge_in(document.text, data)
        self._settle(post)

    def _on_not_renamed(self, post: OpenPost, error: BaseException) -> None:
        post.notices.tell(Notice.OTHER, Level.DANGER, sentence_of(error))

    def _keep_ours(self, post: OpenPost, disk: bytes) -> None:
        """Keep the window's words; the next save puts them over what is on the disk."""
        post.document.merge_in(post.document.text, disk)
        self._settle(post)

    def _take_theirs(self, post: OpenPost, disk: bytes) -> None:
        """Show what is on the disk; undo takes it back."""
        self._bench.posts.give_up_words(post, disk)
        self._settle(post)

    def _save_again(self, post: OpenPost) -> None:
        """Write a file that is gone anew."""
        self._settle(post)
        self._saving.save(post)

    def _settle(self, post: OpenPost) -> None:
        post.file.settle()
        self._bench.posts.tell_standing(post)


def _is_known(post: OpenPost, seen: Seen) -> bool:
    """Tell whether the file is as it is known here: by the look, or by a save that ended since."""
    if seen.external is External.SAME:
        return True
    return seen.data is not None and Digest.of(seen.data) == post.document.saved_digest
