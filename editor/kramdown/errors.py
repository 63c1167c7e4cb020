"""What can go wrong when a text is rendered: nothing but options that make no sense."""

from editor.errors import StandfirstError


class KramdownError(StandfirstError, ValueError):
    """An option of kramdown has a value that kramdown refuses too."""
