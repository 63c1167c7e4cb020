"""The views on open posts: each shows one post's text; the writer is in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.ui.notices import Banner
from editor.ui.text import EditorPane, FindBar

if TYPE_CHECKING:
    from editor.ui.workbench.open_post import OpenPost


class PostView(QWidget):
    """One view on a post: its notices, the find bar and the text.

    Attributes:
        post: What it shows.
    """

    def __init__(self, post: OpenPost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("post_tab")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.post = post
        self.pane = EditorPane(self)
        self.pane.setProperty("role", "writing")
        self.find_bar = FindBar(self.pane, self)
        self.banner = Banner(post.notices, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.pane, 1)
        self.setFocusProxy(self.pane)
        post.access_changed.connect(self._on_access_changed)

    def show_text(self) -> None:
        """Show the post's text; once fonts and colours are there, which costs less while empty."""
        self.pane.show_document(self.post.document)

    def seen_line(self) -> float:
        """Return the document's line at the top edge; at the very top, the head of the page."""
        if self.pane.verticalScrollBar().value() == 0:
            return 0.0
        return self.pane.top_line()

    def end(self) -> None:
        """Show nothing any more: the post is being closed."""
        self.banner.end()
        self.pane.show_document(None)

    @Slot()
    def _on_access_changed(self) -> None:
        """Show the document anew, readable or writable; the cursor stays."""
        cursor, scrolled = self.pane.textCursor(), self.pane.verticalScrollBar().value()
        anchor, place = cursor.anchor(), cursor.position()
        self.show_text()
        cursor = self.pane.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
        self.pane.setTextCursor(cursor)
        self.pane.verticalScrollBar().setValue(scrolled)


class Views(QObject):
    """Which views there are, the one that is written in, and what is seen round them.

    Attributes:
        is_raw: Whether the front matter is shown as the YAML it is.
        is_full_screen: Whether the window fills the screen.
    """

    scrolled = Signal(object)  # a PostView whose text was scrolled

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: list[PostView] = []
        self._current: PostView | None = None
        self.is_raw = False
        self.is_full_screen = False

    @property
    def all(self) -> tuple[PostView, ...]:
        """Every view."""
        return tuple(self._all)

    @property
    def current(self) -> PostView | None:
        """The view that is written in; None where no post is shown."""
        return self._current

    @property
    def active(self) -> PostView:
        """The view that is written in; for commands that are enabled only with one."""
        if self._current is None:
            raise LookupError("no post is shown")
        return self._current

    def of(self, post: OpenPost | None) -> PostView | None:
        """Return a view on a post, the one that is written in before others; None if it has none.

        Args:
            post: Which; none has no view.
        """
        if self._current is not None and self._current.post is post:
            return self._current
        return next((view for view in self._all if view.post is post), None)

    def add(self, view: PostView) -> None:
        """Take a view among them."""
        self._all.append(view)

    def remove(self, view: PostView) -> None:
        """Forget a view."""
        self._all.remove(view)
        if view is self._current:
            self.make_current(None)

    def make_current(self, view: PostView | None) -> None:
        """Write in this view from now on."""
        self._current = view
