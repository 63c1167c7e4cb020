"""What the checks find in the shown post is told, and mended by a click that undo takes back."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from editor.edit import Edit, Origin
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost


def _append(post: OpenPost, text: str) -> None:
    lines = post.document.text.split("\n")
    post.document.apply(Edit(len(lines) - 1, len(lines[-1]), "", text), Origin.COMMAND)


def test_a_picture_in_the_wrong_case_is_mended_in_one_step(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, root: Path
) -> None:
    (root / "assets").mkdir()
    (root / "assets/Quay.JPG").write_bytes(b"x")
    problems = window.desks.problems
    before = opened.document.text
    with qtbot.waitSignal(
        problems.found, timeout=60_000, check_params_cb=lambda: bool(problems.findings)
    ):
        _append(opened, "![A quay](/assets/quay.jpg)\n")
    [finding] = [each for each in problems.findings if each.check == "picture-missing"]
    assert problems.mend(finding)
    assert opened.document.text == before + "![A quay](/assets/Quay.JPG)\n"
    assert not problems.mend(finding)  # found in another text than the one that stands there now
    opened.document.undo()
    assert opened.document.text == before + "![A quay](/assets/quay.jpg)\n"
