"""What can go wrong when a post is made a page."""

from editor.errors import StandfirstError


class ThemeError(StandfirstError):
    """A post could not be made a page."""
