"""The date: the text of the file, with a calendar, steps by arrow keys, and what it means."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QToolButton, QWidget

from editor.ui import look
from editor.ui.form.fields.base import UNSET, FieldContext, FieldEditor, Shown
from editor.ui.form.fields.date_text import (
    DateText,
    local_text,
    read_date,
    stepped,
    with_moment,
)
from editor.ui.form.fields.text import ghost_text, show_in_line, text_of

_DAY_ONLY = "2000-01-01"


class DateField(FieldEditor):
    """A date with or without time, in the shape in which the author writes it."""

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.line = QLineEdit(self)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.editingFinished.connect(self.commit)
        self.line.installEventFilter(self)
        self.choose = self.line.addAction(
            look.icon("calendar", "text_muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        self.choose.setToolTip(self.tr("Choose a day (Alt+Down)"))
        self.choose.triggered.connect(self._on_calendar_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        self.setFocusProxy(self.line)
        self._calendar: QCalendarWidget | None = None

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        if self.is_dirty:
            return
        show_in_line(self.line, self._source_text())
        self.line.setPlaceholderText(
            ghost_text(self, shown) or self.tr("2025-09-06 07:30:00 +0000")
        )
        self._explain()

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        text = self.line.text().strip()
        if not text:
            return None
        known = read_date(text)
        if known is None:
            self.complained.emit(
                self.tr(
                    "This is no date that Jekyll can read. Write it as 2025-09-06 or "
                    "2025-09-06 07:30:00 +0100; until then the post keeps its date."
                )
            )
            return UNSET
        if isinstance(self.shown.value, str) and self.shown.value:
            return text
        return self._value_of(known)

    def refuse(self) -> None:
        """Keep what was typed, to be corrected; Escape takes the old value back."""
        self._is_dirty = True

    def name_parts(self, label: str) -> None:
        """Name the parts; see the base."""
        self.line.setObjectName(f"field-{self.shown.key}")
        self.line.setAccessibleName(label)
        self.choose.setObjectName(f"field-{self.shown.key}-calendar")
        self.choose.setText(self.tr("Choose the day of: %s").replace("%s", label))
        for button in self.line.findChildren(QToolButton):
            button.setObjectName(self.choose.objectName())
            button.setAccessibleName(self.choose.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See keys and focus before the widgets do."""
        if watched is self.line and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if step == -1 and is_press and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._on_calendar_wanted()
                return True
            if step and is_press:
                self._step(step)
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _source_text(self) -> str:
        if not self.shown.is_set:
            return ""
        source = self.shown.source.strip()
        if len(source) > 1 and source[0] in "'\"" and source[-1] == source[0]:
            source = source[1:-1]
        return source if read_date(source) else text_of(self.shown.value)

    def _value_of(self, known: DateText) -> object:
        moment = known.moment
        if not isinstance(moment, datetime) or not known.has_seconds:
            # Without seconds YAML takes it for text, and Jekyll reads that in the site's zone.
            return moment if not isinstance(moment, datetime) else known.text
        if moment.tzinfo is None:
            # Ruby reads a moment without zone as UTC; the shape keeps it unwritten.
            old = self.shown.value
            if isinstance(old, datetime) and old.tzinfo is None:
                return moment
            return moment.replace(tzinfo=UTC)
        return moment

    def _on_text_edited(self, text: str) -> None:
        known = read_date(text.strip())
        before = read_date(self._source_text())
        # Half a date may look like a whole one (2025-09-06 on the way to its time): only digits
        # changed in the author's shape are written while typing.
        same_shape = known is not None and before is not None and known.shape == before.shape
        self._touch(wait=not same_shape)
        if not same_shape:
            self._pause.stop()
        self._explain()

    def _step(self, steps: int) -> None:
        caret = self.line.cursorPosition()
        text = stepped(self.line.text(), caret, steps)
        if text is not None:
            self.line.setText(text)
            self.line.setCursorPosition(caret)
            self._touch(now=True)
            self._explain()

    def _explain(self) -> None:
        known = read_date(self.line.text().strip())
        if known is None:
            self.line.setToolTip("")
            return
        moment = known.moment
        words = QLocale().toString(
            QDate(moment.year, moment.month, moment.day), QLocale.FormatType.LongFormat
        )
        local = local_text(known, self.context.timezone)
        if local:
            zone = self.context.timezone or self.tr("this computer's time zone")
            if known.zone:
                words += self.tr(". On the site: %1 (%2)").replace("%1", local).replace("%2", zone)
            else:
                words += (
                    self.tr(". No zone is written, so Jekyll reads it as UTC. On the site: %1 (%2)")
                    .replace("%1", local)
                    .replace("%2", zone)
                )
        self.line.setToolTip(words)

    @Slot()
    def _on_calendar_wanted(self) -> None:
        if self._calendar is None:
            self._calendar = QCalendarWidget(self)
            self._calendar.setWindowFlag(Qt.WindowType.Popup)
            self._calendar.setAccessibleName(self.tr("Calendar"))
            self._calendar.setVerticalHeaderFormat(
                QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
            )
            self._calendar.activated.connect(self._on_day_chosen)
            self._calendar.clicked.connect(self._on_day_chosen)
        known = read_date(self.line.text().strip())
        day = known.moment if known else datetime.now(UTC).date()
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._calendar.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        self._calendar.show()
        self._calendar.setFocus()

    def _on_day_chosen(self, day: QDate) -> None:
        if self._calendar is not None:
            self._calendar.hide()
        known = read_date(self.line.text().strip()) or read_date(_DAY_ONLY)
        if known is None:
            return
        chosen = date(day.year(), day.month(), day.day())
        moment = known.moment
        if isinstance(moment, datetime):
            moment = moment.replace(year=chosen.year, month=chosen.month, day=chosen.day)
        else:
            moment = chosen
        self.line.setText(with_moment(known, moment))
        self._touch(now=True)
        self._explain()
        self.line.setFocus()
