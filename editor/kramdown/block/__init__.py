"""The blocks of the grammar, one module per construct; their order is meaning."""

from __future__ import annotations

from editor.kramdown.block.abbreviation import ABBREV_DEFINITION
from editor.kramdown.block.blank_line import BLANK
from editor.kramdown.block.blockquote import BLOCKQUOTE
from editor.kramdown.block.codeblock import CODEBLOCK, FENCED, FENCED_GFM
from editor.kramdown.block.definition_list import DEFINITION_LIST
from editor.kramdown.block.eob import EOB
from editor.kramdown.block.extensions import BLOCK_EXTENSIONS
from editor.kramdown.block.footnote import FOOTNOTE_DEFINITION
from editor.kramdown.block.header import ATX_HEADER, ATX_HEADER_GFM, ATX_HEADER_QUIRK, SETEXT_HEADER
from editor.kramdown.block.horizontal_rule import HORIZONTAL_RULE
from editor.kramdown.block.html import BLOCK_HTML
from editor.kramdown.block.kinds import BlockParser, EndTagFound
from editor.kramdown.block.link import LINK_DEFINITION
from editor.kramdown.block.list import LIST, LIST_GFM
from editor.kramdown.block.math import BLOCK_MATH
from editor.kramdown.block.paragraph import PARAGRAPH
from editor.kramdown.block.table import TABLE

__all__ = ["BLOCKS", "FLAT_BLOCKS", "SMARTYPANTS", "BlockParser", "EndTagFound"]


def _blocks(*, gfm: bool, quirk: bool) -> tuple[BlockParser, ...]:
    header = ATX_HEADER
    if gfm:
        header = ATX_HEADER_QUIRK if quirk else ATX_HEADER_GFM
    return (
        BLANK,
        CODEBLOCK,
        FENCED_GFM if gfm else FENCED,
        BLOCKQUOTE,
        header,
        HORIZONTAL_RULE,
        LIST_GFM if gfm else LIST,
        DEFINITION_LIST,
        BLOCK_HTML,
        SETEXT_HEADER,
        BLOCK_MATH,
        TABLE,
        FOOTNOTE_DEFINITION,
        LINK_DEFINITION,
        ABBREV_DEFINITION,
        BLOCK_EXTENSIONS,
        EOB,
        PARAGRAPH,
    )


BLOCKS = {
    (gfm, quirk): _blocks(gfm=gfm, quirk=quirk) for gfm in (False, True) for quirk in (False, True)
}
"""The parsers in order, by (GFM input, `paragraph_end` quirk)."""
FLAT_BLOCKS = {
    key: tuple(
        each
        for each in parsers
        if each
        not in (BLOCKQUOTE, LIST, LIST_GFM, DEFINITION_LIST, BLOCK_HTML, FOOTNOTE_DEFINITION)
    )
    for key, parsers in BLOCKS.items()
}
"""Those that nest nothing: all that is left when blocks are nested too deep."""
SMARTYPANTS = (BLOCK_HTML,)
"""For Jekyll's `smartify` (`converters/smartypants.rb`): all else is text in the root itself."""
