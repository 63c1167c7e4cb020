"""The export dialog writes a bundle that opens, and only what was asked for."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.dirs import resource
from editor.site import Site
from editor.ui.export import ExportDialog

POST = "_posts/2025-09-05-how-the-fish-market-came-back.md"
DRAFT = "_drafts/the-last-lighthouse-keeper.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "site"
    shutil.copytree(resource("sample-site"), root)
    return Site.open(root)


def opened(qtbot: QtBot, site: Site, paths: list[str]) -> ExportDialog:
    dialog = ExportDialog(site, paths, folder=site.root.parent)
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


def test_it_says_before_what_will_go_and_after_what_went(qtbot: QtBot, site: Site) -> None:
    dialog = opened(qtbot, site, [POST])
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


def test_a_draft_goes_only_when_asked_for(qtbot: QtBot, site: Site) -> None:
    dialog = opened(qtbot, site, [DRAFT])
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


def test_a_file_that_is_there_is_not_written_over(qtbot: QtBot, site: Site) -> None:
    dialog = opened(qtbot, site, [POST])
    taken = site.root.parent / "mine.zip"
    taken.write_bytes(b"mine")
    dialog.output.setText(str(taken))
    dialog.accept()
    qtbot.waitUntil(lambda: not dialog._is_writing, timeout=20000)
    assert dialog.exported is None
    assert taken.read_bytes() == b"mine"
    dialog.reject()


def test_the_proposed_name_is_free(qtbot: QtBot, site: Site) -> None:
    dialog = opened(qtbot, site, [POST])
    first = Path(dialog.output.text())
    first.write_bytes(b"")
    dialog.reject()
    again = opened(qtbot, site, [POST])
    assert Path(again.output.text()) != first
    again.reject()
