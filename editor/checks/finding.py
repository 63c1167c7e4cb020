"""What the checks say: findings, how bad they are, and how they are mended. Plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from editor.edit import Edit


class Severity(enum.Enum):
    """How bad a finding is."""

    ERROR = "error"  # Jekyll stops, or the page is not the one that was meant
    WARNING = "warning"  # readers will stumble over it
    NOTE = "note"  # worth knowing


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair of the post's text.

    Attributes:
        sentence: What it does.
        edits: Each fits the text after the ones before it.
        is_sure: It says what the post means already, or what can only be meant; `check --fix`
            makes it unasked. The others are likely, and a person chooses.
    """

    sentence: str
    edits: tuple[Edit, ...]
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in a post.

    Attributes:
        check: Id of the check.
        severity: How bad it is.
        sentence: What is wrong, and what to do.
        line: Of the post's text, from 0.
        column: In code points, from 0.
        fix: A repair, where one is known.
        overridden: Whether the post says that it is meant so.
    """

    check: str
    severity: Severity
    sentence: str
    line: int
    column: int
    fix: Fix | None = None
    overridden: bool = False
