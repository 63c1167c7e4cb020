"""What can go wrong with an open post."""

from __future__ import annotations

from editor.errors import StandfirstError


class DocumentError(StandfirstError):
    """An open post could not be changed or handed over as asked."""


class ReadOnlyDocument(DocumentError):
    """The post is open for reading only; nothing was changed."""


class StaleEdit(DocumentError, ValueError):
    """An edit was made for another revision of the text; nothing was changed."""


class NotEncodable(DocumentError):
    """The text holds characters that the post's encoding cannot hold."""
