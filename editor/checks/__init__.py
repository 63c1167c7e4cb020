"""What is wrong with a post, said in sentences with lines. One module per check, one table."""

from editor.checks.check import Check, Found, Subject
from editor.checks.errors import CheckError, UnknownCheck
from editor.checks.finding import Finding, Fix, Severity
from editor.checks.fixing import with_fixes
from editor.checks.run import CHECKS, run

__all__ = [
    "CHECKS",
    "Check",
    "CheckError",
    "Finding",
    "Fix",
    "Found",
    "Severity",
    "Subject",
    "UnknownCheck",
    "run",
    "with_fixes",
]
