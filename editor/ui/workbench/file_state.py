"""How the file of an open post stands with the disk, and what is being done about it; no Qt.

One object with named states, where the desks that save, look and ask meet: each begins its work
here, is told whether it may, and ends it here.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.ui.notices import Level, Notice, Notices, Way

if TYPE_CHECKING:
    from editor.document import Document


class Standing(enum.Enum):
    """How a post stands, as the status bar says it."""

    CLEAN = "clean"  # as on the disk
    SAVED = "saved"  # so too, and by a save from here
    UNSAVED = "unsaved"
    SAVING = "saving"
    SAVE_FAILED = "save-failed"
    CHANGED = "changed"  # another program changed the same places: to be chosen
    SHORTENED = "shortened"  # emptied or cut short, or no text any more: to be chosen
    MISSING = "missing"
    UNREADABLE = "unreadable"
    UNSETTLED = "unsettled"  # another program is writing it
    READ_ONLY = "read-only"
    HELD = "held"  # by another window or computer

    @property
    def is_problem(self) -> bool:
        """Whether words may not be where they belong until someone does something."""
        return self in _PROBLEMS


_PROBLEMS = frozenset(
    {
        Standing.SAVE_FAILED,
        Standing.CHANGED,
        Standing.SHORTENED,
        Standing.MISSING,
        Standing.UNSETTLED,
    }
)
_DISK_LEVELS = {Standing.UNREADABLE: Level.WARN}


class _Looking(enum.Enum):
    """What is being done about the disk: one thing at a time."""

    NOTHING = enum.auto()
    LOOKING = enum.auto()  # the file is being read
    READING_BOTH = enum.auto()  # both sides are being read, to be chosen from
    ASKING = enum.auto()  # they stand to be chosen from


@dataclass(frozen=True, slots=True)
class DiskLook:
    """One look at the file; only what the last one saw counts.

    Attributes:
        number: Which.
        path: Where it looks.
    """

    number: int
    path: Path


class FileState:
    """A post's file: saves, looks, and what came of them.

    Attributes:
        saved_at: When it was last saved here, seconds since 1970; 0 when it was not.
    """

    def __init__(self, document: Document, notices: Notices) -> None:
        self.saved_at = 0.0
        self._document = document
        self._notices = notices
        self._is_saving = False
        self._is_save_wanted = False  # another save was asked for meanwhile
        self._failed = False
        self._trouble: Standing | None = None
        self._held = False
        self._looking = _Looking.NOTHING
        self._looks = 0
        self._is_outdated = False  # something happened since the look, the save or the question

    # --- how it stands ---

    @property
    def standing(self) -> Standing:
        """How it stands: what is gravest comes first."""
        if self._failed:
            return Standing.SAVE_FAILED
        if self._trouble is not None and self._trouble.is_problem:
            return self._trouble
        if self._document.read_only:
            return Standing.HELD if self._held else Standing.READ_ONLY
        if self._is_saving:
            return Standing.SAVING
        if self._trouble is not None:
            return self._trouble
        if self._document.modified:
            return Standing.UNSAVED
        return Standing.SAVED if self.saved_at else Standing.CLEAN

    @property
    def problem(self) -> str:
        """Why the post is not saved as it should be; empty when nothing stands against it."""
        return self._notices.told(Notice.SAVE) or self._notices.told(Notice.DISK, Level.DANGER)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is being saved, looked at or asked."""
        return not self._is_saving and self._looking is _Looking.NOTHING

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._is_saving

    @property
    def is_held(self) -> bool:
        """Whether another window or computer has it for writing."""
        return self._held

    # --- saves ---

    def begin_save(self) -> bool:
        """Begin a save, and tell whether it may be: else it comes behind the one under way."""
        if self._is_saving:
            self._is_save_wanted = True
            return False
        self._is_saving = True
        return True

    def end_save(self, saved_at: float) -> bool:
        """End a save that wrote the file, and tell whether another was asked for meanwhile.

        Args:
            saved_at: When, seconds since 1970.
        """
        self._is_saving = False
        self.saved_at = saved_at
        self._failed = False
        self._notices.clear(Notice.SAVE)
        self._notices.clear(Notice.RECOVERY)
        if self._trouble is not None:
            self.settle()
        is_wanted, self._is_save_wanted = self._is_save_wanted, False
        return is_wanted

    def abandon_save(self) -> None:
        """End a save that wrote nothing."""
        self._is_saving = self._is_save_wanted = False

    def fail_save(self, sentence: str, ways: Sequence[Way]) -> None:
        """Keep that it is not saved, until a save is.

        Args:
            sentence: Why.
            ways: What can be done.
        """
        self._failed = True
        self._notices.tell(Notice.SAVE, Level.DANGER, sentence, ways, can_close=False)

    def forget_failure(self) -> None:
        """What the disk says now takes the place of why an earlier save failed."""
        self._failed = False
        self._notices.clear(Notice.SAVE)

    # --- looks ---

    def doubt(self) -> bool:
        """Hear that something happened to the file, and tell whether to look at once.

        While it is being saved or asked about, it is looked at afterwards.
        """
        is_asked = self._looking in (_Looking.READING_BOTH, _Looking.ASKING)
        if self._is_saving or is_asked:
            self._is_outdated = True
            return False
        return True

    def begin_look(self, path: Path, *, is_for_save: bool = False) -> DiskLook | None:
        """Begin a look; None where another must end first: it is looked again then.

        Args:
            path: The file.
            is_for_save: A save waits for it: it takes the place of a look under way.
        """
        is_busy = self._looking is not _Looking.NOTHING
        if self._looking is _Looking.ASKING or (is_busy and not is_for_save):
            self._is_outdated = True  # what is being read may be what was there before
            return None
        self._looking, self._is_outdated = _Looking.LOOKING, False
        return self._next_look(path)

    def begin_reading_both(self, path: Path) -> DiskLook | None:
        """Begin the look before both sides are asked about; None where it is under way."""
        if self._looking in (_Looking.READING_BOTH, _Looking.ASKING):
            return None
        if self._looking is _Looking.LOOKING:
            self._is_outdated = True  # this look takes that one's place
        self._looking = _Looking.READING_BOTH
        return self._next_look(path)

    def end_look(self, look: DiskLook, path: Path | None) -> bool:
        """End a look, and tell whether what it saw counts.

        Args:
            look: Which.
            path: Where the post's file is by now.
        """
        if look.number != self._looks:
            return False  # another look began since: this one may have seen what was there before
        self._looking = _Looking.NOTHING
        return look.path == path  # else the window itself moved the file while it was looked at

    def begin_asking(self) -> None:
        """Both sides stand to be chosen from."""
        self._looking = _Looking.ASKING

    def end_asking(self) -> None:
        """The question is answered, or put off."""
        self._looking = _Looking.NOTHING

    @property
    def is_outdated(self) -> bool:
        """Whether something happened to the file since the last look began."""
        return self._is_outdated

    def _next_look(self, path: Path) -> DiskLook:
        self._looks += 1
        return DiskLook(self._looks, path)

    # --- what they found ---

    @property
    def is_troubled(self) -> bool:
        """Whether what another program did is not dealt with yet."""
        return self._trouble is not None

    def trouble(self, trouble: Standing, sentence: str, ways: Sequence[Way] = ()) -> None:
        """Keep what another program did to the file, until it is settled.

        Args:
            trouble: What; one of the states of the disk.
            sentence: What happened and what is safe.
            ways: What can be done.
        """
        self._trouble = trouble
        level = _DISK_LEVELS.get(trouble, Level.DANGER)
        is_grave = level is Level.DANGER
        self._notices.tell(Notice.DISK, level, sentence, ways, can_close=not is_grave)

    def settle(self) -> None:
        """What another program did is dealt with."""
        self._trouble = None
        self._notices.clear(Notice.DISK)

    def settle_with(self, sentence: str) -> None:
        """It is dealt with, and this is to be told of it."""
        self._trouble = None
        self._notices.tell(Notice.DISK, Level.INFO, sentence)

    # --- who has it ---

    def hold(self, sentence: str, ways: Sequence[Way]) -> None:
        """Keep who else has it, until it is free.

        Args:
            sentence: Who.
            ways: What can be done.
        """
        self._held = True
        self._notices.tell(Notice.HELD, Level.WARN, sentence, ways, can_close=False)

    def free(self) -> None:
        """It can be written here."""
        self._held = False
        self._notices.clear(Notice.HELD)
