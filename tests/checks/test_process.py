"""Checks in a process: the newest text wins, and what hangs, dies or grows is said and replaced."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from editor.checks import CheckClient, Checked, CheckLimits, CheckRequest, Finding, Severity
from editor.checks.worker import Ready
from editor.site import AddressBook, SiteIndex, indexer
from tests.site.shown import write_site

_GUARD_S = 90  # against a hang of the test, not a demand
POST = "---\ntitle: A\nlayout: post\ndate: 2026-09-01 10:00:00 +0000\n---\n"


def _answer(request: CheckRequest, sentence: str) -> Checked:
    finding = Finding("test", Severity.NOTE, sentence, 0, 0)
    return Checked(request.document, request.revision, (finding,))


def gated(connection: Connection, root: str) -> None:
    """Answer only when the file of the request's text is there: tests say when."""
    connection.send(Ready())
    while True:
        request = connection.recv()
        while request.text and not Path(root, request.text).exists():
            threading.Event().wait(0.01)
        connection.send(_answer(request, f"revision {request.revision}"))


def troubled(connection: Connection, _root: str) -> None:
    """Do to the process what the text says."""
    connection.send(Ready())
    held = []
    while True:
        request = connection.recv()
        if request.text == "hang":
            while True:
                pass
        if request.text == "die":
            os._exit(3)
        if request.text == "grow":
            while True:
                held.append(bytearray(8 * 1024 * 1024))
                threading.Event().wait(0.01)
        connection.send(_answer(request, f"well {len(held)}"))


def stillborn(_connection: Connection, _root: str) -> None:
    """Die before the first word."""
    os._exit(3)


Client = Callable[..., CheckClient]


@pytest.fixture
def answers() -> queue.Queue[Checked]:
    return queue.Queue()


