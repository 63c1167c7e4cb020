"""What the person chose and what the window remembers, and that both are written soon."""

from __future__ import annotations

import dataclasses
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.settings import Session, Settings, save_session, save_settings

if TYPE_CHECKING:
    from editor.ui.tasks import Tasks

log = logging.getLogger(__name__)

_SOON_MS = 1000


class Kept(QObject):
    """Holds both; a change is told at once and written a second later.

    Attributes:
        settings: What the person chose.
        session: What the window remembers.
    """

    settings_changed = Signal()  # the person chose otherwise

    def __init__(self, settings: Settings, session: Session, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.settings = settings
        self.session = session
        self._tasks = tasks
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.write)

    def choose(self, **values: Any) -> None:
        """Change what the person chose; the names are the fields of `Settings`."""
        self.settings = dataclasses.replace(self.settings, **values)
        self._soon.start()
        self.settings_changed.emit()

    def remember(self, **values: Any) -> None:
        """Change what the window remembers; the names are the fields of `Session`."""
        self.session = dataclasses.replace(self.session, **values)
        self._soon.start()

    @Slot()
    def write(self) -> None:
        """Have both written, off the window's thread; words do not depend on it."""
        self._soon.stop()
        self._tasks.save(partial(_written, self.settings, self.session), None, None, self)


def _written(settings: Settings, session: Session) -> None:
    for write in (partial(save_settings, settings), partial(save_session, session)):
        try:
            write()
        except OSError as error:
            log.warning("not written: %s", type(error).__name__)
