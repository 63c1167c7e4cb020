"""The list of posts: what it shows, how it narrows, what it asks of the window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.dirs import resource
from editor.site import PostState, Site, SiteIndex, indexer
from editor.ui.posts import PostListPanel
from editor.ui.posts.model import PAGE, PostListModel


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "site"
    shutil.copytree(resource("sample-site"), root)
    return Site.open(root)


@pytest.fixture
def index(site: Site) -> Iterator[SiteIndex]:
    opened = SiteIndex.open(site)
    indexer.refresh(site)
    yield opened
    opened.close()


@pytest.fixture
def panel(qtbot: QtBot, site: Site, index: SiteIndex) -> PostListPanel:
    made = PostListPanel()
    qtbot.addWidget(made)
    made.set_site(site, index)
    made.resize(280, 600)
    made.show()
    return made


def titles(panel: PostListPanel) -> list[str]:
    model = panel._model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_every_post_and_draft_stands_there_newest_first(panel: PostListPanel) -> None:
    assert len(titles(panel)) == 12
    assert titles(panel)[2].startswith("Harbour wall to be raised")
    states = [panel._model.index(row).data(PostListModel.InfoRole).state for row in range(12)]
    assert states.count(PostState.DRAFT) == 2
    assert states.count(PostState.UNPUBLISHED) == 1


def test_the_list_narrows_while_one_types(panel: PostListPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "storm warn")
    qtbot.waitUntil(lambda: titles(panel) == ["Storm warning extended to Sunday night"])
    panel.search.setText("no such words anywhere")
    qtbot.waitUntil(lambda: panel._stack.currentWidget() is panel._none)
    qtbot.mouseClick(panel._none_button, Qt.MouseButton.LeftButton)
    assert len(titles(panel)) == 12


def test_a_state_can_be_chosen(panel: PostListPanel) -> None:
    panel.states.setCurrentIndex(1)
    assert len(titles(panel)) == 2


def test_enter_opens_the_chosen_post(panel: PostListPanel, qtbot: QtBot) -> None:
    path = "_posts/2025-09-04-storm-warning-extended-to-sunday.md"
    panel.select(path)
    with qtbot.waitSignal(panel.post_activated) as opened:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == [path]


def test_the_menu_asks_for_what_fits_the_post(panel: PostListPanel, qtbot: QtBot) -> None:
    panel.select("_drafts/low-street-report.md")
    menu = panel.make_menu()
    enabled = {str(action.data()): action.isEnabled() for action in menu.actions()}
    assert enabled["publish"]
    with qtbot.waitSignal(panel.action_wanted) as asked:
        next(action for action in menu.actions() if action.data() == "publish").trigger()
    assert asked.args == ["publish", ["_drafts/low-street-report.md"]]
    panel.select("_posts/2025-09-04-storm-warning-extended-to-sunday.md")
    menu = panel.make_menu()
    assert not next(each for each in menu.actions() if each.data() == "publish").isEnabled()


def test_an_unsaved_post_is_marked_for_the_eye_and_the_ear(panel: PostListPanel) -> None:
    panel.set_unsaved({"_drafts/low-street-report.md"})
    row = panel._model.find_row("_drafts/low-street-report.md")
    assert panel._model.index(row).data(PostListModel.UnsavedRole) is True
    words = panel._model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "not saved" in str(words)


def test_a_new_post_appears_and_the_choice_stays(panel: PostListPanel, site: Site) -> None:
    chosen = "_posts/2025-09-02-bus-fares-frozen-until-spring.md"
    panel.select(chosen)
    new = site.root / "_posts/2025-09-07-x.md"
    new.write_text(
        "---\ntitle: " + "Very long " * 20 + "\ndate: 2025-09-07 10:00:00\n---\n", "utf-8"
    )
    indexer.refresh(site)
    panel.refresh()
    assert len(titles(panel)) == 13
    assert panel.selected() == [chosen]
    assert not panel.grab().isNull()


def test_without_a_site_it_says_what_to_do(qtbot: QtBot) -> None:
    panel = PostListPanel()
    qtbot.addWidget(panel)
    panel.show()
    assert panel._stack.currentWidget() is panel._nothing
    with qtbot.waitSignal(panel.open_site_wanted):
        qtbot.mouseClick(panel._nothing_button, Qt.MouseButton.LeftButton)


def test_only_the_pages_that_are_looked_at_are_read(panel: PostListPanel, site: Site) -> None:
    for number in range(250):
        path = site.root / f"_posts/2020-01-01-n{number:03}.md"
        path.write_text(f"---\ntitle: Number {number}\n---\n", "utf-8")
    indexer.refresh(site)
    panel.refresh()
    panel.grab()
    assert panel._model.rowCount() == 262
    assert set(panel._model._pages) == {0}
    row = panel._model.find_row("_posts/2020-01-01-n000.md")
    assert row > PAGE
    info = panel._model.info(row)
    assert info is not None
    assert info.path == "_posts/2020-01-01-n000.md"
    assert len(panel._model._pages) == 2
