"""What a worker does first, however it was started, and how its function is run."""

from __future__ import annotations

import contextlib
import pickle
import sys
from multiprocessing.connection import Connection

from editor.processes.bounds import INTEGER_DIGITS


def run(call: bytes, connection: Connection, memory_bytes: int) -> None:
    """Hold this process to its bounds and run the function that it was started for.

    Args:
        call: `(target, args)`, pickled.
        connection: The worker's end of the pipe.
        memory_bytes: Cap on the address space.
    """
    sys.set_int_max_str_digits(INTEGER_DIGITS)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            held_to = resource.getrlimit(resource.RLIMIT_AS)[1]  # a worker's worker: the same bound
            if held_to != resource.RLIM_INFINITY:
                memory_bytes = min(memory_bytes, held_to)
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    target, args = pickle.loads(call)  # noqa: S301 - from our own parent
    with contextlib.suppress(KeyboardInterrupt):
        target(connection, *args)
