"""The site as its own Jekyll builds it, beside what this program shows: what differs, and why.

Comparing runs the site's own Ruby, so nothing here starts before the caller's person has said yes.
Jekyll builds into a temporary folder; the site is only read.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.compare.comparing import compare
    from editor.compare.comparison import Cause, Comparison, Difference, DifferingPage, Kind
    from editor.compare.errors import Cancelled, CompareError, JekyllFailed, NoJekyll, NotAsked
    from editor.compare.jekyll import Jekyll, find_jekyll
    from editor.compare.memory import last_comparison

__all__ = [
    "Cancelled",
    "Cause",
    "CompareError",
    "Comparison",
    "Difference",
    "DifferingPage",
    "Jekyll",
    "JekyllFailed",
    "Kind",
    "NoJekyll",
    "NotAsked",
    "compare",
    "find_jekyll",
    "last_comparison",
]

load_when_asked(
    __name__,
    {
        "comparing": "compare",
        "comparison": "Cause Comparison Difference DifferingPage Kind",
        "errors": "Cancelled CompareError JekyllFailed NoJekyll NotAsked",
        "jekyll": "Jekyll find_jekyll",
        "memory": "last_comparison",
    },
)
