"""The live preview: a locked-down web view that shows what the render worker sends."""

from editor.ui.preview.environment import prepare_environment
from editor.ui.preview.pane import PreviewPane
from editor.ui.preview.scheme import register_scheme

__all__ = ["PreviewPane", "prepare_environment", "register_scheme"]
