"""Drives the real window as a person does: keys and clicks through X, eyes on the screen.

`Desktop` is a virtual screen with a window manager, `App` the editor on it (tests/journeys/host.py
tells where its widgets stand). Nothing here calls into the program.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from tests.journeys.host import MARK

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 30.0


class JourneyError(AssertionError):
    """What should have happened on the screen did not."""


class Desktop:
    """A virtual screen with a window manager."""

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-ac"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.display = f":{pipe.readline().strip()}"
        if self.display == ":":
            raise JourneyError("Xvfb did not start")
        self._manager = subprocess.Popen(
            ["openbox"],
            env=os.environ | {"DISPLAY": self.display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def xdotool(self, *words: str) -> None:
        """Run xdotool on this screen."""
        subprocess.run(["xdotool", *words], env=os.environ | {"DISPLAY": self.display}, check=True)

    def close(self) -> None:
        """Take the screen down."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait()


class App:
    """The running editor."""

    def __init__(
        self, desktop: Desktop, arguments: Sequence[str], home: Path, **environment: str
    ) -> None:
        """Start it.

        Args:
            desktop: The screen.
            arguments: The command line's words.
            home: The user's folder for this run: settings, journals and index go below it.
            environment: More variables.
        """
        self.desktop = desktop
        places = {
            f"XDG_{name}_HOME": str(home / name.lower())
            for name in ("CONFIG", "STATE", "CACHE", "DATA")
        }
        runtime = home / "run"
        runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        inherited = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
        self.log = home / "stderr.txt"
        self._log_file = self.log.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.host", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log_file,
            text=True,
            env=inherited
            | places
            | {
                "HOME": str(home),
                "XDG_RUNTIME_DIR": str(runtime),
                "DISPLAY": desktop.display,
                "QT_QPA_PLATFORM": "xcb",
                "QT_QUICK_BACKEND": "software",
            }
            | environment,
        )
        self._answers: queue.Queue[Any] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(MARK):
                self._answers.put(json.loads(line[len(MARK) :]))

    # --- looking ---

    def ask(self, **question: Any) -> Any:
        """Put a question of tests/journeys/host.py and return the answer."""
        assert self.process.stdin is not None
        if self.process.poll() is not None:
            raise JourneyError(f"the editor ended: {self.log.read_text('utf-8')[-2000:]}")
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        try:
            answer = self._answers.get(timeout=PATIENCE_S)
        except queue.Empty:
            raise JourneyError(f"the window hangs; asked {question}") from None
        if isinstance(answer, dict) and "error" in answer:
            raise JourneyError(f"{question}: {answer['error']}")
        return answer

    def find(self, name: str) -> dict[str, Any] | None:
        """Return what is seen of a widget, or None when it is not on the screen."""
        return self.ask(find=name)  # type: ignore[no-any-return]

    def wait(self, name: str) -> dict[str, Any]:
        """Wait until a widget is on the screen, and enabled."""

        def there() -> dict[str, Any] | None:
            seen = self.find(name)
            return seen if seen is not None and seen["enabled"] else None

        return self.until(there, f"{name} on the screen")  # type: ignore[no-any-return]

    def until(self, look: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> Any:
        """Look again until there is something; a hang guard ends it."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            seen = look()
            if seen:
                return seen
            time.sleep(0.05)
        windows = self.ask(windows=True)
        raise JourneyError(f"waited for {what}; on the screen: {windows}")

    def text(self, name: str) -> str:
        """Return the text that a widget shows."""
        return str(self.wait(name).get("text", ""))

    def page(self) -> str:
        """Return the text that the preview's page shows."""
        return str(self.ask(page=True))

    def screenshot(self, file: Path) -> None:
        """Write the whole screen as a PNG."""
        if not self.ask(grab=str(file)):
            raise JourneyError(f"no screenshot at {file.name}")

    def screenshot_when_dark(self, file: Path) -> None:
        """Write the screen once list and text are dark; the page wears its site's colours."""

        def dark() -> bool:
            self.screenshot(file)
            image = QImage(str(file))
            places = (0.1, 0.3, 0.5)
            return all(
                image.pixelColor(int(image.width() * x), int(image.height() * 0.93)).lightness()
                < 100
                for x in places
            )

        self.until(dark, "the dark palette")

    # --- doing ---

    def click(self, name: str, item: str | None = None, *, button: int = 1, times: int = 1) -> None:
        """Click the middle of a widget, or of one of its items."""
        self.wait(name)
        what = name if item is None else f"{item!r} in {name}"
        spot = self.until(lambda: self._resting(name, item), what)
        x = spot["x"] + spot["width"] // 2
        y = spot["y"] + spot["height"] // 2
        self.desktop.xdotool(
            *("mousemove", "--sync", str(x), str(y)),
            *("click", "--repeat", str(times), "--delay", "60", str(button)),
        )

    def _resting(self, name: str, item: str | None) -> Any:
        """Return where something stands, once it stands still: a dialog may still be placed."""
        question = {"find": name} if item is None else {"item": name, "text": item}
        spot = self.ask(**question)
        time.sleep(0.15)
        later = self.ask(**question)
        same = spot and later and all(spot[each] == later[each] for each in ("x", "y", "height"))
        return later if same else None

    def retype(self, name: str, text: str) -> None:
        """Put text in place of what a line edit holds, once it has the focus."""

        def focused() -> bool:
            self.click(name)
            return bool((self.find(name) or {}).get("focus"))

        self.until(focused, f"{name} with the focus")
        self.key("ctrl+a")
        self.type(text)

    def key(self, *keys: str) -> None:
        """Press keys, such as "ctrl+s", one after the other."""
        self.desktop.xdotool("key", "--delay", "25", *keys)

    def type(self, text: str, delay_ms: int = 12) -> None:
        """Type text; a newline presses Return."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.key("Return")
            if line:
                self.desktop.xdotool("type", "--delay", str(delay_ms), "--", line)

    def kill(self) -> None:
        """End the editor as a power cut would: at once."""
        self.process.send_signal(signal.SIGKILL)
        self._reap()

    def quit(self) -> int:
        """Leave by Ctrl+Q and return the exit status."""
        self.key("ctrl+q")
        self.process.wait(PATIENCE_S)
        return self._reap()

    def close(self) -> None:
        """End the editor if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self._reap()

    def _reap(self) -> int:
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        self._log_file.close()
        return status


@contextlib.contextmanager
def desktop(width: int = 1280, height: int = 800) -> Iterator[Desktop]:
    """Give a virtual screen for the length of a block."""
    screen = Desktop(width, height)
    try:
        yield screen
    finally:
        screen.close()
