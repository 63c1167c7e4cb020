"""Opening a site: what was dropped or chosen, what is none, and the posts that were open in it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.settings import LeftOpen
from editor.ui.notices import Way
from editor.ui.placeholder import Invitation
from editor.ui.tasks import sentence_of

if TYPE_CHECKING:
    from editor.site import Site
    from editor.ui.desks.closing import ClosingDesk
    from editor.ui.desks.opening import OpeningDesk
    from editor.ui.workbench import Workbench

log = logging.getLogger(__name__)

_RECENT = 8
_CONFIGURATIONS = ("_config.yml", "_config.yaml", "_config.toml")


class SiteDesk(QObject):
    """Opens sites; the posts of another one are closed first, each with its question."""

    opening = Signal(str)  # a few words while a site is read; none when that has ended
    refused = Signal(object)  # an Invitation that says why no site is shown

    def __init__(
        self, bench: Workbench, opening: OpeningDesk, closing: ClosingDesk, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._posts = opening
        self._closing = closing
        self._over = parent
        self._wanted_post: Path | None = None

    # --- what is asked for ---

    @Slot()
    def choose_site(self) -> None:
        """Ask for a folder and open it."""
        recent = self._bench.kept.session.recent_sites
        start = str(self._bench.session.root or (recent[0] if recent else ""))
        words = self.tr("Open a Jekyll site")
        folder = QFileDialog.getExistingDirectory(self._over, words, start)
        if folder:
            self.open_site(Path(folder))

    @Slot()
    def choose_post(self) -> None:
        """Ask for a file and open it."""
        file, _ = QFileDialog.getOpenFileName(
            self._over,
            self.tr("Open a post"),
            str(self._bench.session.root or ""),
            self.tr("Posts (*.md *.markdown *.mkd *.mkdn *.html *.textile);;All files (*)"),
        )
        if file:
            self.open_path(Path(file))

    def open_path(self, path: Path) -> None:
        """Open a folder as a site, or a file as a post of the site that it lies in."""
        where = partial(_where, path.absolute(), self._bench.session.root)
        self._bench.tasks.run(where, self._on_where, None, self)

    def _on_where(self, found: _Place) -> None:
        if found.site is None:
            self._posts.open_path(found.path)
            return
        if found.path != found.site:
            self._wanted_post = found.path
        self.open_site(found.site)

    def open_last(self) -> None:
        """Open the site of the last time, if it is still there; else say nothing."""
        recent = self._bench.kept.session.recent_sites
        last = tuple(Path(each) for each in recent[:1])
        self._bench.tasks.run(partial(_still_there, last), self._on_last, None, self)

    def _on_last(self, there: list[Path]) -> None:
        for root in there:
            self.open_site(root)

    # --- opening ---

    def open_site(self, root: Path) -> None:
        """Open a site; the posts of another one are closed first, each with its question."""
        if not self._closing.may_leave(self.open_site, root):
            return
        self.opening.emit(self.tr("Opening {0}…").format(root.name))
        reading = partial(_opened, root.absolute())
        self._bench.tasks.run(reading, self._on_opened, self._on_failed, self)

    def _on_opened(self, site: Site) -> None:
        self.opening.emit("")
        if site.is_jekyll:
            self.show_site(site)
        else:
            self._offer(site)

    def show_site(self, site: Site) -> None:
        """Show a site that was read."""
        bench = self._bench
        self.keep_session()
        bench.session.close()
        bench.posts.drop_all()
        root = str(site.root)
        recent = (root, *(each for each in bench.kept.session.recent_sites if each != root))
        bench.kept.remember(recent_sites=recent[:_RECENT])
        bench.session.open(site)
        for problem in site.problems[:1]:
            bench.say(problem)
        if self._wanted_post is not None:
            path, self._wanted_post = self._wanted_post, None
            self._posts.open_path(path)
        else:
            self._restore_session(site)

    def _on_failed(self, error: BaseException) -> None:
        self.opening.emit("")
        self.refused.emit(
            Invitation(
                "alert-triangle",
                self.tr("This site cannot be opened"),
                sentence_of(error),
                (self._open_other,),
            )
        )

    @property
    def _open_other(self) -> Way:
        return Way("page_open_other", self.tr("Open another folder…"), self.choose_site)

    def _offer(self, site: Site) -> None:
        make = self.tr("Make it a Jekyll site")
        self.refused.emit(
            Invitation(
                "folder",
                self.tr("“{0}” is not a Jekyll site").format(site.root.name),
                self.tr(
                    "It has no _config.yml, _posts or _drafts. You can open it all the same, or "
                    "make it a site: that adds _config.yml, _posts and _drafts and changes nothing "
                    "else."
                ),
                (
                    Way("page_make_site", make, self._make_site, (site.root,)),
                    Way("page_open_anyway", self.tr("Open it anyway"), self.show_site, (site,)),
                    self._open_other,
                ),
            )
        )

    def _make_site(self, root: Path) -> None:
        self._bench.tasks.run(partial(_made, root), self.show_site, self._on_failed, self)

    def invitation(self) -> Invitation:
        """Return what to do first while no site is open: the button, and the sites of late."""
        recent = [
            Way(f"start_recent_{number}", Path(each).name, self.open_site, (Path(each),))
            for number, each in enumerate(self._bench.kept.session.recent_sites[:4])
        ]
        return Invitation(
            "folder-open",
            self.tr("Open your Jekyll site"),
            self.tr(
                "Choose the folder that holds _config.yml, or drop it here. Nothing is "
                "changed until you save."
            ),
            (Way("start_open_site", self.tr("Open a site…"), self.choose_site), *recent),
        )

    # --- the session ---

    def keep_session(self) -> None:
        """Remember which posts are open."""
        bench = self._bench
        root = bench.session.root
        if root is None:
            return
        paths = [path for post in bench.posts if (path := bench.site_path(post)) is not None]
        left = LeftOpen(tuple(paths), bench.site_path(bench.posts.shown) or "")
        bench.kept.remember(sites={**bench.kept.session.sites, str(root): left})

    def _restore_session(self, site: Site) -> None:
        left = self._bench.kept.session.sites.get(str(site.root), LeftOpen())
        # The shown one last: it comes to stand in front.
        paths = sorted(left.posts, key=lambda path: path == left.shown)
        there = partial(_still_there, tuple(site.root / each for each in paths))
        self._bench.tasks.run(there, self._on_still_there, None, self, site)

    def _on_still_there(self, site: Site, paths: list[Path]) -> None:
        if self._bench.session.site is site:
            for path in paths:
                self._posts.open_path(path)


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    site: Path | None  # to be opened for it; None where the open one will do, or none is needed


def _where(path: Path, open_site: Path | None) -> _Place:
    """Find out whether a path is a site, or a post of which one."""
    if path.is_dir():
        return _Place(path, path)
    root = site_root_of(path)
    if root is None or (open_site and open_site.resolve() == root.resolve()):
        return _Place(path, None)
    return _Place(path, root)


def _still_there(paths: tuple[Path, ...]) -> list[Path]:
    return [each for each in paths if each.exists()]


def _opened(root: Path) -> Site:
    from editor.site import Site

    return Site.open(root)


def _made(root: Path) -> Site:
    from editor.site import make_site

    make_site(root)
    return _opened(root)


def site_root_of(path: Path) -> Path | None:
    """Return the site that a file lies in: the nearest folder above with a configuration."""
    for folder in path.parents:
        if any((folder / name).is_file() for name in _CONFIGURATIONS):
            return folder
    for folder in path.parents:
        if (folder / "_posts").is_dir() or (folder / "_drafts").is_dir():
            return folder
    return None
