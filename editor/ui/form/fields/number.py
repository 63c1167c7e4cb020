"""Numbers: typed as they are, written as numbers."""

from __future__ import annotations

import math
import re

from editor.ui.form.fields.base import UNSET, Shown
from editor.ui.form.fields.text import LineField, ghost_text, show_in_line

_INTEGER = re.compile(r"[-+]?\d{1,4000}\Z")
_FLOAT = re.compile(r"[-+]?\d+\.\d+\Z")


class NumberField(LineField):
    """An integer, or a number with a fraction."""

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        if self.is_dirty:
            return
        # The source, not Python's idea of it: 1_000 and 0x1F stay what the author wrote.
        show_in_line(self.line, shown.source.strip() if shown.is_set else "")
        self.line.setPlaceholderText(ghost_text(self, shown))

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        text = self.line.text().strip()
        if not text:
            return None
        if text == self.shown.source.strip():
            return self.shown.value
        if _INTEGER.match(text):
            return int(text)
        if _FLOAT.match(text) and math.isfinite(float(text)):
            return float(text)
        self.complained.emit(
            self.tr("This field holds a number; the post keeps the old one until it is one again.")
        )
        return UNSET
