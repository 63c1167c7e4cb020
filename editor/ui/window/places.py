"""Ways out of the window: browser, folder, second window, log, About."""

from __future__ import annotations

import html
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from editor.post import Post
from editor.processes import own_program, run_program
from editor.site import Site
from editor.ui.logs import log_file
from editor.ui.tasks import sentence_of
from editor.ui.window.about import AboutDialog, KeysDialog
from editor.ui.window.questions import ask

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

NEW_WINDOW = "STANDFIRST_NEW_WINDOW"
_SOURCE = re.compile(r'(?P<before>\bsrc=)"(?P<address>[^":]+)"')


class Places(QObject):
    """Opens other programs, only when asked."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._links = 0  # followed so far

    @Slot()
    def open_in_browser(self) -> None:
        """Render the post as a page in a temporary file and show it in the browser."""
        window = self._window
        window.form.commit()
        tab = window.shown
        site_path = window.site_path(tab) or ""
        page = Rendered(window.site, site_path, tab.document.post)
        window.tasks.run(page, self._on_rendered, self._on_failed, self)

    def _on_rendered(self, file: Path) -> None:
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self._window.say(self.tr("The page is open in the browser."))
        else:
            self._window.say(self.tr("No browser answered; the page stands at {0}.").format(file))

    def _on_failed(self, error: BaseException) -> None:
        self._window.say(sentence_of(error))

    @Slot()
    def show_in_folder(self) -> None:
        """Show the post's file in the file manager."""
        path = self._window.shown.path
        if path is not None:
            self.show_path(path)

    def show_path(self, path: Path) -> None:
        """Show a file in the file manager."""
        if sys.platform == "win32":
            QProcess.startDetached("explorer", ["/select,", str(path)])
        elif sys.platform == "darwin":
            QProcess.startDetached("open", ["-R", str(path)])
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
            self._window.say(self.tr("No file manager answered; it is at {0}.").format(path))

    @Slot()
    def open_second_window(self) -> None:
        """Start the program once more, on the same site."""
        process = QProcess()
        site = self._window.site
        program, *words = own_program(*([str(site.root)] if site is not None else []))
        process.setProgram(program)
        process.setArguments(words)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert(NEW_WINDOW, "1")
        process.setProcessEnvironment(environment)
        if not process.startDetached()[0]:
            self._window.say(self.tr("The second window could not be started."))

    @Slot(str)
    def follow_link(self, address: str) -> None:
        """Follow a link of the preview: a post of the site here, the web in the browser."""
        window = self._window
        if address.startswith(("http://", "https://", "mailto:")):
            more = self.tr("It opens in your browser.")
            word = self.tr("Open")
            if ask(window, "link_question", self.tr("Open {0}?").format(address[:300]), more, word):
                QDesktopServices.openUrl(QUrl(address))
            return
        if window.site is None:
            return
        tab = window.tab
        post_path = (window.site_path(tab) or "") if tab is not None else ""
        self._links += 1
        window.say(self.tr("Looking for {0}…").format(address))
        followed = _Followed(self, self._links, address)
        window.tasks.run(
            _Resolved(window.site, address, post_path), followed, self._on_failed, self
        )

    def show_link(self, number: int, address: str, path: Path | None) -> None:
        """Open the post that a link leads to, unless another link was followed meanwhile."""
        if number != self._links:
            return
        window = self._window
        if path is not None and path.suffix.lower() in (".md", ".markdown", ".mkd"):
            window.tabs.open_path(path)
        else:
            window.say(self.tr("That link leads to {0} on the published site.").format(address))

    @Slot()
    def show_log(self) -> None:
        """Show the log file; it holds no text of posts."""
        self.show_path(log_file())

    @Slot()
    def show_about(self) -> None:
        """Say what this is, and under which licences its parts come."""
        dialog = AboutDialog(self._window.tasks, self._window)
        dialog.exec()
        dialog.deleteLater()

    @Slot()
    def show_keys(self) -> None:
        """List every command that has keys."""
        dialog = KeysDialog(self._window.actions_made.shortcuts(), self._window)
        dialog.exec()
        dialog.deleteLater()


class Rendered:
    """Renders through the command line in a process of its own: a body is never parsed here."""

    def __init__(self, site: Site | None, site_path: str, post: Post) -> None:
        self._site = site
        self._site_path = site_path
        self._data = post.to_bytes()

    def __call__(self) -> Path:
        """Render, and return the page's file; waits for the process."""
        folder = Path(tempfile.mkdtemp(prefix="standfirst-page-"))
        file = folder / f"{Path(self._site_path).stem or 'post'}.html"
        words = ["render", "-", "--output", str(file)]
        if self._site is not None:
            words += ["--site", str(self._site.root)]
        said = run_program(words, self._data, timeout_s=60).errors
        if not file.exists():
            raise OSError(0, said.strip()[-300:])
        if self._site is not None:
            page = file.read_text("utf-8")
            file.write_text(_SOURCE.sub(self._loadable, page), "utf-8")
        return file

    def _loadable(self, found: re.Match[str]) -> str:
        """Let a picture of the site be found from the temporary file."""
        address = html.unescape(found["address"])
        path = self._site.resolve(address, self._site_path) if self._site is not None else None
        if path is None or not path.is_file():
            return found[0]
        return f'{found["before"]}"{html.escape(path.as_uri())}"'


class _Resolved:
    def __init__(self, site: Site, address: str, post_path: str) -> None:
        self._site = site
        self._address = address
        self._post_path = post_path

    def __call__(self) -> Path | None:
        return self._site.resolve(self._address, self._post_path)


class _Followed:
    def __init__(self, places: Places, number: int, address: str) -> None:
        self._places = places
        self._number = number
        self._address = address

    def __call__(self, path: Path | None) -> None:
        self._places.show_link(self._number, self._address, path)
