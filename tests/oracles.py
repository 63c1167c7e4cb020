"""Ruby as the judge: one long-lived process per oracle, JSON lines in and out."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

from tests.shared import TOOLS


class RubyOracle:
    """A running oracle of `../shared/tools`, such as `RubyOracle("kramdown_oracle.rb")`."""

    def __init__(self, script: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            ["ruby", str(TOOLS / script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"TZ": "UTC", "LANG": "C.UTF-8"},
        )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send one request and return its answer."""
        return self.ask_all([request])[0]

    def ask_all(self, requests: Iterable[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        """Send many requests and return their answers in order."""
        lines = [json.dumps(each) + "\n" for each in requests]
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None

        def send() -> None:
            stdin.writelines(lines)
            stdin.flush()

        sender = threading.Thread(target=send)
        sender.start()
        answers = []
        for _ in lines:
            line = stdout.readline()
            assert line, "the oracle ended"
            answers.append(json.loads(line))
        sender.join()
        return answers

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> RubyOracle:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
