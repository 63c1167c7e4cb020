"""A form over a post, in a copy of the sample site."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.dirs import resource
from editor.document import Document
from editor.site import Choices, Site
from editor.ui.form import FormPanel
from editor.ui.tasks import Tasks

OpenForm = Callable[..., tuple[FormPanel, Document]]


def choices_of(site: Site) -> Choices:
    return Choices.of(site, site.usage())


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
def open_form(qtbot: QtBot, site: Site, tasks: Tasks) -> Iterator[OpenForm]:
    panels = []

    def open_post(
        text: str, path: str = "_posts/2025-09-06-x.md", *, learn: bool = True
    ) -> tuple[FormPanel, Document]:
        document = Document.from_bytes(text.encode())
        panel = FormPanel(tasks)
        qtbot.addWidget(panel)
        panel.resize(760, 400)
        panel.show_document(document, site, path, choices_of(site) if learn else None)
        panel.show()
        qtbot.waitExposed(panel)
        panels.append(panel)
        return panel, document

    yield open_post
    for panel in panels:
        panel.show_document(None, None, None, None)
