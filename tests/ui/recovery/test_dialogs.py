"""Unsaved words, past versions and conflicts: what is offered, and what each choice gives."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from editor.document import Document, conflict
from editor.storage import Recovery, text_diff, versions
from editor.ui.recovery import ConflictDialog, DiffView, RecoveryDialog, VersionsDialog
from editor.ui.recovery.words import differing_words
from editor.ui.tasks import Tasks


@pytest.fixture
def found(tmp_path: Path) -> Recovery:
    journal = tmp_path / "one.journal"
    journal.write_bytes(b"kept")
    return Recovery(
        file=journal,
        path=tmp_path / "2026-01-02-a-post.md",
        site=tmp_path,
        when=1_767_312_000.0,
        text="one\ntwo new words\n",
        data=b"one\ntwo new words\n",
        encoding="utf-8",
        base=b"one\n",
        disk=b"one\n",
        is_disk_changed=False,
        words=3,
    )


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_the_list_says_what_when_and_how_many_words(
    qtbot: QtBot, tasks: Tasks, found: Recovery
) -> None:
    dialog = RecoveryDialog([found], tasks)
    qtbot.addWidget(dialog)
    rows = dialog.findChild(QListWidget, "recovery_list")
    assert rows is not None
    text = rows.item(0).text()
    assert "2026-01-02-a-post.md" in text
    assert str(found.words) in text
    diff = dialog.findChild(DiffView)
    assert diff is not None
    qtbot.waitUntil(lambda: "+two new words" in diff.toPlainText(), timeout=10_000)


def test_opening_hands_the_words_over_and_closes_the_empty_list(
    qtbot: QtBot, tasks: Tasks, found: Recovery
) -> None:
    dialog = RecoveryDialog([found], tasks)
    qtbot.addWidget(dialog)
    told: list[object] = []
    dialog.recover_wanted.connect(told.append)
    button = dialog.findChild(QPushButton, "recovery_open")
    assert button is not None
    button.click()
    assert told == [found]
    assert dialog.result() == RecoveryDialog.DialogCode.Accepted
    assert found.file.exists()


def test_deciding_later_keeps_everything(qtbot: QtBot, tasks: Tasks, found: Recovery) -> None:
    dialog = RecoveryDialog([found], tasks)
    qtbot.addWidget(dialog)
    button = dialog.findChild(QPushButton, "recovery_later")
    assert button is not None
    button.click()
    assert found.file.exists()


def test_a_version_comes_back_as_its_exact_bytes(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path
) -> None:
    post = tmp_path / "post.md"
    versions.keep(post, b"old \xc3\xa9 words\r\n")
    dialog = VersionsDialog(versions.list_versions(post), "new words\r\n", "utf-8", tasks)
    qtbot.addWidget(dialog)
    told: list[bytes] = []
    dialog.restore_wanted.connect(told.append)
    button = dialog.findChild(QPushButton, "versions_restore")
    assert button is not None
    qtbot.waitUntil(button.isEnabled, timeout=10_000)
    button.click()
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told == [b"old \xc3\xa9 words\r\n"]


def test_no_version_yet_is_said(qtbot: QtBot, tasks: Tasks) -> None:
    dialog = VersionsDialog([], "text", "utf-8", tasks)
    qtbot.addWidget(dialog)
    labels = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("no earlier version" in text for text in labels)


HEAD = b"---\ntitle: A\ntags: [x]\n---\n"


@pytest.mark.parametrize(
    ("side", "line"), [("ours", "mine\n"), ("theirs", "yours\n"), ("both", "mine\nyours\n")]
)
def test_each_choice_of_a_conflict_in_the_text(qtbot: QtBot, side: str, line: str) -> None:
    document = Document.from_bytes(HEAD + b"first\nold\nlast\n")
    document.replace(5, 0, 5, 3, "mine")
    disk = HEAD + b"first\nyours\nlast\n"
    merged = conflict.merge(document, disk)
    dialog = ConflictDialog(merged, "post.md")
    qtbot.addWidget(dialog)
    choice = dialog.findChild(QRadioButton, f"conflict_0_{side}")
    assert choice is not None
    choice.setChecked(True)
    assert conflict.apply(document, merged, dialog.field_choices, dialog.choices)
    assert document.snapshot().data == HEAD + f"first\n{line}last\n".encode()
    assert document.modified


def test_a_field_in_conflict_is_asked_by_its_name(qtbot: QtBot) -> None:
    document = Document.from_bytes(HEAD + b"text\n")
    document.set_field("title", "Mine")
    merged = conflict.merge(document, HEAD.replace(b"A", b"Theirs") + b"text\n")
    dialog = ConflictDialog(merged, "post.md")
    qtbot.addWidget(dialog)
    choice = dialog.findChild(QRadioButton, "conflict_0_theirs")
    assert choice is not None
    choice.setChecked(True)
    conflict.apply(document, merged, dialog.field_choices, dialog.choices)
    assert document.snapshot().data == HEAD.replace(b"A", b"Theirs") + b"text\n"


def without(text: str, spans: list[tuple[int, int]]) -> str:
    units = text.encode("utf-16-le")
    kept, place = b"", 0
    for start, end in spans:
        assert place <= start < end
        kept, place = kept + units[place * 2 : start * 2], end
    return (kept + units[place * 2 :]).decode("utf-16-le")


WORDS = st.lists(st.sampled_from(["the", "harbour", " ", "\n", ",", "\U0001f600", "\u00e9t\u00e9"]))


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_what_is_not_marked_is_the_same_on_both_sides(ours: list[str], theirs: list[str]) -> None:
    texts = "".join(ours), "".join(theirs)
    marked = differing_words(*texts)
    assert without(texts[0], marked[0]) == without(texts[1], marked[1])
    assert any(marked) == (texts[0] != texts[1])


def test_the_words_that_differ_are_marked(qtbot: QtBot) -> None:
    document = Document.from_bytes(b"first\r\nthe old wall\r\nlast\r\n")
    document.replace(1, 4, 1, 7, "new")
    merged = conflict.merge(document, b"first\r\nthe odd wall\r\nlast\r\n")
    dialog = ConflictDialog(merged, "post.md")
    qtbot.addWidget(dialog)
    views = dialog.findChildren(QPlainTextEdit)
    marked = [[each.cursor.selectedText() for each in view.extraSelections()] for view in views]
    assert marked == [["new"], ["odd"]]


def test_a_long_diff_is_shown_in_part_and_says_so(qtbot: QtBot) -> None:
    view = DiffView()
    qtbot.addWidget(view)
    view.show_diff("@@ -1 +1 @@\n" + "\n".join(f"+line {n}" for n in range(100_000)))
    assert view.blockCount() < 5_000
    assert "more lines" in view.toPlainText().splitlines()[-1]


def test_a_fence_that_went_is_shown(qtbot: QtBot) -> None:
    view = DiffView()
    qtbot.addWidget(view)
    view.show_diff(text_diff("---\ntitle: a\n---\n", "title: a\n"))
    assert view.toPlainText().splitlines() == ["----", " title: a", "----"]


def test_of_what_is_asked_for_quickly_only_the_last_is_shown(qtbot: QtBot, tasks: Tasks) -> None:
    view = DiffView()
    qtbot.addWidget(view)
    gate = threading.Event()
    ran: list[str] = []

    def work(name: str) -> Callable[[], str]:
        def run() -> str:
            gate.wait(20)
            ran.append(name)
            return f"+{name}"

        return run

    for name in ("first", "second", "third"):
        view.compare(work(name), tasks)
    assert view.toPlainText() == "Comparing\u2026"
    gate.set()
    qtbot.waitUntil(lambda: view.toPlainText() == "+third", timeout=10_000)
    assert ran == ["first", "third"]


def test_a_version_that_is_damaged_says_so_and_the_others_are_still_there(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    post = tmp_path / "post.md"
    versions.keep(post, b"older\n")
    versions.keep(post, b"newer\n")
    found = versions.list_versions(post)
    for file in (tmp_path / "state").rglob(found[0].digest):
        file.write_bytes(b"damaged")
    dialog = VersionsDialog(found, "now\n", "utf-8", tasks)
    qtbot.addWidget(dialog)
    diff, rows = dialog.findChild(DiffView), dialog.findChild(QListWidget)
    button = dialog.findChild(QPushButton, "versions_restore")
    assert diff is not None
    assert rows is not None
    assert button is not None
    with qtbot.waitSignal(diff.failed, timeout=10_000):
        pass
    assert any("no longer be read" in each.text() for each in dialog.findChildren(QLabel))
    assert not button.isEnabled()
    rows.setCurrentRow(1)
    qtbot.waitUntil(lambda: "-older" in diff.toPlainText(), timeout=10_000)
    assert not any("no longer be read" in each.text() for each in dialog.findChildren(QLabel))
    assert button.isEnabled()
