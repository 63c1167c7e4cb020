"""The preview without a window: a worker process that renders, and the client that keeps it honest.

Nothing here parses a post in the program's own process. `ui.preview` shows what comes back.
`Renderer` (in `renderer.py`) is not brought here: it loads the grammar, and the window does not.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.preview.client import Limits, PreviewClient
    from editor.preview.errors import PreviewError
    from editor.preview.messages import (
        Asset,
        BlockHtml,
        Page,
        PageNote,
        Patch,
        Reply,
        SheetsChanged,
        Shell,
        Splice,
        Status,
        StatusKind,
        View,
    )

__all__ = [
    "Asset",
    "BlockHtml",
    "Limits",
    "Page",
    "PageNote",
    "Patch",
    "PreviewClient",
    "PreviewError",
    "Reply",
    "SheetsChanged",
    "Shell",
    "Splice",
    "Status",
    "StatusKind",
    "View",
]

load_when_asked(
    __name__,
    {
        "client": "Limits PreviewClient",
        "errors": "PreviewError",
        "messages": (
            "Asset BlockHtml Page PageNote Patch Reply SheetsChanged Shell Splice Status "
            "StatusKind View"
        ),
    },
)
