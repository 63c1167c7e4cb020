"""How a post's file stands: named states, told without a window."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.ui.notices import Notice, Notices, Way
from editor.ui.workbench import FileState, Standing

PATH = Path("_posts/2025-09-01-the-ferry.md")
TEXT = b"---\ntitle: The ferry\n---\n\nOne.\n"


def nothing() -> None:
    pass


def standing(state: FileState) -> Standing:
    return state.standing


@pytest.fixture
def document() -> Document:
    return Document.from_bytes(TEXT)


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def state(document: Document, notices: Notices) -> FileState:
    return FileState(document, notices)


def test_it_is_clean_unsaved_saving_and_saved_in_turn(document: Document, state: FileState) -> None:
    assert standing(state) is Standing.CLEAN
    document.replace(4, 0, 4, 0, "x")
    assert standing(state) is Standing.UNSAVED
    assert state.begin_save()
    assert standing(state) is Standing.SAVING
    document.undo()
    assert not state.end_save(1.0)
    assert standing(state) is Standing.SAVED


def test_a_save_asked_for_during_another_comes_once_behind_it(state: FileState) -> None:
    assert state.begin_save()
    assert not state.begin_save()
    assert not state.begin_save()
    assert state.end_save(1.0)
    assert state.begin_save()
    assert not state.end_save(2.0)


def test_a_failed_save_is_gravest_and_told_until_one_succeeds(
    document: Document, notices: Notices, state: FileState
) -> None:
    document.read_only_reason = "held"
    state.hold("Another window has it.", [])
    assert standing(state) is Standing.HELD
    state.fail_save("The disk is full.", [Way("again", "Again", nothing)])
    assert standing(state) is Standing.SAVE_FAILED
    assert notices.sentence == state.problem == "The disk is full."
    state.end_save(1.0)
    assert standing(state) is Standing.HELD
    assert not notices.told(Notice.SAVE)


@pytest.mark.parametrize(
    ("trouble", "is_problem"),
    [
        (Standing.CHANGED, True),
        (Standing.MISSING, True),
        (Standing.SHORTENED, True),
        (Standing.UNSETTLED, True),
        (Standing.UNREADABLE, False),
    ],
)
def test_what_another_program_did_stands_until_it_is_settled(
    notices: Notices, state: FileState, trouble: Standing, is_problem: bool
) -> None:
    state.trouble(trouble, "Something happened.")
    assert standing(state) is trouble
    assert trouble.is_problem == is_problem == bool(state.problem)
    state.settle()
    assert standing(state) is Standing.CLEAN
    assert notices.sentence == ""


def test_a_file_is_looked_at_after_its_save_and_not_during_it(state: FileState) -> None:
    assert state.begin_save()
    assert not state.doubt()
    state.end_save(1.0)
    assert state.is_outdated
    look = state.begin_look(PATH)
    assert look is not None
    assert not state.is_outdated


def test_only_the_last_look_counts(state: FileState) -> None:
    first = state.begin_look(PATH)
    assert state.begin_look(PATH) is None
    last = state.begin_look(PATH, is_for_save=True)
    assert first is not None
    assert last is not None
    assert not state.end_look(first, PATH)
    assert not state.is_at_rest
    assert state.end_look(last, PATH)
    assert state.is_at_rest


def test_a_look_at_a_name_that_the_post_has_left_does_not_count(state: FileState) -> None:
    look = state.begin_look(PATH)
    assert look is not None
    assert not state.end_look(look, PATH.with_name("other.md"))
    assert state.is_at_rest


def test_a_question_overtaken_by_a_save_can_be_asked_again(state: FileState) -> None:
    asked = state.begin_reading_both(PATH)
    assert asked is not None
    assert state.begin_reading_both(PATH) is None
    look = state.begin_look(PATH, is_for_save=True)
    assert look is not None
    assert not state.end_look(asked, PATH)
    assert state.end_look(look, PATH)
    assert state.begin_reading_both(PATH) is not None


def test_while_a_question_stands_nothing_looks_and_what_happened_is_looked_at_after(
    state: FileState,
) -> None:
    look = state.begin_reading_both(PATH)
    assert look is not None
    assert state.end_look(look, PATH)
    state.begin_asking()
    assert not state.doubt()
    assert state.begin_look(PATH, is_for_save=True) is None
    state.end_asking()
    assert state.is_outdated
    assert state.begin_look(PATH) is not None


@given(st.lists(st.sampled_from(["save", "saved", "failed", "look", "for_save", "both", "end"])))
def test_whatever_comes_in_whatever_order_it_comes_to_rest(steps: list[str]) -> None:
    state = FileState(Document.from_bytes(TEXT), Notices())
    looks = []
    for step in steps:
        if step == "save":
            state.begin_save()
        elif step == "saved" and state.is_saving:
            state.end_save(1.0)
        elif step == "failed" and state.is_saving:
            state.abandon_save()
        elif step in ("look", "for_save"):
            looks.append(state.begin_look(PATH, is_for_save=step == "for_save"))
        elif step == "both":
            looks.append(state.begin_reading_both(PATH))
        elif step == "end" and looks:
            look = looks.pop(0)
            if look is not None:
                state.end_look(look, PATH)
    for look in looks:
        if look is not None:
            state.end_look(look, PATH)
    if state.is_saving:
        state.end_save(2.0)
    assert state.is_at_rest
