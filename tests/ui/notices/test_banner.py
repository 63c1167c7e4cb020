"""The gravest notice is shown, and none hides another for good."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from editor.ui.notices import Banner, Level, Notice, Notices, Way


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def banner(qtbot: QtBot, notices: Notices) -> Banner:
    made = Banner(notices)
    qtbot.addWidget(made)
    return made


def nothing() -> None:
    pass


def test_the_gravest_notice_is_shown_and_the_one_beneath_comes_back(
    notices: Notices, banner: Banner
) -> None:
    notices.tell(Notice.DISK, Level.INFO, "Merged.")
    notices.tell(Notice.SAVE, Level.DANGER, "Not saved.", [Way("again", "Again", nothing)])
    notices.tell(Notice.JOURNAL, Level.WARN, "Beside.")
    assert notices.sentence == "Not saved."
    assert banner.findChild(QPushButton, "again") is not None
    notices.clear(Notice.SAVE)
    assert notices.sentence == "Beside."
    assert banner.findChild(QPushButton, "again") is None
    notices.clear(Notice.JOURNAL)
    assert notices.sentence == "Merged."
    notices.clear(Notice.DISK)
    assert notices.sentence == ""
    assert banner.isHidden()


def test_the_newest_of_equals_is_shown_and_one_told_again_does_not_push(notices: Notices) -> None:
    notices.tell(Notice.JOURNAL, Level.DANGER, "In memory.")
    notices.tell(Notice.DISK, Level.DANGER, "Deleted.")
    assert notices.sentence == "Deleted."
    notices.tell(Notice.JOURNAL, Level.DANGER, "In memory.")
    assert notices.sentence == "Deleted."


def test_a_failed_save_stands_before_everything_else(notices: Notices) -> None:
    notices.tell(Notice.SAVE, Level.DANGER, "Not saved.")
    for notice in Notice:
        if notice is not Notice.SAVE:
            notices.tell(notice, Level.DANGER, notice.value)
            assert notices.sentence == "Not saved."


def test_putting_a_notice_away_shows_the_next(
    qtbot: QtBot, notices: Notices, banner: Banner
) -> None:
    notices.tell(Notice.OTHER, Level.INFO, "First.")
    notices.tell(Notice.DISK, Level.WARN, "Second.")
    banner.show()
    close = banner.findChild(QToolButton, "banner_close")
    assert close is not None
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert notices.sentence == "First."


def test_a_button_of_a_notice_told_again_keeps_the_focus(notices: Notices, banner: Banner) -> None:
    ways = [Way("again", "Again", nothing)]
    notices.tell(Notice.SAVE, Level.DANGER, "Not saved.", ways)
    before = banner.findChild(QPushButton, "again")
    notices.tell(Notice.SAVE, Level.DANGER, "Not saved.", ways)
    assert banner.findChild(QPushButton, "again") is before
