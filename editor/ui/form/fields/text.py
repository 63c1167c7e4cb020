"""Text: one line, or a small pane that grows with what is in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from editor.ui import look
from editor.ui.form.fields.base import UNSET, FieldContext, FieldEditor, Shown

_NO_LIMIT = 2**31 - 1


def text_of(value: object) -> str:
    """Return a scalar value as the form shows it."""
    if value is UNSET or value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def show_in_line(line: QLineEdit, text: str) -> None:
    """Show a text in a line without moving the caret when nothing changed.

    Where it did change the caret keeps its distance from the end that stayed the same.
    """
    old = line.text()
    if old == text:
        return
    caret = line.cursorPosition()
    from_end = len(old) - caret
    line.setText(text)
    if not old:
        line.setCursorPosition(0)
    elif old[:caret] == text[:caret]:
        line.setCursorPosition(caret)
    else:
        line.setCursorPosition(max(0, len(text) - from_end))


class LineField(FieldEditor):
    """One line of text."""

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.line = QLineEdit(self)
        self.line.setMaxLength(_NO_LIMIT)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.editingFinished.connect(self.commit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        if self.is_dirty:
            return
        text = shown.source if shown.text_only else text_of(shown.value)
        show_in_line(self.line, text)
        self.line.setPlaceholderText(ghost_text(self, shown))
        self.line.setToolTip(text if len(text) > 60 else "")

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        return self.line.text()

    def refuse(self) -> None:
        """Keep what was typed, to be corrected; Escape takes the old value back."""
        self._is_dirty = True

    def name_parts(self, label: str) -> None:
        """Name the parts; see the base."""
        self.line.setObjectName(f"field-{self.shown.key}")
        self.line.setAccessibleName(label)

    def _on_text_edited(self, _text: str) -> None:
        self._touch()


def ghost_text(widget: QWidget, shown: Shown) -> str:
    """Return the words that stand in an empty field: the default that `_config.yml` gives."""
    if shown.ghost is UNSET or shown.ghost is None:
        return ""
    value = shown.ghost
    text = ", ".join(map(str, value)) if isinstance(value, list) else text_of(value)
    return widget.tr("%s (default)").replace("%s", text)


class TitleField(LineField):
    """The headline: the first and largest field."""

    wide = True

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look.set_role(self.line, "title")

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        if not self.line.placeholderText():
            self.line.setPlaceholderText(self.tr("Headline"))
        self.line.setToolTip(self.line.text() if len(self.line.text()) > 60 else "")


def offer(line: QLineEdit, words: list[str]) -> None:
    """Exchange what is offered while one types; a list that is open stays, if it is the same.

    Args:
        line: Has a completer.
        words: What it is to offer.
    """
    completer = line.completer()
    model = completer.model()
    if not isinstance(model, QStringListModel) or model.stringList() != words:
        completer.setModel(QStringListModel(words, completer))


class CompletedField(LineField):
    """One line of text with what the site's other posts say offered while typing."""

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        if self.line.completer() is None:
            completer = QCompleter(self._known(), self.line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(self._on_chosen)
            self.line.setCompleter(completer)

    def learn(self) -> None:
        """Offer what the site's posts say by now; see the base."""
        offer(self.line, self._known())

    def _known(self) -> list[str]:
        known = [*self.context.authors] if self.shown.key == "author" else []
        return known + [one for one in self.context.used_values(self.shown.key) if one not in known]

    def _on_chosen(self, _text: str) -> None:
        self._touch(now=True)


class _GrowingPane(QPlainTextEdit):
    """A pane that is as high as its text, between one line and six."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self.max_lines = 6
        self.leave_on_enter = False

    def sizeHint(self) -> QSize:
        lines = min(max(int(self.document().size().height()), 1), self.max_lines)
        frame = 2 * self.frameWidth() + 2 * int(self.document().documentMargin()) + 4
        return QSize(200, max(lines * self.fontMetrics().lineSpacing() + frame, 32))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_size_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.leave_on_enter and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        owner = self.parent()
        if isinstance(owner, FieldEditor):
            owner.commit()

    def _on_size_changed(self) -> None:
        wanted = self.sizeHint().height()
        if self.maximumHeight() != wanted:
            self.setFixedHeight(wanted)

    def text(self) -> str:
        """Return the exact text; Qt's own `toPlainText` turns U+00A0 into a blank."""
        return self.document().toRawText().replace("\u2029", "\n")

    def show_text(self, text: str) -> None:
        """Show a text; the caret stays where the text before it stays."""
        if self.text() == text:
            return
        caret = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(caret, self.document().characterCount() - 1))
        self.setTextCursor(cursor)


class PaneField(FieldEditor):
    """Text of some lines: an excerpt, a description."""

    wide = True
    is_prose = True

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.pane = _GrowingPane(self)
        self.pane.textChanged.connect(self._on_text_changed)
        self._is_showing = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        self.setFocusProxy(self.pane)

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        if self.is_dirty:
            return
        self._is_showing = True
        text = self._text_of(shown)
        self.pane.show_text(text)
        # A summary of one line stays one: Enter leaves it, as in every other field.
        self.pane.leave_on_enter = self.is_prose and "\n" not in text
        self.pane.setPlaceholderText(ghost_text(self, shown))
        self._is_showing = False

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        return self.pane.text()

    def refuse(self) -> None:
        """Keep what was typed, to be corrected; Escape takes the old value back."""
        self._is_dirty = True

    def name_parts(self, label: str) -> None:
        """Name the parts; see the base."""
        self.pane.setObjectName(f"field-{self.shown.key}")
        self.pane.setAccessibleName(label)

    def _text_of(self, shown: Shown) -> str:
        return shown.source if shown.text_only else text_of(shown.value)

    def _on_text_changed(self) -> None:
        if not self._is_showing and self.pane.text() != self._text_of(self.shown):
            self._touch()


class YamlPane(PaneField):
    """A nested value, as the YAML that stands in the post."""

    is_prose = False

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.pane.setFont(look.font("mono"))
        self.pane.max_lines = 8
        self.pane.setTabChangesFocus(True)

    def commit(self) -> None:
        """Hand over what was typed; see the base."""
        self._pause.stop()
        if self._is_dirty:
            self._is_dirty = False
            self.complained.emit("")
            self.source_edited.emit(self.pane.text())

    def _text_of(self, shown: Shown) -> str:
        if shown.value is UNSET:
            return ""
        return shown.source.replace("\r\n", "\n")

    def _on_text_changed(self) -> None:
        if not self._is_showing and self.pane.text() != self._text_of(self.shown):
            self._touch(wait=True)

    def move_to_end(self) -> None:
        """Put the caret behind the last character."""
        self.pane.moveCursor(QTextCursor.MoveOperation.End)
