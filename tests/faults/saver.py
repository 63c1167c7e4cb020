"""Children that save once and leave, for tracers to catch: `python -m tests.faults.saver`.

Reads one JSON request a line, forks, answers with the child's process id. The child stops itself;
who continues it has had the time to attach. A second line on the standard output tells its status.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

SAVED, WARNED, FAILED, DAMAGED, CHANGED, OTHER_REFUSAL, BUG = 0, 1, 10, 11, 12, 20, 99


def old_data(size: int) -> bytes:
    return (b"old " * (size // 4 + 1))[:size]


def new_data(size: int) -> bytes:
    return (b"new " * (size // 4 + 1))[: size + 9]


def save_once(request: dict[str, object]) -> int:
    from editor.errors import StandfirstError
    from editor.storage import ChangedOnDisk, Digest, SaveFailed, save

    size = int(str(request["size"]))
    expected = None if request["new"] else Digest.of(old_data(size))
    path = Path(str(request["path"]))
    os.getppid()
    try:
        saved = save(path, new_data(size), expected=expected)
    except SaveFailed as error:
        code = FAILED if error.safe else DAMAGED
    except ChangedOnDisk:
        code = CHANGED
    except StandfirstError:
        code = OTHER_REFUSAL
    except BaseException:  # noqa: BLE001 - any other error is a finding
        traceback.print_exc()
        code = BUG
    else:
        code = WARNED if saved.warning else SAVED
    os.getppid()
    return code


def serve(work: Callable[[dict[str, object]], int]) -> None:
    """Do the work of each request in a child; its status is what the work returns."""
    logging.disable()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(work(request))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def main() -> None:
    # All that a save may need is loaded before the fork: a fault is to hit the save, no import.
    from editor.storage import Journal, save, sweep, versions  # noqa: F401

    serve(save_once)


if __name__ == "__main__":
    main()
