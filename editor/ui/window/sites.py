"""Opening a site: its configuration, its index, its recent name; and what is none."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from editor.errors import StandfirstError
from editor.site import KeyUsage, Site, SiteIndex, SiteWatch, make_site
from editor.ui.tasks import sentence_of
from editor.ui.window.indexing import Indexing

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)

_RECENT = 8
_CONFIGURATIONS = ("_config.yml", "_config.yaml", "_config.toml")


class SiteDesk(QObject):
    """Opens sites and keeps the list of posts fresh."""

    _site_changed = Signal()  # the watch saw something; from its thread

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.usage: KeyUsage | None = None
        self._indexing: Indexing | None = None
        self._watch: SiteWatch | None = None
        self._wanted_post: Path | None = None
        self._site_changed.connect(self._on_site_changed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(400)
        self._later.timeout.connect(self.refresh)

    @property
    def layouts(self) -> tuple[str, ...]:
        """The names of the site's layouts, as far as they were read."""
        return ()

    # --- opening ---

    @Slot()
    def choose_site(self) -> None:
        """Ask for a folder and open it."""
        recent = self._window.settings.recent_sites
        start = str(self._window.site.root if self._window.site else recent[0] if recent else "")
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open a Jekyll site"), start
        )
        if folder:
            self.open_site(Path(folder))

    def open_path(self, path: Path) -> None:
        """Open a folder as a site, or a file as a post of the site that it lies in."""
        path = path.absolute()
        if path.is_dir():
            self.open_site(path)
            return
        root = site_root_of(path)
        site = self._window.site
        if root is not None and (site is None or site.root.resolve() != root.resolve()):
            self._wanted_post = path
            self.open_site(root)
        else:
            self._window.tabs.open_path(path)

    def open_site(self, root: Path) -> None:
        """Open a site; the tabs of another one are closed first, each with its question."""
        if not self._window.tabs.may_close_all(_Then(self, root)):
            return
        self._open(root)

    def _open(self, root: Path) -> None:
        self._window.post_list.set_loading(True, self.tr("Opening {0}…").format(root.name))
        self._window.tasks.run(_Opened(root.absolute()), self._on_opened, self._on_failed, self)

    def _on_opened(self, site: Site) -> None:
        window = self._window
        window.post_list.set_loading(False)
        if not site.is_jekyll:
            self._offer(site)
            return
        self.show_site(site)

    def show_site(self, site: Site) -> None:
        """Show a site that was read."""
        window = self._window
        self.keep_session()
        self.stop()
        window.tabs.release_all()
        window.site = site
        self.usage = None
        root = str(site.root)
        recent = [root, *(each for each in window.settings.recent_sites if each != root)]
        window.change_settings(recent_sites=tuple(recent[:_RECENT]))
        window.setWindowTitle(self.tr("{0} — Standfirst").format(site.root.name))
        window.show_tab()
        self._open_index(site)
        window.history.look_beside(site.root)
        for problem in site.problems[:1]:
            window.say(problem)
        if self._wanted_post is not None:
            path, self._wanted_post = self._wanted_post, None
            window.tabs.open_path(path)
        else:
            self._restore_session()

    def _on_failed(self, error: BaseException) -> None:
        window = self._window
        window.post_list.set_loading(False)
        window.middle.setCurrentWidget(window.page)
        window.page.tell(
            "alert-triangle",
            self.tr("This site cannot be opened"),
            sentence_of(error),
            [("page_open_other", self.tr("Open another folder…"), self.choose_site)],
        )

    def _offer(self, site: Site) -> None:
        window = self._window
        self._offered = site
        window.middle.setCurrentWidget(window.page)
        window.page.tell(
            "folder",
            self.tr("“{0}” is not a Jekyll site").format(site.root.name),
            self.tr(
                "It has no _config.yml, _posts or _drafts. You can open it all the same, or make "
                "it a site: that adds _config.yml, _posts and _drafts and changes nothing else."
            ),
            [
                ("page_make_site", self.tr("Make it a Jekyll site"), self._make_site),
                ("page_open_anyway", self.tr("Open it anyway"), self._open_anyway),
                ("page_open_other", self.tr("Open another folder…"), self.choose_site),
            ],
        )

    def _open_anyway(self) -> None:
        self.show_site(self._offered)

    def _make_site(self) -> None:
        self._window.tasks.run(_Made(self._offered.root), self.show_site, self._on_failed, self)

    # --- the list of posts ---

    def _open_index(self, site: Site) -> None:
        # Here and not in a task: SQLite's connection belongs to the thread that made it.
        try:
            index = SiteIndex.open(site)
        except (StandfirstError, OSError) as error:
            self._on_index_failed(error)
        else:
            self._on_index_opened(index)

    def _on_index_opened(self, index: SiteIndex) -> None:
        window = self._window
        if window.site is None:
            index.close()
            return
        window.index = index
        window.post_list.set_site(window.site, index)
        self.refresh()
        with contextlib.suppress(StandfirstError, OSError):
            self._watch = SiteWatch(window.site, self._tell_changed)
            self._watch.start()
        tab = window.tab
        path = window.site_path(tab) if tab is not None else None
        if path is not None:
            window.post_list.select(path)

    def _on_index_failed(self, error: BaseException) -> None:
        self._window.post_list.show_error(sentence_of(error))

    @Slot()
    def refresh(self) -> None:
        """Bring the list up to date with the disk, in a process of its own."""
        window = self._window
        if window.site is None:
            return
        if window.index is None:
            self._open_index(window.site)
            return
        window.post_list.set_loading(True)
        if self._indexing is not None and self._indexing.ask():
            return
        self._indexing = Indexing(window.site.root, self)
        self._indexing.progressed.connect(self._on_progressed)
        self._indexing.refreshed.connect(self._on_refreshed)
        self._indexing.failed.connect(self._on_indexing_failed)
        self._indexing.start()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        window = self._window
        window.post_list.set_loading(True, self.tr("Reading {0} of {1}…").format(done, total))
        window.post_list.refresh()

    @Slot(bool)
    def _on_refreshed(self, changed: bool) -> None:
        window = self._window
        window.post_list.set_loading(False)
        if window.index is None or window.site is None:
            return
        if changed or self.usage is None:
            window.post_list.refresh()
            window.state.refresh_unsaved()
            window.tasks.run(_UsageRead(window.site), self._on_usage, None, self)

    @Slot(str)
    def _on_indexing_failed(self, sentence: str) -> None:
        window = self._window
        window.post_list.set_loading(False)
        if window.index is not None and not window.index.count():
            window.post_list.show_error(sentence)
        else:
            window.say(sentence)

    def _on_usage(self, usage: KeyUsage) -> None:
        self.usage = usage
        tab = self._window.tab
        if tab is not None:
            self._window.form.show_document(
                tab.document, self._window.site, self._window.site_path(tab), usage
            )

    def _tell_changed(self, *_what: Any) -> None:
        with contextlib.suppress(RuntimeError):
            self._site_changed.emit()

    @Slot()
    def _on_site_changed(self) -> None:
        self._later.start()
        self._window.disk.check_all()

    # --- the session ---

    def keep_session(self) -> None:
        """Remember which posts are open."""
        window = self._window
        if window.site is None:
            return
        paths = [path for tab in window.tabs.all if (path := window.site_path(tab)) is not None]
        tab = window.tab
        sites = dict(window.settings.sites)
        sites[str(window.site.root)] = {
            "tabs": "\n".join(paths),
            "shown": (window.site_path(tab) or "") if tab is not None else "",
        }
        window.change_settings(sites=sites)

    def _restore_session(self) -> None:
        window = self._window
        if window.site is None:
            return
        kept = window.settings.sites.get(str(window.site.root), {})
        shown = kept.get("shown", "")
        paths = [each for each in kept.get("tabs", "").split("\n") if each]
        for each in sorted(paths, key=lambda path: path == shown):
            path = window.site.root / each
            if path.is_file():
                window.tabs.open_path(path)

    def stop(self) -> None:
        """Stop reading and watching."""
        window = self._window
        self._later.stop()
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if self._indexing is not None:
            self._indexing.stop()
            self._indexing = None
        if window.index is not None:
            window.post_list.set_site(None, None)
            window.index.close()
            window.index = None


class _Opened:
    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self) -> Site:
        return Site.open(self._root)


class _Made:
    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self) -> Site:
        make_site(self._root)
        return Site.open(self._root)


class _UsageRead:
    def __init__(self, site: Site) -> None:
        self._site = site

    def __call__(self) -> KeyUsage:
        index = SiteIndex.open(self._site)
        try:
            return index.usage()
        finally:
            index.close()


class _Then:
    def __init__(self, desk: SiteDesk, root: Path) -> None:
        self._desk = desk
        self._root = root

    def __call__(self) -> None:
        self._desk.open_site(self._root)


def site_root_of(path: Path) -> Path | None:
    """Return the site that a file lies in: the nearest folder above with a configuration."""
    for folder in path.parents:
        if any(
            (folder / name).is_file() for name in ("_config.yml", "_config.yaml", "_config.toml")
        ):
            return folder
    for folder in path.parents:
        if (folder / "_posts").is_dir() or (folder / "_drafts").is_dir():
            return folder
    return None
