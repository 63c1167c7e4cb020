"""The house stays as it was drawn: layers, no Qt in the core, nothing else at the top level."""

from __future__ import annotations

import ast
import importlib
import re
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
    "remote",
    "document",
    "site",
    "theme",
    "checks",
    "bundle",
    "compare",
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


# Who opens files without `regular_files` or writes without `storage`, and what of: never a site's.
OWN_FILES = {
    "editor/regular_files.py": "is what all others read by",
    "editor/storage/": "is what all others write by",
    "editor/dirs.py": "makes the program's own folders",
    "editor/settings.py": "the settings",
    "editor/processes/": "/proc",
    "editor/preview/cpu.py": "/proc",
    "editor/remote/cache.py": "what was fetched, in the cache folder",
    "editor/site/dates.py": "/etc/localtime",
    "editor/site/index_file.py": "the index in the cache folder",
    "editor/cli/parser.py": "/dev/null",
    "editor/compare/comparing.py": "a temporary folder, for Jekyll to build into",
    "editor/compare/jekyll.py": "the same, and the log of a build that failed",
    "editor/theme/sass.py": "compiled sheets in the cache folder",
    "editor/theme/sass_worker.py": "/dev/null",
    "editor/ui/logs.py": "the log",
    "editor/ui/preview/own_pages.py": "fonts of the resources",
    "editor/ui/look/": "resources, and drawn icons in the cache folder",
    "editor/ui/about.py": "licences of the libraries",
    "editor/ui/desks/places.py": "a page for the browser, in a temporary folder",
}
READS = {"read_bytes", "read_text"}
WRITES = {
    "write_bytes", "write_text", "touch", "unlink", "mkdir", "rmdir", "symlink_to", "hardlink_to",
    "mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryDirectory", "copyfile", "copytree",
    "rmtree", "makedirs", "truncate", "copy2",
}  # fmt: skip


def opened_by_hand(tree: ast.AST) -> list[int]:
    """Return the lines that open, read or write a file other than by our own functions."""
    lines = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = [*node.args, *(each.value for each in node.keywords)]
        words = [each.value for each in given if isinstance(each, ast.Constant)]
        has_mode = any(isinstance(each, str) and re.fullmatch("[rwaxbt+]+", each) for each in words)
        if isinstance(node.func, ast.Name):
            if node.func.id == "open":
                lines.append(node.lineno)
        elif isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, node.func.value
            is_resource = "resource(" in ast.unparse(owner)
            in_os = isinstance(owner, ast.Name) and owner.id in ("os", "io")
            is_open = name == "open" and (in_os or has_mode)
            is_renaming = in_os and name in ("rename", "replace", "link", "symlink", "remove")
            if not is_resource and (name in READS | WRITES or is_open or is_renaming):
                lines.append(node.lineno)
    return lines


def test_a_sites_files_are_read_by_regular_files_and_written_by_storage() -> None:
    found = []
    for path in sorted((ROOT / "editor").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(tuple(OWN_FILES)):
            found += [f"{name}:{line}" for line in opened_by_hand(ast.parse(path.read_text()))]
    assert not found, f"read by editor.regular_files, write by editor.storage: {found}"


def test_what_opens_a_file_by_hand_is_seen() -> None:
    for line in (
        "open('a')", "path.open('rb')", "path.open(mode='w')", "os.open(path, flags)",
        "path.read_text()", "path.write_bytes(data)", "os.replace(a, b)", "tempfile.mkstemp()",
    ):  # fmt: skip
        assert opened_by_hand(ast.parse(line)), line
    for line in ("read_bytes(path)", "dialog.open()", "resource('a').read_text()", "a.replace(b)"):
        assert not opened_by_hand(ast.parse(line)), line


NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip


def network_modules(tree: ast.AST) -> set[str]:
    """Return the modules that ask the network, of those that a file imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return {
        name for name in names for known in NETWORK if name == known or name.startswith(f"{known}.")
    }


def test_only_the_cache_of_the_network_asks_the_network() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): names
        for path in sorted((ROOT / "editor").rglob("*.py"))
        if (names := network_modules(ast.parse(path.read_text("utf-8"))))
    }
    assert set(found) == {"editor/remote/request.py"}, found


def test_what_asks_the_network_is_seen() -> None:
    for line in (
        "import socket", "import http.client", "from urllib import request",
        "from urllib.request import urlopen", "from ssl import SSLContext",
    ):  # fmt: skip
        assert network_modules(ast.parse(line)), line
    for line in ("import html", "from urllib.parse import quote", "from socketry import a"):
        assert not network_modules(ast.parse(line)), line


def test_what_a_package_loads_when_asked_is_what_it_says_to_the_type_checker() -> None:
    for path in sorted((ROOT / "editor").glob("*/__init__.py")):
        tree = ast.parse(path.read_text("utf-8"))
        given = [
            node.value
            for node in tree.body
            if isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) == "load_when_asked"
        ]
        if not given:
            continue
        package = f"editor.{path.parent.name}"
        table = {
            f"{package}.{home}": set(names.split())
            for home, names in ast.literal_eval(given[0].args[1]).items()
        }
        said: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("editor."):
                said.setdefault(str(node.module), set()).update(each.name for each in node.names)
        modules = said.pop(package, set())
        said.pop("editor.lazy")
        assert table == said, package
        public = set(importlib.import_module(package).__all__)
        assert public == modules.union(*table.values()), package
        for name in public:
            exec(f"from {package} import {name}", {})
        # A module of that name, once loaded, would stand in the name's place.
        for home, names in table.items():
            for name in names:
                is_module = (path.parent / f"{name}.py").exists()
                assert not is_module or home == f"{package}.{name}", name


def test_a_name_that_is_a_module_too_stays_what_the_package_says() -> None:
    import editor.storage
    import editor.storage.save
    from editor.storage import save

    assert callable(save)
    assert editor.storage.save is save
