#!/usr/bin/env python3
r"""Set Standfirst up and start it; or set it up and run its tests.

    python3 packaging/start.py                  set up, open the editor on a copy of the sample site
    python3 packaging/start.py SITE_OR_POST     the same with a site's folder or a post of yours
    python3 packaging/start.py setup            only set up
    python3 packaging/start.py test             set up (test tools too) and run the test suite
    python3 packaging/start.py test --ci        the same with the long shares
    python3 packaging/start.py tour [FOLDER]    the guided tour: keys and clicks on a virtual screen

On Windows write `py packaging\start.py`. Nothing but Python 3.11 or later is needed: the rest
comes from the lock files beside this script, by hash, into `.venv`; on Debian and Ubuntu the
system's own packages are installed too (as root; else the one command to run is printed). Where
there is no screen, a virtual one is started and the tour runs on it. A second run installs nothing
again; an interrupted one is mended by the next. Standard library only.
"""

from __future__ import annotations

import compileall
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "standfirst-lock"
LOCKS = {
    "run": ROOT / "packaging" / "requirements.txt",
    "test": ROOT / "packaging" / "requirements-dev.txt",
}
OLDEST_PYTHON = (3, 11)

# One row a package; where a system calls it otherwise, the names in order of preference.
RUN_PACKAGES = (
    ("python3-venv",),
    ("libgl1",),
    ("libegl1",),
    ("libxkbcommon0",),
    ("libdbus-1-3",),
    ("libfontconfig1",),
    ("libglib2.0-0t64", "libglib2.0-0"),
    ("libnss3",),
    ("libasound2t64", "libasound2"),
    ("libxcomposite1",),
    ("libxdamage1",),
    ("libxrandr2",),
    ("libxtst6",),
    ("libxkbfile1",),
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-keysyms1",),
    ("libxcb-shape0",),
    ("libxkbcommon-x11-0",),
)
SCREEN_PACKAGES = (("xvfb",), ("xauth",), ("xdotool",), ("openbox",))
TEST_PACKAGES = (
    *SCREEN_PACKAGES,
    ("git",),
    ("btrfs-progs",),
    ("strace",),
    ("ruby",),
    ("jekyll",),
    ("ruby-kramdown",),
    ("ruby-kramdown-parser-gfm",),
    ("ruby-rouge",),
    ("ruby-jekyll-seo-tag",),
    ("ruby-jekyll-feed",),
    ("ruby-jekyll-redirect-from",),
    ("jekyll-theme-minima",),
    ("ruby-jekyll-avatar",),
    ("ruby-jekyll-default-layout",),
    ("ruby-jekyll-gist",),
    ("ruby-jekyll-include-cache",),
    ("ruby-jekyll-last-modified-at",),
    ("ruby-jekyll-mentions",),
    ("ruby-jekyll-optional-front-matter",),
    ("ruby-jekyll-paginate",),
    ("ruby-jekyll-paginate-v2",),
    ("ruby-jekyll-readme-index",),
    ("ruby-jekyll-relative-links",),
    ("ruby-jekyll-sitemap",),
    ("ruby-jekyll-titles-from-headings",),
    ("ruby-jekyll-toc",),
    ("e2fsprogs",),
    ("xfsprogs",),
    ("debootstrap",),
)


class CannotStartError(Exception):
    """A reason that a user can do something about; the sentence says what."""


