"""The README's two commands: what they say when something is missing, and on a bare Debian."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "start.py"), *words],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


def test_an_unknown_word_is_a_sentence_and_changes_nothing() -> None:
    ended = start("--frobnicate")
    assert ended.returncode == 2
    assert "not a command: --frobnicate" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_missing_site_is_a_sentence() -> None:
    ended = start("/no/such/site")
    assert ended.returncode == 2
    assert "no such site or post" in ended.stderr


def test_a_site_without_a_screen_is_a_sentence(tmp_path: Path) -> None:
    ended = start(str(tmp_path), DISPLAY="", WAYLAND_DISPLAY="")
    assert ended.returncode == 2
    assert "no screen" in ended.stderr


def test_the_test_command_refuses_what_it_does_not_know() -> None:
    ended = start("test", "--fast")
    assert ended.returncode == 2
    assert "--fast" in ended.stderr


def test_no_network_is_a_sentence_and_the_next_run_mends_it(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for part in ("packaging", "editor"):
        shutil.copytree(ROOT / part, checkout / part)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    shutil.copy(ROOT / "README.md", checkout)
    (checkout / "resources").mkdir()
    (checkout / "packaging" / "requirements.txt").write_text(
        "standfirst-no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n", "utf-8"
    )
    ended = subprocess.run(
        [sys.executable, str(checkout / "packaging" / "start.py"), "setup"],
        capture_output=True,
        text=True,
        env=os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull},
        check=False,
    )
    assert ended.returncode == 2
    assert "offline" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (checkout / ".venv" / "standfirst-lock").exists()


def test_a_second_set_up_installs_nothing() -> None:
    if not (ROOT / ".venv" / "standfirst-lock").exists():
        assert start("setup").returncode == 0
    before = (ROOT / ".venv" / "standfirst-lock").stat().st_mtime_ns
    ended = start("setup")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert (ROOT / ".venv" / "standfirst-lock").stat().st_mtime_ns == before


def test_ubuntu_names_are_known() -> None:
    text = (ROOT / "packaging" / "start.py").read_text("utf-8")
    assert '("libasound2t64", "libasound2")' in text
    assert '("libglib2.0-0t64", "libglib2.0-0")' in text


@pytest.mark.ci
@pytest.mark.display
@pytest.mark.timeout(2400)
def test_start_runs_the_tour_on_a_bare_debian() -> None:
    assert os.geteuid() == 0, "this needs root, for debootstrap and chroot"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.packaging.chroot", "start"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-4000:]
