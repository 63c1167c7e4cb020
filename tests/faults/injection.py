"""One fault at every system call of a save, by strace: `python -m tests.faults.injection --all`.

After each, the file is the old one or the new one, whole; a save that returned is the new one; and
nothing is left beside it (after a kill: nothing that the sweep does not take away).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from editor.storage import pending, sweep
from tests.faults import saver
from tests.faults.tracer import Tracer, tell

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


class Saver(Tracer):
    """Saves once in each child."""

    def __init__(self) -> None:
        super().__init__("tests.faults.saver")

    def calls(self, case: Case) -> list[tuple[str, int]]:
        """Return each system call of a save: its name and the how-manieth of that name it is."""
        found: list[tuple[str, int]] = []

        def trace(request: dict[str, object]) -> int:
            found.extend((call.name, call.number) for call in self.trace(request, CALLS))
            return 0

        self._save(case, trace)
        return found

    def outcome(self, case: Case, call: str, number: int, what: str) -> Outcome:
        """Save with one fault: `what` is an strace injection, such as `error=EIO`."""
        return self._save(case, lambda request: self.fault(request, call, number, what))

    def _save(self, case: Case, work: Callable[[dict[str, object]], int]) -> Outcome:
        folder = Path(tempfile.mkdtemp(prefix="sf-", dir="/tmp"))
        path = folder / "post.md"
        try:
            if not case.is_new:
                path.write_bytes(saver.old_data(case.size))
            if case.hard_link:
                os.link(path, folder / "second.md")
            code = work({"path": str(path), "new": case.is_new, "size": case.size})
            content = path.read_bytes() if path.exists() else None
            names = {"post.md", "second.md"}
            litter = tuple(sorted({file.name for file in folder.iterdir()} - names))
            swept = tuple(file.name for file in sweep(folder))
            found = pending(self.root / "state" / "standfirst" / "journals")
            recoverable = found[0].data if found else None
            for recovery in found:
                recovery.file.unlink()
            return Outcome(code, content, litter, swept, recoverable)
        finally:
            shutil.rmtree(folder)


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
                    outcome = tracer.outcome(case, call, number, what)
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
    sys.exit(tell(counts, "system calls", injected, wrong))


if __name__ == "__main__":
    main()
