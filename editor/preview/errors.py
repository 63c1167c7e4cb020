"""What can go wrong in the preview; the text is never touched by it."""

from editor.errors import StandfirstError


class PreviewError(StandfirstError):
    """The preview could not follow the text."""


class OutOfStep(PreviewError, ValueError):
    """An edit does not fit the text that the worker holds."""

    def __init__(self) -> None:
        super().__init__("The preview lost its place and starts again.", "edit does not fit")
