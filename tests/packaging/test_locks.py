"""The two locks: what the tests are run with is what people run, and more."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def pins(name: str) -> set[tuple[str, str]]:
    text = (ROOT / "packaging" / name).read_text("utf-8")
    return {(found[1].lower().replace("_", "-"), found[2]) for found in PIN.finditer(text)}


def test_the_lock_of_the_tests_holds_every_pin_of_the_other() -> None:
    missing = pins("requirements.txt") - pins("requirements-dev.txt")
    assert missing == set()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[<>=;\[ ]", each)[0].lower() for each in project["dependencies"]}
    assert wanted - {name for name, _ in pins("requirements.txt")} == set()
