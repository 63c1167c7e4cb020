"""Proves the README's two commands on a bare Debian bookworm, in a chroot made for it.

    python -m tests.packaging.chroot [--keep FOLDER] [start] [test]

`start` (the default) runs `python3 packaging/start.py`, `test` runs `… test`; each is timed, its
output printed. As root only. This machine's package settings and certificates are bound in from
outside; the project holds none of them.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# What a machine's own package set-up may consist of; bound in where it is there.
BOUND = (
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/ssl/certs",
    "/usr/share/ca-certificates",
    "/etc/pip.conf",
    "/etc/apt/apt.conf.d",
    "/etc/apt/sources.list.d",
    "/etc/apt/auth.conf.d",
)
CHECKOUT = "/src/standfirst"
PASSED = re.compile(r"^(PIP_|SSL_|REQUESTS_|CURL_|https?_proxy$|no_proxy$)", re.IGNORECASE)


def mirror() -> str:
    """Return the Debian mirror that this machine uses."""
    for file in sorted(Path("/etc/apt").glob("sources.list*")):
        files = [file] if file.is_file() else sorted(file.iterdir())
        for each in files:
            found = re.search(r"^(?:URIs:|deb)\s+(\S+)", each.read_text("utf-8"), re.MULTILINE)
            if found and each.suffix in (".list", ".sources"):
                return found[1]
    raise SystemExit("no Debian mirror is configured on this machine")


def make(place: Path) -> None:
    """Make a bare bookworm with `python3` and git, and nothing else."""
    subprocess.run(
        [
            *("debootstrap", "--variant=minbase", "--include=python3,git,ca-certificates"),
            *("bookworm", str(place), mirror()),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextlib.contextmanager
def bound(place: Path) -> Iterator[None]:
    """Bind the machine's package settings and the data beside the checkout into the chroot."""
    pairs = [(Path(each), place / each[1:]) for each in BOUND if Path(each).exists()]
    pip = Path.home() / ".config" / "pip"
    if pip.is_dir():
        pairs.append((pip, place / "root" / ".config" / "pip"))
        for local in re.findall(r"file://(/[^\s/]+/[^\s/]+)|=\s*(/\S+)", _settings(pip)):
            source = Path(next(filter(None, local)))
            if source.exists() and str(source) not in BOUND:
                pairs.append((source, place / str(source)[1:]))
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        pairs.append((shared, place / "src" / "shared"))
    pairs += [(Path(each), place / each[1:]) for each in ("/proc", "/sys", "/dev", "/dev/pts")]
    done = []
    try:
        for source, target in pairs:
            if target.is_symlink():
                target.unlink()
            if source.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.touch()
            if target in done:
                continue
            subprocess.run(["mount", "--bind", str(source), str(target)], check=True)
            done.append(target)
        yield
    finally:
        for target in reversed(done):
            subprocess.run(["umount", "--lazy", str(target)], check=False)


def _settings(folder: Path) -> str:
    return "\n".join(each.read_text("utf-8") for each in folder.iterdir() if each.is_file())


def run(place: Path, *words: str) -> int:
    """Run start.py inside; print what it printed, how long it took and how it ended."""
    environment = {key: value for key, value in os.environ.items() if PASSED.match(key)}
    environment |= {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
    began = time.monotonic()
    ended = subprocess.run(
        ["chroot", str(place), "python3", f"{CHECKOUT}/packaging/start.py", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    took = time.monotonic() - began
    print(f"--- start.py {' '.join(words)}: exit {ended.returncode}, {took:.0f} s", flush=True)
    return ended.returncode


def main() -> int:
    """Make the chroot, run what was asked, take it down again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", nargs="*", default=["start"], help="start, test")
    parser.add_argument("--keep", type=Path, help="use and keep this folder")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("This needs root (debootstrap, chroot).")
    place = options.keep or Path(tempfile.mkdtemp(prefix="standfirst-chroot-"))
    status = 0
    try:
        if not (place / "usr").exists():
            make(place)
        checkout = place / CHECKOUT[1:]
        if not checkout.exists():
            checkout.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["git", "clone", "-q", str(ROOT), str(checkout)], check=True)
        with bound(place):
            for each in options.commands:
                words = [] if each == "start" else each.split("_")
                status = run(place, *words) or status
    finally:
        if options.keep is None:
            shutil.rmtree(place, ignore_errors=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
