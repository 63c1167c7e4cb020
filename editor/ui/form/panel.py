"""The form: shows `Document.post`, asks `Document` for edits, and keeps no value of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.edit import Change, Origin
from editor.errors import StandfirstError
from editor.ui import look
from editor.ui.form import writing
from editor.ui.form.add_field import add_menu, asked_name
from editor.ui.form.address import AddressLine
from editor.ui.form.addresses import Addresses
from editor.ui.form.keys import FormKeys
from editor.ui.form.raw_yaml import RawYaml
from editor.ui.form.reading import context_of, shown_fields, summary_of, yaml_lines
from editor.ui.form.rows import FieldRows
from editor.ui.form.scroll import RowsScroll
from editor.ui.form.trouble import Trouble

if TYPE_CHECKING:
    from editor.document import Document
    from editor.post import Problem
    from editor.post.mend import Mend
    from editor.site import Choices, KeyUsage, Site
    from editor.ui.form.row import FieldRow
    from editor.ui.tasks import Tasks

log = logging.getLogger(__name__)


class FormPanel(QWidget):
    """Front matter as a form, folding to one line, with the raw YAML one toggle away."""

    picture_wanted = Signal(object)  # the key (or path of keys) whose picture is to be chosen
    refused = Signal(str)  # why an edit was not made, for the status bar
    rename_wanted = Signal()  # the user asks for a file name that fits date and title
    raw_changed = Signal(bool)  # whether the raw YAML is shown because the user asked for it

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Make an empty form.

        Args:
            tasks: The window's threads: the form itself asks nothing of the site's disk.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName("form-panel")
        self.setAccessibleName(self.tr("Fields of the post"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.set_role(self, "form")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._document: Document | None = None
        self._site: Site | None = None
        self._tasks = tasks
        self._choices: Choices | None = None
        self._site_path: str | None = None
        self._defaults: Mapping[str, object] = {}
        self._addresses = Addresses()
        self._unsubscribe: Callable[[], None] | None = None
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(0)
        self._refresh_timer.timeout.connect(self._refresh)
        self._is_raw = False
        self._tab_stops: list[QWidget] = []
        self._is_folded = False
        self._build()
        self.show_document(None, None, None, None)

    # What the window asks

    def show_document(
        self,
        document: Document | None,
        site: Site | None,
        site_path: str | None,
        choices: Choices | None,
    ) -> None:
        """Show a document's front matter, or nothing.

        Args:
            document: The open post.
            site: Its site, for defaults and the URL.
            site_path: The post's path inside the site; None while it has none.
            choices: What the site offers; None while that was not read. The fields show what the
                post says all the same, and learn the rest when it comes.
        """
        is_other_site, has_learnt = site is not self._site, choices != self._choices
        if is_other_site or document is not self._document:
            # Not when a reading of the site was done: it cuts no half typed date short.
            self.commit()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if document is not self._document:
            for row in self._rows.rows:
                row.forget()
        self._document, self._site, self._choices = document, site, choices
        self._site_path = site_path
        self._defaults = {}
        if site is not None and site_path:
            with suppress(StandfirstError, OSError):
                self._defaults = site.defaults_for(site_path)
        self._context = context_of(site, choices, site_path, self._tasks)
        self._addresses = Addresses(site, site_path)
        if is_other_site:
            self._rows.clear()
        if document is not None:
            self._unsubscribe = document.subscribe(self._on_document_changed)
        self._refresh()
        if has_learnt:
            # At the start and after each save: rows made anew would take the focus from who types
            # in one.
            for row in self._rows.rows:
                row.editor.learn()

    @Slot()
    def commit(self) -> None:
        """Hand over what was typed and rests still in a field; call it before a save."""
        for row in self._rows.rows:
            row.editor.commit()

    @property
    def is_raw(self) -> bool:
        """Whether the raw YAML is shown because the user asked for it."""
        return self._is_raw

    @Slot(bool)
    def set_raw(self, on: bool) -> None:
        """Show the raw YAML instead of the form."""
        self.commit()
        self._is_raw = on
        self._raw_button.setChecked(on)
        self.raw_changed.emit(on)
        if on:
            self.set_folded(False)
        self._refresh()
        if on and self._document is not None:
            self._raw.setFocus()

    @Slot(bool)
    def set_folded(self, on: bool) -> None:
        """Fold the form to its title and one summary line."""
        self._is_folded = on
        self._fold_button.setIcon(look.icon("chevron-down" if on else "chevron-up"))
        self._fold_button.setToolTip(self.tr("Unfold the form") if on else self.tr("Fold the form"))
        self._refresh()

    @Slot()
    def focus_title(self) -> None:
        """Put the caret into the headline."""
        row = self._rows.row("title")
        (row.editor if row is not None else self._raw).setFocus()

    @Slot(object, str)
    def set_picture(self, key: object, reference: str) -> None:
        """Write the picture that was chosen after `picture_wanted`."""
        if isinstance(key, str):
            self._on_edited(key, reference)

    # Building

    def _build(self) -> None:
        self._rows = FieldRows(self)
        self._rows.setObjectName("form-rows")
        self._keys = FormKeys(self._rows, self)
        self._keys.undo_wanted.connect(self._on_undo_wanted)
        self._rows.row_made.connect(self._on_row_made)
        self._rows.height_changed.connect(self._fit)
        self._scroll = RowsScroll(self._rows, self)
        self._summary = QLabel(self)
        self._summary.setObjectName("form-summary")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        look.set_role(self._summary, "muted")
        self._trouble = Trouble(self)
        self._trouble.mend_accepted.connect(self._on_mend_accepted)
        self._raw = RawYaml(self)
        self._raw.refused.connect(self._on_refused)
        self._raw.installEventFilter(self._keys)
        self._message = QLabel(self)
        self._message.setObjectName("form-message")
        self._message.setWordWrap(True)
        look.set_role(self._message, "error")
        self._address = AddressLine(self)
        self._address.rename_wanted.connect(self.rename_wanted)
        self._add_button = self._tool("add-field", "plus", self.tr("Add a field"))
        self._add_button.clicked.connect(self._on_add_clicked)
        self._raw_button = self._tool("show-raw-yaml", "code", self.tr("Show the YAML of the file"))
        self._raw_button.setCheckable(True)
        self._raw_button.toggled.connect(self.set_raw)
        self._fold_button = self._tool("fold-form", "chevron-up", self.tr("Fold the form"))
        self._fold_button.clicked.connect(self._on_fold_clicked)
        bottom = QHBoxLayout()
        bottom.setSpacing(look.Space.XS)
        bottom.addWidget(self._address, 1)
        bottom.addWidget(self._summary, 1)
        bottom.addWidget(self._add_button)
        bottom.addWidget(self._raw_button)
        bottom.addWidget(self._fold_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.Space.XL, look.Space.M, look.Space.XL, look.Space.S)
        layout.setSpacing(look.Space.S)
        layout.addWidget(self._trouble)
        layout.addWidget(self._scroll)
        layout.addWidget(self._raw)
        layout.addWidget(self._message)
        layout.addLayout(bottom)

    def _tool(self, name: str, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(look.icon(icon, "text_muted"))
        button.setToolTip(words)
        button.setAccessibleName(words)
        return button

    @Slot(object)
    def _on_row_made(self, row: FieldRow) -> None:
        row.edited.connect(self._on_edited)
        row.source_edited.connect(self._on_source_edited)
        row.picture_wanted.connect(self._on_picture_wanted)
        row.action_wanted.connect(self._on_action_wanted)
        for widget in row.findChildren(QWidget):
            widget.installEventFilter(self)
            widget.installEventFilter(self._keys)

    # Showing

    def _on_document_changed(self, change: Change) -> None:
        # Runs on every key: a change below the front matter costs a comparison.
        document = self._document
        if document is not None and change.edit.line <= self._last_head_line:
            self._refresh_timer.start()
            return
        self._addresses_later(change)

    def _addresses_later(self, change: Change) -> None:
        """A post that has no front matter yet may get its closing fence anywhere."""
        if self._last_head_line < 0 and "-" in change.edit.inserted + change.edit.removed:
            self._refresh_timer.start()

    @Slot()
    def _refresh(self) -> None:
        self._refresh_timer.stop()
        document = self._document
        self.setEnabled(document is not None)
        if document is None:
            self._rows.clear()
            self._trouble.show_problem(None, None)
            self._raw.show_lines(None, 0, 0)
            self._raw.hide()
            self._message.hide()
            self._address.hide()
            self._summary.hide()
            self._last_head_line = -1
            return
        post = document.post
        problem = next((one for one in post.problems if one.kind.breaks), None)
        is_broken = problem is not None
        last = post.yaml_line + post.yaml_text.count("\n")
        self._last_head_line = last if post.has_front_matter else -1
        self._show_problem(problem)
        is_raw = self._is_raw or is_broken
        shown = [] if is_broken else shown_fields(document, self._defaults)
        if self._is_folded:
            shown = [one for one in shown if one.key == "title"]
        self._rows.show_fields(shown, self._context, self._used_kind)
        self._rows.setEnabled(post.editable and not document.read_only)
        self._scroll.setVisible(not is_raw)
        self._show_raw(problem, is_raw and not self._is_folded)
        # Why a post is read-only stands in the bar above the text.
        notes = [one.sentence for one in post.problems if one is not problem]
        self._message.setText(" ".join(notes))
        self._message.setVisible(bool(self._message.text()))
        self._add_button.setEnabled(post.editable and not document.read_only and not is_raw)
        self._summary.setText(summary_of(post))
        self._summary.setVisible(self._is_folded)
        self._address.setVisible(not self._is_folded and self._site is not None)
        if self._address.isVisibleTo(self):
            self._address.show_address(*self._addresses.of(document))
        self._chain_tab_stops()
        self._fit()

    def _chain_tab_stops(self) -> None:
        stops = [*self._rows.tab_stops(), self._raw, *self._address.tab_stops()]
        stops += [self._add_button, self._raw_button, self._fold_button]
        if stops != self._tab_stops:
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)
            self._tab_stops = stops

    def _show_problem(self, problem: Problem | None) -> None:
        from editor.post import suggest

        mend = suggest(problem) if problem is not None else None
        self._trouble.show_problem(problem, mend)

    def _show_raw(self, problem: Problem | None, is_raw: bool) -> None:
        document = self._document
        self._raw.setVisible(is_raw)
        if document is None or not is_raw:
            return
        post = document.post
        error_line = problem.line if problem is not None else -1
        first, count = yaml_lines(document, problem)
        self._raw.show_lines(document, first, count, error_line)
        self._raw.setEnabled(post.has_front_matter or problem is not None)

    def _fit(self) -> None:
        self._scroll.fit(self.window().height())

    def _used_kind(self, key: str) -> str:
        return writing.used_kind(self._usage, key)

    # Asking

    @property
    def _usage(self) -> KeyUsage | None:
        return self._choices.usage if self._choices is not None else None

    @Slot(str, object)
    def _on_edited(self, key: str, value: object) -> None:
        self._ask(key, lambda document: writing.write_value(document, self._usage, key, value))

    @Slot(str)
    def _on_picture_wanted(self, key: str) -> None:
        self.picture_wanted.emit(key)

    @Slot(str, str)
    def _on_source_edited(self, key: str, source: str) -> None:
        self._ask(key, lambda document: writing.write_yaml(document, key, source))

    def _ask(self, key: str, operation: Callable[[Document], object]) -> bool:
        """Let the document make an edit; a refusal stands under the field."""
        document = self._document
        if document is None:
            return False
        sentence = ""
        try:
            operation(document)
        except StandfirstError as error:
            log.info("form edit refused: %s", type(error).__name__)
            sentence = error.sentence
        row = self._rows.row(key)
        if row is not None:
            row.show_message(sentence)
            if sentence:
                row.editor.refuse()
        if sentence:
            self.refused.emit(sentence)
        self._refresh()
        return not sentence

    @Slot(object)
    def _on_mend_accepted(self, mend: Mend) -> None:
        self._ask("", lambda document: document.apply_all(mend.edits, Origin.FORM))

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.refused.emit(sentence)

    @Slot()
    def _on_fold_clicked(self) -> None:
        self.set_folded(not self._is_folded)

    @Slot(str, str)
    def _on_action_wanted(self, action: str, key: str) -> None:
        if action == "remove":
            self._ask(key, lambda document: document.delete_field(key))
        elif action in ("up", "down"):
            self._ask(
                key, lambda document: writing.move(document, key, -1 if action == "up" else 1)
            )
        elif action == "rename":
            name = self._asked_name(self.tr("Rename field"), key)
            if name and name != key:
                self._ask(key, lambda document: document.rename_field(key, name))

    def _asked_name(self, title: str, name: str = "") -> str:
        return asked_name(title, self._document, self._usage, self, name)

    @Slot()
    def _on_add_clicked(self) -> None:
        menu = add_menu(self._document, self._usage, self)
        menu.triggered.connect(self._on_add_triggered)
        menu.popup(self._add_button.mapToGlobal(QPoint(0, self._add_button.height())))

    @Slot(QAction)
    def _on_add_triggered(self, action: QAction) -> None:
        key = str(action.data() or "") or self._asked_name(self.tr("Add a field"))
        if key:
            self.add_field(key)

    def add_field(self, key: str) -> None:
        """Add a field where the site's posts have it, and put the caret into it."""
        value = writing.first_value(key, self._used_kind(key))
        if self._ask(key, lambda document: writing.write_value(document, self._usage, key, value)):
            row = self._rows.row(key)
            if row is not None:
                row.editor.setFocus()
                self._scroll.ensureWidgetVisible(row)

    # Undo is the document's, whatever has the focus

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the window's height."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field with the focus in sight, and the form no higher than its share."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self._fit()
        elif (
            event.type() == QEvent.Type.FocusIn
            and isinstance(watched, QWidget)
            and self._scroll.isAncestorOf(watched)
        ):
            self._scroll.ensureWidgetVisible(watched, 0, 4)
        return super().eventFilter(watched, event)

    @Slot(bool)
    def _on_undo_wanted(self, redo: bool) -> None:
        if self._document is not None:
            try:
                changes = self._document.redo() if redo else self._document.undo()
            except StandfirstError as error:
                self.refused.emit(error.sentence)
                return
            if changes:
                self._refresh()
