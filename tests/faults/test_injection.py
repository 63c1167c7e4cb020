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
CHANGING = {
    "existing 4 KB": {"write": 1, "fsync": 2, "linkat": 1, "rename": 1},
    "new 4 KB": {"write": 1, "fsync": 2, "linkat": 1},
}


@needs_strace
def test_the_fault_points_of_a_save_are_known() -> None:
    tracer = Saver()
    try:
        for case in CASES[:2]:
            names = [name for name, _ in tracer.calls(case)]
            wanted = CHANGING[case.name]
            changing = {name: names.count(name) for name in wanted}
            assert changing == wanted
            assert not {"ftruncate", "unlink", "chmod", "fchown", "pwrite64"} & set(names)
            if sys.version_info[:2] == (3, 11):
                assert len(names) == {"existing 4 KB": 58, "new 4 KB": 35}[case.name]
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
