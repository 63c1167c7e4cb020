"""Export posts as one file: what goes in, what stays, how far it is, what came of it."""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.ui.export.dialog import ExportDialog

__all__ = [
    "ExportDialog",
]

load_when_asked(
    __name__,
    {
        "dialog": "ExportDialog",
    },
)
