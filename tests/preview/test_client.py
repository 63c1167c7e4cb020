from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from editor.edit import Change, Edit, Origin, apply_edit
from editor.preview import Limits, Page, Patch, PreviewClient, Reply, Status, StatusKind
from editor.preview.worker import work
from tests.preview import workers

# Deadlines are short so that the tests are; the tests say what happens, not how fast.
LIMITS = Limits(soft_s=0.2, hard_s=1.5)


class Typist:
    """A client with a text that is edited, and the page as the pane would have it."""

    def __init__(
        self,
        target: Callable[..., None] = work,
        limits: Limits = LIMITS,
        root: Path | None = None,
    ) -> None:
        self.replies: queue.Queue[Reply] = queue.Queue()
        self.seen: list[Reply] = []
        self.threads: set[str] = set()
        self.client = PreviewClient(root, self._on_reply, limits=limits, target=target)
        self.text = ""
        self.revision = 0
        self.shown = -1
        self.blocks: list[str] = []
        self.header = ""

    def _on_reply(self, reply: Reply) -> None:
        self.threads.add(threading.current_thread().name)
        self.replies.put(reply)

    def open(self, text: str) -> None:
        self.text = text
        self.client.open("d", text, revision=self.revision)

    def type(self, line: int, column: int, removed: str, inserted: str) -> None:
        edit = Edit(line, column, removed, inserted)
        self.text = apply_edit(self.text, edit)
        self.revision += 1
        self.client.edit("d", Change(self.revision, edit, Origin.TYPING))

    def wait_for(self, found: Callable[[Reply], bool]) -> Reply:
        end = time.monotonic() + 60
        while True:
            reply = self.replies.get(timeout=max(end - time.monotonic(), 0.01))
            self.seen.append(reply)
            if isinstance(reply, Page):
                self.blocks = [block.html for block in reply.blocks]
                self.header = reply.header
                self.shown = reply.revision
            elif isinstance(reply, Patch):
                assert reply.base == self.shown
                for splice in reply.splices:
                    html = [block.html for block in splice.blocks]
                    self.blocks[splice.start : splice.start + splice.deleted] = html
                self.shown = reply.revision
            if found(reply):
                return reply

    def wait_current(self) -> None:
        self.wait_for(lambda reply: self.settled(reply, StatusKind.CURRENT))

    def wait_stopped(self) -> None:
        self.wait_for(lambda reply: self.settled(reply, StatusKind.STOPPED))

    def settled(self, reply: Reply, kind: StatusKind) -> bool:
        return isinstance(reply, Status) and reply.kind is kind and self.shown == self.revision

    @property
    def html(self) -> str:
        return "".join(self.blocks)


@pytest.fixture
def typist() -> Iterator[Typist]:
    made = Typist(workers.misbehaving)
    yield made
    made.client.close()


def test_a_text_is_rendered_and_follows_edits(typist: Typist) -> None:
    typist.open("# One\n\nTwo.\n")
    typist.wait_current()
    assert "One" in typist.html
    typist.type(2, 0, "Two", "Three")
    typist.wait_current()
    assert "Three." in typist.html
    assert typist.threads == {"preview-reader"}


def test_a_hanging_passage_is_stopped_and_the_rest_is_shown_by_the_spare(typist: Typist) -> None:
    typist.open("One.\n\nTwo.\n\nThree.\n")
    typist.wait_current()
    while len(typist.client.worker_pids()) < 2:
        time.sleep(0.01)
    worker, spare = typist.client.worker_pids()
    typist.type(2, 0, "", "HANG ")
    typist.wait_stopped()
    assert "takes too long" in typist.html
    assert "One." in typist.html
    assert "Three." in typist.html
    # On a machine with no time to spare a healthy worker may be killed too.
    assert typist.client.kills > 1 or typist.client.worker_pids()[0] == spare
    assert worker not in typist.client.worker_pids()
    assert not Path(f"/proc/{worker}").exists()
    assert any(
        isinstance(each, Status) and each.kind is StatusKind.RENDERING for each in typist.seen
    )


def test_a_stopped_passage_is_not_tried_again_until_it_changes(typist: Typist) -> None:
    typist.open("One.\n\nHANG\n\nThree.\n")
    typist.wait_stopped()
    assert typist.client.kills > 0
    typist.type(4, 0, "", "Still ")
    typist.wait_stopped()
    assert "Still Three." in typist.html
    assert "takes too long" in typist.html
    typist.type(2, 0, "HANG", "Two")
    typist.wait_current()
    assert "Two" in typist.html


@pytest.mark.parametrize("word", ["DIE", "SWELL", "RAISE"])
def test_a_passage_that_fells_the_worker_is_stopped(word: str) -> None:
    # The cap on resident memory is put where the word takes the worker past it.
    typist = Typist(workers.misbehaving, Limits(hard_s=20, resident_bytes=200 * 1024 * 1024))
    try:
        typist.open(f"One.\n\n{word}\n\nThree.\n")
        typist.wait_stopped()
        assert "takes too long" in typist.html
        assert "Three." in typist.html
        assert (typist.client.kills > 0) == (word != "RAISE")
    finally:
        typist.client.close()


