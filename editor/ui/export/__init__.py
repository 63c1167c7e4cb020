"""Export posts as one file: what goes in, what stays, how far it is, what came of it."""

from editor.ui.export.dialog import ExportDialog

__all__ = ["ExportDialog"]
