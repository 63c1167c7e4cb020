"""The site's own Jekyll, run in a process group of its own, into a folder that is not the site's.

Looking for it runs nothing: a Gemfile is Ruby, so even `bundle` starts only once a person said yes.
What Jekyll takes as options (`lib/jekyll/commands/build.rb`, `lib/jekyll/site.rb`) is set so that
it keeps no cache in the site; Bundler is told not to write `Gemfile.lock` (`BUNDLE_FROZEN`).
"""

from __future__ import annotations

import contextlib
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from editor.compare.errors import Cancelled, JekyllFailed, NoJekyll
from editor.site.configuration import config_file

Progress = Callable[[str, int, int], None]
"""Is told what is being done (`jekyll`, `pages`), how much of it is done, and of how much."""

_SETTINGS = "disable_disk_cache: true\nincremental: false\nwatch: false\ndetach: false\n"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_NAMED = re.compile(r"^\s*((?:[A-Z]\w*[ ]){1,2}?(?:Exception|Error|error)|Error):\s+(\S.*)")
_RAISED = re.compile(r"^[^\s].*?:\d+:in .+?: (.+ \([A-Z][\w:]*\))\s*$")
_RENDERING = re.compile(r"^\s*Rendering: (.+?)\s*$")
_VERSION = re.compile(r"Jekyll Version: (\S+)")
_POST = re.compile(r"(?:^|/)_posts/")
_MOST_LINES = 5000
_LONGEST_LINE = 4000
_LOOK_S = 0.2
_GRACE_S = 3.0
_SILENT_LOOKS = 10


@dataclass(frozen=True, slots=True)
class Jekyll:
    """How Jekyll may be started on this machine.

    Attributes:
        commands: What to try, best first: with the site's Gemfile, then without.
    """

    commands: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Built:
    """What Jekyll has built.

    Attributes:
        folder: The built site.
        command: The command that did it, without its options.
        version: As Jekyll says it; empty where it does not.
        posts: Site paths of the posts that it rendered.
    """

    folder: Path
    command: tuple[str, ...] = ()
    version: str = ""
    posts: set[str] = field(default_factory=set)


def find_jekyll(root: Path) -> Jekyll:
    """Return how Jekyll may be started for a site. Nothing is run.

    Raises:
        NoJekyll: There is none on this machine.
    """
    commands: list[tuple[str, ...]] = []
    bundle, jekyll = shutil.which("bundle"), shutil.which("jekyll")
    if bundle and (root / "Gemfile").is_file():
        commands.append((bundle, "exec", "jekyll"))
    if jekyll:
        commands.append((jekyll,))
    if not commands:
        raise NoJekyll(
            "There is no Jekyll on this machine, so there is nothing to compare with; nothing was "
            "run. The preview works without it."
        )
    return Jekyll(tuple(commands))


def build_site(
    root: Path,
    jekyll: Jekyll,
    folder: Path,
    *,
    log: Path,
    count: int,
    progress: Progress,
    is_cancelled: Callable[[], bool],
) -> Built:
    """Have Jekyll build a site. This runs the site's own Ruby.

    Args:
        root: The site; it is only read.
        jekyll: How Jekyll is started.
        folder: A temporary folder, outside the site.
        log: Where all is kept that a Jekyll says which fails.
        count: How many posts there are, for the progress.
        progress: Told how many posts are rendered.
        is_cancelled: Asked a few times a second.

    Raises:
        JekyllFailed: It stopped, in its own words.
        Cancelled: It was broken off; its whole process group has ended.
    """
    settings = folder / "settings.yml"
    settings.write_text(_SETTINGS, "utf-8")
    built = Built(folder / "site")
    own = config_file(root)
    options = (
        *("build", "--verbose", "--source", str(root), "--destination", str(built.folder)),
        *("--config", ",".join(str(each) for each in (own, settings) if each is not None)),
    )
    for place, command in enumerate(jekyll.commands):
        built.command = (Path(command[0]).name, *command[1:])
        said: deque[str] = deque(maxlen=_MOST_LINES)
        with_bundle = len(command) > 1
        run = _Run((*command, *options), root, with_bundle=with_bundle)
        try:
            for line in run.lines(is_cancelled):
                said.append(line)
                if _read(line, built):
                    progress("jekyll", min(len(built.posts), count), count)
            status = run.wait()
        finally:
            run.end()
        if status == 0:
            return built
        is_bundler = with_bundle and not any("Configuration file:" in each for each in said)
        if is_bundler and place + 1 < len(jekyll.commands):
            continue  # the bundle is not installed: Jekyll itself has not begun
        raise _failure(said, status, log)
    raise AssertionError("a Jekyll has at least one command")


