"""Screenshots of the main states: `python -m tests.journeys.screenshots OUT`.

Through the real window, light and dark, at each size, each state reached by keys and clicks; OUT
gets one PNG for each, named `SIZE-PALETTE-STATE.png`. `--size` and `--palette` narrow it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.journeys.driver import ROOT, App, Desktop

SIZES = ("1280x800", "1920x1200", "960x640")
PALETTES = ("light", "dark")
POST = "_posts/2025-09-06-harbour-wall-to-be-raised.md"


class Tour:
    """One size and palette: starts the editor on a copy of the sample site, state by state."""

    def __init__(self, folder: Path, size: str, palette: str) -> None:
        self._folder = folder
        self._prefix = f"{size}-{palette}"
        self._palette = palette
        width, height = (int(each) for each in size.split("x"))
        self._size = (width, height)
        self._desktop = Desktop(width, height)
        self._home = Path(tempfile.mkdtemp(prefix="standfirst-shots-"))
        self._site = self._home / "harbour-courier"
        shutil.copytree(ROOT / "resources" / "sample-site", self._site)
        config = self._home / "config" / "standfirst"
        config.mkdir(parents=True)
        (config / "settings.toml").write_text(f'palette = "{palette}"\n', "utf-8")
        self.files: list[Path] = []

    def run(self) -> None:
        """Take them all."""
        try:
            self._with_app([], self._start)
            self._with_app([str(self._site)], self._site_states)
            self._with_app([str(self._site / POST)], self._post_states)
            self._with_app([str(self._site / POST)], self._killed, kill=True)
            self._with_app([str(self._site / POST)], self._recovered)
            empty = self._home / "holiday-pictures"
            empty.mkdir()
            self._with_app([str(empty)], self._no_site)
        finally:
            self._desktop.close()
            shutil.rmtree(self._home, ignore_errors=True)

    def _with_app(
        self, arguments: list[str], states: Callable[[App], None], *, kill: bool = False
    ) -> None:
        app = App(self._desktop, arguments, self._home)
        try:
            app.wait("main_window")
            width, height = self._size
            # All of the screen, as a maximised window; the frame of the bare manager stays outside.
            place = ("windowmove", "0", "0", "windowsize", str(width), str(height))
            self._desktop.xdotool("search", "--sync", "--name", "Standfirst$", *place)
            time.sleep(1.0)
            states(app)
            if kill:
                app.kill()
        finally:
            app.close()

    def _shot(self, app: App, state: str, settle_s: float = 0.6) -> None:
        time.sleep(settle_s)
        file = self._folder / f"{self._prefix}-{state}.png"
        app.screenshot(file)
        self.files.append(file)

    def _start(self, app: App) -> None:
        app.wait("start_page")
        self._shot(app, "start")

    def _no_site(self, app: App) -> None:
        app.wait("page_make_site")
        self._shot(app, "not-a-site")

    def _site_states(self, app: App) -> None:
        app.wait("start_new_post")
        self._shot(app, "site", 1.5)
        app.key("ctrl+n")
        app.wait("new-post-dialog")
        app.type("Ferry returns to the river after eleven years")
        self._shot(app, "new-post")
        app.key("Escape")

    def _post_states(self, app: App) -> None:
        app.wait("editor")
        self._shot(app, "post", 3.0)
        app.click("editor")
        app.key("ctrl+f")
        app.wait("find_bar")
        app.type("harbour")
        self._shot(app, "find")
        app.key("Escape")
        app.key("ctrl+shift+y")
        self._shot(app, "raw-yaml")
        app.key("ctrl+shift+y")
        app.key("ctrl+shift+i")
        app.wait("asset-picker")
        self._shot(app, "pictures", 2.0)
        app.key("Escape")
        app.key("ctrl+e")
        app.wait("export-dialog")
        self._shot(app, "export", 1.5)
        app.key("Escape")
        app.key("F7")
        app.key("F9")
        self._shot(app, "writing")
        app.key("F8")
        self._shot(app, "focus")
        app.key("F7", "F8", "F9")
        app.click("editor")
        app.key("ctrl+End")
        app.type("\nA word more.")
        app.key("ctrl+w")
        app.wait("question_cancel")
        self._shot(app, "unsaved-question")
        app.key("Escape")
        time.sleep(0.3)
        post = self._site / POST
        text = post.read_text("utf-8")
        post.write_text(text.rstrip("\n") + " Another word from elsewhere.\n", "utf-8")
        app.wait("conflict_choose")
        self._shot(app, "changed-elsewhere")
        app.click("conflict_choose")
        app.wait("conflict_dialog")
        self._shot(app, "conflict")
        app.key("Escape")
        post.write_text(text, "utf-8")
        app.key("F1")
        app.wait("keys_dialog")
        self._shot(app, "keys")
        app.key("Escape")

    def _killed(self, app: App) -> None:
        app.wait("editor")
        app.click("editor")
        app.key("ctrl+End")
        app.type("\nThese words were never saved.")
        time.sleep(1.5)

    def _recovered(self, app: App) -> None:
        app.wait("recovery_dialog")
        self._shot(app, "recovery", 1.5)
        app.click("recovery_open")
        app.wait("editor")
        self._shot(app, "recovered", 2.5)
        app.key("ctrl+s")
        self._shot(app, "saved", 1.5)


def main(arguments: list[str] | None = None) -> int:
    """Take the screenshots and name the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", action="append", choices=SIZES)
    parser.add_argument("--palette", action="append", choices=PALETTES)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    count = 0
    for size in chosen.size or SIZES:
        for palette in chosen.palette or PALETTES:
            tour = Tour(chosen.out.absolute(), size, palette)
            tour.run()
            count += len(tour.files)
    print(f"{count} screenshots in {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
