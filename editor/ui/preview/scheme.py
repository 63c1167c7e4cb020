"""The scheme `site:`: the only place that the preview may read from.

`site://app/` holds our own pages, style sheet and fonts; `site://files/` pictures, sound and video
by their path in the site; `site://site/` is the site as it is published: the shown post at its own
address, so that what its sheets name is found unrewritten, the files that Jekyll copies, and what
the render worker makes (sheets of Sass, say).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QFile, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from editor.preview import Asset
from editor.site import Site, SiteUrls
from editor.ui.preview.own_pages import notice_picture, own_page, reading_page
from editor.ui.preview.site_files import Found, open_media, open_static, type_of
from editor.ui.tasks import Tasks

SCHEME = b"site"
READING = QUrl("site://site/.standfirst-reading")
"""The page of the reading view: at the site's host, so that the engine stays in one process."""

POLICY = (
    "default-src 'none'; img-src site: data:; media-src site: data:; "
    "style-src site: 'unsafe-inline'; font-src site: data:; form-action 'none'; "
    "base-uri 'none'; frame-src 'none'; object-src 'none'; webrtc 'block'"
)

_HEADERS = {
    b"Content-Security-Policy": POLICY.encode(),
    b"X-DNS-Prefetch-Control": b"off",
    b"X-Content-Type-Options": b"nosniff",
    b"Referrer-Policy": b"no-referrer",
    b"Cache-Control": b"no-store",
}
_Error = QWebEngineUrlRequestJob.Error