def main(arguments: list[str]) -> int:
    """Do what the command line asks.

    Args:
        arguments: The words after the script's name.

    Returns:
        The exit status: 0 when all went well.
    """
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        print(f"Standfirst needs Python {wanted} or later; this is {sys.version.split()[0]}.")
        return 2
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        if arguments[:1] == ["setup"] and len(arguments) == 1:
            set_up("run", RUN_PACKAGES)
            return 0
        if arguments[:1] == ["test"]:
            set_up("test", RUN_PACKAGES + TEST_PACKAGES)
            return run_tests(arguments[1:])
        if arguments[:1] == ["tour"]:
            set_up("run", RUN_PACKAGES + SCREEN_PACKAGES)
            return run_tour(arguments[1:])
        return start(arguments)
    except CannotStartError as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def start(arguments: list[str]) -> int:
    """Open the editor; without a screen run the tour instead."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        raise CannotStartError(f"{__doc__}\nThis is not a command: {' '.join(arguments)}")
    if arguments and not Path(arguments[0]).exists():
        raise CannotStartError(f"There is no such site or post: {arguments[0]}")
    if not has_screen():
        if arguments:
            raise CannotStartError(
                "There is no screen here, so the editor cannot be shown. Run it where there is one,"
                " or run this without a site to see the tour on a virtual screen."
            )
        set_up("run", RUN_PACKAGES + SCREEN_PACKAGES)
        return run_tour([])
    set_up("run", RUN_PACKAGES)
    target = Path(arguments[0]).resolve() if arguments else sample_site()
    return call([venv_python(), "-m", "editor", str(target)])


def has_screen() -> bool:
    """Tell whether a window could be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    if display.startswith(":"):  # a local one: its socket must be there
        number = display[1:].split(".")[0]
        return Path(f"/tmp/.X11-unix/X{number}").exists()
    return bool(display)


