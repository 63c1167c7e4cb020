"""Processes of ours: what parses a post's body, reads a site or a picture runs in one of its own.

Every one of them ends with the process that started it, however that ends. Where the system has
what it takes (Linux), all are forked from one host that has the libraries loaded already; elsewhere
each is a new interpreter.
"""

from editor.processes.bounds import INTEGER_DIGITS
from editor.processes.errors import ProcessError
from editor.processes.program import own_program
from editor.processes.verbs import Ran, run_program
from editor.processes.worker import (
    WorkerProcess,
    prepare_workers,
    start_worker,
)

__all__ = [
    "INTEGER_DIGITS",
    "ProcessError",
    "Ran",
    "WorkerProcess",
    "own_program",
    "prepare_workers",
    "run_program",
    "start_worker",
]