def register_scheme() -> None:
    """Make the scheme known to the web engine; call it before a profile is made."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme | QWebEngineUrlScheme.Flag.CorsEnabled)
    QWebEngineUrlScheme.registerScheme(scheme)


def page_url(path: str) -> QUrl:
    """Return where a page of the site stands here.

    Args:
        path: Its address below the host, percent-encoded or not.
    """
    url = QUrl("site://site/")
    url.setPath("/" + path.lstrip("/"), QUrl.ParsingMode.TolerantMode)
    return url


class SiteSchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers the requests of the preview's page.

    Qt asks in the window's own thread: files are looked for and opened in another one.

    Attributes:
        files_served: The files read so far, for tests.
        page: Address and bytes of the shown post's page.
        make_asset: Asks the render worker for a path below `baseurl`, and returns the number that
            its answer will have; None while there is no worker.
    """

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Make a handler that serves no files yet.

        Args:
            tasks: Threads that may wait for the site's disk for as long as it takes.
            parent: The profile.
        """
        super().__init__(parent)
        self._tasks = tasks
        self._root: Path | None = None
        self._site: Site | None = None
        self._base = ""
        self._awaited: dict[int, tuple[QWebEngineUrlRequestJob, str]] = {}
        self.page: tuple[QUrl, bytes] = (QUrl(), b"")
        self.make_asset: Callable[[str], int] | None = None
        self.files_served: list[Path] = []

    def set_root(self, root: Path | None, site: Site | None = None) -> None:
        """Serve the files below a folder from now on.

        Args:
            root: Pictures come from inside it.
            site: The site that it is; without one there is nothing at `site://site/`.
        """
        self._root = root
        self._site = site
        self._base = SiteUrls(site.config).base.strip("/") if site is not None else ""
        self.files_served.clear()

    def take_asset(self, asset: Asset) -> None:
        """Answer a request with what the render worker made."""
        job, path = self._awaited.pop(asset.number, (None, ""))
        if job is None or not shiboken6.isValid(job):
            return
        # By our own table, not by the worker's word: nosniff is as good as the types are.
        mime_type = type_of(path)
        if asset.data is None or mime_type is None:
            job.fail(_Error.UrlNotFound)
        else:
            _reply(job, mime_type, asset.data)

    def drop_awaited(self) -> None:
        """Answer what waits for a worker that is no more."""
        awaited, self._awaited = list(self._awaited.values()), {}
        for job, _ in awaited:
            if shiboken6.isValid(job):
                job.fail(_Error.RequestFailed)

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request (Qt calls this)."""
        job.setAdditionalResponseHeaders(job_headers())
        url = job.requestUrl()
        path = url.path(QUrl.ComponentFormattingOption.FullyDecoded)
        if job.requestMethod() != b"GET":
            job.fail(_Error.RequestDenied)
        elif url == READING:
            _reply(job, *reading_page())
        elif url.host() == "app":
            own = own_page(path.strip("/"), url.query())
            if own is None:
                job.fail(_Error.UrlNotFound)
            else:
                _reply(job, *own)
        elif url.host() == "files":
            self._answer_file(job, path)
        elif url.host() == "site" and self._site is not None:
            self._answer_site(job, url, path, self._site)
        else:
            job.fail(_Error.UrlNotFound)

    def _answer_file(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        opening = _Opening(partial(open_media, self._root, path))
        # The job is the owner: Qt deletes it with the picture or the page that asked.
        self._tasks.run(opening, self._on_file_opened, self._on_failed, job, job, path)

    def _answer_site(self, job: QWebEngineUrlRequestJob, url: QUrl, path: str, site: Site) -> None:
        page, data = self.page
        if url == page:
            _reply(job, "text/html;charset=utf-8", data)
            return
        below = path.lstrip("/")
        if self._base and below.startswith(self._base + "/"):
            below = below[len(self._base) + 1 :]
        elif self._base or type_of(below) is None:
            job.fail(_Error.UrlNotFound)
            return
        opening = _Opening(partial(open_static, site, below))
        self._tasks.run(opening, self._on_static_opened, self._on_failed, job, job, below)

    def _on_file_opened(
        self, job: QWebEngineUrlRequestJob, path: str, opened: _Opened | None
    ) -> None:
        if opened is None:
            text = f"Picture not found: {path.lstrip('/')}"
            _reply(job, "image/svg+xml", notice_picture(text))
        else:
            self._send(job, opened)

    def _on_static_opened(
        self, job: QWebEngineUrlRequestJob, path: str, opened: _Opened | None
    ) -> None:
        if opened is not None:
            self._send(job, opened)
        elif not shiboken6.isValid(self) or self.make_asset is None or type_of(path) is None:
            job.fail(_Error.UrlNotFound)
        else:
            self._awaited[self.make_asset(path)] = (job, path)

    def _send(self, job: QWebEngineUrlRequestJob, opened: _Opened) -> None:
        found, file = opened
        file.setParent(job)
        if shiboken6.isValid(self):
            self.files_served.append(found.path)
        job.reply(QByteArray(found.mime_type.encode()), file)

    def _on_failed(self, job: QWebEngineUrlRequestJob, _path: str, _error: BaseException) -> None:
        job.fail(_Error.RequestFailed)


_Opened = tuple[Found, QFile]


class _Opening:
    """Finds and opens a file, in a thread."""

    def __init__(self, find: Callable[[], Found | None]) -> None:
        self._find = find

    def __call__(self) -> _Opened | None:
        found = self._find()
        if found is None:
            return None
        # The very file that was looked at: its name may be another's by now.
        file = QFile()
        is_open = file.open(
            found.handle, QIODevice.OpenModeFlag.ReadOnly, QFile.FileHandleFlag.AutoCloseHandle
        )
        if not is_open:
            raise OSError(file.errorString())
        application = QCoreApplication.instance()
        if application is not None:
            file.moveToThread(application.thread())
        return found, file


def job_headers() -> dict[QByteArray, QByteArray]:  # type: ignore[type-arg, unused-ignore]
    """Return the headers of every answer."""
    return {QByteArray(name): QByteArray(value) for name, value in _HEADERS.items()}


def _reply(job: QWebEngineUrlRequestJob, kind: str, data: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(kind.encode()), buffer)
