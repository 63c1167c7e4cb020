"""A text that is no Markdown, as one block: HTML that goes out as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from editor.edit import Edit
from editor.kramdown import Block, BlockPatch, Splice
from editor.text_lines import TextLines


class PlainBlocks:
    """Stands in for `editor.kramdown.Blocks`: one block, made anew with every edit."""

    tail = ""
    """Nothing stands behind the last block."""

    def __init__(self, text: str) -> None:
        self._lines = TextLines(text)
        self._keys = 0
        self.blocks: Sequence[Block] = (self._block(),)

    def update(self, edit: Edit) -> BlockPatch:
        """Apply an edit of the text.

        Raises:
            ValueError: The text does not hold what the edit removes at that place.
        """
        self._lines.apply(edit)
        self._keys += 1
        self.blocks = (self._block(),)
        return BlockPatch((Splice(0, 1, tuple(self.blocks)),), None)

    def _block(self) -> Block:
        count = len(self._lines.all)
        return Block(self._keys, self._lines.text, count - (not self._lines.all[-1]))
