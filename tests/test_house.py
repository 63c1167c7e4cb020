"""The house stays as it was drawn: layers, no Qt in the core, nothing else at the top level."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORE = (
    "post",
    "storage",
    "images",
    "kramdown",
    "liquid",
    "document",
    "site",
    "theme",
    "checks",
    "bundle",
)


def test_the_top_level_holds_what_was_agreed_and_nothing_else() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    tops = {name.split("/")[0] for name in listed if name}
    agreed = {"pyproject.toml", "README.md", "editor", "resources", "tests", "packaging"}
    assert {name for name in tops if not name.startswith(".")} == agreed


def test_the_core_imports_without_qt() -> None:
    code = "import sys\n" + "".join(f"import editor.{each}\n" for each in (*CORE, "preview", "cli"))
    code += "assert not [name for name in sys.modules if name.startswith('PySide6')]"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_no_file_names_this_machine_or_a_package_registry() -> None:
    found = subprocess.run(
        [
            *("git", "grep", "-nIE"),
            *("-e", f"{ROOT}/"),
            *("-e", "https?://[^ ]*/simple/[a-z0-9]"),
            *("-e", "pypi[.]org|pythonhosted|deb[.]debian[.]org|registry[.]npmjs"),
            *("--", ".", ":!tests/test_house.py"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not found.stdout, found.stdout
