"""The look-out over the window's thread sees what it is there for, and no more."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from editor.storage import save
from editor.ui.workbench import FindPost, same_file
from tests.window_thread import WindowThread


@pytest.fixture
def thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WindowThread:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home/state"))
    return WindowThread(tmp_path, tmp_path / "home", monkeypatch)


def test_what_the_window_asks_in_this_thread_is_noted_with_its_place(
    thread: WindowThread, tmp_path: Path
) -> None:
    (tmp_path / "post.md").write_text("words")
    same_file(tmp_path / "post.md", [tmp_path / "other.md"])
    assert thread.asked == ["stat in ui/workbench/post_file.py:same_file"]
    FindPost(tmp_path / "post.md", {})().let_go()
    seen = "\n".join(thread.asked)
    assert "lstat in storage/lock.py:take < storage/lock.py:try_take < ui/workbench/" in seen
    assert "storage/files.py:read < ui/workbench/post_file.py:_read" in seen
    assert "home" not in seen


def test_what_other_threads_the_tests_and_the_core_ask_is_not(
    thread: WindowThread, tmp_path: Path
) -> None:
    save(tmp_path / "post.md", b"words", expected=None)
    assert (tmp_path / "post.md").read_text() == "words"
    asking = threading.Thread(target=FindPost(tmp_path / "post.md", {}))
    asking.start()
    asking.join()
    assert thread.asked == []
