"""A post open for editing: its text of record, undo, and what the disk did meanwhile."""

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
