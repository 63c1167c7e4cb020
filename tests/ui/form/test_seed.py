"""The seed post's front matter comes out of dialog and form byte for byte."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.site import Site
from editor.ui.form import FormPanel
from editor.ui.posts import NewPostDialog
from editor.ui.tasks import Tasks
from tests.shared import DATA
from tests.ui.form.conftest import choices_of


@pytest.mark.shared
def test_the_seed_from_nothing_has_the_seeds_front_matter(
    qtbot: QtBot, site: Site, tasks: Tasks
) -> None:
    seed = (DATA / "seed-post.md").read_bytes()
    wanted = Document.from_bytes(seed).post
    data = wanted.data
    tasks = Tasks()
    dialog = NewPostDialog(site, (), tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.title, str(data["title"]))
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.created is not None, timeout=10_000)
    tasks.close()
    assert dialog.created is not None
    document = Document.from_bytes(dialog.created.path.read_bytes())
    panel = FormPanel(tasks)
    qtbot.addWidget(panel)
    panel.resize(800, 400)
    panel.show_document(document, site, site.relative(dialog.created.path), choices_of(site))
    panel.show()
    for field in wanted.fields:
        if field.key in ("layout", "title", "tags"):
            continue
        line = panel.findChild(QLineEdit, f"field-{field.key}")
        if isinstance(line, QLineEdit):
            line.setFocus()
            line.selectAll()
            text = field.source.strip('"[]') if field.key != "date" else field.source
            qtbot.keyClicks(line, text)
            qtbot.keyClick(line, Qt.Key.Key_Return)
        else:
            pane = panel.findChild(QPlainTextEdit, f"field-{field.key}")
            assert isinstance(pane, QPlainTextEdit)
            pane.setFocus()
            qtbot.keyClicks(pane, str(field.value))
            panel.commit()
    end = document.text.index("\n---\n") + 5
    assert document.text[:end] == seed.decode()[: seed.decode().index("\n---\n") + 5]
    panel.show_document(None, None, None, None)
