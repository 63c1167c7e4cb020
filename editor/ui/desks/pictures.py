"""Pictures into the text and into fields: chosen, dropped or pasted."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from editor.edit import Origin
from editor.errors import StandfirstError
from editor.ui.desks.spot import Spot
from editor.ui.notices import Level, Notice
from editor.ui.tasks import sentence_of

if TYPE_CHECKING:
    from editor.ui.assets import Picked
    from editor.ui.assets.adding import Added, Source
    from editor.ui.workbench import OpenPost, Workbench

log = logging.getLogger(__name__)


class PictureDesk(QObject):
    """Asks which picture, and puts it where it belongs."""

    field_chosen = Signal(object, str)  # the key of the shown post's field, and the reference

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._over = parent
        self._spots: list[Spot] = []  # where pictures are on their way to, in the order asked for

    @Slot()
    def insert(self) -> None:
        """Choose a picture and insert it into the text, with words for who does not see it."""
        post = self._bench.posts.shown
        picked = self._pick("")
        if picked is not None and post is not None and self._is_shown(post):
            view = self._bench.views.active
            view.pane.insert_text(picked.markdown)
            view.pane.setFocus()

    @Slot(object)
    def choose_for_field(self, key: object) -> None:
        """Choose the picture of a field."""
        name = key if isinstance(key, str) else ""
        post = self._bench.posts.shown
        picked = self._pick(name or "image")
        if picked is not None and post is not None and self._is_shown(post):
            self.field_chosen.emit(key, picked.reference)

    def _pick(self, key: str) -> Picked | None:
        from editor.ui.assets import AssetPicker

        bench = self._bench
        site, post = bench.session.site, bench.posts.shown
        if site is None or post is None:
            bench.say(self.tr("Open the post's site first: its pictures are chosen from there."))
            return None
        post_path = bench.site_path(post) or ""
        dialog = AssetPicker(site, bench.tasks, self._over, key=key, post_path=post_path)
        dialog.exec()
        picked = dialog.picked
        if dialog.is_adding:
            bench.say(self.tr("The pictures are still being added to the site…"))
            dialog.added.connect(self._on_added_late)
            dialog.added.connect(dialog.deleteLater)
        else:
            dialog.deleteLater()
        return picked

    def _is_shown(self, post: OpenPost) -> bool:
        """Show the post for which a picture was chosen, should another one have come up."""
        posts = self._bench.posts
        if post not in posts:
            return False
        if post is not posts.shown:
            posts.show(post)
        return True

    @Slot(list)
    def add_files(self, files: list[str]) -> None:
        """Copy dropped picture files into the site and insert them."""
        self._add([(Path(each), Path(each).name) for each in files])

    @Slot(QImage)
    def add_pasted(self, picture: QImage) -> None:
        """Copy a pasted picture into the site and insert it."""
        from editor.ui.assets.adding import PASTED_NAME

        self._add([(picture, PASTED_NAME)])

    def _add(self, sources: Sequence[tuple[Source, str]]) -> None:
        from editor.site import Assets
        from editor.ui.assets.adding import add_pictures

        bench = self._bench
        site, view = bench.session.site, bench.views.current
        if site is None or view is None:
            bench.say(self.tr("Open the post's site first: pictures are copied into it."))
            return
        spot = Spot(view.pane, view.post.document)
        self._spots.append(spot)
        self._on_progressed((1, len(sources)))
        task = add_pictures(
            bench.tasks,
            Assets(site),
            sources,
            self._on_added,
            self._on_failed,
            self,
            view.post,
            spot,
            post_path=bench.site_path(view.post) or "",
        )
        task.progressed.connect(self._on_progressed)

    @Slot(object)
    def _on_progressed(self, place: tuple[int, int]) -> None:
        number, total = place
        self._bench.say(
            self.tr("Adding the picture…")
            if total == 1
            else self.tr("Adding picture {0} of {1}…").format(number, total)
        )

    def _on_added(self, post: OpenPost, spot: Spot, added: Added) -> None:
        """Insert pictures that were added where the cursor stood when they came.

        A post that is closed by now gets none; what came into the site stays there.
        """
        names = ", ".join(asset.site_path for asset in added.assets)
        if added.assets and post in self._bench.posts:
            from editor.ui.assets import Picked

            words = [
                Picked(asset.site_path, reference, _alt(asset.site_path)).markdown
                for asset, reference in zip(added.assets, added.references, strict=True)
            ]
            if self._is_inserted(post, spot, "\n\n".join(words)):
                said = self.tr("Added {0}. Say in the brackets what it shows.")
            else:
                said = self.tr("Added {0} to the site.")
            self._bench.say(said.format(names))
        elif added.assets:
            self._bench.say(self.tr("Added {0} to the site.").format(names))
        else:
            self._bench.say("")
        self._drop(spot)
        if added.refused:
            self._warn(post, " ".join(added.refused))

    def _on_failed(self, post: OpenPost, spot: Spot, error: BaseException) -> None:
        self._drop(spot)
        self._warn(post, sentence_of(error))

    def _drop(self, spot: Spot) -> None:
        """Follow a spot no longer."""
        spot.forget()
        self._spots.remove(spot)

    def _warn(self, post: OpenPost | None, sentence: str) -> None:
        """Tell of pictures that did not come in, at the post that they were for."""
        post = post if post in self._bench.posts else self._bench.posts.shown
        if post is not None:
            post.notices.tell(Notice.OTHER, Level.WARN, sentence)
        else:
            self._bench.say(sentence)

    def _is_inserted(self, post: OpenPost, spot: Spot, text: str) -> bool:
        document, view = post.document, self._bench.views.of(post)
        if view is not None and spot.place[0] < view.pane.first_line:
            view.pane.insert_text(text)  # the place is gone: another program wrote the post anew
            return True
        later = self._spots[self._spots.index(spot) + 1 :]
        for each in later:
            each.is_behind = True  # of two pictures pasted at one place the first stands first
        document.break_undo()
        try:
            document.replace(*spot.start, *spot.place, text, Origin.COMMAND)
        except StandfirstError as error:
            log.info("pictures not inserted: %s", type(error).__name__)
            self._warn(post, error.sentence)
            return False
        finally:
            document.break_undo()
            for each in later:
                each.is_behind = False
        return True

    @Slot(object)
    def _on_added_late(self, added: Added) -> None:
        if added.assets:
            names = ", ".join(asset.site_path for asset in added.assets)
            self._bench.say(self.tr("Added {0} to the site.").format(names))
        if added.refused:
            self._warn(None, " ".join(added.refused))


def _alt(site_path: str) -> str:
    stem = Path(site_path).stem.replace("-", " ").replace("_", " ").strip()
    return "" if stem.startswith("pasted picture") else stem
