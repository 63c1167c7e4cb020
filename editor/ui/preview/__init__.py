"""The live preview: a locked-down web view that shows what the render worker sends."""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.ui.preview.environment import prepare_environment
    from editor.ui.preview.pane import PreviewPane
    from editor.ui.preview.scheme import register_scheme

__all__ = [
    "PreviewPane",
    "prepare_environment",
    "register_scheme",
]

load_when_asked(
    __name__,
    {
        "environment": "prepare_environment",
        "pane": "PreviewPane",
        "scheme": "register_scheme",
    },
)