def test_a_worker_that_gets_no_time_is_replaced_but_no_passage_is_blamed() -> None:
    typist = Typist(workers.misbehaving)
    try:
        typist.open("One.\n\nTwo.\n")
        typist.wait_current()
        typist.type(2, 0, "", "SLEEP ")
        typist.wait_for(lambda reply: isinstance(reply, Status) and reply.kind is StatusKind.FAILED)
        assert "takes too long" not in typist.html
        typist.type(2, 0, "SLEEP ", "")
        typist.wait_current()
        assert "Two." in typist.html
    finally:
        typist.client.close()


def test_a_long_text_that_makes_progress_is_never_killed() -> None:
    typist = Typist(workers.endless, Limits(soft_s=0.2, hard_s=0.6))
    try:
        typist.open("x")
        typist.wait_current()
        assert typist.client.kills == 0
    finally:
        typist.client.close()


def test_edits_made_while_a_request_is_out_are_joined() -> None:
    typist = Typist(workers.counting)
    try:
        typist.open("")
        typist.wait_current()
        for number in range(40):
            typist.type(0, number, "", "x")
        typist.wait_current()
        counts = [int(each.header or 0) for each in typist.seen if isinstance(each, Patch)]
        assert sum(counts) == 40
        assert counts[0] == 1
        assert max(counts) > 20
    finally:
        typist.client.close()


def test_edits_during_a_kill_are_not_lost(typist: Typist) -> None:
    typist.open("One.\n\nTwo.\n\nThree.\n")
    typist.wait_current()
    typist.type(2, 0, "", "HANG ")
    for letter in "gnipyt":
        typist.type(4, 0, "", letter)
    typist.wait_stopped()
    assert "typingThree." in typist.html


def test_two_texts_are_kept_and_shown_in_turn(typist: Typist) -> None:
    typist.open("First.\n")
    typist.wait_current()
    typist.client.open("other", "Second.\n")
    typist.wait_for(lambda reply: isinstance(reply, Page) and reply.document == "other")
    typist.client.page("d")
    page = typist.wait_for(lambda reply: isinstance(reply, Page) and reply.document == "d")
    assert isinstance(page, Page)
    assert "First." in page.blocks[0].html
    typist.client.forget("other")
    assert typist.client.revision_of("other") == -1


def test_a_gap_in_the_revisions_asks_for_the_whole_text(typist: Typist) -> None:
    typist.open("One.\n")
    typist.wait_current()
    typist.client.edit("d", Change(7, Edit(0, 0, "", "x"), Origin.TYPING))
    reply = typist.wait_for(lambda reply: isinstance(reply, Status) and not reply.sentence)
    assert isinstance(reply, Status)
    assert typist.client.revision_of("d") == -1


def test_a_text_that_is_too_long_is_refused_with_a_sentence() -> None:
    typist = Typist(limits=Limits(text_length=100))
    typist.open("x" * 101)
    reply = typist.wait_for(lambda reply: isinstance(reply, Status))
    assert isinstance(reply, Status)
    assert reply.kind is StatusKind.FAILED
    assert "unharmed" in reply.sentence
    typist.client.close()


def readers() -> set[threading.Thread]:
    return {each for each in threading.enumerate() if each.name == "preview-reader"}


def test_closing_leaves_no_process_and_no_thread(typist: Typist) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    others = readers()  # of a window that another test has not let go of yet
    typist.open("One.\n")
    typist.wait_current()
    assert readers() > others
    while len(typist.client.worker_pids()) < 2:
        time.sleep(0.01)
    pids = typist.client.worker_pids()
    typist.client.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert readers() <= others
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
    typist.client.edit("d", Change(1, Edit(0, 0, "", "x"), Origin.TYPING))
    typist.client.close()


def test_a_worker_that_cannot_start_is_said_in_a_sentence_and_tried_again_later() -> None:
    typist = Typist(workers.stillborn)
    try:
        for _ in range(2):
            typist.open("One.\n")
            reply = typist.wait_for(lambda reply: isinstance(reply, Status))
            assert isinstance(reply, Status)
            assert "could not be started" in reply.sentence
        assert typist.client.kills == 6
    finally:
        typist.client.close()


def test_the_window_side_does_not_load_the_grammar() -> None:
    import subprocess
    import sys

    code = (
        "import sys, editor.preview;"
        "print([m for m in ('markdown', 'pygments', 'nh3', 'editor.kramdown') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_change_of_the_configuration_is_followed_with_the_next_request(tmp_path: Path) -> None:
    config = tmp_path / "_config.yml"
    defaults = 'defaults:\n  - {scope: {path: ""}, values: {author: %s}}\n'
    config.write_text(defaults % "The Desk", "utf-8")
    made = Typist(root=tmp_path)
    try:
        made.open("---\ntitle: A\n---\nText {{ site.baseurl }}.\n")
        made.wait_current()
        assert "The Desk" in made.header
        config.write_text(defaults % "Another One" + "baseurl: /paper\n", "utf-8")
        made.client.page("d")
        made.wait_for(lambda reply: isinstance(reply, Page) and "Another One" in reply.header)
        assert "Text /paper." in made.html
        config.write_text(defaults % "A Third" + "baseurl: /news\n", "utf-8")
        made.type(3, 4, "", "s")
        made.wait_for(lambda reply: isinstance(reply, Page) and "A Third" in reply.header)
        assert "Texts /news." in made.html
    finally:
        made.client.close()
