"""Words, and how long they take to read."""

from __future__ import annotations

import re

_WORDS_A_MINUTE = 220
_LETTER = re.compile(r"\w")


def count_words(text: str) -> int:
    """Return the number of words: runs of characters with a letter or digit in them."""
    return sum(1 for run in text.split() if _LETTER.search(run))


def reading_minutes(words: int) -> int:
    """Return how long the words take to read, at least a minute."""
    return max(1, round(words / _WORDS_A_MINUTE))
