"""Pictures into the text and into fields: chosen, dropped or pasted."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from editor.edit import Origin
from editor.errors import StandfirstError
from editor.site import Assets
from editor.ui.assets import AssetPicker, Picked
from editor.ui.assets.adding import PASTED_NAME, Added, Source, add_pictures
from editor.ui.tasks import sentence_of
from editor.ui.window.banner import Level, Notice
from editor.ui.window.post_tab import PostTab
from editor.ui.window.spot import Spot

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)


class PictureDesk(QObject):
    """Asks which picture, and puts it where it belongs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._spots: list[Spot] = []  # where pictures are on their way to, in the order asked for

    @Slot()
    def insert(self) -> None:
        """Choose a picture and insert it into the text, with words for who does not see it."""
        tab = self._window.tab
        picked = self._pick("")
        if picked is not None and tab is not None and self._show(tab):
            tab.pane.insert_text(picked.markdown)
            tab.pane.setFocus()

    @Slot(object)
    def choose_for_field(self, key: object) -> None:
        """Choose the picture of a field."""
        name = key if isinstance(key, str) else ""
        tab = self._window.tab
        picked = self._pick(name or "image")
        if picked is not None and tab is not None and self._show(tab):
            self._window.form.set_picture(key, picked.reference)

    def _pick(self, key: str) -> Picked | None:
        window = self._window
        if window.site is None or window.tab is None:
            window.say(self.tr("Open the post's site first: its pictures are chosen from there."))
            return None
        post_path = window.site_path(window.tab) or ""
        dialog = AssetPicker(window.site, window.tasks, window, key=key, post_path=post_path)
        dialog.exec()
        picked = dialog.picked
        if dialog.is_adding:
            window.say(self.tr("The pictures are still being added to the site…"))
            dialog.added.connect(self._on_added_late)
            dialog.added.connect(dialog.deleteLater)
        else:
            dialog.deleteLater()
        return picked

    def _show(self, tab: PostTab) -> bool:
        """Show the post for which a picture was chosen, should another one have come up."""
        tabs = self._window.tabs
        if tab not in tabs.all:
            return False
        if tab is not tabs.shown:
            tabs.show(tab)
        return True

    @Slot(list)
    def add_files(self, files: list[str]) -> None:
        """Copy dropped picture files into the site and insert them."""
        self._add([(Path(each), Path(each).name) for each in files])

    @Slot(QImage)
    def add_pasted(self, picture: QImage) -> None:
        """Copy a pasted picture into the site and insert it."""
        self._add([(picture, PASTED_NAME)])

    def _add(self, sources: Sequence[tuple[Source, str]]) -> None:
        window = self._window
        tab = window.tab
        if window.site is None or tab is None:
            window.say(self.tr("Open the post's site first: pictures are copied into it."))
            return
        spot = Spot(tab.pane, tab.document)
        self._spots.append(spot)
        self._on_progressed((1, len(sources)))
        task = add_pictures(
            window.tasks,
            Assets(window.site),
            sources,
            _Insert(self, tab, spot),
            _Failed(self, tab, spot),
            self,
            post_path=window.site_path(tab) or "",
        )
        task.progressed.connect(self._on_progressed)

    @Slot(object)
    def _on_progressed(self, place: tuple[int, int]) -> None:
        number, total = place
        self._window.say(
            self.tr("Adding the picture…")
            if total == 1
            else self.tr("Adding picture {0} of {1}…").format(number, total)
        )

    def put(self, tab: PostTab, spot: Spot, added: Added) -> None:
        """Insert pictures that were added where the cursor stood when they came.

        A post that is closed by now gets none; what came into the site stays there.
        """
        names = ", ".join(asset.site_path for asset in added.assets)
        if added.assets and tab in self._window.tabs.all:
            words = [
                Picked(asset.site_path, reference, _alt(asset.site_path)).markdown
                for asset, reference in zip(added.assets, added.references, strict=True)
            ]
            if self._insert(tab, spot, "\n\n".join(words)):
                said = self.tr("Added {0}. Say in the brackets what it shows.")
            else:
                said = self.tr("Added {0} to the site.")
            self._window.say(said.format(names))
        elif added.assets:
            self._window.say(self.tr("Added {0} to the site.").format(names))
        else:
            self._window.say("")
        self.drop(spot)
        if added.refused:
            self.warn(tab, " ".join(added.refused))

    def drop(self, spot: Spot) -> None:
        """Follow a spot no longer."""
        spot.forget()
        self._spots.remove(spot)

    def warn(self, tab: PostTab | None, sentence: str) -> None:
        """Tell of pictures that did not come in, at the post that they were for."""
        tab = tab if tab in self._window.tabs.all else self._window.tab
        if tab is not None:
            tab.banner.tell(Notice.OTHER, Level.WARN, sentence)
        else:
            self._window.say(sentence)

    def _insert(self, tab: PostTab, spot: Spot, text: str) -> bool:
        document = tab.document
        if spot.place[0] < tab.pane.first_line:
            tab.pane.insert_text(text)  # the place is gone: another program wrote the post anew
            return True
        later = self._spots[self._spots.index(spot) + 1 :]
        for each in later:
            each.is_behind = True  # of two pictures pasted at one place the first stands first
        document.break_undo()
        try:
            document.replace(*spot.start, *spot.place, text, Origin.COMMAND)
        except StandfirstError as error:
            log.info("pictures not inserted: %s", type(error).__name__)
            self.warn(tab, error.sentence)
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
            self._window.say(self.tr("Added {0} to the site.").format(names))
        if added.refused:
            self.warn(None, " ".join(added.refused))


def _alt(site_path: str) -> str:
    stem = Path(site_path).stem.replace("-", " ").replace("_", " ").strip()
    return "" if stem.startswith("pasted picture") else stem


class _Insert:
    def __init__(self, desk: PictureDesk, tab: PostTab, spot: Spot) -> None:
        self._desk = desk
        self._tab = tab
        self._spot = spot

    def __call__(self, added: Added) -> None:
        self._desk.put(self._tab, self._spot, added)


class _Failed:
    def __init__(self, desk: PictureDesk, tab: PostTab, spot: Spot) -> None:
        self._desk = desk
        self._tab = tab
        self._spot = spot

    def __call__(self, error: BaseException) -> None:
        self._desk.drop(self._spot)
        self._desk.warn(self._tab, sentence_of(error))
