"""New post, rename, publish: what they say is what happens, and no disk holds the typing up."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.dirs import resource
from editor.site import KeyUsage, Site, posts
from editor.storage import StorageError
from editor.ui.posts import NewPostDialog, PublishDialog, RenameDialog, new_post, publish
from editor.ui.posts.dialog import PostDialog
from editor.ui.tasks import Tasks

STORM = "_posts/2025-09-04-storm-warning-extended-to-sunday.md"
DRAFT = "_drafts/low-street-report.md"


class Held:
    """A function of the core that waits, as a disk may, until it is let go.

    Attributes:
        calls: The keyword arguments of each call, in order.
    """

    def __init__(self, real: Callable[..., Any], when: Callable[[dict[str, Any]], bool]) -> None:
        self.calls: list[dict[str, Any]] = []
        self.entered = threading.Event()
        self.free = threading.Event()
        self._real = real
        self._when = when

    def __call__(self, *args: Any, **more: Any) -> Any:
        self.calls.append({**more, "args": args})
        if self._when(more):
            self.entered.set()
            assert self.free.wait(30)
        return self._real(*args, **more)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "site"
    shutil.copytree(resource("sample-site"), root)
    return Site.open(root)


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def usage(site: Site) -> KeyUsage:
    return site.usage()


@pytest.fixture
def dialog(qtbot: QtBot, site: Site, tasks: Tasks, usage: KeyUsage) -> NewPostDialog:
    made = NewPostDialog(site, ["page", "post"], tasks, usage=usage)
    qtbot.addWidget(made)
    made.show()
    return made


def hold_planning(monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held(posts.create, lambda more: bool(more["dry_run"]))
    monkeypatch.setattr(new_post, "create", held)
    return held


def hold_writing(monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held(posts.create, lambda more: not more["dry_run"])
    monkeypatch.setattr(new_post, "create", held)
    return held


def wait_until_good(qtbot: QtBot, dialog: PostDialog) -> str:
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=10_000)
    return dialog.outcome.text()


def wait_until_refused(qtbot: QtBot, dialog: PostDialog) -> str:
    qtbot.waitUntil(lambda: dialog.outcome.property("role") == "error", timeout=10_000)
    assert not dialog.ok.isEnabled()
    return dialog.outcome.text()


# --- new post ---


def test_a_new_post_is_in_the_manner_of_the_others(qtbot: QtBot, dialog: NewPostDialog) -> None:
    assert not dialog.ok.isEnabled()
    qtbot.keyClicks(dialog.title, 'The light: "a new beginning"')
    dialog.date.setText("2025-09-06T00:42:54")
    assert dialog.slug.text() == "the-light-a-new-beginning"
    told = wait_until_good(qtbot, dialog)
    assert "_posts/2025-09-06-the-light-a-new-beginning.md" in told
    assert "/2025/09/06/the-light-a-new-beginning/" in told
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.created is not None, timeout=10_000)
    assert dialog.created is not None
    assert not dialog.isVisible()
    lines = dialog.created.path.read_text("utf-8").split("\n")
    assert lines[:4] == [
        "---",
        "layout: post",
        'title: "The light: \\"a new beginning\\""',
        "date: 2025-09-06T00:42:54",
    ]
    assert lines[5:8] == ["categories: []", "tags: []", 'excerpt: ""']


def test_a_draft_has_no_date_in_its_name(qtbot: QtBot, site: Site, dialog: NewPostDialog) -> None:
    dialog.title.setText("Later")
    dialog.draft.setChecked(True)
    assert not dialog.date.isEnabled()
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.created is not None, timeout=10_000)
    assert dialog.created is not None
    assert site.relative(dialog.created.path) == "_drafts/later.md"


def test_a_name_that_is_taken_is_said_and_nothing_is_written(
    qtbot: QtBot, site: Site, dialog: NewPostDialog
) -> None:
    dialog.title.setText("Bus fares frozen until spring")
    dialog.date.setText("2025-09-02 10:00:00")
    before = sorted(site.root.rglob("*"))
    dialog.accept()
    assert "already a file" in wait_until_refused(qtbot, dialog)
    dialog.accept()
    assert dialog.created is None
    assert dialog.isVisible()
    assert sorted(site.root.rglob("*")) == before


def test_a_slug_that_was_typed_is_kept(qtbot: QtBot, dialog: NewPostDialog) -> None:
    dialog.slug.clear()
    qtbot.keyClicks(dialog.slug, "mine")
    dialog.title.setText("Another headline")
    assert dialog.slug.text() == "mine"
    assert "-mine.md" in wait_until_good(qtbot, dialog)


def test_what_is_no_date_is_said_at_once(qtbot: QtBot, dialog: NewPostDialog) -> None:
    dialog.title.setText("Soon")
    dialog.date.setText("soon")
    assert "no date" in dialog.outcome.text()
    dialog.accept()
    dialog.draft.setChecked(True)
    assert "_drafts/soon.md" in wait_until_good(qtbot, dialog)
    assert dialog.created is None


def test_the_layout_that_is_chosen_is_written(qtbot: QtBot, dialog: NewPostDialog) -> None:
    dialog.title.setText("About")
    dialog.layouts.setCurrentText("page")
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.created is not None, timeout=10_000)
    assert dialog.created is not None
    assert b"\nlayout: page\n" in dialog.created.data


def test_what_is_not_known_of_the_site_is_read_and_filled_in(
    qtbot: QtBot, site: Site, tasks: Tasks, usage: KeyUsage, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(lambda: usage, lambda _more: True)
    monkeypatch.setattr(site, "usage", held)
    dialog = NewPostDialog(site, (), tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.title, "Early")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    assert held.entered.wait(10)
    assert dialog.date.text() == ""
    assert dialog.created is None
    held.free.set()
    qtbot.waitUntil(lambda: dialog.created is not None, timeout=10_000)
    assert dialog.date.text() != ""


def test_a_date_typed_before_the_site_is_known_stays(
    qtbot: QtBot, site: Site, tasks: Tasks
) -> None:
    dialog = NewPostDialog(site, (), tasks)
    qtbot.addWidget(dialog)
    dialog.title.setText("Early")
    dialog.date.setText("2024-01-02 03:04:05")
    assert "_posts/2024-01-02-early.md" in wait_until_good(qtbot, dialog)
    assert dialog.date.text() == "2024-01-02 03:04:05"


def test_typing_goes_on_while_the_disk_hangs_and_old_answers_are_dropped(
    qtbot: QtBot, dialog: NewPostDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_planning(monkeypatch)
    shown: list[object] = []
    monkeypatch.setattr(dialog, "show_answer", shown.append)
    qtbot.keyClicks(dialog.title, "First")
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    for letter in " and second":
        qtbot.keyClicks(dialog.title, letter)
        assert "File:" not in dialog.outcome.text()
    assert dialog.title.text() == "First and second"
    assert not dialog.ok.isEnabled()
    held.free.set()
    wait_until_good(qtbot, dialog)
    # One question at a time: a share that hangs takes one thread, not one for each key.
    assert [each["args"][1] for each in held.calls] == ["First", "First and second"]
    assert shown == [dialog.answer]
    assert dialog.answer.site_path.endswith("-first-and-second.md")


def test_enter_before_the_answer_creates_the_post_once_it_is_there(
    qtbot: QtBot, dialog: NewPostDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_planning(monkeypatch)
    qtbot.keyClicks(dialog.title, "At once")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    assert dialog.isVisible()
    held.free.set()
    qtbot.waitUntil(lambda: dialog.created is not None, timeout=10_000)
    assert [each["dry_run"] for each in held.calls] == [True, False]


def test_what_is_typed_after_enter_takes_it_back(
    qtbot: QtBot, dialog: NewPostDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_planning(monkeypatch)
    qtbot.keyClicks(dialog.title, "Too")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    qtbot.keyClicks(dialog.title, " early")
    held.free.set()
    assert "-too-early.md" in wait_until_good(qtbot, dialog)
    assert dialog.created is None
    assert dialog.isVisible()


def test_a_post_is_written_once_however_often_one_asks(
    qtbot: QtBot, site: Site, dialog: NewPostDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_writing(monkeypatch)
    made: list[object] = []
    dialog.made.connect(made.append)
    before = set(site.root.rglob("*"))
    dialog.title.setText("Once")
    wait_until_good(qtbot, dialog)
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    assert "Creating" in dialog.outcome.text()
    for widget in (dialog.ok, dialog.cancel, dialog.form):
        assert not widget.isEnabled()
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    held.free.set()
    qtbot.waitUntil(lambda: dialog.created is not None, timeout=10_000)
    assert dialog.created is not None
    assert made == [dialog.created]
    assert set(site.root.rglob("*")) - before == {dialog.created.path}


def test_a_refusal_stays_in_the_dialog_with_all_that_was_typed(
    qtbot: QtBot, site: Site, dialog: NewPostDialog
) -> None:
    qtbot.keyClicks(dialog.title, "Refused")
    dialog.date.setText("2025-09-06 10:00:00")
    wait_until_good(qtbot, dialog)
    # Another program was quicker.
    (site.root / "_posts/2025-09-06-refused.md").write_text("theirs", "utf-8")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "already a file" in dialog.outcome.text(), timeout=10_000)
    assert dialog.isVisible()
    assert dialog.form.isEnabled()
    assert dialog.title.text() == "Refused"
    assert dialog.focusWidget() is dialog.title
    assert dialog.created is None
    dialog.slug.setText("refused-no-more")
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.created is not None, timeout=10_000)
    assert (site.root / "_posts/2025-09-06-refused.md").read_text("utf-8") == "theirs"


@pytest.mark.parametrize("is_refused", [False, True])
def test_closing_while_the_post_is_written_loses_nothing(
    qtbot: QtBot,
    site: Site,
    tasks: Tasks,
    usage: KeyUsage,
    monkeypatch: pytest.MonkeyPatch,
    is_refused: bool,
) -> None:
    def write(*args: Any, **more: Any) -> posts.Created:
        if is_refused and not more["dry_run"]:
            raise StorageError("The disk is full; nothing was changed.")
        return posts.create(*args, **more)

    held = Held(write, lambda more: not more["dry_run"])
    monkeypatch.setattr(new_post, "create", held)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = NewPostDialog(site, (), tasks, window, usage=usage)
    made: list[object] = []
    finished: list[int] = []
    dialog.made.connect(made.append)
    dialog.finished.connect(finished.append)
    dialog.open()
    dialog.title.setText("Closed early")
    dialog.accept()
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    dialog.close()
    assert not dialog.isVisible()
    assert finished == []
    held.free.set()
    if is_refused:
        qtbot.waitUntil(dialog.isVisible, timeout=10_000)
        assert dialog.outcome.text() == "The disk is full; nothing was changed."
        assert dialog.title.text() == "Closed early"
        assert dialog.ok.isEnabled()  # to try again
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert finished == [0]
        assert made == []
    else:
        qtbot.waitUntil(lambda: made == [dialog.created], timeout=10_000)
        assert finished == [1]
        assert not dialog.isVisible()


def test_an_answer_that_comes_when_the_dialog_is_gone_reaches_nobody(
    qtbot: QtBot, site: Site, tasks: Tasks, usage: KeyUsage, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_planning(monkeypatch)
    dialog = NewPostDialog(site, (), tasks, usage=usage)
    dialog.title.setText("Gone")
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    shiboken6.delete(dialog)
    held.free.set()
    done: list[object] = []
    other = QWidget()
    qtbot.addWidget(other)
    tasks.run(lambda: None, done.append, None, other)
    qtbot.waitUntil(lambda: bool(done), timeout=10_000)


def test_tab_goes_through_the_fields_and_then_to_the_buttons(
    qtbot: QtBot, dialog: NewPostDialog
) -> None:
    dialog.title.setText("Order")
    wait_until_good(qtbot, dialog)
    dialog.activateWindow()
    dialog.title.setFocus()
    seen = []
    for _ in range(7):
        focused = dialog.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    fields = ["new-title", "new-dated", "new-date", "new-slug", "new-layout"]
    assert seen == [*fields, "cancel", "accept"]


def test_enter_on_cancel_cancels(qtbot: QtBot, dialog: NewPostDialog) -> None:
    dialog.title.setText("Never")
    wait_until_good(qtbot, dialog)
    dialog.activateWindow()
    dialog.cancel.setFocus()
    qtbot.waitUntil(dialog.cancel.hasFocus, timeout=10_000)
    qtbot.keyClick(dialog.cancel, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.created is None


# --- rename ---


def test_rename_shows_old_and_new_and_does_nothing_itself(
    qtbot: QtBot, site: Site, tasks: Tasks
) -> None:
    def plan_for(slug: str | None, redirect: bool) -> posts.RenamePlan:
        return posts.plan_rename(site, STORM, slug=slug or "storm-passes", redirect=redirect)

    dialog = RenameDialog(STORM, plan_for, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    assert STORM in dialog.outcome.text()
    assert dialog.slug.text() == "storm-warning-extended-to-sunday"
    assert "/weather/2025/09/04/storm-passes/" in wait_until_good(qtbot, dialog)
    assert dialog.slug.text() == "storm-passes"
    dialog.slug.clear()
    qtbot.keyClicks(dialog.slug, "all-clear-" + "along-the-whole-of-the-coast-" * 4 + "tonight")
    wait_until_good(qtbot, dialog)
    outcome = dialog.outcome
    qtbot.waitUntil(lambda: outcome.height() >= outcome.heightForWidth(outcome.width()))
    dialog.slug.clear()
    qtbot.keyClicks(dialog.slug, "all-clear")
    wait_until_good(qtbot, dialog)
    assert dialog.plan is not None
    assert dialog.plan.target == "_posts/2025-09-04-all-clear.md"
    assert (site.root / STORM).exists()
    dialog.slug.clear()
    qtbot.keyClicks(dialog.slug, "/")
    assert "makes no file name" in wait_until_refused(qtbot, dialog)
    dialog.accept()
    assert dialog.isVisible()


def test_a_slug_typed_before_the_first_plan_is_there_is_kept(
    qtbot: QtBot, site: Site, tasks: Tasks
) -> None:
    held = Held(posts.plan_rename, lambda more: more["slug"] is None)

    def plan_for(slug: str | None, redirect: bool) -> posts.RenamePlan:
        plan = held(site, STORM, slug=slug, redirect=redirect)
        assert isinstance(plan, posts.RenamePlan)
        return plan

    dialog = RenameDialog(STORM, plan_for, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    dialog.slug.selectAll()
    qtbot.keyClicks(dialog.slug, "mine")
    qtbot.keyClick(dialog.slug, Qt.Key.Key_Return)
    assert dialog.isVisible()
    held.free.set()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    assert dialog.plan is not None
    assert dialog.plan.target == "_posts/2025-09-04-mine.md"
    assert dialog.slug.text() == "mine"


# --- publish ---


def test_publish_says_where_the_draft_goes(qtbot: QtBot, site: Site, tasks: Tasks) -> None:
    dialog = PublishDialog(site, DRAFT, tasks)
    qtbot.addWidget(dialog)
    dialog.when.setText("2025-09-09 07:00:00")
    assert DRAFT in dialog.outcome.text()
    assert "_posts/2025-09-09-low-street-report.md" in wait_until_good(qtbot, dialog)
    dialog.own.setChecked(True)
    assert dialog.date is None
    assert "_posts/2025-09-08-low-street-report.md" in wait_until_good(qtbot, dialog)
    dialog.now.setChecked(True)
    dialog.when.setText("soon")
    assert not dialog.ok.isEnabled()
    assert "no date" in dialog.outcome.text()


def test_a_date_typed_while_the_disk_hangs_is_the_date_that_counts(
    qtbot: QtBot, site: Site, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(posts.publish, lambda _more: True)
    monkeypatch.setattr(publish, "publish", held)
    dialog = PublishDialog(site, DRAFT, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(held.entered.is_set, timeout=10_000)
    dialog.when.selectAll()
    qtbot.keyClicks(dialog.when, "2025-09-09 07:00")
    qtbot.keyClick(dialog.when, Qt.Key.Key_Return)
    assert dialog.isVisible()
    held.free.set()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    assert dialog.date is not None
    assert f"{dialog.date:%Y-%m-%d %H:%M}" == "2025-09-09 07:00"
    assert "_posts/2025-09-09-low-street-report.md" in dialog.outcome.text()


@pytest.mark.parametrize("kind", ["rename", "publish"])
def test_a_post_that_cannot_be_read_is_told_in_a_sentence(
    qtbot: QtBot, site: Site, tasks: Tasks, kind: str
) -> None:
    def plan_for(slug: str | None, redirect: bool) -> posts.RenamePlan:
        return posts.plan_rename(site, DRAFT, slug=slug, redirect=redirect)

    (site.root / DRAFT).unlink()
    dialog: PostDialog
    if kind == "rename":
        dialog = RenameDialog(DRAFT, plan_for, tasks)
    else:
        dialog = PublishDialog(site, DRAFT, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert wait_until_refused(qtbot, dialog).endswith(".")
    assert dialog.isVisible()
