"""What a block parser is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser


@dataclass(frozen=True, slots=True)
class BlockParser:
    """One construct: where it may start and how it is read.

    Attributes:
        start: Matches at the place where the construct may start.
        parse: Reads it and says whether it was one; gets the parser and the match.
    """

    start: re.Pattern[str]
    parse: Callable[[Parser, re.Match[str]], bool]


class EndTagFound(Exception):
    """The end tag of the HTML element being filled was read; ends its `parse_blocks`."""
