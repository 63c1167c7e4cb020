"""What is wrong with a post, said in sentences with lines. One module per check, one table."""

from editor.checks.check import Addresses, Check, Finding, Fix, Found, Level, Subject
from editor.checks.errors import CheckError, UnknownCheck
from editor.checks.pages import pages_of
from editor.checks.run import CHECKS, run, urls_of

__all__ = [
    "CHECKS",
    "Addresses",
    "Check",
    "CheckError",
    "Finding",
    "Fix",
    "Found",
    "Level",
    "Subject",
    "UnknownCheck",
    "pages_of",
    "run",
    "urls_of",
]
