"""Unsaved words, past versions and conflicts: what is offered, and what each choice gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from editor.document import Document, conflict
from editor.storage import Recovery, versions
from editor.ui.recovery import ConflictDialog, DiffView, RecoveryDialog, VersionsDialog
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
