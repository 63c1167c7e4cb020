"""The editing pane: the body of a post as text, with highlighting, find and typing helps."""

from editor.ui.text.finding import FindBar
from editor.ui.text.highlighter import HighlightColors, MarkdownHighlighter
from editor.ui.text.pane import EditorPane

__all__ = ["EditorPane", "FindBar", "HighlightColors", "MarkdownHighlighter"]
