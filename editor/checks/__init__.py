"""What is wrong with a post, said in sentences with lines. One module per check, one table.

The window asks a process (`CheckClient`) and loads none of the checks itself; `run` and the table
come when they are first named.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.checks.check import Check, Found, Subject
    from editor.checks.errors import CheckError, UnknownCheck
    from editor.checks.finding import Finding, Fix, Severity
    from editor.checks.fixing import with_fixes
    from editor.checks.process import CheckClient, CheckLimits
    from editor.checks.table import CHECKS, run
    from editor.checks.worker import Checked, CheckRequest

__all__ = [
    "CHECKS",
    "Check",
    "CheckClient",
    "CheckError",
    "CheckLimits",
    "CheckRequest",
    "Checked",
    "Finding",
    "Fix",
    "Found",
    "Severity",
    "Subject",
    "UnknownCheck",
    "run",
    "with_fixes",
]

load_when_asked(
    __name__,
    {
        "check": "Check Found Subject",
        "errors": "CheckError UnknownCheck",
        "finding": "Finding Fix Severity",
        "fixing": "with_fixes",
        "process": "CheckClient CheckLimits",
        "table": "CHECKS run",
        "worker": "CheckRequest Checked",
    },
)
