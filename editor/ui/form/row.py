"""One field of the form: its label with its menu, its editor, and what was refused."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QMenu, QWidget

from editor.ui import look
from editor.ui.form.fields import UNSET, FieldEditor, FieldKind, Shown

LABEL_WIDTH = 78


class LabelButton(QAbstractButton):
    """The field's name; pressing it opens what can be done to the field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_ghost = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(LABEL_WIDTH, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the current palette."""
        palette = look.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font("body")
        font.setItalic(self.is_ghost)
        painter.setFont(font)
        is_hot = self.isEnabled() and self.underMouse()
        if self.isEnabled():
            color = palette.text if is_hot else palette.text_muted
        else:
            color = palette.line_strong
        painter.setPen(QColor(color))
        space = self.rect().adjusted(4, 0, -(18 if is_hot else 2), 0)
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, space.width()
        )
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if is_hot:
            place = QRect(self.width() - 17, (self.height() - 14) // 2, 14, 14)
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(place, look.pixmap("chevron-down", "text_muted", 14, ratio))
        painter.end()


class FieldRow(QWidget):
    """A label, an editor and, when something was refused, the sentence under it."""

    edited = Signal(str, object)  # key and the value to write
    source_edited = Signal(str, str)  # key and the YAML text to write
    picture_wanted = Signal(str)  # key
    action_wanted = Signal(str, str)  # "rename", "remove", "up" or "down", and the key

    def __init__(
        self, kind: FieldKind, editor: FieldEditor, shown: Shown, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.editor = editor
        self.key = shown.key
        self.setObjectName(f"row-{self.key}")
        self.label = LabelButton(self)
        self.label.setText(label_of(self.key))
        self.label.setObjectName(f"label-{self.key}")
        self.label.setAccessibleName(self.tr("Field: %s").replace("%s", self.key))
        self.label.setToolTip(
            self.tr("%s: rename, move or remove this field (Alt+Enter in the field)").replace(
                "%s", self.key
            )
        )
        self.label.setFixedSize(LABEL_WIDTH, 30)
        self.label.clicked.connect(self.open_menu)
        self.message = QLabel(self)
        self.message.setObjectName(f"message-{self.key}")
        look.set_role(self.message, "error")
        self.message.setWordWrap(True)
        self.message.hide()
        editor.setParent(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.Space.XS)
        grid.setVerticalSpacing(2)
        if kind.id == "title":
            self.label.hide()
            grid.addWidget(editor, 0, 0, 1, 2)
        else:
            grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.message, 1, 1)
        grid.setColumnStretch(1, 1)
        editor.edited.connect(self._on_edited)
        editor.source_edited.connect(self._on_source_edited)
        editor.picture_wanted.connect(self._on_picture_wanted)
        editor.complained.connect(self.show_message)
        self.show_value(shown)
        editor.name_parts(label_of(self.key))

    @property
    def wants_whole_width(self) -> bool:
        """Whether the row stands alone in its line."""
        return self.editor.wide

    def show_value(self, shown: Shown) -> None:
        """Show what the document says now."""
        if self.label.is_ghost != (not shown.is_set):
            self.label.is_ghost = not shown.is_set
            self.label.update()
        self.editor.show_value(shown)

    def forget(self) -> None:
        """Forget what was typed and refused: another post is shown in this row."""
        self.editor.forget()
        self.show_message("")

    @Slot(str)
    def show_message(self, sentence: str) -> None:
        """Let a sentence stand under the field; an empty one takes it away."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)

    def make_menu(self) -> QMenu:
        """Make the menu of what can be done to the field."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setObjectName(f"menu-{self.key}")
        for name, text, icon in (
            ("rename", self.tr("Rename field…"), "pencil"),
            ("up", self.tr("Move up"), "arrow-up"),
            ("down", self.tr("Move down"), "arrow-down"),
            ("remove", self.tr("Remove field"), "trash"),
        ):
            action = QAction(look.icon(icon), text, menu)
            action.setData(name)
            action.setEnabled(self.editor.shown.value is not UNSET)
            menu.addAction(action)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    # Inside

    @Slot()
    def open_menu(self) -> None:
        """Open the menu under the label."""
        self.make_menu().popup(self.label.mapToGlobal(QPoint(0, self.label.height())))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.action_wanted.emit(str(action.data()), self.key)

    @Slot(object)
    def _on_edited(self, value: object) -> None:
        self.edited.emit(self.key, value)

    @Slot(str)
    def _on_source_edited(self, source: str) -> None:
        self.source_edited.emit(self.key, source)

    @Slot()
    def _on_picture_wanted(self) -> None:
        self.picture_wanted.emit(self.key)


def label_of(key: str) -> str:
    """Return a key as a label: `featured_image` reads “Featured image”."""
    words = key.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] if words else key
