"""An error and a kill at every system call of a save."""

from __future__ import annotations

import sys

import pytest

from tests.faults.injection import CASES, ERRORS, Saver, run
from tests.faults.tracer import is_possible

needs_strace = pytest.mark.skipif(
    not is_possible(), reason="NOT RUN: faults need strace and the right to trace (root)"
)

# The calls that change something: the same on every Python and file system that was tried.
REPLACED = {"write": 1, "fsync": 2, "linkat": 1, "renameat2": 1, "unlink": 1, "fchmod": 1}
MADE = {"write": 1, "fsync": 2, "linkat": 1}
CHANGING = {
    "existing 4 KB": REPLACED,
    "new 4 KB": MADE,
    # Two records and the file itself; how many folders are synced is up to how deep they lie.
    "hard-linked 4 KB": {"write": 3, "fdatasync": 1, "fallocate": 1, "ftruncate": 1, "unlink": 1},
    "existing 500 KB": REPLACED,
    "new 500 KB": MADE,
}
CHANGERS = {
    "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat",
    "unlink", "unlinkat", "fchmod", "chmod", "fchown", "ftruncate", "fallocate", "fsetxattr",
    "utimensat",
}  # fmt: skip
ALL = {"existing 4 KB": 62, "new 4 KB": 35, "existing 500 KB": 64, "new 500 KB": 35}


@needs_strace
def test_the_fault_points_of_a_save_are_known() -> None:
    tracer = Saver()
    try:
        for case in CASES:
            names = [name for name, _ in tracer.calls(case)]
            changing = {name: names.count(name) for name in CHANGERS & set(names)}
            if case.hard_link:
                assert changing.pop("fsync") >= 2
            assert changing == CHANGING[case.name]
            if sys.version_info[:2] == (3, 11) and case.name in ALL:
                assert len(names) == ALL[case.name]
    finally:
        tracer.close()


@needs_strace
def test_an_error_or_kill_at_any_call_leaves_the_old_file_or_the_new() -> None:
    counts, injected, wrong = run(CASES[:3], ERRORS[:1])
    assert wrong == []
    assert injected >= 2 * sum(counts.values())


@needs_strace
@pytest.mark.ci
@pytest.mark.timeout(900)
def test_all_errors_at_any_call_leave_the_old_file_or_the_new() -> None:
    counts, injected, wrong = run(CASES, ERRORS)
    print(counts, injected)
    assert wrong == []
    assert injected >= 13 * sum(counts.values())