def sample_site() -> Path:
    """Return the user's own copy of the sample site, made at the first call."""
    code = "from editor.dirs import state_dir; print(state_dir())"
    state = subprocess.run(
        [venv_python(), "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.strip()
    copy = Path(state) / "sample-site"
    if not copy.exists():
        half = copy.with_name("sample-site.part")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(ROOT / "resources" / "sample-site", half)
        half.rename(copy)
    return copy


def run_tour(arguments: list[str]) -> int:
    """Run the tour on a virtual screen; its exit status tells whether all of it happened."""
    folder = arguments[0] if arguments else tempfile.mkdtemp(prefix="standfirst-tour-")
    print(f"The tour's screenshots and bundle go to {folder}", flush=True)
    return call([venv_python(), "-m", "tests.journeys.tour", folder])


def run_tests(options: list[str]) -> int:
    """Run the checkers and the test suite; quiet about what passes."""
    unknown = [each for each in options if each.startswith("--") and each != "--ci"]
    if unknown:
        raise CannotStartError(f"`test` does not know {unknown[0]}; it takes --ci and test paths.")
    missing = not (ROOT.parent / "shared").is_dir()
    if missing and "--ci" in options:
        raise CannotStartError("../shared IS MISSING, and the long test run needs its data.")
    failed = []
    for words in (
        ["ruff", "check", "--quiet", "."],
        ["ruff", "format", "--quiet", "--check", "."],
        ["lint-imports", "--no-cache"],
        ["mypy"],
    ):
        ended = subprocess.run(
            [venv_program(words[0]), *words[1:]],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            failed.append(words[0])
            print(f"{' '.join(words)} found faults:\n{ended.stdout}{ended.stderr}", flush=True)
    status = call(
        [venv_python(), "-m", "pytest", "-rs", "-n", "2", "--dist", "loadgroup", *options]
    )
    if failed:
        print(f"These checks failed before the tests: {', '.join(failed)}")
    return status or bool(failed)


# --- setting up -----------------------------------------------------------------------------------


def set_up(kind: str, packages: tuple[tuple[str, ...], ...]) -> None:
    """Bring system packages, virtual environment, dependencies and bytecode up to date.

    Args:
        kind: "run" or "test": which lock to install.
        packages: The system's packages that are needed, each with its possible names.

    Raises:
        CannotStartError: Something is missing that the user has to see to.
    """
    install_system_packages(packages)
    install_python_packages(kind)
    # A start that has to compile its modules first takes twice as long. What is compiled already
    # is only looked at; a folder that may not be written to is left as it is.
    compileall.compile_dir(ROOT / "editor", quiet=2)


def install_python_packages(kind: str) -> None:
    """Bring the virtual environment up to date with the lock of this kind.

    Raises:
        CannotStartError: It could not be made, or not be filled.
    """
    wanted = digest_of(kind)
    had = STAMP.read_text("ascii").split() if STAMP.exists() else []
    if wanted in had and venv_works():
        return
    if not venv_works():
        make_venv()
    print("Setting up (this is needed once; it takes a few minutes) …", flush=True)
    STAMP.unlink(missing_ok=True)
    pip = [venv_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if call_quietly([*pip, "--require-hashes", "-r", str(LOCKS[kind])]):
        raise CannotStartError(
            "The packages could not be installed. If you are offline, connect and run this again;"
            " what has arrived is kept."
        )
    if call_quietly([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]):
        raise CannotStartError("Standfirst itself could not be installed into .venv; see above.")
    # The test lock holds the run lock's pins, so it serves both.
    kinds = ("run", "test") if kind == "test" else ("run",)
    STAMP.write_text("\n".join(digest_of(each) for each in kinds) + "\n", "ascii")


def digest_of(kind: str) -> str:
    """Return what the environment of this kind depends on, as one digest."""
    digest = hashlib.sha256(kind.encode())
    for part in (LOCKS[kind], ROOT / "pyproject.toml"):
        digest.update(part.read_bytes())
    digest.update(sys.version.encode())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def make_venv() -> None:
    """Make the virtual environment anew."""
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if importlib.util.find_spec("ensurepip") is None or call_quietly(command):
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotStartError(
            "A virtual environment could not be made with this Python: its `venv` part is missing."
            " On Debian and Ubuntu that is the package python3-venv."
        )


def venv_works() -> bool:
    """Tell whether the virtual environment is there with its pip."""
    if not Path(venv_python()).exists():
        return False
    probe = [venv_python(), "-c", "import pip, sys; print(sys.version)"]
    ended = subprocess.run(probe, capture_output=True, text=True, check=False)
    return ended.returncode == 0 and ended.stdout.strip() == sys.version.strip()


def venv_python() -> str:
    """Return the path of the virtual environment's Python."""
    return venv_program("python")


def venv_program(name: str) -> str:
    """Return the path of a program in the virtual environment."""
    if sys.platform == "win32":
        return str(VENV / "Scripts" / f"{name}.exe")
    return str(VENV / "bin" / name)


def install_system_packages(packages: tuple[tuple[str, ...], ...]) -> None:
    """Install what is missing of the system's packages, where apt is the system's installer.

    Raises:
        CannotStartError: Something is missing and we may not install it.
    """
    if sys.platform != "linux" or not shutil.which("apt-get") or not shutil.which("dpkg-query"):
        return
    missing = [names for names in packages if not any(is_installed(name) for name in names)]
    if importlib.util.find_spec("ensurepip"):  # a Python from elsewhere has its own venv
        missing = [names for names in missing if names != ("python3-venv",)]
    if not missing:
        return
    if os.geteuid() != 0:
        words = " ".join(first_known(names) for names in missing)
        raise CannotStartError(
            "Some of the system's packages are missing. Run this once, then this script again:\n"
            f"  sudo apt-get update && sudo apt-get install --no-install-recommends {words}"
        )
    print("Installing the system's packages …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if call_quietly(["apt-get", "update", "-qq"], environment):
        print("apt-get update failed; trying with the package lists that are here.", flush=True)
    needed = [first_known(names) for names in missing]
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *needed]
    if call_quietly(install, environment):
        raise CannotStartError(
            "The system's packages could not be installed. If you are offline, connect and run"
            f" this again; these are needed: {' '.join(needed)}"
        )
    _installed.clear()
    importlib.invalidate_caches()


def is_installed(name: str) -> bool:
    """Tell whether dpkg has this package installed (asked of a list read once)."""
    if not _installed:
        ended = subprocess.run(
            ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"],
            capture_output=True,
            text=True,
            check=False,
        )
        for line in ended.stdout.splitlines():
            status, _, package = line.partition(" ")
            if status == "installed":
                _installed.add(package)
    return name in _installed


_installed: set[str] = set()


def first_known(names: tuple[str, ...]) -> str:
    """Return the first of the names that apt can install; the last when it knows none."""
    if len(names) > 1 and shutil.which("apt-cache"):
        for name in names:
            ended = subprocess.run(
                ["apt-cache", "policy", name], capture_output=True, text=True, check=False
            )
            if "Candidate:" in ended.stdout and "Candidate: (none)" not in ended.stdout:
                return name
    return names[-1]


def call(command: list[str]) -> int:
    """Run a command in the project's folder and return its exit status."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def call_quietly(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Run a command; show what it printed only when it failed."""
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode:
        print("\n".join(ended.stdout.splitlines()[-30:]), file=sys.stderr)
    return ended.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
