"""No module of storage needs one that needs it, not even at run time."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import editor.storage

FOLDER = Path(editor.storage.__file__).parent


def imported(path: Path) -> set[str]:
    """Return the modules of storage that a module imports, in functions too."""
    names = {each.stem for each in FOLDER.glob("*.py")}
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "editor.storage":
            found |= {each.name for each in node.names} & names
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("editor.storage."):
            found.add(str(node.module).rpartition(".")[2])
    return found - {path.stem}


def test_no_two_modules_of_storage_need_each_other() -> None:
    graph = {path.stem: imported(path) for path in FOLDER.glob("[!_]*.py")}
    assert graph["save"] >= {"replacing", "inplace"}
    assert graph["replacing"] >= {"versions", "names"}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle
