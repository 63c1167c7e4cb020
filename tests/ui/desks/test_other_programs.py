"""Days at a desk that others write at too: at random, and every word is accounted for.

Words are numbered. One of ours may be missing at the end only if a way was chosen that says so, or
if another program took the line away after it was saved; one of theirs, only if it was written over
by that program itself or a way was chosen that says so.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from editor.document import Document, conflict
from editor.document.conflict import PostMerge
from editor.storage import versions
from editor.ui.recovery import ConflictDialog
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.ui.views import banner_of, pane_of, view_of

HEAD = "---\ntitle: A day\ncount: 0\n---\n\n"
LINES = 12


class Day:
    """One seeded day; `run` does the steps and `missing` tells what nobody can account for."""

    def __init__(self, qtbot: QtBot, window: MainWindow, path: Path, seed: int) -> None:
        self._qtbot = qtbot
        self._window = window
        self._path = path
        self._chance = random.Random(seed)
        self._count = 0
        self._wanted: set[str] = set()
        self._raced: set[str] = set()
        self._really_apply = conflict.apply
        self.deeds: list[str] = []
        self._answers = QTimer(window)
        self._answers.timeout.connect(self._on_dialog)
        self._answers.start(20)

    @property
    def tab(self) -> OpenPost:
        return self._window.workbench.posts.current

    @property
    def text(self) -> str:
        return self.tab.document.text

    def run(self, steps: int) -> None:
        deeds: list[tuple[Callable[[], None], int]] = [
            (self._type, 10),
            (self._type_field, 3), (self._save, 4), (self._undo_redo, 1), (self._they_change, 4),
            (self._they_add, 3), (self._they_cut, 1), (self._they_empty, 1), (self._they_delete, 1),
            (self._they_rename, 1), (self._they_replace, 2), (self._they_turn_ends, 1),
        ]  # fmt: skip
        for _ in range(steps):
            (deed,) = self._chance.choices([each for each, _ in deeds], [each for _, each in deeds])
            self.deeds.append(deed.__name__)
            deed()
            if self._chance.random() < 0.7:
                self._settle()
        self._settle()
        self._window.workbench.posts.commit()  # what rests in a field is a word too
        while self.tab.document.modified:
            self._window.desks.saving.save(self.tab)
            self._settle()

    def missing(self) -> set[str]:
        assert self.tab.path is not None
        assert self.tab.path.read_bytes().decode() == self.text
        # A file that they renamed before the window saw its words holds them still.
        disk = "".join(each.read_bytes().decode() for each in self.tab.path.parent.iterdir())
        return {word for word in self._wanted if word not in disk}

    # --- ours ---

    def _word(self, whose: str) -> str:
        self._count += 1
        word = f"{whose}{self._count:04d}."
        self._wanted.add(word)
        return word

    def _type(self) -> None:
        pane = pane_of(self.tab)
        if pane.isReadOnly():
            return
        first = self.tab.document.line_count - len(pane.body().split("\n"))
        pane.go_to_line(first + self._chance.randrange(len(pane.body().split("\n"))), 0)
        QTest.keyClicks(pane, self._word("mine") + " ")

    def _type_field(self) -> None:
        # Left as it is: what rests in a field is written after a pause, or by the next save.
        self._window.form.focus_title()
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            field.setCursorPosition(0)
            QTest.keyClicks(field, self._word("mine") + " ")

    def _undo_redo(self) -> None:
        # What was reloaded or merged is taken back too, and comes again.
        self._window.desks.looks.undo()
        self._window.desks.looks.redo()

    def _save(self) -> None:
        self._window.desks.saving.save(self.tab)

    # --- theirs ---

    def _read(self) -> str | None:
        path = self.tab.path
        return path.read_bytes().decode() if path is not None and path.exists() else None

    def _write(self, text: str, old: str) -> None:
        """Write as another program: words on the disk that it takes away are its own deed."""
        assert self.tab.path is not None
        self._wanted -= {word for word in self._wanted if word in old and word not in text}
        self._race(text)
        self.tab.path.write_bytes(text.encode())

    def _race(self, text: str) -> None:
        """Note what a save that is under way may have put there since they read it."""
        if self.tab.file.is_saving:
            ours = self.text
            self._raced |= {word for word in self._wanted if word in ours and word not in text}

    def _end_race(self) -> None:
        """See that a word they wrote over when it was just saved stands in a version."""
        disk = self._read() or ""
        raced = self._raced & self._wanted
        lost = {word for word in raced if word not in self.text and word not in disk}
        self._qtbot.waitUntil(lambda: lost <= self._words_of_versions(lost), timeout=10_000)
        self._wanted -= lost
        self._raced.clear()

    def _words_of_versions(self, words: set[str]) -> set[str]:
        assert self.tab.path is not None
        kept = [versions.read_version(each) for each in versions.list_versions(self.tab.path)]
        return {word for word in words if any(word.encode() in each for each in kept)}

    def _they_change(self) -> None:
        text = self._read()
        if text is not None:
            lines = text.split("\n")
            at = self._chance.randrange(len(lines))
            if at < len(HEAD.split("\n")) - 1:
                return
            lines[at] = self._word("their") + lines[at][len(lines[at]) // 2 :]
            self._write("\n".join(lines), text)

    def _they_add(self) -> None:
        text = self._read()
        if text is not None:
            self._write(text + self._word("their") + "\n", text)

    def _they_cut(self) -> None:
        text = self._read()
        if text and len(text) > len(HEAD):
            self._write(text[: self._chance.randrange(len(HEAD), len(text) + 1)], text)

    def _they_empty(self) -> None:
        text = self._read()
        if text is not None:
            self._write("", text)

    def _they_delete(self) -> None:
        text = self._read()
        if text is not None and self.tab.path is not None:
            # What the window has seen of it is safe there; the rest they took away themselves.
            self._let_go(text, self.text)
            self.tab.path.unlink()

    def _they_rename(self) -> None:
        if self.tab.path is not None and self.tab.path.exists():
            self._count += 1
            self.tab.path.rename(self.tab.path.with_name(f"2026-01-02-day-{self._count}.md"))

    def _they_replace(self) -> None:
        text = self._read()
        if text is None or self.tab.path is None:
            return
        before = self.tab.path.stat()
        words = [word for word in sorted(self._wanted) if word in text and word.startswith("their")]
        if words:
            old = self._chance.choice(words)
            text = text.replace(old, self._word("their"))
            self._wanted.discard(old)
        self._race(text)
        fresh = self.tab.path.with_name("fresh")
        fresh.write_bytes(text.encode())
        fresh.rename(self.tab.path)
        os.utime(self.tab.path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def _they_turn_ends(self) -> None:
        text = self._read()
        if text is not None:
            self._write(
                text.replace("\r\n", "\n") if "\r\n" in text else text.replace("\n", "\r\n"), text
            )

    # --- ways out ---

    def _settle(self) -> None:
        """Let the window see the disk, and answer whatever it asks."""
        for _ in range(20):
            self._window.desks.disk.check_all()
            self._qtbot.waitUntil(self._rests, timeout=20_000)
            if not self._choose_way():
                self._end_race()
                return
        raise AssertionError(f"it never came to rest: {self.tab.notices.sentence}")

    def _rests(self) -> bool:
        tab = self.tab
        return tab.file.is_at_rest

    def _choose_way(self) -> bool:
        ways = [
            each
            for each in banner_of(self.tab).findChildren(QPushButton)
            if each.isVisibleTo(view_of(self.tab))
            and each.objectName().startswith(("disk_", "conflict_"))
        ]
        names = sorted(each.objectName() for each in ways)
        if not names or names == ["disk_look_again"]:
            return bool(names)
        name = self._chance.choice([each for each in names if each != "disk_close"])
        self.deeds.append(name)
        disk, ours = self._read() or "", self.text
        if name == "disk_keep":
            self._let_go(disk, ours)
        elif name == "disk_reload":
            self._let_go(ours, disk)
        button = next(each for each in ways if each.objectName() == name)
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self._qtbot.waitUntil(self._rests, timeout=20_000)
        return True

    def _let_go(self, dropped: str, kept: str) -> None:
        self._wanted -= {word for word in self._wanted if word in dropped and word not in kept}

    def _on_dialog(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ConflictDialog):
            return
        for name in ("ours", "theirs", "both"):
            for each in dialog.findChildren(QRadioButton):
                if each.objectName().endswith(name) and self._chance.random() < 0.4:
                    each.setChecked(True)
        self.deeds.append("chosen")
        dialog.accept()

    def apply(self, document: Document, merged: PostMerge, *chosen: Any) -> bool:
        """Stand in for `conflict.apply`: what it leaves out was not chosen, and is let go of."""
        before = document.text + (self._read() or "")
        is_done = self._really_apply(document, merged, *chosen)
        if chosen and is_done:
            self._let_go(before, document.text)
        return is_done


@pytest.mark.parametrize(
    "seed", [1, 2, 3, *(pytest.param(n, marks=pytest.mark.ci) for n in range(4, 40))]
)
def test_a_day_beside_other_programs_loses_no_word_unasked(
    qtbot: QtBot, window: MainWindow, root: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    path = root / "_posts/2026-01-02-a-day.md"
    path.write_bytes((HEAD + "".join(f"Line {n}.\n" for n in range(LINES))).encode())
    window.desks.sites.open_path(path)
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)
    day = Day(qtbot, window, path, seed)
    monkeypatch.setattr(conflict, "apply", day.apply)
    day.run(60)
    assert day.missing() == set(), day.deeds
    assert versions.list_versions(day.tab.path or path)
