"""What a site offers to its posts' fields, read off its disk away from the window's thread."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from editor.site import Choices, KeyUsage, Site, SiteIndex

if TYPE_CHECKING:
    from editor.ui.tasks import Tasks

log = logging.getLogger(__name__)


class ChoicesReader(QObject):
    """Reads one site's choices, one reading after the other, and tells when they became others.

    Layouts and authors may change while no post does, so each reading asks for both; the posts are
    counted again only when some changed.
    """

    read = Signal(object)  # Choices that differ from those before

    def __init__(self, site: Site, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: Choices | None = None
        self._site = site
        self._tasks = tasks
        self._is_stopped = False
        self._is_reading = False
        self._is_asked = False  # once more, behind the reading under way
        self._is_counting = False  # that reading counts the posts
        self._is_outdated = False  # posts changed that no reading has counted

    def ask(self, *, posts_changed: bool = False) -> None:
        """Read them anew.

        Args:
            posts_changed: The index has other posts than at the last asking.
        """
        self._is_outdated |= posts_changed
        self._is_asked = True
        self._go_on()

    def stop(self) -> None:
        """Tell nothing any more: another site is shown."""
        self._is_stopped = True
        self.deleteLater()

    def _go_on(self) -> None:
        if self._is_stopped or self._is_reading or not self._is_asked:
            return
        self._is_reading, self._is_asked = True, False
        self._is_counting, self._is_outdated = self._is_outdated, False
        usage = self.choices.usage if self.choices is not None else None
        reading = partial(_read, self._site, usage, count=self._is_counting)
        self._tasks.run(reading, self._on_read, self._on_failed, self)

    def _on_read(self, choices: Choices) -> None:
        if self._is_stopped:
            return
        self._is_reading = False
        if choices != self.choices:
            self.choices = choices
            self.read.emit(choices)
        self._go_on()

    def _on_failed(self, error: BaseException) -> None:
        # What was known stays; the next refresh asks again.
        log.warning("choices not read: %s", type(error).__name__)
        self._is_reading = False
        self._is_outdated |= self._is_counting
        self._go_on()


def _read(site: Site, usage: KeyUsage | None, *, count: bool) -> Choices:
    if count:
        index = SiteIndex.open(site)
        try:
            usage = index.usage()
        finally:
            index.close()
    return Choices.of(site, usage)
