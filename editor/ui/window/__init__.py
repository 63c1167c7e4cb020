"""The main window: panels and text laid out, and connected with the desks."""

from editor.ui.window.main_window import MainWindow

__all__ = ["MainWindow"]