def _read(line: str, built: Built) -> bool:
    found = _VERSION.search(line)
    if found:
        built.version = found[1]
    found = _RENDERING.match(line)
    if found is None or not _POST.search(found[1]) or found[1].endswith("#excerpt"):
        return False
    built.posts.add(found[1])
    return True


def _failure(said: deque[str], status: int, log: Path) -> JekyllFailed:
    kept: Path | None = log
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        log.write_text("\n".join(said) + "\n", "utf-8", errors="replace")
    except OSError:
        kept = None
    where = f" All that it said is in {log}." if kept is not None else ""
    words = _own_words(said) or f"it ended with the code {status} and said nothing"
    sentence = f"Jekyll could not build the site: {words}. The site is untouched.{where}"
    return JekyllFailed(sentence, f"status {status}", kept)


def _own_words(said: deque[str]) -> str:
    """Return the line in which Jekyll, Bundler or Ruby says what stopped it."""
    for pattern in (_NAMED, _RAISED):
        for line in said:
            found = pattern.match(line)
            if found:
                words = ": ".join(found.groups())
                return f"“{words.strip().rstrip('.')[:400]}”"
    last = next((each for each in reversed(said) if each.strip(" -")), "")
    return f"“{last.strip().rstrip('.')[:400]}”" if last else ""


class _Run:
    """A command in a process group of its own, and the lines that it says."""

    def __init__(self, command: tuple[str, ...], root: Path, *, with_bundle: bool) -> None:
        environment = os.environ | {"BUNDLE_FROZEN": "true", "BUNDLE_AUTO_INSTALL": "false"}
        if not with_bundle:
            environment |= {"JEKYLL_NO_BUNDLER_REQUIRE": "true"}
        if not any(os.environ.get(each) for each in ("LC_ALL", "LC_CTYPE", "LANG")):
            environment |= {"LANG": "C.UTF-8"}  # Ruby reads files by it
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the person said yes to this command
                command,
                cwd=root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                creationflags=flags,
            )
        except OSError as error:
            raise JekyllFailed(
                f"{Path(command[0]).name} could not be started ({error.strerror}). "
                "The site is untouched.",
                type(error).__name__,
            ) from error
        self._said: queue.Queue[str | None] = queue.Queue(maxsize=1000)
        self._is_over = False
        self._reader = threading.Thread(target=self._pump, name="jekyll-reader", daemon=True)
        self._reader.start()

    def lines(self, is_cancelled: Callable[[], bool]) -> Iterator[str]:
        """Give what it says, line by line, until it has nothing more to say."""
        silent = 0
        while True:
            if is_cancelled():
                raise Cancelled("The comparison was broken off; the site is untouched.")
            try:
                line = self._said.get(timeout=_LOOK_S)
            except queue.Empty:
                # A program that Jekyll left behind may hold its output open for ever.
                silent += self._process.poll() is not None
                if silent > _SILENT_LOOKS:
                    return
                continue
            if line is None:
                return
            yield line

    def wait(self) -> int:
        """Return its exit code."""
        return self._process.wait()

    def end(self) -> None:
        """End its whole group; what has ended already stays so."""
        self._is_over = True
        # Asked first, then killed: a plugin may hold files or programs of its own.
        for name in ("SIGTERM", "SIGKILL"):
            self._signal(name)
            until = time.monotonic() + _GRACE_S
            while self._is_running() and time.monotonic() < until:
                time.sleep(0.02)
            if not self._is_running():
                break
        with contextlib.suppress(queue.Empty):
            while True:
                self._said.get_nowait()
        self._reader.join(timeout=_GRACE_S)

    def _is_running(self) -> bool:
        if self._process.poll() is None:
            return True
        if sys.platform == "win32":
            return False
        try:
            os.killpg(self._process.pid, 0)
        except OSError:
            return False
        return True

    def _signal(self, name: str) -> None:
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._process.kill()
            return
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, getattr(signal, name))

    def _pump(self) -> None:
        stream = self._process.stdout
        if stream is None:
            return
        with stream:
            for data in iter(lambda: stream.readline(_LONGEST_LINE), b""):
                line = _ANSI.sub("", data.decode("utf-8", "replace")).rstrip("\r\n")
                while not self._is_over:
                    with contextlib.suppress(queue.Full):
                        self._said.put(line, timeout=_LOOK_S)
                        break
                if self._is_over:
                    return
        while not self._is_over:
            with contextlib.suppress(queue.Full):
                self._said.put(None, timeout=_LOOK_S)
                return
