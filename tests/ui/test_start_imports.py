"""What is loaded before the window's first paint: every other module costs the start its time."""

from __future__ import annotations

import fnmatch
import json
import os
import subprocess
import sys
from pathlib import Path

# The window's own process shows and edits; what renders, checks, indexes and mends is elsewhere,
# and what is done now and then is loaded when it is done.
NOT_BEFORE_THE_FIRST_PAINT = (
    *("editor.kramdown.*", "editor.liquid.*", "editor.theme.*", "editor.bundle*"),
    *("editor.checks.table", "editor.checks.check", "editor.preview.client"),
    *("editor.preview.worker", "editor.preview.renderer", "editor.site.index"),
    *("editor.site.indexer", "editor.site.posts", "editor.site.references", "editor.site.watch"),
    *("editor.storage.recovery", "editor.storage.trash", "editor.post.mend", "editor.post.nodes"),
    *("editor.post.emit", "editor.images.*", "editor.ui.export.*", "editor.ui.recovery.*"),
    *("editor.ui.assets.picker", "editor.ui.about", "editor.ui.preview.profile"),
    *("PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "PySide6.QtPrintSupport"),
)
LIBRARIES = {"PySide6", "shiboken6", "shibokensupport", "platformdirs", "msgspec", "tomlkit"}

CODE = """
import json, sys
before = set(sys.modules)
from PySide6.QtWidgets import QApplication
from editor.settings import Settings
from editor.ui.preview import prepare_environment
import editor.ui.app
prepare_environment()
app = QApplication([])
from editor.ui import look
look.apply(app, dark=False)
from editor.ui.window import MainWindow
window = MainWindow(Settings())
window.show()
loaded = sorted(set(sys.modules) - before)
libraries = sorted({
    name.partition(".")[0] for name in loaded
    if "site-packages" in (getattr(sys.modules[name], "__file__", None) or "")
})
print(json.dumps([loaded, libraries]), flush=True)
import os; os._exit(0)
"""


def test_a_start_loads_nothing_that_the_first_paint_does_not_need(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    for name in ("CONFIG", "STATE", "CACHE"):
        environment[f"XDG_{name}_HOME"] = str(tmp_path / name.lower())
    ran = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    loaded, libraries = json.loads(ran.stdout.splitlines()[-1])
    assert "editor.ui.window.main_window" in loaded
    early = [
        name
        for name in loaded
        if any(fnmatch.fnmatch(name, each) for each in NOT_BEFORE_THE_FIRST_PAINT)
    ]
    assert early == []
    assert set(libraries) <= LIBRARIES
