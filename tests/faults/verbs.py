"""Children that run one command line and leave, for tracers: `python -m tests.faults.verbs`.

Speaks as tests/faults/saver.py does; a request names the arguments and where the two outputs go.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import Any

from tests.faults.saver import BUG, serve


def run_verb(request: dict[str, Any]) -> int:
    from editor.__main__ import main

    for stream, name in ((sys.stdout, "out"), (sys.stderr, "error")):
        handle = os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, stream.fileno())
        os.close(handle)
    os.getppid()
    try:
        code = main(request["arguments"])
    except BaseException:  # noqa: BLE001 - any error that gets out is a finding
        traceback.print_exc()
        code = BUG
    os.getppid()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def main() -> None:
    # Loaded before the fork: what a verb reads of the program itself is not its fault point.
    from editor.cli import VERBS

    for verb in VERBS:
        importlib.import_module(f"editor.cli.verbs.{verb.module}")
    serve(run_verb)


if __name__ == "__main__":
    main()
