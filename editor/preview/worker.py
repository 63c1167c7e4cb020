"""The render worker: reads requests from its pipe, writes signs of life and pages to it."""

from __future__ import annotations

import gc
import threading
import time
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from editor.preview.assets import Assets
from editor.preview.errors import OutOfStep
from editor.preview.messages import (
    Asset,
    AssetWanted,
    EditPost,
    ForgetPost,
    Lost,
    Message,
    OpenPost,
    Page,
    Patch,
    Ready,
    RefreshPost,
    Request,
    SheetsChanged,
    ShowPost,
    SiteChanged,
    Working,
)

if TYPE_CHECKING:
    from editor.preview.renderer import Renderer
    from editor.site import Site

_CONFIG_FILES = ("_config.yml", "_config.yaml", "_config.toml", "Gemfile.lock", "Gemfile")
_TICK_S = 0.1


@cache
def load() -> None:
    """Load what rendering needs; once, in the host of the workers, where there is one."""
    from editor.preview.renderer import Renderer
    from editor.theme import Theme

    renderer = Renderer(Theme(None))
    # What the grammar, the highlighter and the sanitiser load late.
    post = OpenPost("", 0, "---\na: 1\n---\n# a\n\n```ruby\nb\n```\n", "", frozenset())
    renderer.open(post, lambda _: None)


def work(connection: Connection, root: str | None) -> None:
    """Serve requests until the pipe closes.

    Args:
        connection: Requests come in, messages go out.
        root: The site's folder, or None for posts without a site.
    """
    worker = _Worker(connection, Path(root) if root is not None else None)
    try:
        while True:
            worker.serve(connection.recv())
    except (EOFError, OSError):
        return


class _Worker:
    def __init__(self, connection: Connection, root: Path | None) -> None:
        self._connection = connection
        self._root = root
        self._digest = b""
        self._sending = threading.Lock()
        self._ticked_at = 0.0
        self._assets = Assets(self._send)
        self._stamp = self._config_stamp()
        load()
        self._renderer = self._make_renderer()
        gc.freeze()
        connection.send(Ready())

    def serve(self, request: Request) -> None:
        self._digest = b""
        answer: Message | None
        try:
            answer = self._answer(request)
        except (MemoryError, RecursionError, Exception) as error:  # noqa: BLE001 - tells the client
            answer = self._failed(request, error)
        if answer is not None:
            self._send(answer)

    def _failed(self, request: Request, error: BaseException) -> Message:
        if isinstance(request, AssetWanted):
            return Asset(request.number)
        if isinstance(request, SiteChanged):
            return SheetsChanged(())
        if isinstance(error, OutOfStep):
            return Lost(request.document, error.detail)
        return Lost(request.document, type(error).__name__, self._digest)

    def _answer(self, request: Request) -> Message | None:
        if not isinstance(request, ForgetPost):
            self._follow_config()
        match request:
            case SiteChanged():
                return SheetsChanged(self._renderer.site_changed(request.paths))
            case AssetWanted():
                return self._assets.make(self._renderer.live, request)
            case RefreshPost():
                return self._renderer.refresh(request.document, self._report)
            case OpenPost():
                return self._renderer.open(request, self._report)
            case EditPost():
                return self._renderer.edit(request, self._report)
            case ShowPost():
                return self._renderer.show(request.document)
            case ForgetPost():
                self._renderer.forget(request.document)
                return None

    def _report(self, message: Page | Patch | Working) -> None:
        if isinstance(message, Working):
            self._digest = message.digest
        self._send(message)

    def _send(self, message: Message) -> None:
        with self._sending:
            self._connection.send(message)

    def _tick(self) -> None:
        """Give a sign of life while templates are at work, or a site is read."""
        now = time.monotonic()
        if now - self._ticked_at > _TICK_S:
            self._ticked_at = now
            self._send(Working("", self._digest))

    def _follow_config(self) -> None:
        stamp = self._config_stamp()
        if stamp != self._stamp:
            # Texts that are open are lost with the old renderer; the client opens them again.
            self._stamp = stamp
            self._renderer = self._make_renderer()

    def _make_renderer(self) -> Renderer:
        # Loaded in the worker only: the window, which imports this module, has no need of it.
        from editor.preview.renderer import Renderer
        from editor.theme import Theme

        return Renderer(Theme(_site(self._root)), self._tick)

    def _config_stamp(self) -> tuple[tuple[int, int], ...]:
        stamps = []
        for name in _CONFIG_FILES if self._root is not None else ():
            try:
                found = Path(self._root or "", name).stat()
            except OSError:
                stamps.append((0, 0))
            else:
                stamps.append((found.st_mtime_ns, found.st_size))
        return tuple(stamps)


def _site(root: Path | None) -> Site | None:
    from editor.site import Site, SiteError

    try:
        return Site.open(root) if root is not None else None
    except SiteError:
        return None
