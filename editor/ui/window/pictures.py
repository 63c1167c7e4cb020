"""Pictures into the text and into fields: chosen, dropped or pasted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from editor.errors import StandfirstError
from editor.images import strip
from editor.site import BODY, Asset, Assets, Site
from editor.ui.assets import AssetPicker, Picked
from editor.ui.assets.adding import PASTED_NAME, read_picture
from editor.ui.tasks import sentence_of
from editor.ui.window.banner import Level, Notice
from editor.ui.window.post_tab import PostTab

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


class PictureDesk(QObject):
    """Asks which picture, and puts it where it belongs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def insert(self) -> None:
        """Choose a picture and insert it into the text, with words for who does not see it."""
        picked = self._pick("")
        if picked is not None:
            self._window.shown.pane.insert_text(picked.markdown)
            self._window.shown.pane.setFocus()

    @Slot(object)
    def choose_for_field(self, key: object) -> None:
        """Choose the picture of a field."""
        name = key if isinstance(key, str) else ""
        picked = self._pick(name or "image")
        if picked is not None:
            self._window.form.set_picture(key, picked.reference)

    def _pick(self, key: str) -> Picked | None:
        window = self._window
        if window.site is None or window.tab is None:
            window.say(self.tr("Open the post's site first: its pictures are chosen from there."))
            return None
        post_path = window.site_path(window.tab) or ""
        dialog = AssetPicker(window.site, window, key=key, post_path=post_path)
        dialog.exec()
        picked = dialog.picked
        dialog.deleteLater()
        return picked

    @Slot(list)
    def add_files(self, files: list[str]) -> None:
        """Copy dropped picture files into the site and insert them."""
        self._add([(Path(each), Path(each).name) for each in files])

    @Slot(bytes)
    def add_pasted(self, data: bytes) -> None:
        """Copy a pasted picture into the site and insert it."""
        self._add([(data, PASTED_NAME)])

    def _add(self, sources: Sequence[tuple[Path | bytes, str]]) -> None:
        window = self._window
        tab = window.tab
        if window.site is None or tab is None:
            window.say(self.tr("Open the post's site first: pictures are copied into it."))
            return
        post_path = window.site_path(tab) or ""
        window.say(self.tr("Adding the picture…"))
        window.tasks.run(
            _Added(window.site, sources, post_path), _Insert(self, tab), self._on_failed, self
        )

    def put(self, tab: PostTab, added: list[tuple[Asset, str]]) -> None:
        """Insert pictures that were added."""
        if tab not in self._window.tabs.all:
            return
        words = [
            Picked(asset.site_path, reference, _alt(asset.site_path)).markdown
            for asset, reference in added
        ]
        tab.pane.insert_text("\n\n".join(words))
        names = ", ".join(asset.site_path for asset, _ in added)
        self._window.say(self.tr("Added {0}. Say in the brackets what it shows.").format(names))

    def _on_failed(self, error: BaseException) -> None:
        tab = self._window.tab
        if tab is not None:
            tab.banner.tell(Notice.OTHER, Level.WARN, sentence_of(error))


def _alt(site_path: str) -> str:
    stem = Path(site_path).stem.replace("-", " ").replace("_", " ").strip()
    return "" if stem.startswith("pasted picture") else stem


class _Added:
    def __init__(
        self, site: Site, sources: Sequence[tuple[Path | bytes, str]], post_path: str
    ) -> None:
        self._site = site
        self._sources = sources
        self._post_path = post_path

    def __call__(self) -> list[tuple[Asset, str]]:
        assets = Assets(self._site)
        done = []
        for source, name in self._sources:
            # What enters a site leaves it some day: place and person stay out from the start.
            asset = assets.add_picture(strip(read_picture(source)).data, name)
            done.append((asset, assets.reference_for(asset.site_path, BODY, self._post_path)))
        if not done:
            raise StandfirstError("There was no picture to add; nothing was changed.")
        return done


class _Insert:
    def __init__(self, desk: PictureDesk, tab: PostTab) -> None:
        self._desk = desk
        self._tab = tab

    def __call__(self, added: list[tuple[Asset, str]]) -> None:
        self._desk.put(self._tab, added)
