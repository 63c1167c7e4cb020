"""The guided tour: `python -m tests.journeys.tour FOLDER`, on a virtual screen.

Opens a copy of the sample site, opens a post, changes a field, types a sentence, waits for the
preview, saves, exports a bundle, and writes screenshots (light and dark) and the bundle to FOLDER.
All of it through real keys and clicks. The exit status is 0 only if all of it happened, the bytes
on disk are the expected ones and no picture is blank.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from PySide6.QtGui import QImage

from editor.dirs import resource
from tests.journeys.driver import App, JourneyError, desktop

POST = "_posts/2025-09-05-how-the-fish-market-came-back.md"
ROW = "How the fish market"
OLD_TITLE = "How the fish market came back from the dead"
NEW_TITLE = "How the fish market came back to life"
SENTENCE = "This sentence was typed by the tour."


def expected(before: bytes) -> bytes:
    """Return the post as the tour must leave it: one line changed, one sentence at the end."""
    lines = before.decode("utf-8").split("\n")
    titles = [number for number, line in enumerate(lines) if line.startswith("title:")]
    lines[titles[0]] = lines[titles[0]].replace(OLD_TITLE, NEW_TITLE)
    text = "\n".join(lines)
    return (text.rstrip("\n") + "\n\n" + SENTENCE + "\n" * trailing(text)).encode()


def trailing(text: str) -> int:
    """Return how many line ends stand at the end of a text."""
    return len(text) - len(text.rstrip("\n"))


def blank(picture: Path) -> bool:
    """Tell whether a screenshot shows next to nothing: fewer than 50 colours in a coarse grid."""
    image = QImage(str(picture))
    if image.isNull():
        return True
    colors = {
        image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }
    return len(colors) < 50


def retype(app: App, name: str, text: str) -> None:
    """Put text in place of what a field holds."""
    app.click(name)
    app.key("ctrl+a")
    app.type(text)


def take(folder: Path) -> None:
    """Take the tour; raises JourneyError where something did not happen."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="standfirst-home-"))
    site = home / "sample-site"
    shutil.copytree(resource("sample-site"), site)
    post = site / POST
    before = post.read_bytes()
    bundle = folder / "fish-market.zip"
    bundle.unlink(missing_ok=True)
    shots = [folder / f"{name}.png" for name in ("site-light", "post-light", "post-dark", "export")]
    with desktop(1280, 800) as screen:
        app = App(screen, [str(site)], home)
        try:
            app.wait("post-list")
            app.until(lambda: app.ask(item="post-list", text=ROW), "the list of posts")
            app.screenshot(shots[0])
            app.click("post-list", ROW)
            app.until(lambda: OLD_TITLE in app.page(), "the post in the preview")
            retype(app, "field-title", NEW_TITLE)
            app.key("Tab")
            app.until(lambda: NEW_TITLE in app.page(), "the new title in the preview")
            app.click("editor")
            app.key("ctrl+End")
            for _ in range(trailing(before.decode())):
                app.key("BackSpace")
            app.type("\n\n" + SENTENCE + "\n" * trailing(before.decode()))
            app.until(lambda: SENTENCE in app.page(), "the sentence in the preview")
            app.key("ctrl+s")
            wanted = expected(before)
            app.until(lambda: post.read_bytes() == wanted, "the expected bytes on disk")
            app.screenshot(shots[1])
            app.key("ctrl+shift+d")
            app.screenshot_when_dark(shots[2])
            app.key("ctrl+shift+d")
            app.click("export_button")
            app.retype("export-output", str(bundle))
            app.click("accept")
            app.until(bundle.is_file, "the bundle")
            app.screenshot(shots[3])
            app.key("Escape")
            status = app.quit()
        finally:
            app.close()
    if status:
        raise JourneyError(f"the editor ended with status {status}")
    with zipfile.ZipFile(bundle) as archive:
        inside = [name for name in archive.namelist() if name.endswith(f"data/{POST}")]
        if len(inside) != 1 or archive.read(inside[0]) != expected(before):
            raise JourneyError("the bundle does not hold the post as it was saved")
        if archive.testzip():
            raise JourneyError("the bundle is damaged")
    for shot in shots:
        if blank(shot):
            raise JourneyError(f"{shot.name} is blank")
    shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Take the tour into the folder of the command line."""
    folder = Path(sys.argv[1])
    try:
        take(folder)
    except JourneyError as error:
        print(f"The tour stopped: {error}", file=sys.stderr)
        return 1
    names = ", ".join(sorted(each.name for each in folder.iterdir()))
    print(f"The tour is done: {names}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
