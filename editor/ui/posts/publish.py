"""Publish a draft: with which date, under which name and address."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QRadioButton, QWidget

from editor.errors import StandfirstError
from editor.site import KeyUsage, Site
from editor.site.posts import publish
from editor.ui.posts.dialog import PostDialog
from editor.ui.posts.when import moment_of, now_text


class PublishDialog(PostDialog):
    """Asks for the date and shows where the post goes; nothing is written in here.

    After `accept`, `date` is what `editor.site.posts.publish` is to be given: None keeps the
    draft's own.
    """

    def __init__(
        self,
        site: Site,
        site_path: str,
        parent: QWidget | None = None,
        usage: KeyUsage | None = None,
    ) -> None:
        super().__init__("publish-dialog", "", "", parent)
        self.setWindowTitle(self.tr("Publish the draft"))
        self.heading.setText(self.tr("Publish the draft"))
        self.ok.setText(self.tr("Publish"))
        self.ok.setAccessibleName(self.tr("Publish the draft"))
        self.date: datetime | None = None
        self._site = site
        self._site_path = site_path
        self._usage = usage
        self.now = QRadioButton(self.tr("With this date"), self)
        self.now.setObjectName("publish-with-date")
        self.own = QRadioButton(self.tr("With the draft's own date"), self)
        self.own.setObjectName("publish-own-date")
        self.when = QLineEdit(now_text(site, usage), self)
        self.now.setChecked(True)
        self.fields.addRow(self.now)
        self.add(self.tr("Date"), self.when, "publish-date")
        self.fields.addRow(self.own)
        self.when.textChanged.connect(self._on_changed)
        self.now.toggled.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self.when.setEnabled(self.now.isChecked())
        self.date = None
        if self.now.isChecked():
            self.date = moment_of(self.when.text(), self._site, self._usage)
            if self.date is None:
                self.say(
                    self.tr("That is no date. Write it as 2025-09-06 07:30:00."), is_error=True
                )
                return
        try:
            moved = publish(self._site, self._site_path, self.date, dry_run=True)
        except StandfirstError as error:
            self.say(error.sentence, is_error=True)
            return
        words = self.tr("The file moves to %s").replace("%s", moved.target)
        if moved.new_url:
            words += "\n" + self.tr("Address: %s").replace("%s", moved.new_url)
        self.say(words)
