"""Settings of every test run: no screen, no user folders, and a loud word where data is missing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.shared import SHARED

# Set before Qt or editor.dirs is imported anywhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
_HOME = tempfile.TemporaryDirectory(prefix="standfirst-tests-")
for _name in ("CONFIG", "STATE", "CACHE", "DATA"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name, _name.lower()))
os.environ["XDG_RUNTIME_DIR"] = _HOME.name


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ci", action="store_true", help="run the long shares too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = []
    dropped = []
    without_data = 0
    for item in items:
        if item.get_closest_marker("ci") and not config.getoption("--ci"):
            dropped.append(item)
        elif item.get_closest_marker("shared") and not SHARED.is_dir():
            without_data += 1
            dropped.append(item)
        else:
            wanted.append(item)
    if without_data:
        message = f"../shared IS MISSING: {without_data} tests over its data DID NOT RUN"
        if config.getoption("--ci"):
            raise pytest.UsageError(message)
        config.stash[_MISSING] = message
    config.hook.pytest_deselected(items=dropped)
    items[:] = wanted


_MISSING = pytest.StashKey[str]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    message = terminalreporter.config.stash.get(_MISSING, "")
    if message:
        terminalreporter.section(message, red=True, bold=True)
