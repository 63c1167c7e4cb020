"""One fault at every system call of a save, by strace: `python -m tests.faults.injection --all`.

After each, the file is the old one or the new one, whole; a save that returned is the new one; and
nothing is left beside it (after a kill: nothing that the sweep does not take away).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from editor.storage import pending, sweep
from tests.faults import saver

CALLS = (
    "open,openat,close,read,pread64,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,"
    "linkat,unlink,unlinkat,mkdir,fchmod,chmod,fchown,ftruncate,fallocate,fstat,stat,lstat,"
    "newfstatat,lseek,access,faccessat,faccessat2,flock,flistxattr,fgetxattr,fsetxattr,readlink,"
    "getdents64,ioctl,utimensat"
)
ERRORS = (
    "ENOSPC",
    "EIO",
    "EDQUOT",
    "EACCES",
    "EPERM",
    "EROFS",
    "EMFILE",
    "EXDEV",
    "EBUSY",
    "EINVAL",
    "EOPNOTSUPP",
    "ENAMETOOLONG",
)


@dataclass(frozen=True)
class Case:
    """What is saved: a new file or over an old one, how large, and what makes it special."""

    name: str
    is_new: bool = False
    size: int = 4_000
    hard_link: bool = False


CASES = (
    Case("existing 4 KB"),
    Case("new 4 KB", is_new=True),
    Case("hard-linked 4 KB", hard_link=True),
    Case("existing 500 KB", size=500_000),
    Case("new 500 KB", is_new=True, size=500_000),
)


@dataclass(frozen=True)
class Outcome:
    """What a save did under a fault: the child's exit code and what is on the disk."""

    code: int
    content: bytes | None
    litter: tuple[str, ...]
    swept: tuple[str, ...]
    recoverable: bytes | None = None


def is_possible() -> bool:
    """Tell whether strace may attach here."""
    return shutil.which("strace") is not None and os.geteuid() == 0


class Saver:
    """A process that forks children which save once, with strace on them."""

    def __init__(self) -> None:
        self._root = Path(tempfile.mkdtemp(prefix="sf-", dir="/tmp"))
        environment = {
            **os.environ,
            "XDG_STATE_HOME": str(self._root / "state"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.saver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
        shutil.rmtree(self._root, ignore_errors=True)

    def calls(self, case: Case) -> list[tuple[str, int]]:
        """Return each system call of a save: its name and the how-manieth of that name it is."""
        trace = self._root / "trace"
        self._run(case, ["-e", f"trace={CALLS},getppid", "-o", str(trace)])
        counted: dict[tuple[str, str], int] = {}
        calls = []
        inside = False
        for line in trace.read_text(errors="replace").splitlines():
            found = re.match(r"(?:(\d+) +)?(\w+)\(", line)
            if found is None:
                continue
            thread, name = found[1] or "", found[2]
            if name == "getppid":
                if inside:
                    break
                inside = True
                continue
            # strace counts each thread for itself.
            number = counted[thread, name] = counted.get((thread, name), 0) + 1
            if inside:
                calls.append((name, number))
        return calls

    def fault(self, case: Case, call: str, number: int, what: str) -> Outcome:
        """Save with one fault: `what` is an strace injection, such as `error=EIO`."""
        inject = f"inject={call}:{what}:when={number}"
        return self._run(case, ["-e", f"trace={call}", "-e", inject, "-o", "/dev/null"])

    def _run(self, case: Case, options: list[str]) -> Outcome:
        folder = Path(tempfile.mkdtemp(prefix="sf-", dir="/tmp"))
        path = folder / "post.md"
        try:
            if not case.is_new:
                path.write_bytes(saver.old_data(case.size))
            if case.hard_link:
                os.link(path, folder / "second.md")
            code = self._save(case, path, options)
            content = path.read_bytes() if path.exists() else None
            names = {"post.md", "second.md"}
            litter = tuple(sorted({file.name for file in folder.iterdir()} - names))
            swept = tuple(file.name for file in sweep(folder))
            found = pending(self._root / "state" / "standfirst" / "journals")
            recoverable = found[0].data if found else None
            for recovery in found:
                recovery.file.unlink()
            return Outcome(code, content, litter, swept, recoverable)
        finally:
            shutil.rmtree(folder)

    def _save(self, case: Case, path: Path, options: list[str]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"path": str(path), "new": case.is_new, "size": case.size}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        status = Path(f"/proc/{child}/status")
        _wait(lambda: "State:\tT" in status.read_text())
        tracer = subprocess.Popen(
            ["strace", "-f", *options, "-p", str(child)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait(lambda: "TracerPid:\t0\n" not in status.read_text())
        os.kill(child, signal.SIGCONT)
        code = int(self._process.stdout.readline())
        tracer.wait(10)
        return code


def _wait(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 10
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the child or strace did not come")
        time.sleep(0.001)


def complaint(case: Case, outcome: Outcome, *, killed: bool, is_removal: bool) -> str:
    """Return what is wrong with an outcome; empty when nothing is.

    Args:
        case: What was saved.
        outcome: What came of it.
        killed: Whether the child was killed: then any moment's state may be on the disk.
        is_removal: Whether the fault hit an unlink, so that litter could not be taken away.
    """
    old = None if case.is_new else saver.old_data(case.size)
    new = saver.new_data(case.size)
    # A hard link has to be written in place: a kill in the middle may tear it, and the recovery
    # copy holds the words then.
    may_tear = case.hard_link and (killed or outcome.code == saver.DAMAGED)
    if outcome.content not in (old, new) and not (may_tear and outcome.recoverable == new):
        size = -1 if outcome.content is None else len(outcome.content)
        return f"torn: {size} bytes"
    if outcome.code in (saver.SAVED, saver.WARNED) and outcome.content != new:
        return "acknowledged, but not on the disk"
    if outcome.code == saver.BUG:
        return "an error that is none of ours"
    if killed and set(outcome.litter) - set(outcome.swept):
        return f"not swept: {outcome.litter}"
    if not killed and outcome.litter and not is_removal:
        return f"litter: {outcome.litter}"
    return ""


def faults_of(errors: tuple[str, ...]) -> list[str]:
    return [*(f"error={error}" for error in errors), "signal=KILL"]


def run(cases: tuple[Case, ...], errors: tuple[str, ...]) -> tuple[dict[str, int], int, list[str]]:
    """Return the number of calls of each case, how many faults were injected, and complaints."""
    counts = {}
    wrong = []
    injected = 0
    tracer = Saver()
    try:
        for case in cases:
            calls = tracer.calls(case)
            counts[case.name] = len(dict.fromkeys(calls))
            for call, number in dict.fromkeys(calls):
                faults = faults_of(errors)
                if call == "write":
                    faults.append("retval=100")  # a short write claimed as complete
                for what in faults:
                    injected += 1
                    outcome = tracer.fault(case, call, number, what)
                    said = complaint(
                        case,
                        outcome,
                        killed="KILL" in what,
                        is_removal=call in ("unlink", "unlinkat"),
                    )
                    if said:
                        wrong.append(f"{case.name}: {call} {number} {what}: {said}")
    finally:
        tracer.close()
    return counts, injected, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="all errors on all cases")
    arguments = parser.parse_args()
    cases = CASES if arguments.all else CASES[:2]
    counts, injected, wrong = run(cases, ERRORS if arguments.all else ERRORS[:2])
    for name, count in counts.items():
        print(f"{name}: {count} system calls")
    print(f"{injected} faults injected, {len(wrong)} broken promises")
    for line in wrong:
        print(line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
