"""A normal quit on a slow disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from editor.storage.replay import replay
from tests.faults.app_kill import HEAD, ROOT


def test_a_quit_leaves_no_journal_and_keeps_what_was_given_up(tmp_path: Path) -> None:
    post = tmp_path / "site" / "_posts" / "2026-01-02-a-day.md"
    post.parent.mkdir(parents=True)
    (tmp_path / "site" / "_config.yml").write_text("title: T\n", "utf-8")
    post.write_text(HEAD, "utf-8")
    names = ("CONFIG", "STATE", "CACHE", "DATA")
    places = {f"XDG_{each}_HOME": str(tmp_path / each.lower()) for each in names}
    subprocess.run(
        [sys.executable, "-m", "tests.faults.quitter", str(post)],
        cwd=ROOT,
        env=os.environ | places | {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=120,
    )
    assert post.read_text("utf-8") == HEAD + "saved "
    journals = tmp_path / "state" / "standfirst" / "journals"
    assert list(journals.glob("*.journal*")) == []
    (kept,) = (journals / "discarded").iterdir()
    assert replay(kept).text == HEAD + "saved given up"
