"""A process that forks children for strace to catch, so that a fault costs no start of Python."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Call:
    """One system call of a trace.

    Attributes:
        name: Of the call.
        number: The how-manieth of that name it is in its thread.
        line: As strace wrote it, with the paths of open files.
    """

    name: str
    number: int
    line: str


def is_possible() -> bool:
    """Tell whether strace may attach here."""
    return shutil.which("strace") is not None and os.geteuid() == 0


class Tracer:
    """Runs requests in children of a module that answers as tests/faults/saver.py does.

    Attributes:
        root: A folder of the tracer's own; `state` in it is the children's state folder.
    """

    def __init__(self, module: str) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="sf-", dir="/tmp"))
        environment = {
            **os.environ,
            "XDG_STATE_HOME": str(self.root / "state"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
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
        shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def trace(self, request: dict[str, object], calls: str) -> list[Call]:
        """Return the calls that the child makes between the two times it asks for its parent."""
        trace = self.root / "trace"
        self.run(request, ["-y", "-e", f"trace={calls},getppid", "-o", str(trace)])
        counted: dict[tuple[str, str], int] = {}
        found = []
        inside = False
        for line in trace.read_text(errors="replace").splitlines():
            match = re.match(r"(?:(\d+) +)?(\w+)\(", line)
            if match is None:
                continue
            thread, name = match[1] or "", match[2]
            if name == "getppid":
                if inside:
                    break
                inside = True
                continue
            # strace counts each thread for itself.
            number = counted[thread, name] = counted.get((thread, name), 0) + 1
            if inside:
                found.append(Call(name, number, line))
        return found

    def fault(self, request: dict[str, object], call: str, number: int, what: str) -> int:
        """Run with one fault: `what` is an strace injection, such as `error=EIO`."""
        inject = f"inject={call}:{what}:when={number}"
        return self.run(request, ["-e", f"trace={call}", "-e", inject, "-o", "/dev/null"])

    def run(self, request: dict[str, object], options: list[str]) -> int:
        """Run a request under strace; return the child's exit status (negative for a signal)."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
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


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the child or strace did not come")
        time.sleep(0.001)


def tell(counts: dict[str, int], what: str, injected: int, wrong: list[str]) -> int:
    """Print what a run of faults found; return the exit status."""
    for name, count in counts.items():
        print(f"{name}: {count} {what}")
    print(f"{injected} faults injected, {len(wrong)} broken promises")
    for line in wrong:
        print(line)
    return 1 if wrong else 0
