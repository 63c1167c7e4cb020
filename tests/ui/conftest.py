from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.ui.preview import prepare_environment
from tests.window_thread import WindowThread

prepare_environment()  # before the application: its windows load the web engine later


@pytest.fixture(autouse=True)
def _window_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In every test of the window: its own thread asks nothing of the disk the posts are on."""
    thread = WindowThread(tmp_path, tmp_path / "home", monkeypatch)
    yield
    if thread.asked:
        places = "\n".join(sorted(set(thread.asked)))
        pytest.fail(f"the window's thread asked the disk:\n{places}", pytrace=False)
