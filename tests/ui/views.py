"""The view of an open post, for tests that look at what is seen of it."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QApplication

from editor.ui.notices import Banner
from editor.ui.text import EditorPane
from editor.ui.workbench import OpenPost, PostView


def view_of(post: OpenPost | None) -> PostView:
    """Return the one view on a post."""
    assert post is not None
    found = [
        widget
        for widget in QApplication.allWidgets()
        if isinstance(widget, PostView) and shiboken6.isValid(widget) and widget.post is post
    ]
    assert len(found) == 1, "a post has one view"
    return found[0]


def pane_of(post: OpenPost | None) -> EditorPane:
    """Return the pane that shows a post's text."""
    return view_of(post).pane


def banner_of(post: OpenPost | None) -> Banner:
    """Return the bar above a post's text."""
    return view_of(post).banner
