"""What is to be told of one post until it is settled, the gravest first; knows no Qt."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


class Notice(enum.Enum):
    """What a notice is about; of each there is one at most."""

    SAVE = "save"
    DISK = "disk"
    JOURNAL = "journal"
    HELD = "held"
    READ_ONLY = "read-only"
    RECOVERY = "recovery"
    OTHER = "other"


class Level(enum.IntEnum):
    """How grave it is."""

    INFO = 0
    WARN = 1
    DANGER = 2


@dataclass(frozen=True, slots=True)
class Way:
    """A way out, as a button.

    Attributes:
        name: The button's object name.
        words: What stands on it.
        run: Does it.
        about: What `run` is called with: the post, what was found.
    """

    name: str
    words: str
    run: Callable[..., None]
    about: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as it stands.

    Attributes:
        notice: What it is about.
        level: How grave it is.
        sentence: What happened, what is safe, what to do.
        ways: The ways out.
        can_close: Whether it may be put away without choosing.
        number: Grows with each that is told.
    """

    notice: Notice
    level: Level
    sentence: str
    ways: tuple[Way, ...]
    can_close: bool
    number: int

    @property
    def look(self) -> object:
        """What is seen of it; two of the same look need no painting anew."""
        ways = [(each.name, each.words) for each in self.ways]
        return self.notice, self.level, self.sentence, ways, self.can_close


class Notices:
    """Everything that is told of one post.

    Several things may be amiss at once: each is kept until it is settled. The gravest stands first,
    a failed save before all others, the newest among equals.
    """

    def __init__(self) -> None:
        self._told: dict[Notice, Told] = {}
        self._count = 0
        self._subscribers: list[Callable[[], None]] = []

    def tell(
        self,
        notice: Notice,
        level: Level,
        sentence: str,
        ways: Sequence[Way] = (),
        *,
        can_close: bool = True,
    ) -> None:
        """Keep a notice until it is told anew, cleared or put away.

        Args:
            notice: What it is about; only what was told of the same is replaced.
            level: How grave it is.
            sentence: What happened, what is safe, what to do.
            ways: The buttons.
            can_close: Whether it may be put away without choosing.
        """
        self._count += 1
        before = self._told.get(notice)
        number = self._count
        if before is not None and (before.level, before.sentence) == (level, sentence):
            number = before.number  # told once more it does not push itself before what came since
        self._told[notice] = Told(notice, level, sentence, tuple(ways), can_close, number)
        self._changed()

    def clear(self, notice: Notice) -> None:
        """Forget one notice: it is settled. Whatever else was told stays."""
        if self._told.pop(notice, None) is not None:
            self._changed()

    @property
    def in_order(self) -> list[Told]:
        """All of them, the one to be shown first."""
        return sorted(self._told.values(), key=_gravity, reverse=True)

    @property
    def sentence(self) -> str:
        """What stands first; empty when nothing is told."""
        order = self.in_order
        return order[0].sentence if order else ""

    def told(self, notice: Notice, least: Level = Level.INFO) -> str:
        """Return what is told of one thing, shown or beneath; empty when nothing is.

        Args:
            notice: What it is about.
            least: Nothing that is less grave.
        """
        found = self._told.get(notice)
        return found.sentence if found is not None and found.level >= least else ""

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have something called after each change.

        Returns:
            A function that ends it.
        """
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def _changed(self) -> None:
        for each in tuple(self._subscribers):
            each()


def _gravity(told: Told) -> tuple[Level, bool, int]:
    return told.level, told.notice is Notice.SAVE, told.number
