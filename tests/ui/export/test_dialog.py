"""The export dialog writes a bundle that opens, and only what was asked for."""

from __future__ import annotations

import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.bundle import collect
from editor.dirs import resource
from editor.site import Site
from editor.ui.export import ExportDialog
from editor.ui.tasks import Tasks

POST = "_posts/2025-09-05-how-the-fish-market-came-back.md"
DRAFT = "_drafts/the-last-lighthouse-keeper.md"


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


def opened(qtbot: QtBot, site: Site, tasks: Tasks, paths: list[str]) -> ExportDialog:
    dialog = ExportDialog(site, paths, tasks, folder=site.root.parent)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(
        lambda: dialog._message.text() != "Looking at what the posts refer to…", timeout=20000
    )
    return dialog


def titles(dialog: ExportDialog) -> list[str]:
    report = dialog.report
    items = [report.topLevelItem(i) for i in range(report.topLevelItemCount())]
    return [item.text(0) for item in items if item is not None]


def test_it_says_before_what_will_go_and_after_what_went(
    qtbot: QtBot, site: Site, tasks: Tasks
) -> None:
    dialog = opened(qtbot, site, tasks, [POST])
    assert titles(dialog)[:2] == ["1 post goes along", "2 pictures and files go along"]
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.exported is not None, timeout=20000)
    assert dialog.exported is not None
    assert titles(dialog)[:2] == ["1 post in the bundle", "2 pictures and files in the bundle"]
    with zipfile.ZipFile(dialog.exported.output) as bundle:
        names = bundle.namelist()
    assert any(name.endswith(f"data/{POST}") for name in names)
    assert any(name.endswith("data/assets/images/fish-market.jpg") for name in names)
    dialog.accept()


def test_a_draft_goes_only_when_asked_for(qtbot: QtBot, site: Site, tasks: Tasks) -> None:
    dialog = opened(qtbot, site, tasks, [DRAFT])
    assert not dialog.ok.isEnabled()
    assert "draft" in dialog._message.text()
    dialog.drafts.setChecked(True)
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=20000)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.exported is not None, timeout=20000)
    assert dialog.exported is not None
    assert [each.path for each in dialog.exported.stripped] == ["assets/images/lighthouse.jpg"]
    assert any(title.startswith("Taken out of 1 picture") for title in titles(dialog))
    dialog.accept()


def test_a_file_that_is_there_is_not_written_over(qtbot: QtBot, site: Site, tasks: Tasks) -> None:
    dialog = opened(qtbot, site, tasks, [POST])
    taken = site.root.parent / "mine.zip"
    taken.write_bytes(b"mine")
    dialog.output.setText(str(taken))
    dialog.accept()
    qtbot.waitUntil(lambda: not dialog._is_writing, timeout=20000)
    assert dialog.exported is None
    assert taken.read_bytes() == b"mine"
    dialog.reject()


def test_the_proposed_name_is_free(qtbot: QtBot, site: Site, tasks: Tasks) -> None:
    dialog = opened(qtbot, site, tasks, [POST])
    first = Path(dialog.output.text())
    first.write_bytes(b"")
    dialog.reject()
    again = opened(qtbot, site, tasks, [POST])
    assert Path(again.output.text()) != first
    again.reject()


def test_a_folder_that_is_not_there_is_said_and_what_was_typed_stays(
    qtbot: QtBot, site: Site, tasks: Tasks
) -> None:
    dialog = opened(qtbot, site, tasks, [POST])
    for wrong in (site.root.parent / "no such folder/a.zip", site.root):
        dialog.output.setText(str(wrong))
        dialog.accept()
        assert not dialog.ok.isEnabled()
        qtbot.waitUntil(lambda: not dialog._is_writing, timeout=20000)
        assert "no such folder" in dialog._message.text()
        assert dialog.output.text() == str(wrong)
        assert dialog.ok.isEnabled()
    dialog.reject()


def test_only_what_was_asked_for_last_is_shown_when_the_disk_was_slow(
    qtbot: QtBot, site: Site, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, asked, real = threading.Event(), [], collect

    def waiting(*args: object, **more: object) -> object:
        asked.append(more["drafts"])
        assert go.wait(30)
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("editor.ui.export.dialog.collect", waiting)
    dialog = ExportDialog(site, [DRAFT], tasks, folder=site.root.parent)
    qtbot.addWidget(dialog)
    dialog.show()
    for _ in range(5):
        dialog.drafts.toggle()
        assert not dialog.ok.isEnabled()
    go.set()
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=20000)
    assert asked == [False, True]
    assert titles(dialog)[0] == "1 post goes along"
    dialog.reject()


def test_a_dialog_that_is_closed_while_it_looks_looks_no_further(
    qtbot: QtBot, site: Site, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, real = threading.Event(), collect
    ended: list[object] = []

    def waiting(*args: object, **more: object) -> object:
        assert go.wait(30)
        ended.append(more["drafts"])
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("editor.ui.export.dialog.collect", waiting)
    dialog = ExportDialog(site, [DRAFT], tasks, folder=site.root.parent)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.drafts.toggle()
    dialog.reject()
    go.set()
    qtbot.waitUntil(lambda: not dialog._is_looking, timeout=20000)
    assert ended == [False]
    assert not titles(dialog)
