"""Twenty seconds of the soak; half an hour of it is `python -m tests.faults.soak`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.faults.app_kill import ROOT


@pytest.mark.xdist_group("webengine")
@pytest.mark.timeout(180)
def test_twenty_seconds_of_work_leak_nothing_and_lose_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.soak", "--minutes", "0.33", "--rate", "50"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "every text is what was typed" in done.stdout
    for deed in ("type", "save", "rename", "close and open", "outside dirty", "kill page"):
        assert f"× {deed}" in done.stdout
