"""The wheel carries the resources, installs with pip into an empty environment and starts there."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

STARTS = """
import sys, importlib.metadata
from pathlib import Path
import editor
from editor.dirs import resource
assert Path(editor.__file__).is_relative_to(sys.prefix), editor.__file__
assert resource("licenses", "Standfirst-MIT.txt").is_file()
assert resource("sample-site", "_config.yml").is_file()
import threading
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from editor.ui import app
class Guest(QObject):
    time_is_up = Signal()
    def leave(self):
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        print("shown:", [type(each).__name__ for each in windows])
        QApplication.quit()
guest = Guest()
guest.time_is_up.connect(guest.leave, Qt.ConnectionType.QueuedConnection)
# A thread, as no timer can be started before there is an application.
threading.Timer(3, guest.time_is_up.emit).start()
if __name__ == "__main__":
    raise SystemExit(app.main([str(resource("sample-site"))]))
"""


@pytest.mark.ci
@pytest.mark.timeout(1200)
def test_the_wheel_installs_into_an_empty_environment_and_starts_there(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("standfirst-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "editor/resources/licenses/Standfirst-MIT.txt" in names
    assert any(name.startswith("editor/resources/fonts/") for name in names)

    place = tmp_path / "empty"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    installed = subprocess.run(
        [
            *(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            str(wheel),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert installed.returncode == 0, installed.stderr
    told = subprocess.run(
        [str(place / "bin" / "standfirst"), "--version"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "0.1.0" in told.stdout
    started = subprocess.run(
        [str(python), "-c", STARTS],
        cwd=tmp_path,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert started.returncode == 0, started.stderr
    assert "MainWindow" in started.stdout


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
    import packaging

    assert packaging.__file__ is not None
    assert not Path(packaging.__file__).is_relative_to(ROOT / "packaging")
