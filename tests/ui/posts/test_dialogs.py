"""New post, rename, publish: what they say is what happens."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.dirs import resource
from editor.site import Site, posts
from editor.ui.posts import NewPostDialog, PublishDialog, RenameDialog

STORM = "_posts/2025-09-04-storm-warning-extended-to-sunday.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "site"
    shutil.copytree(resource("sample-site"), root)
    return Site.open(root)


def test_a_new_post_is_in_the_manner_of_the_others(qtbot: QtBot, site: Site) -> None:
    dialog = NewPostDialog(site)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.ok.isEnabled()
    qtbot.keyClicks(dialog.title, 'The light: "a new beginning"')
    dialog.date.setText("2025-09-06T00:42:54")
    assert dialog.slug.text() == "the-light-a-new-beginning"
    assert "_posts/2025-09-06-the-light-a-new-beginning.md" in dialog.outcome.text()
    assert "/2025/09/06/the-light-a-new-beginning/" in dialog.outcome.text()
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert dialog.created is not None
    lines = dialog.created.path.read_text("utf-8").split("\n")
    assert lines[:4] == [
        "---",
        "layout: post",
        'title: "The light: \\"a new beginning\\""',
        "date: 2025-09-06T00:42:54",
    ]
    assert lines[5:8] == ["categories: []", "tags: []", 'excerpt: ""']


def test_a_draft_has_no_date_in_its_name(qtbot: QtBot, site: Site) -> None:
    dialog = NewPostDialog(site)
    qtbot.addWidget(dialog)
    dialog.title.setText("Later")
    dialog.draft.setChecked(True)
    assert not dialog.date.isEnabled()
    dialog.accept()
    assert dialog.created is not None
    assert site.relative(dialog.created.path) == "_drafts/later.md"


def test_a_name_that_is_taken_is_said_and_nothing_is_written(qtbot: QtBot, site: Site) -> None:
    dialog = NewPostDialog(site)
    qtbot.addWidget(dialog)
    dialog.title.setText("Bus fares frozen until spring")
    dialog.date.setText("2025-09-02 10:00:00")
    before = sorted(site.root.rglob("*"))
    assert not dialog.ok.isEnabled()
    dialog.accept()
    assert dialog.created is None
    assert sorted(site.root.rglob("*")) == before


def test_a_slug_that_was_typed_is_kept(qtbot: QtBot, site: Site) -> None:
    dialog = NewPostDialog(site)
    qtbot.addWidget(dialog)
    dialog.slug.clear()
    qtbot.keyClicks(dialog.slug, "mine")
    dialog.title.setText("Another headline")
    assert dialog.slug.text() == "mine"


def test_rename_shows_old_and_new_and_does_nothing_itself(qtbot: QtBot, site: Site) -> None:
    def replan(slug: str, redirect: bool) -> posts.RenamePlan:
        return posts.plan_rename(site, STORM, slug=slug, redirect=redirect)

    dialog = RenameDialog(replan("storm-passes", False), replan=replan)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "/weather/2025/09/04/storm-passes/" in dialog.outcome.text()
    dialog.slug.clear()
    qtbot.keyClicks(dialog.slug, "all-clear")
    assert dialog.plan.target == "_posts/2025-09-04-all-clear.md"
    assert (site.root / STORM).exists()
    dialog.slug.clear()
    qtbot.keyClicks(dialog.slug, "/")
    assert not dialog.ok.isEnabled()


def test_publish_says_where_the_draft_goes(qtbot: QtBot, site: Site) -> None:
    dialog = PublishDialog(site, "_drafts/low-street-report.md")
    qtbot.addWidget(dialog)
    dialog.when.setText("2025-09-09 07:00:00")
    assert "_posts/2025-09-09-low-street-report.md" in dialog.outcome.text()
    dialog.own.setChecked(True)
    assert dialog.date is None
    assert "_posts/2025-09-08-low-street-report.md" in dialog.outcome.text()
    dialog.now.setChecked(True)
    dialog.when.setText("soon")
    assert not dialog.ok.isEnabled()
