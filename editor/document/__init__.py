"""A post open for editing: its text of record, undo, and what the disk did meanwhile."""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.document import conflict
    from editor.document.coding import Coding, decode
    from editor.document.document import Document, Snapshot
    from editor.document.errors import DocumentError, NotEncodable, ReadOnlyDocument, StaleEdit

__all__ = [
    "Coding",
    "Document",
    "DocumentError",
    "NotEncodable",
    "ReadOnlyDocument",
    "Snapshot",
    "StaleEdit",
    "conflict",
    "decode",
]

load_when_asked(
    __name__,
    {
        "coding": "Coding decode",
        "document": "Document Snapshot",
        "errors": "DocumentError NotEncodable ReadOnlyDocument StaleEdit",
    },
)
