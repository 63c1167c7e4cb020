"""Text to HTML exactly as a Jekyll site's kramdown does it, whole or block by block.

`to_html` renders a text; `Blocks` keeps a text rendered while it is edited; `KramdownExtension`
gives the same grammar to Python-Markdown. The modules are named after kramdown's Ruby files.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.kramdown.document import to_html
    from editor.kramdown.errors import KramdownError
    from editor.kramdown.extension import KramdownExtension
    from editor.kramdown.fates import Fate, Role, fates
    from editor.kramdown.highlight import highlighted_code, numbered_code
    from editor.kramdown.incremental import BlockPatch, Blocks, Splice
    from editor.kramdown.options import JEKYLL_DEFAULTS, KRAMDOWN_DEFAULTS
    from editor.kramdown.parts import Block

__all__ = [
    "JEKYLL_DEFAULTS",
    "KRAMDOWN_DEFAULTS",
    "Block",
    "BlockPatch",
    "Blocks",
    "Fate",
    "KramdownError",
    "KramdownExtension",
    "Role",
    "Splice",
    "fates",
    "highlighted_code",
    "numbered_code",
    "to_html",
]

load_when_asked(
    __name__,
    {
        "document": "to_html",
        "errors": "KramdownError",
        "extension": "KramdownExtension",
        "fates": "Fate Role fates",
        "highlight": "highlighted_code numbered_code",
        "incremental": "BlockPatch Blocks Splice",
        "options": "JEKYLL_DEFAULTS KRAMDOWN_DEFAULTS",
        "parts": "Block",
    },
)
