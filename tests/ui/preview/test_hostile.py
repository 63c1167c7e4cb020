"""Every hostile post in the real pane: no script, no request, no file, no navigation.

The weak controls show the same posts without our layers: they have to be caught, else the tests
could pass blind.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl

from editor.document import Document
from editor.kramdown import to_html
from editor.ui.preview.scheme import READING
from tests.shared import DATA
from tests.ui.preview.conftest import Watched
from tests.ui.preview.weak import Listener

pytestmark = [pytest.mark.xdist_group("webengine"), pytest.mark.shared]

HOSTILE = DATA / "hostile"
FILES = sorted(path.name for path in HOSTILE.glob("*.md"))

EVIL = (
    "[...document.querySelectorAll('*')].filter((node) => "
    "/^(script|iframe|object|embed|form|meta|base|frame|svg|math|portal|template|noscript)$/i"
    ".test(node.localName) && !node.closest('head') "
    "|| [...node.attributes].some((each) => /^on|^srcdoc$|^formaction$|^ping$/i.test(each.name) "
    "|| /^\\s*(javascript|vbscript|file|view-source):/i.test(each.value) "
    "&& /^(href|src|poster|data|action)$/.test(each.name))).map((node) => node.outerHTML)"
)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_post_runs_reads_sends_and_opens_nothing(name: str, watched: Watched) -> None:
    pane = watched.pane
    listener = Listener()
    data = (HOSTILE / name).read_bytes()
    document = Document.from_bytes(data.replace(b"canary.invalid", b"127.0.0.1:%d" % listener.port))
    (watched.root / "_includes").mkdir(exist_ok=True)
    (watched.root / "_includes" / "self.html").write_text("{% include self.html %}")
    watched.show_document(document)
    profile, page = pane._web.profile, pane._web.page
    assert profile is not None
    assert page is not None
    profile.interceptor.blocked.clear()
    profile.handler.files_served.clear()
    urls: list[str] = []

    def note(url: QUrl) -> None:
        urls.append(url.toString().partition("#")[0])

    page.urlChanged.connect(note)
    try:
        # Once more with everything watched, and with every link and control clicked.
        watched.shown.clear()
        pane._live._on_page_stale()
        watched.wait(lambda: bool(watched.shown))
        assert watched.ask(EVIL) == []
        watched.ask(
            "[...document.querySelectorAll('a, area, summary, input, label, button')]"
            ".forEach((each) => each.click())"
        )
        watched.ask("1")
        watched.ask("1")
        assert page.title() == "Preview"
        assert page.url().toString().partition("#")[0] == READING.toString()
        assert [url for url in urls if url != READING.toString()] == []
        assert watched.ask("standfirst.state().revision") == document.revision
        assert profile.interceptor.blocked == []
        assert [each for each in profile.handler.files_served if not inside(each, watched)] == []
        assert listener.connections == 0
        allowed = ("http:", "https:", "mailto:", "tel:", "/")
        assert [each for each in watched.links if not each.startswith(allowed)] == []
        assert (
            document.text
            == Document.from_bytes(
                data.replace(b"canary.invalid", b"127.0.0.1:%d" % listener.port)
            ).text
        )
    finally:
        page.urlChanged.disconnect(note)
        listener.close()


def inside(path: Path, watched: Watched) -> bool:
    return path.is_relative_to(watched.root.resolve())


def weak_counts(mode: str) -> dict[str, Any]:
    index = json.loads((HOSTILE / "index.json").read_text("utf-8"))["entries"]
    wanted = [
        each["file"]
        for each in index
        if each.get("file") and each["check"] in ("noscript", "nonet", "nav")
    ]
    pages = [
        to_html((HOSTILE / name).read_text("utf-8", "replace").split("---\n", 2)[-1])
        for name in wanted
    ]
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.preview.weak", mode],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    counts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(mode, len(pages), counts)
    return counts


def test_control_a_an_ordinary_web_view_runs_scripts_and_is_caught() -> None:
    counts = weak_counts("A")
    assert counts["ran"] >= 5
    assert counts["reached"] >= 5


def test_control_d_without_javascript_alone_requests_get_out_and_are_caught() -> None:
    counts = weak_counts("D")
    assert counts["ran"] == 0
    assert counts["reached"] >= 3
    assert counts["navigated"] >= 1
