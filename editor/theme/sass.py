"""A site's Sass as CSS: compiled in a process of its own, remembered by all that it was made of.

sasso compiles what Dart Sass compiles; facts on it, and why it never gets load paths of its own
and never runs in the window's process, stand in `sass_worker.py`. Which style and folders a site
has follows jekyll-sass-converter 2.2 and 3.0, `lib/jekyll/converters/scss.rb`.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from editor.dirs import cache_dir
from editor.processes import WorkerProcess, start_worker
from editor.theme.sass_files import SassFiles, digest_of
from editor.theme.sass_worker import SassAnswer, SassJob, serve_sass

log = logging.getLogger(__name__)

DEADLINE_S = 20.0
MEMORY_BYTES = 768 * 1024 * 1024
_CACHED_SHEETS = 400
_VERSION = "sasso 0.1.2, 1"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A compiled sheet.

    Attributes:
        css: The CSS; empty where `problem` says why there is none.
        problem: A sentence for the user, or nothing.
        file: Sheet in which the fault is.
        line: Its line there, from 1; 0 for none.
    """

    css: str
    problem: str = ""
    file: str = ""
    line: int = 0


class _Kept(msgspec.Struct, frozen=True):
    """A sheet in the cache, with the digests of all that was read or looked for."""

    css: str
    roots: tuple[str, ...]
    load_paths: tuple[str, ...]
    seen: dict[str, str]


class SassCompiler:
    """Compiles sheets, one after another; safe to call from several threads.

    Args:
        cache: Folder of compiled sheets; by default the program's own.
        deadline_s: How long one sheet may take. The compiler needs a third of a second for
            Bootstrap; what takes longer than this never ends.
        start: Starts the worker; another one in tests.
    """

    def __init__(
        self,
        cache: Path | None = None,
        deadline_s: float = DEADLINE_S,
        start: Callable[..., WorkerProcess] = start_worker,
    ) -> None:
        self._cache = cache
        self._deadline_s = deadline_s
        self._start = start
        self._worker: WorkerProcess | None = None
        self._lock = threading.Lock()

    def compile(self, job: SassJob) -> Sheet:
        """Compile a sheet, or take it from the cache where nothing that it reads has changed."""
        key = digest_of(
            _VERSION, job.text, job.syntax, job.style, job.path, *job.roots, "", *job.load_paths
        )
        kept = self._kept(key)
        if kept is not None:
            return Sheet(kept.css)
        with self._lock:
            answer = self._ask(job)
        if answer is None:
            return Sheet(
                "",
                f"{job.path} takes too long or too much memory to compile, so the page is shown "
                "without it; the file is unchanged.",
                job.path,
            )
        if answer.problem:
            return Sheet(
                "",
                f"{answer.file} cannot be compiled, so the page is shown without it: "
                f"{answer.problem}",
                answer.file,
                answer.line,
            )
        self._keep(key, _Kept(answer.css, job.roots, job.load_paths, dict(answer.seen)))
        return Sheet(answer.css)

    def close(self) -> None:
        """End the worker; the next sheet starts another."""
        with self._lock:
            self._end()

    def _ask(self, job: SassJob) -> SassAnswer | None:
        if self._worker is None or not self._worker.is_alive():
            self._end()
            self._worker = self._start(serve_sass, memory_bytes=MEMORY_BYTES)
        connection = self._worker.connection
        try:
            connection.send(job)
            if connection.poll(self._deadline_s):
                answer = connection.recv()
                if isinstance(answer, SassAnswer):
                    return answer
        except (EOFError, OSError):
            log.warning("the worker for sheets died")
        self._end()
        return None

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def _folder(self) -> Path:
        return self._cache if self._cache is not None else cache_dir() / "sheets"

    def _kept(self, key: str) -> _Kept | None:
        try:
            data = (self._folder() / key).read_bytes()
            kept = msgspec.msgpack.decode(data, type=_Kept)
        except (OSError, msgspec.MsgspecError):
            return None
        files = SassFiles(kept.roots, kept.load_paths)
        for each, digest in kept.seen.items():
            text = files.text(each)
            if digest != ("" if text is None else digest_of(text)):
                return None
        return kept

    def _keep(self, key: str, kept: _Kept) -> None:
        folder = self._folder()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = folder / f"{key}.{threading.get_ident()}.part"
            part.write_bytes(msgspec.msgpack.encode(kept))
            part.replace(folder / key)
            others = sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime)
            for old in others[:-_CACHED_SHEETS]:
                with contextlib.suppress(OSError):
                    old.unlink()
        except OSError as error:
            log.info("a sheet is not kept: %s", type(error).__name__)


def style_of(config: Mapping[str, object]) -> str:
    """Return `compressed` or `expanded`: what sasso has for the site's `sass: style:`.

    libsass's `nested` and `compact` differ from `expanded` in blanks alone.
    """
    sass = config.get("sass")
    style = sass.get("style") if isinstance(sass, Mapping) else None
    return "compressed" if str(style or "").lstrip(":") == "compressed" else "expanded"
