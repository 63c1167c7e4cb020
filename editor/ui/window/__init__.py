"""The window that joins the zones, and the desks that do its work."""

from editor.ui.window.main_window import MainWindow
from editor.ui.window.post_tab import PostTab

__all__ = ["MainWindow", "PostTab"]
