"""What every editor of one field shares: it shows a value and asks for another, it keeps none."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from editor.ui.tasks import Tasks

PAUSE_MS = 350
"""A rest in the typing for so long hands the words over to the document, as one undo step."""


class Unset(enum.Enum):
    """Not there at all, which is something else than YAML's null."""

    UNSET = "unset"


UNSET = Unset.UNSET


@dataclass(frozen=True, slots=True)
class Shown:
    """What a field editor is told to show.

    Attributes:
        key: The field's key.
        value: Its value as Ruby reads it; UNSET where the post does not have the key.
        source: The exact YAML text of the value.
        text_only: The two Rubies read the value differently, so it is text as it stands.
        ghost: The default of `_config.yml`; UNSET where there is none.
    """

    key: str
    value: object = UNSET
    source: str = ""
    text_only: bool = False
    ghost: object = UNSET

    @property
    def is_set(self) -> bool:
        """Whether the post itself gives a value: a null leaves Jekyll's default in force."""
        return self.value is not UNSET and self.value is not None

    @property
    def effective(self) -> object:
        """The value that Jekyll uses: the post's, else the default."""
        return self.value if self.is_set else self.ghost


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What field editors may ask of the site.

    Attributes:
        layouts: Names of the site's layouts; None while they are not known.
        authors: The site's authors.
        used_values: Gives the values that the site's posts use for a key, most used first.
        site_root: The site's folder; None without a site.
        timezone: The site's time zone as `_config.yml` names it; empty when it does not.
        resolve: Gives the file that a reference of this post points to, inside the site only. It
            waits for the site's disk: only `tasks` may call it.
        tasks: The window's threads; None without a site, where there is nothing to look up.
    """

    layouts: Sequence[str] | None = None
    authors: Sequence[str] = ()
    used_values: Callable[[str], Sequence[str]] = lambda _key: ()
    site_root: Path | None = None
    timezone: str = ""
    resolve: Callable[[str], Path | None] = lambda _reference: None
    tasks: Tasks | None = None


class FieldEditor(QWidget):
    """An editor of one value.

    Subclasses show a value in `show_value`, call `_touch` on every change by the user and say in
    `pending_value` what is to be written. The words wait for a short rest in the typing, so that
    one undo takes back a stroke and not a letter; `commit` hands them over at once.
    """

    edited = Signal(object)  # the value to write
    source_edited = Signal(str)  # the YAML text to write as it stands
    picture_wanted = Signal()  # the user asks to choose a picture
    complained = Signal(str)  # a sentence to stand under the field; empty when all is well

    wide = False
    """Whether the editor wants the whole width of the form."""

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.shown = Shown("")
        self._is_dirty = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.commit)

    @property
    def is_dirty(self) -> bool:
        """Whether the user changed something that the document has not been told."""
        return self._is_dirty

    def show_value(self, shown: Shown) -> None:
        """Show a value; keeps the caret where the text did not change."""
        self.shown = shown

    def learn(self) -> None:
        """Offer what the site's posts say by now; words, caret and focus stay as they are."""

    def pending_value(self) -> object:
        """Return the value to write; UNSET when what stands there cannot be written."""
        raise NotImplementedError

    def commit(self) -> None:
        """Hand what the user changed to the document now."""
        self._pause.stop()
        if not self._is_dirty:
            return
        value = self.pending_value()
        if value is UNSET:
            return
        self._is_dirty = False
        self.complained.emit("")
        self.edited.emit(value)

    def drop(self) -> None:
        """Forget what the user changed and show the document's value again."""
        self._pause.stop()
        self._is_dirty = False
        self.show_value(self.shown)

    def forget(self) -> None:
        """Forget what the user changed; what is shown next comes from elsewhere."""
        self._pause.stop()
        self._is_dirty = False

    def refuse(self) -> None:
        """Learn that the document did not take the value: show the document's again."""
        self.drop()

    def name_parts(self, label: str) -> None:
        """Give the widgets a person uses their object names and accessible names."""
        raise NotImplementedError

    def _touch(self, *, now: bool = False, wait: bool = False) -> None:
        """Note a change by the user.

        Args:
            now: Write it at once (a click, a choice).
            wait: Write it only when the editor is left or confirmed.
        """
        self._is_dirty = True
        if now:
            self.commit()
        elif not wait:
            self._pause.start()
