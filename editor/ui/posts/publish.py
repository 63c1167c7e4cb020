"""Publish a draft: with which date, under which name and address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QRadioButton, QWidget

from editor.site.posts import publish
from editor.ui.posts.dialog import PostDialog
from editor.ui.posts.when import moment_of, now_text

if TYPE_CHECKING:
    from editor.site import KeyUsage, Moved, Site
    from editor.ui.tasks import Tasks


class PublishDialog(PostDialog):
    """Asks for the date and shows where the post goes; nothing is written in here.

    After `accept`, `date` is what `editor.site.posts.publish` is to be given: None keeps the
    draft's own.
    """

    def __init__(
        self,
        site: Site,
        site_path: str,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        usage: KeyUsage | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            site: The site.
            site_path: The draft.
            tasks: The window's threads.
            parent: The window.
            usage: How the site's posts are written, where that is known.
        """
        super().__init__("publish-dialog", tasks, parent)
        self.name_it(self.tr("Publish the draft"), self.tr("Publish"), self.tr("Publish the draft"))
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
        self.when.textChanged.connect(self.change)
        self.now.toggled.connect(self._on_kind_changed)
        self.begin(self.when)

    def complain(self) -> bool:
        """Say that what is typed is no date."""
        self.date = None
        if self.now.isChecked():
            self.date = moment_of(self.when.text(), self._site, self._usage)
            if self.date is None:
                self.say(
                    self.tr("That is no date. Write it as 2025-09-06 07:30:00."), is_error=True
                )
                return True
        return False

    def question(self) -> Callable[[], Moved]:
        """Return what tells where the draft would go."""
        return partial(
            publish, self._site, self._site_path, self.date, usage=self._usage, dry_run=True
        )

    def waiting_words(self) -> str:
        """Return what is said while that is worked out."""
        return self.tr("Draft: %s").replace("%s", self._site_path) + "\n" + super().waiting_words()

    def show_answer(self, answer: Moved) -> None:
        """Show where the draft goes."""
        words = self.tr("The file moves to %s").replace("%s", answer.target)
        if answer.new_url:
            words += "\n" + self.tr("Address: %s").replace("%s", answer.new_url)
        self.say(words)

    @Slot(bool)
    def _on_kind_changed(self, with_date: bool) -> None:
        self.when.setEnabled(with_date)
        self.change()
