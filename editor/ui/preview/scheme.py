"""The scheme `site:`: the only place that the preview may read from.

`site://app/` holds our own shell, style sheet and fonts; `site://files/` the pictures, sound and
video of the site, each checked to lie inside it after links are followed.
"""

from __future__ import annotations

import html
import stat
from pathlib import Path
from urllib.parse import parse_qs, unquote

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from editor.dirs import resource
from editor.ui.tasks import Tasks

SCHEME = b"site"
SHELL = "site://app/shell"

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
_MEDIA = {
    ".apng": "image/apng",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jfif": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".m4v": "video/mp4",
    ".mp4": "video/mp4",
    ".ogv": "video/ogg",
    ".webm": "video/webm",
}
_FONTS = {
    "serif-regular": ("SourceSerif*-Regular.*",),
    "serif-italic": ("SourceSerif*-It.*", "SourceSerif*-Italic.*"),
    "serif-bold": ("SourceSerif*-Bold.*", "SourceSerif*-Semibold.*"),
    "sans-regular": ("Inter-Regular.*", "Inter*.*"),
    "sans-semibold": ("Inter-SemiBold.*", "Inter-Bold.*"),
    "mono-regular": ("JetBrainsMono-Regular.*", "JetBrainsMono*.*"),
}
_SHELL = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Preview</title>'
    '<link rel="stylesheet" href="site://app/reading.css"></head><body><article>'
    '<header class="sf-header"></header><div class="sf-body"></div><div class="sf-tail"></div>'
    "</article></body></html>"
)


def register_scheme() -> None:
    """Make the scheme known to the web engine; call it before a profile is made."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme | QWebEngineUrlScheme.Flag.CorsEnabled)
    QWebEngineUrlScheme.registerScheme(scheme)


class SiteSchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers the requests of the preview's page.

    Qt asks in the window's own thread: files are looked for and opened in another one.
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
        self.files_served: list[Path] = []
        """The files read so far, for tests."""

    def set_root(self, root: Path | None) -> None:
        """Serve the pictures below this folder from now on."""
        self._root = root
        self.files_served.clear()

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request (Qt calls this)."""
        headers = job_headers()
        job.setAdditionalResponseHeaders(headers)
        url = job.requestUrl()
        if job.requestMethod() != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif url.host() == "files":
            self._answer_file(job, url.path())
        elif url.host() == "app":
            self._answer_own(job, url.path().strip("/"), url.query())
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _answer_own(self, job: QWebEngineUrlRequestJob, name: str, query: str) -> None:
        if name == "shell":
            _reply(job, "text/html;charset=utf-8", _SHELL.encode())
        elif name == "reading.css":
            _reply(job, "text/css", resource("preview", "reading.css").read_bytes())
        elif name == "picture":
            values = parse_qs(query)
            if "remote" in values:
                text = f"Picture at {values['remote'][0]}, not loaded here"
            else:
                text = f"Not a picture of this site: {values.get('refused', [''])[0]}"
            _reply(job, "image/svg+xml", notice_picture(text))
        elif name.startswith("fonts/") and (path := _font(name[6:])) is not None:
            _reply(job, f"font/{path.suffix[1:]}", path.read_bytes())
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _answer_file(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        opening = _Opening(self._root, unquote(path))
        answer = _Answer(self, job, unquote(path))
        # The job is the owner: Qt deletes it with the picture or the page that asked.
        self._tasks.run(opening, answer, answer.fail, job)


class _Opening:
    """Finds and opens a file, in a thread."""

    def __init__(self, root: Path | None, path: str) -> None:
        self._root = root
        self._path = path

    def __call__(self) -> tuple[Path, QFile] | None:
        found = find_media(self._root, self._path)
        if found is None:
            return None
        file = QFile(str(found))
        if not file.open(QIODevice.OpenModeFlag.ReadOnly):
            raise OSError(file.errorString())
        application = QCoreApplication.instance()
        if application is not None:
            file.moveToThread(application.thread())
        return found, file


class _Answer:
    """Gives a request its file, in the window's thread."""

    def __init__(self, handler: SiteSchemeHandler, job: QWebEngineUrlRequestJob, path: str) -> None:
        self._handler = handler
        self._job = job
        self._path = path

    def __call__(self, opened: tuple[Path, QFile] | None) -> None:
        if opened is None:
            text = f"Picture not found: {self._path.lstrip('/')}"
            _reply(self._job, "image/svg+xml", notice_picture(text))
            return
        found, file = opened
        file.setParent(self._job)
        if shiboken6.isValid(self._handler):
            self._handler.files_served.append(found)
        self._job.reply(QByteArray(_MEDIA[found.suffix.lower()].encode()), file)

    def fail(self, _error: BaseException) -> None:
        self._job.fail(QWebEngineUrlRequestJob.Error.RequestFailed)


def find_media(root: Path | None, path: str) -> Path | None:
    """Return the file that a path below the site names, if it is one that the preview may read.

    Waits for the disk: never in the window's own thread.

    Args:
        root: The site's folder.
        path: Decoded, with slashes.

    Returns:
        The file with links followed: a regular file of a known kind inside the site; else None.
    """
    if root is None or "\0" in path:
        return None
    try:
        root = root.resolve()
        found = root.joinpath(path.lstrip("/")).resolve(strict=True)
        status = found.stat()
    except (OSError, ValueError, RuntimeError):
        return None
    if not found.is_relative_to(root) or not stat.S_ISREG(status.st_mode):
        return None
    return found if found.suffix.lower() in _MEDIA else None


def notice_picture(text: str) -> bytes:
    """Return an SVG picture that says why the real one is not shown."""
    shown = html.escape("".join(c if c.isprintable() else " " for c in text)[:90])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="620" height="120" viewBox="0 0 620 120">'
        "<style>text { fill: #565d66 } "
        "@media (prefers-color-scheme: dark) { text { fill: #b3bac3 } }</style>"
        '<rect x="1" y="1" width="618" height="118" rx="6" fill="#808890" fill-opacity=".12" '
        'stroke="#808890" stroke-opacity=".6" stroke-dasharray="5 4"/>'
        '<text x="310" y="65" text-anchor="middle" font-family="Inter, sans-serif" '
        f'font-size="14">{shown}</text></svg>'
    ).encode()


def job_headers() -> dict[QByteArray, QByteArray]:  # type: ignore[type-arg, unused-ignore]
    """Return the headers of every answer."""
    return {QByteArray(name): QByteArray(value) for name, value in _HEADERS.items()}


def _font(name: str) -> Path | None:
    try:
        folder = resource("fonts")
    except FileNotFoundError:
        return None
    for pattern in _FONTS.get(name, ()):
        for path in sorted(folder.rglob(pattern)):
            if path.suffix in (".ttf", ".otf", ".woff2", ".woff"):
                return path
    return None


def _reply(job: QWebEngineUrlRequestJob, kind: str, data: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(kind.encode()), buffer)
