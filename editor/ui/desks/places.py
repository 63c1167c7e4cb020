"""Ways out of the window: browser, folder, second window, log, About."""

from __future__ import annotations

import html
import re
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from editor.processes import own_program, run_program
from editor.ui.desks.questions import ask
from editor.ui.logs import log_file
from editor.ui.second_window import NEW_WINDOW
from editor.ui.tasks import sentence_of

if TYPE_CHECKING:
    from editor.site import Site
    from editor.ui.desks.opening import OpeningDesk
    from editor.ui.workbench import Workbench

_SOURCE = re.compile(r'(?P<before>\bsrc=)"(?P<address>[^":]+)"')
_POSTS = (".md", ".markdown", ".mkd")


class PlacesDesk(QObject):
    """Opens other programs, only when asked."""

    def __init__(self, bench: Workbench, opening: OpeningDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._opening = opening
        self._over = parent
        self._links = 0  # followed so far

    @Slot()
    def open_in_browser(self) -> None:
        """Render the post as a page in a temporary file and show it in the browser."""
        bench = self._bench
        bench.posts.commit()
        post = bench.posts.current
        data = post.document.post.to_bytes()
        page = partial(rendered, bench.session.site, bench.site_path(post) or "", data)
        bench.tasks.run(page, self._on_rendered, self._on_failed, self)

    def _on_rendered(self, file: Path) -> None:
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self._bench.say(self.tr("The page is open in the browser."))
        else:
            self._bench.say(self.tr("No browser answered; the page stands at {0}.").format(file))

    def _on_failed(self, error: BaseException) -> None:
        self._bench.say(sentence_of(error))

    @Slot()
    def show_in_folder(self) -> None:
        """Show the post's file in the file manager."""
        path = self._bench.posts.current.path
        if path is not None:
            self.show_path(path)

    def show_path(self, path: Path) -> None:
        """Show a file in the file manager."""
        if sys.platform == "win32":
            QProcess.startDetached("explorer", ["/select,", str(path)])
        elif sys.platform == "darwin":
            QProcess.startDetached("open", ["-R", str(path)])
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
            self._bench.say(self.tr("No file manager answered; it is at {0}.").format(path))

    @Slot()
    def open_second_window(self) -> None:
        """Start the program once more, on the same site."""
        process = QProcess()
        root = self._bench.session.root
        program, *words = own_program(*([str(root)] if root is not None else []))
        process.setProgram(program)
        process.setArguments(words)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert(NEW_WINDOW, "1")
        process.setProcessEnvironment(environment)
        if not process.startDetached()[0]:
            self._bench.say(self.tr("The second window could not be started."))

    @Slot(str)
    def follow_link(self, address: str) -> None:
        """Follow a link of the preview: a post of the site here, the web in the browser."""
        if address.startswith(("http://", "https://", "mailto:")):
            more = self.tr("It opens in your browser.")
            word = self.tr("Open")
            words = self.tr("Open {0}?").format(address[:300])
            if ask(self._over, "link_question", words, more, word):
                QDesktopServices.openUrl(QUrl(address))
            return
        bench = self._bench
        site = bench.session.site
        if site is None:
            return
        self._links += 1
        bench.say(self.tr("Looking for {0}…").format(address))
        resolving = partial(site.resolve, address, bench.site_path(bench.posts.shown) or "")
        bench.tasks.run(
            resolving, self._on_resolved, self._on_unresolved, self, self._links, address
        )

    def _on_resolved(self, number: int, address: str, path: Path | None) -> None:
        """Open the post that a link leads to, unless another link was followed meanwhile."""
        if number != self._links:
            return
        if path is not None and path.suffix.lower() in _POSTS:
            self._opening.open_path(path)
        else:
            words = self.tr("That link leads to {0} on the published site.")
            self._bench.say(words.format(address))

    def _on_unresolved(self, _number: int, _address: str, error: BaseException) -> None:
        self._bench.say(sentence_of(error))

    @Slot()
    def show_log(self) -> None:
        """Show the log file; it holds no text of posts."""
        self.show_path(log_file())

    @Slot()
    def show_about(self) -> None:
        """Say what this is, and under which licences its parts come."""
        from editor.ui.about import AboutDialog

        dialog = AboutDialog(self._bench.tasks, self._over)
        dialog.exec()
        dialog.deleteLater()

    def show_keys(self, keys: list[tuple[str, str]]) -> None:
        """List every command that has keys: its title, and them."""
        from editor.ui.about import KeysDialog

        dialog = KeysDialog(keys, self._over)
        dialog.exec()
        dialog.deleteLater()


def rendered(site: Site | None, site_path: str, data: bytes) -> Path:
    """Render through the command line in a process of its own: a body is never parsed here.

    Waits for the process: not for the window's own thread.

    Args:
        site: The post's site.
        site_path: Its path there; empty where it has none.
        data: The post's bytes.

    Returns:
        The page's file.

    Raises:
        OSError: There is no page; why, as the process said it.
    """
    folder = Path(tempfile.mkdtemp(prefix="standfirst-page-"))
    file = folder / f"{Path(site_path).stem or 'post'}.html"
    words = ["render", "-", "--output", str(file)]
    if site is not None:
        words += ["--site", str(site.root)]
    said = run_program(words, data, timeout_s=60).errors
    if not file.exists():
        raise OSError(0, said.strip()[-300:])
    if site is not None:
        page = file.read_text("utf-8")
        file.write_text(_SOURCE.sub(partial(_loadable, site, site_path), page), "utf-8")
    return file


def _loadable(site: Site, site_path: str, found: re.Match[str]) -> str:
    """Let a picture of the site be found from the temporary file."""
    path = site.resolve(html.unescape(found["address"]), site_path)
    if path is None or not path.is_file():
        return found[0]
    return f'{found["before"]}"{html.escape(path.as_uri())}"'
