"""The window's side of the render worker: one request out, one waiting, and a deadline."""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path

from editor.edit import Change, Edit
from editor.preview.cpu import cpu_seconds
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
    Reply,
    Request,
    SheetsChanged,
    ShowPost,
    SiteChanged,
    Status,
    StatusKind,
    Taken,
    View,
    Working,
)
from editor.preview.worker import work
from editor.processes import WorkerProcess, start_worker
from editor.text_lines import TextLines

log = logging.getLogger(__name__)

_STOPPED = "A passage of this post takes too long to show; the text itself is unharmed."
_FAILED = (
    "The preview of this post was stopped: it takes too much time or memory. "
    "The text is unharmed; the preview tries again when it changes."
)
_NO_START = (
    "The preview could not be started. The text is unharmed; "
    "the preview tries again when you type, and the log says more."
)
_TOO_LONG = "This post is too long for the preview; the text itself is unharmed."
_NO_ASSET = "It takes too long or too much memory to make, so the page is shown without it."
_DIRECT_LENGTH = 16_000
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker is allowed.

    Attributes:
        soft_s: Without a page for so long, "rendering…" is shown.
        hard_s: Without a sign of life for so long, the worker is killed.
        start_s: So long may a worker take to start.
        resident_bytes: With more memory in use, it is killed.
        address_bytes: Cap on its address space, held by the system.
        text_length: Longer texts are not rendered.
        tries: After so many kills in a row the text has to change first.
        starts: After so many workers in a row that did not even start, too.
        quiet_s: After so long without a key, a page that is not settled is brought up to date.
    """

    soft_s: float = 0.5
    hard_s: float = 2.0
    start_s: float = 30.0
    resident_bytes: int = 512 * 1024 * 1024
    address_bytes: int = 1024 * 1024 * 1024
    text_length: int = 16_000_000
    tries: int = 6
    starts: int = 3
    quiet_s: float = 0.15


@dataclass(slots=True)
class _Post:
    """What the client knows of an open post."""

    lines: TextLines
    revision: int
    path: str
    view: View
    key: str  # for the comments round the body
    rendered: int = -1  # the revision that the worker has or will have
    edits: list[Edit] = field(default_factory=list)  # since then
    wants_page: bool = True
    wants_refresh: bool = False
    settle_at: float | None = None
    suspects: set[bytes] = field(default_factory=set)
    failures: int = 0
    given_up: bool = False


class PreviewClient:
    """Renders the open posts of one site in a process that may be killed at any time.

    All methods return at once; replies come from the thread `preview-reader`.
    """

    def __init__(
        self,
        site_root: Path | None,
        on_reply: Callable[[Reply], None],
        *,
        limits: Limits | None = None,
        target: Callable[..., None] = work,
    ) -> None:
        """Make a client; the worker starts with the first text.

        Args:
            site_root: The site's folder, or None for posts without a site.
            on_reply: Called from the thread `preview-reader` with every reply.
            limits: What a worker is allowed.
            target: The worker's function; another one in tests.
        """
        self._root = str(site_root) if site_root is not None else None
        self._on_reply = on_reply
        self._limits = limits or Limits()
        self._target = target
        self._lock = threading.Lock()
        self._posts: dict[str, _Post] = {}
        self._queue: list[str] = []  # posts with something to send, the newest last
        self._forget: list[str] = []
        self._changed: set[str] | None = None  # files of the site, that the worker is to hear of
        self._assets: list[AssetWanted] = []
        self._awaited: dict[int, AssetWanted] = {}  # those that the worker is busy with
        self._numbers = 0
        self._worker: WorkerProcess | None = None
        self._spare: WorkerProcess | None = None
        self._ready = False
        self._out: Request | None = None
        self._sent_at = 0.0
        self._sign_at = 0.0
        self._sign_cpu = 0.0
        self._looked_at = 0.0
        self._failed_starts = 0
        self._digest = b""
        self._said_rendering = False
        self._closing = False
        self._wake_in, self._wake_out = Pipe(duplex=False)
        self._thread = threading.Thread(target=self._run, name="preview-reader", daemon=True)
        self._started = False
        self.kills = 0
        """How many workers were killed so far."""

    # ---- for the window

    def open(
        self,
        document: str,
        text: str,
        *,
        revision: int = 0,
        post_path: str = "",
        view: View = View.READING,
    ) -> None:
        """Render a text from now on.

        Args:
            document: Id of the open post.
            text: The whole text.
            revision: Its revision.
            post_path: The post's path below the site, for its address and relative pictures.
            view: How it is to be shown.
        """
        if len(text) > self._limits.text_length:
            self.forget(document)
            self._on_reply(Status(document, StatusKind.FAILED, _TOO_LONG))
            return
        with self._lock:
            known = self._posts.get(document)
            suspects = known.suspects if known else set()
            key = known.key if known else secrets.token_hex(8)
            self._posts[document] = _Post(
                TextLines(text), revision, post_path, view, key, suspects=suspects
            )
            self._enqueue(document)
        self._nudge()

    def edit(self, document: str, change: Change) -> None:
        """Tell of an edit. Runs on every key."""
        with self._lock:
            post = self._posts.get(document)
            if post is None or change.revision <= post.revision:
                return
            try:
                fits = change.revision == post.revision + 1
                if fits:
                    post.lines.apply(change.edit)
            except ValueError:
                fits = False
            if not fits:
                log.warning("an edit does not fit the preview's copy; waiting for the whole text")
                del self._posts[document]
                stale = Status(document, StatusKind.FAILED, "")
            else:
                stale = None
                post.revision = change.revision
                post.edits.append(change.edit)
                post.settle_at = None
                post.failures = 0
                if post.given_up:
                    post.given_up = False
                    post.rendered = -1
                self._enqueue(document)
                if self._send_directly(post):
                    return
        if stale is not None:
            self._on_reply(stale)
        self._nudge()

    def page(self, document: str) -> None:
        """Ask for the whole page of an open post once more."""
        with self._lock:
            post = self._posts.get(document)
            if post is None:
                return
            post.wants_page = True
            self._enqueue(document)
        self._nudge()

    def asset(self, path: str) -> int:
        """Ask for something that the page needs and that is no plain file of the site.

        Args:
            path: The address's path below `baseurl`, decoded, without a slash at its start.

        Returns:
            The number that the `Asset` in the reply will have; there is always one reply, until
            the client is closed.
        """
        with self._lock:
            self._numbers += 1
            self._assets.append(AssetWanted(self._numbers, path))
            number = self._numbers
        self._nudge()
        return number

    def site_changed(self, paths: frozenset[str]) -> None:
        """Tell that other programs changed files of the site: every open post is shown anew.

        Args:
            paths: Their site paths; empty where it may be any.
        """
        with self._lock:
            if self._worker is None:
                return  # a worker reads the site when it starts
            known = self._changed
            everything = not paths or (known is not None and not known)
            self._changed = set() if everything else set(paths) | (known or set())
            for document, post in self._posts.items():
                post.wants_refresh = True
                if document not in self._queue:
                    self._queue.insert(0, document)
        self._nudge()

    def revision_of(self, document: str) -> int:
        """Return the revision that the client was told of last; -1 for a post it does not know."""
        with self._lock:
            post = self._posts.get(document)
            return post.revision if post is not None else -1

    def forget(self, document: str) -> None:
        """Drop a post, in the worker too."""
        with self._lock:
            if self._posts.pop(document, None) is None:
                return
            self._forget.append(document)
        self._nudge()

    def close(self) -> None:
        """End the worker, the spare and the thread. No reply comes afterwards."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
        if self._started:
            self._nudge()
            if threading.current_thread() is not self._thread:
                self._thread.join()
        else:
            self._wake_in.close()
            self._wake_out.close()

    def worker_pids(self) -> tuple[int, ...]:
        """Return the process ids of the worker and the spare, as far as they run."""
        with self._lock:
            return tuple(each.pid for each in (self._worker, self._spare) if each is not None)

    # ---- sending (under the lock)

    def _enqueue(self, document: str) -> None:
        if document in self._queue:
            self._queue.remove(document)
        self._queue.append(document)

    def _nudge(self) -> None:
        with self._lock:
            if not self._started and not self._closing:
                self._started = True
                self._thread.start()
            with contextlib.suppress(OSError, ValueError):
                self._wake_out.send_bytes(b"1")

    def _send_directly(self, post: _Post) -> bool:
        """Send a small edit from the calling thread: the worker is idle, so its pipe is empty."""
        if not self._ready or self._out is not None or self._worker is None or post.wants_page:
            return False
        if (
            post.rendered < 0
            or sum(len(e.inserted) + len(e.removed) for e in post.edits) > _DIRECT_LENGTH
        ):
            return False
        self._send_next()
        # The thread sleeps without a deadline while nothing is out: it has to learn of this one.
        with contextlib.suppress(OSError, ValueError):
            self._wake_out.send_bytes(b"1")
        return True

    def _send_next(self) -> None:
        if not self._ready or self._out is not None or self._worker is None:
            return
        while self._forget:
            with contextlib.suppress(OSError):
                self._worker.connection.send(ForgetPost(self._forget.pop()))
        request = self._next_request()
        if request is None:
            return
        now = time.monotonic()
        self._sent_at = self._sign_at = now
        self._sign_cpu = cpu_seconds(self._worker.pid)
        self._digest = b""
        self._said_rendering = False
        self._out = request
        # A worker that just died is noticed where its pipe is read.
        with contextlib.suppress(OSError):
            self._worker.connection.send(request)

    def _next_request(self) -> Request | None:
        if self._changed is not None:
            paths, self._changed = frozenset(self._changed), None
            return SiteChanged(paths)
        request = self._next_of_posts()
        if request is not None or not self._assets:
            return request
        asset = self._assets.pop(0)
        self._awaited[asset.number] = asset
        return asset

    def _next_of_posts(self) -> OpenPost | EditPost | RefreshPost | ShowPost | None:
        while self._queue:
            document = self._queue.pop()
            post = self._posts.get(document)
            if post is None or post.given_up:
                continue
            if post.rendered < 0:
                post.edits.clear()
                post.wants_page = post.wants_refresh = False
                post.rendered = post.revision
                return OpenPost(
                    document,
                    post.revision,
                    post.lines.text,
                    post.path,
                    frozenset(post.suspects),
                    post.view,
                    post.key,
                )
            if post.edits:
                request = EditPost(document, post.rendered, post.revision, tuple(post.edits))
                post.edits.clear()
                post.rendered = post.revision
                if post.wants_page or post.wants_refresh:
                    self._queue.append(document)
                return request
            if post.wants_refresh:
                post.wants_refresh = False
                post.settle_at = None
                if post.wants_page:
                    self._queue.append(document)
                return RefreshPost(document)
            if post.wants_page:
                post.wants_page = False
                return ShowPost(document)
        return None

    # ---- the thread

    def _run(self) -> None:
        try:
            with self._lock:
                self._worker = self._start()
            while not self._closing:
                self._turn()
        except Exception:
            log.exception("the preview's thread ended")
        finally:
            for each in (self._worker, self._spare):
                if each is not None:
                    each.kill()
            with self._lock:
                self._worker = self._spare = None
                self._closing = True
                self._wake_in.close()
                self._wake_out.close()

    def _start(self) -> WorkerProcess:
        self._sign_at = time.monotonic()
        return start_worker(self._target, self._root, memory_bytes=self._limits.address_bytes)

    def _turn(self) -> None:
        with self._lock:
            worker = self._worker
            timeout = self._time_left()
        connections: list[Connection] = [self._wake_in]
        if worker is not None:
            connections.append(worker.connection)
        ready = wait(connections, timeout)
        if self._wake_in in ready:
            while self._wake_in.poll():
                self._wake_in.recv_bytes()
            if self._closing:
                return
        if worker is None:
            self._start_again()
            return
        if worker.connection in ready:
            try:
                message: Message = worker.connection.recv()
            except (EOFError, OSError):
                self._replace_worker("ended")
            else:
                self._take(message)
        # Also while signs of life come without a pause.
        if not ready or time.monotonic() - self._looked_at > _LOOK_S:
            self._watch()
        self._prepare()

    def _start_again(self) -> None:
        with self._lock:
            wanted = any(not post.given_up for post in self._posts.values())
        if wanted:
            started = self._start()
            with self._lock:
                self._worker = started

    def _time_left(self) -> float | None:
        if self._worker is None:
            return None
        if not self._ready:
            return max(self._sign_at + self._limits.start_s - time.monotonic(), 0.0)
        if self._out is None:
            waits = [each.settle_at for each in self._posts.values() if each.settle_at is not None]
            return max(min(waits) - time.monotonic(), 0.0) if waits else None
        # Memory is looked at between; nothing ticks while no request is out.
        return min(_LOOK_S, max(self._sign_at + self._limits.hard_s - time.monotonic(), 0.0))

    def _prepare(self) -> None:
        """Send what waits, and have a spare once there is nothing to do."""
        with self._lock:
            if self._closing:
                return
            now = time.monotonic()
            for document, post in self._posts.items():
                if post.settle_at is not None and post.settle_at <= now and not post.given_up:
                    post.settle_at = None
                    post.wants_refresh = True
                    self._enqueue(document)
            self._send_next()
            idle = self._ready and self._out is None
        if idle and self._spare is None:
            spare = start_worker(self._target, self._root, memory_bytes=self._limits.address_bytes)
            with self._lock:
                self._spare = spare

    def _take(self, message: Message) -> None:
        replies: list[Reply] = []
        with self._lock:
            self._sign_at = time.monotonic()
            if self._worker is not None and self._out is not None:
                self._sign_cpu = cpu_seconds(self._worker.pid)
            match message:
                case Ready():
                    self._ready = True
                    self._failed_starts = 0
                case Working():
                    self._digest = message.digest
                case Lost():
                    self._out = None
                    log.info("the preview starts a text again: %s", message.detail)
                    replies += self._mark(message.document, message.digest)
                case Taken():
                    self._out = None
                case Asset():
                    if isinstance(self._out, AssetWanted) and self._out.number == message.number:
                        self._out = None
                    if self._awaited.pop(message.number, None) is not None:
                        replies.append(message)
                case SheetsChanged():
                    self._out = None
                    if message.paths:
                        replies.append(message)
                case Page() | Patch():
                    post = self._posts.get(message.document)
                    if message.final:
                        self._out = None
                        if post is not None:
                            post.failures = 0
                            if not message.settled and not post.edits:
                                post.settle_at = time.monotonic() + self._limits.quiet_s
                    if post is not None:
                        replies.append(message)
                    if message.final and post is not None:
                        kind = StatusKind.STOPPED if message.stopped else StatusKind.CURRENT
                        sentence = _STOPPED if message.stopped else ""
                        replies.append(Status(message.document, kind, sentence))
            replies += self._soft()
        self._tell(replies)

    def _watch(self) -> None:
        with self._lock:
            worker = self._worker
            if worker is None or (self._ready and self._out is None):
                return
            now = time.monotonic()
            limit = self._limits.hard_s if self._ready else self._limits.start_s
            late = now - self._sign_at >= limit
            starved = late and cpu_seconds(worker.pid) - self._sign_cpu < limit / 5
            replies = self._soft()
        self._tell(replies)
        self._looked_at = time.monotonic()
        if late:
            # One that was given no time by the machine is killed too, but no passage is blamed.
            self._replace_worker("gave no sign of life", blame=not starved)
        elif worker.resident_bytes() > self._limits.resident_bytes:
            self._replace_worker("used too much memory")

    def _soft(self) -> list[Reply]:
        if self._out is None or self._said_rendering:
            return []
        if isinstance(self._out, AssetWanted | SiteChanged):
            return []
        if time.monotonic() - self._sent_at < self._limits.soft_s:
            return []
        self._said_rendering = True
        return [Status(self._out.document, StatusKind.RENDERING, "")]

    def _replace_worker(self, why: str, *, blame: bool = True) -> None:
        log.warning("the render worker %s and is replaced", why)
        with self._lock:
            old, self._worker = self._worker, None
            spare, self._spare = self._spare, None
            was_ready, self._ready = self._ready, False
        if old is not None:
            old.kill()
        replies: list[Reply] = []
        lost: list[Reply] = []
        if not was_ready:
            self._failed_starts += 1
        gives_up = self._failed_starts >= self._limits.starts
        if spare is None and not gives_up:
            spare = self._start()
        with self._lock:
            self.kills += 1
            self._sign_at = time.monotonic()
            self._worker = spare
            out, self._out = self._out, None
            for post in self._posts.values():
                post.rendered = -1
                post.settle_at = None
            if isinstance(out, AssetWanted):
                # The one that it died of is not tried again.
                self._awaited.pop(out.number, None)
                lost.append(Asset(out.number, sentence=_NO_ASSET))
            if gives_up:
                self._failed_starts = 0
                for document, post in self._posts.items():
                    post.given_up = True
                    replies.append(Status(document, StatusKind.FAILED, _NO_START))
                lost += [Asset(number, sentence=_NO_ASSET) for number in self._awaited]
                self._awaited.clear()
            elif out is not None and not isinstance(out, AssetWanted | SiteChanged):
                replies = self._mark(out.document, self._digest if blame else b"")
            # Sheets that were being made somewhere in the old worker are asked for again.
            self._assets = [*self._awaited.values(), *self._assets]
            self._awaited.clear()
        self._tell([*lost, *replies])

    def _mark(self, document: str, digest: bytes) -> list[Reply]:
        """Blame a passage, and have the text opened again unless that was tried too often."""
        post = self._posts.get(document)
        if post is None:
            return []
        post.rendered = -1
        if digest:
            post.suspects.add(digest)
        post.failures += 1
        if post.failures >= self._limits.tries:
            post.given_up = True
            return [Status(document, StatusKind.FAILED, _FAILED)]
        self._enqueue(document)
        return []

    def _tell(self, replies: list[Reply]) -> None:
        for reply in replies:
            if self._closing:
                return
            self._on_reply(reply)