@pytest.fixture
def client(tmp_path: Path, answers: queue.Queue[Checked]) -> Iterator[Client]:
    made: list[CheckClient] = []

    def make(**options: object) -> CheckClient:
        root = options.pop("root", tmp_path)
        made.append(CheckClient(root, answers.put, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()


def _request(text: str, revision: int = 1) -> CheckRequest:
    return CheckRequest("post", revision, "_posts/2026-09-01-a.md", text)


def _said(answers: queue.Queue[Checked]) -> tuple[int, list[str]]:
    checked = answers.get(timeout=_GUARD_S)
    return checked.revision, [each.sentence for each in checked.findings]


def test_the_findings_are_those_of_the_checks(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: Client,
    answers: queue.Queue[Checked],
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = {"_config.yml": "", "_layouts/post.html": "", "about.md": "---\n---\n"}
    site = write_site(tmp_path / "site", {**files, "_posts/2026-01-01-b.md": "---\n---\n"})
    checks = client(root=site.root)
    text = POST + "![](/no.png) [a](/about.html) [b](/2026/01/01/b.html) [c](/nowhere/)\n"
    checks.check(_request(text))
    first = answers.get(timeout=_GUARD_S)
    # While nobody has read all addresses, no link is called a dead one.
    assert {each.check for each in first.findings} == {"picture-missing", "alt-text"}
    index = SiteIndex.open(site)
    indexer.refresh(site, index=index, words=False)
    AddressBook(site, index).refresh()
    checks.check(_request(text, 2))
    second = answers.get(timeout=_GUARD_S)
    assert second.revision == 2
    dead = [each for each in second.findings if each.check == "link-missing"]
    assert [(each.line, each.sentence.split()[2]) for each in dead] == [(5, "/nowhere/")]


def test_the_configuration_is_always_the_one_on_the_disk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    client: Client,
    answers: queue.Queue[Checked],
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    site = write_site(tmp_path / "site", {"_config.yml": "", "_layouts/post.html": ""})
    checks = client(root=site.root)
    text = "---\ndate: 2026-09-01 10:00:00 +0000\n---\n"
    checks.check(_request(text))
    assert [each.check for each in answers.get(timeout=_GUARD_S).findings] == ["title"]
    (site.root / "_config.yml").write_text("defaults: [{values: {title: All alike}}]\n")
    checks.check(_request(text, 2))
    assert answers.get(timeout=_GUARD_S).findings == ()


def test_the_newest_text_wins(
    tmp_path: Path, client: Client, answers: queue.Queue[Checked]
) -> None:
    checks = client(target=gated)
    checks.check(_request(""))
    assert _said(answers)[0] == 1
    checks.check(_request("gate", 2))  # in the works, or on its way there
    for revision in range(3, 50):
        checks.check(_request("", revision))
    (tmp_path / "gate").touch()
    # 2 may have been overtaken or not; of the others the last alone is told.
    told = [_said(answers)[0]]
    while told[-1] != 49:
        told.append(_said(answers)[0])
    assert set(told) <= {2, 49}
    assert checks.kills == 0


@pytest.mark.parametrize("trouble", ["hang", "grow", "die"])
def test_a_text_that_ends_its_worker_is_told_and_the_next_is_checked(
    client: Client, answers: queue.Queue[Checked], trouble: str
) -> None:
    if trouble == "grow" and sys.platform != "linux":
        pytest.skip("only Linux tells the memory of a process")
    limits = CheckLimits(
        deadline_s=0.5 if trouble == "hang" else _GUARD_S, resident_bytes=200 * 1024 * 1024
    )
    checks = client(target=troubled, limits=limits)
    checks.check(_request(trouble))
    revision, sentences = _said(answers)
    assert revision == 1
    assert len(sentences) == 1
    assert "unharmed" in sentences[0]
    checks.check(_request("fine", 2))
    assert _said(answers) == (2, ["well 0"])
    assert checks.kills == 1


def test_a_worker_that_cannot_start_is_told_and_not_tried_without_end(
    client: Client, answers: queue.Queue[Checked]
) -> None:
    checks = client(target=stillborn)
    for revision in (1, 2):
        checks.check(_request("a", revision))
        said, sentences = _said(answers)
        assert said == revision
        assert "could not be started" in sentences[0]
    assert checks.kills == 2
    assert checks.worker_pid() == -1


def test_an_idle_worker_is_let_go_and_comes_back(
    client: Client, answers: queue.Queue[Checked]
) -> None:
    checks = client(target=troubled, limits=CheckLimits(idle_s=0.05))
    checks.check(_request("a"))
    assert _said(answers)[0] == 1
    deadline = time.monotonic() + _GUARD_S
    while checks.worker_pid() != -1 and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    assert checks.worker_pid() == -1
    checks.check(_request("b", 2))
    assert _said(answers) == (2, ["well 0"])
    assert checks.kills == 0


def test_nothing_is_told_after_the_end(client: Client, answers: queue.Queue[Checked]) -> None:
    checks = client(target=gated)
    checks.check(_request("never"))
    checks.close()
    checks.close()
    checks.check(_request("late", 2))
    assert answers.empty()
    assert checks.worker_pid() == -1
    unused = client(target=gated)
    unused.close()
    unused.close()


def test_the_windows_side_loads_none_of_the_checks() -> None:
    code = (
        "import sys; from editor.checks import CheckClient, Checked, Finding, with_fixes;"
        " print(sorted(each for each in sys.modules"
        " if each.startswith(('editor.site', 'editor.post', 'editor.checks.'))))"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    names = ("finding", "fixing", "process", "worker")
    assert said.stdout.strip() == str([f"editor.checks.{each}" for each in names])


def test_a_site_that_is_gone_is_said(
    tmp_path: Path, client: Client, answers: queue.Queue[Checked]
) -> None:
    checks = client(root=tmp_path / "none")
    checks.check(_request("a"))
    assert "could not be checked" in _said(answers)[1][0]
