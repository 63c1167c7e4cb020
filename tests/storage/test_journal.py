"""The journal loses no word that it was told, whatever happens to its file or its disk."""

from __future__ import annotations

import errno
import os
import random
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document import Document
from editor.edit import Change, Edit, Origin
from editor.storage import (
    Journal,
    JournalDamaged,
    JournalKey,
    JournalState,
    Saved,
    finish_journals,
    journal_content,
    pending,
    put_aside_before,
    save,
    text_diff,
)
from editor.storage.records import MAGIC
from editor.storage.replay import replay


def typed(document: Document, text: str) -> None:
    line = document.line_count - 1
    column = len(document.content(line))
    for character in text:
        document.replace(line, column, line, column, character)
        line, column = (line + 1, 0) if character == "\n" else (line, column + 1)


def state_of(journal: Journal) -> JournalState:
    """Ask anew: a type checker takes an attribute for a constant."""
    return journal.state


def crash(document: Document) -> Path:
    """End as a killed process does: the file stays, the system lets go of the lock."""
    journal = document.journal
    assert journal is not None
    journal.close(keep=True)
    return journal.file


def test_every_key_of_a_killed_process_is_there(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"---\r\ntitle: a\r\n---\r\n")
    document = Document.from_bytes(path.read_bytes())
    document.open_journal(path)
    typed(document, "w\u00f6rds, lost by others \U0001f600\n")
    document.undo()
    document.redo()
    document.replace(1, 7, 1, 8, "b", Origin.FORM)
    crash(document)
    (found,) = pending()
    assert found.data == document.snapshot().data
    assert found.path == path
    assert not found.is_disk_changed
    assert found.words == 6
    assert "+title: b" in found.diff()
    assert found.when <= time.time()


@pytest.mark.parametrize("times", [1, 50])
def test_a_never_saved_post_is_offered_marktext_732_ghostwriter_473(times: int) -> None:
    document = Document.new()
    document.open_journal(None)
    typed(document, "w " * times)
    crash(document)
    (found,) = pending()
    assert (found.path, found.text, found.words) == (None, "w " * times, times)


def test_the_journal_of_a_running_window_is_not_offered(tmp_path: Path) -> None:
    document = Document.from_bytes(b"a")
    document.open_journal(tmp_path / "post.md")
    typed(document, "b")
    assert pending() == []
    crash(document)
    assert len(pending()) == 1


def test_a_saved_post_is_not_offered_and_one_changed_afterwards_is(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    document = Document.new()
    journal = document.open_journal(path)
    typed(document, "one")
    snapshot = document.snapshot()
    typed(document, " two")
    document.mark_saved(snapshot, save(path, snapshot.data, expected=None, journal=journal))
    crash(document)
    (found,) = pending()
    assert (found.text, found.base, found.disk) == ("one two", b"one", b"one")
    assert not found.is_disk_changed
    found.discard()
    assert pending() == []

    document = Document.from_bytes(path.read_bytes())
    document.open_journal(path)
    typed(document, "!")
    snapshot = document.snapshot()
    document.mark_saved(snapshot, save(path, snapshot.data, expected=document.saved_digest))
    crash(document)
    assert pending() == []


def test_words_that_reached_the_disk_by_undo_are_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"a")
    document = Document.from_bytes(b"a")
    document.open_journal(path)
    typed(document, "bc")
    document.undo()
    document.journal.close(keep=True)  # type: ignore[union-attr]
    assert pending() == []


def test_a_recovery_stays_until_it_was_saved_or_discarded_decap_5055_2259(tmp_path: Path) -> None:
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    for path in (first, second):
        path.write_bytes(path.name.encode())
        document = Document.from_bytes(path.read_bytes())
        document.open_journal(path)
        typed(document, " more")
        crash(document)
    found = {}
    for _ in range(5):
        found = {recovery.path: recovery for recovery in pending()}
        assert set(found) == {first, second}
    assert found[first].text == "first.md more"
    document = Document.from_bytes(first.read_bytes())
    journal = document.open_journal(first)
    document.restore(found[first].text)
    assert document.modified
    assert found[first].taken_over(journal)
    assert [recovery.path for recovery in pending()] == [second]
    crash(document)
    assert {recovery.path for recovery in pending()} == {first, second}
    assert first.read_bytes() == b"first.md"


def test_a_change_of_the_disk_since_calls_for_a_merge(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"base\n")
    document = Document.from_bytes(b"base\n")
    document.open_journal(path)
    typed(document, "mine")
    crash(document)
    path.write_bytes(b"theirs\n")
    (found,) = pending()
    assert found.is_disk_changed
    assert (found.base, found.disk) == (b"base\n", b"theirs\n")


def test_a_saved_post_whose_file_was_gone_before_the_crash_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"words")
    document = Document.from_bytes(b"words")
    document.open_journal(path)
    path.unlink()
    crash(document)
    (found,) = pending()
    assert (found.data, found.disk, found.is_disk_changed) == (b"words", None, True)


def test_a_saved_post_that_another_program_changed_since_is_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"base")
    document = Document.from_bytes(b"base")
    journal = document.open_journal(path)
    typed(document, " mine")
    snapshot = document.snapshot()
    saved = save(path, snapshot.data, expected=document.saved_digest, journal=journal)
    document.mark_saved(snapshot, saved)
    path.write_bytes(b"theirs")
    crash(document)
    assert pending() == []


def test_words_stay_offered_until_the_new_journal_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document.new("words")
    document.open_journal(None)
    crash(document)
    (found,) = pending()
    refuse(monkeypatch, tmp_path / "full", ("open",))
    journal = Journal.open(JournalKey(None), b"", folder=tmp_path / "full", durable=True)
    journal.write_whole("words")
    assert not found.taken_over(journal)
    assert [each.text for each in pending()] == ["words"]


def test_a_discarded_recovery_is_kept_for_30_days(state: Path, tmp_path: Path) -> None:
    document = Document.from_bytes(b"a")
    document.open_journal(tmp_path / "post.md")
    typed(document, "b")
    document.close_journal(discard=True)
    assert finish_journals(timeout_s=20)
    (kept,) = (state / "journals" / "discarded").iterdir()
    assert pending() == []
    assert replay(kept).text == "ab"
    os.utime(kept, (time.time() - 31 * 86400,) * 2)
    pending()
    assert not kept.exists()


def aside_texts() -> list[str]:
    return [found.text for found in put_aside_before()]


def test_what_was_put_aside_is_listed_the_last_first_until_its_30_days_are_over(
    state: Path, tmp_path: Path
) -> None:
    for number in range(3):
        document = Document.new()
        document.open_journal(tmp_path / "post.md" if number else None)
        typed(document, f"words {number}")
        crash(document)
        (found,) = pending()
        found.discard()
        for file in (state / "journals/discarded").iterdir():
            moment = file.stat().st_mtime - 86400  # each day one more
            os.utime(file, (moment, moment))
    assert aside_texts() == ["words 2", "words 1", "words 0"]
    (last, *_) = put_aside_before()
    assert abs(time.time() - 86400 - last.put_aside) < 3600
    assert last.path == tmp_path / "post.md"
    (oldest,) = (each for each in put_aside_before() if each.text == "words 0")
    os.utime(oldest.file, (time.time() - 31 * 86400,) * 2)
    assert aside_texts() == ["words 2", "words 1"]
    assert pending() == []


def test_words_put_aside_stay_listed_after_they_were_opened_and_saved_elsewhere(
    tmp_path: Path,
) -> None:
    document = Document.new()
    document.open_journal(None)
    typed(document, "words")
    crash(document)
    pending()[0].discard()
    (found,) = put_aside_before()
    again = Document.recovered(found.text, found.data, found.encoding, found.base)
    assert found.taken_over(again.open_journal(None))
    found.discard()
    snapshot = again.snapshot()
    again.mark_saved(snapshot, save(tmp_path / "new.md", snapshot.data, expected=None))
    again.close_journal()
    assert aside_texts() == ["words"]


def test_words_put_aside_that_stand_on_the_disk_are_left_out_only_as_long_as_they_do(
    tmp_path: Path,
) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"old")
    document = Document.from_bytes(b"old")
    document.open_journal(path)
    typed(document, " new")
    document.close_journal(discard=True)
    assert finish_journals(timeout_s=20)
    assert aside_texts() == ["old new"]
    path.write_bytes(b"old new")
    assert aside_texts() == []
    path.write_bytes(b"another")
    assert aside_texts() == ["old new"]


def test_damage_among_what_was_put_aside_hides_nothing_else_and_is_left_alone(
    state: Path, tmp_path: Path
) -> None:
    document = Document.new()
    document.open_journal(tmp_path / "post.md")
    typed(document, "words")
    document.close_journal(discard=True)
    assert finish_journals(timeout_s=20)
    folder = state / "journals/discarded"
    whole = next(folder.iterdir()).read_bytes()
    odd = {"a.journal": b"", "b.journal": b"junk", "c.journal": whole[:40], "d": b"no journal"}
    for name, data in odd.items():
        (folder / name).write_bytes(data)
    (folder / "e.journal").mkdir()
    assert aside_texts() == ["words"]
    for name, data in odd.items():
        assert (folder / name).read_bytes() == data


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_word_put_aside_in_the_last_30_days_is_out_of_reach(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", name)
        path = Path(name) / "post.md"
        given_up: set[str] = set()
        for number in range(data.draw(st.integers(1, 6))):
            is_new = data.draw(st.booleans())
            document = Document.new() if is_new else Document.from_bytes(b"old\n")
            document.open_journal(None if is_new else path)
            typed(document, f"{number} " + data.draw(st.text("ab \n", min_size=1, max_size=20)))
            way = data.draw(st.sampled_from(["closed", "recovered", "list"]))
            if way == "closed":
                document.close_journal(discard=True)
                assert finish_journals(timeout_s=20)
            else:
                crash(document)
                (found,) = pending()
                if way == "list":
                    found.discard()
                else:
                    fresh = Document.recovered(found.text, found.data, found.encoding, found.base)
                    assert found.taken_over(fresh.open_journal(found.path))
                    fresh.close_journal(discard=True)
                    assert finish_journals(timeout_s=20)
            given_up.add(document.text)
            if data.draw(st.booleans()):
                path.write_text(data.draw(st.sampled_from(["", "x", document.text])), "utf-8")
        on_disk = path.read_text("utf-8") if path.exists() else None
        assert given_up <= {*aside_texts(), on_disk}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("abc-")), st.lists(st.sampled_from("abc-")))
def test_a_diff_shows_every_line_that_went_and_came(old: list[str], new: list[str]) -> None:
    rows = text_diff("\n".join(old), "\n".join(new)).splitlines()
    shown = [row for row in rows if not row.startswith("@@")]
    gone, come = (Counter(row[1:] for row in shown if row[0] == sign) for sign in "-+")
    before, after = Counter(old), Counter(new)
    assert after - before <= come
    assert before - after <= gone
    assert before - gone == after - come
    assert bool(shown) == (old != new)
    if old == new:
        assert rows == []


def test_a_diff_shows_two_lines_around_each_change() -> None:
    old = "\n".join("abcdefghijklmnop")
    assert text_diff(old, old.replace("c", "C").replace("p", "P")).splitlines() == [
        "@@ -1,5 +1,5 @@",
        " a",
        " b",
        "-c",
        "+C",
        " d",
        " e",
        "@@ -14,3 +14,3 @@",
        " n",
        " o",
        "-p",
        "+P",
    ]


def test_the_words_follow_a_renamed_post(tmp_path: Path) -> None:
    document = Document.from_bytes(b"a")
    journal = document.open_journal(tmp_path / "old.md")
    typed(document, "b")
    journal.mark_moved(tmp_path / "new.md")
    crash(document)
    (found,) = pending()
    assert found.path == tmp_path / "new.md"


def sample(folder: Path) -> tuple[bytes, list[str]]:
    """Return a journal's bytes, and each text that it went through."""
    document = Document.from_bytes("d\u00e9but\r\n".encode())
    journal = document.open_journal(folder / "post.md", folder=folder / "journals")
    texts = [document.text]
    document.subscribe(lambda _: texts.append(document.text))
    typed(document, "two w\u00f6rds\n")
    document.undo()
    document.replace(0, 0, 0, 2, "x\n")
    snapshot = document.snapshot()
    document.mark_saved(snapshot, Saved(folder / "post.md", snapshot.data))
    typed(document, "end")
    content = journal.file.read_bytes()
    crash(document)
    return content, texts


def test_a_journal_cut_or_flipped_at_any_byte_gives_a_text_that_was(tmp_path: Path) -> None:
    content, texts = sample(tmp_path)
    file = tmp_path / "cut.journal"
    reached = -1
    last = ""
    for length in range(len(content) + 1):
        file.write_bytes(content[:length])
        try:
            found = replay(file)
        except JournalDamaged:
            assert reached < 0
            continue
        assert found.text in texts
        assert found.revision >= reached
        reached, last = found.revision, found.text
    assert last == texts[-1]
    flipped = bytearray(content)
    for place in range(len(content)):
        flipped[place] ^= 0x5A
        file.write_bytes(flipped)
        flipped[place] ^= 0x5A
        try:
            assert replay(file).text in texts
        except JournalDamaged:
            assert place < 700  # the head and base only
    assert pending(tmp_path) is not None


def test_a_journal_of_anything_is_no_crash(tmp_path: Path) -> None:
    random_ = random.Random(5)
    folder = tmp_path / "journals"
    folder.mkdir()
    for number in range(200):
        data = random_.randbytes(random_.randrange(300))
        (folder / f"{number}.journal").write_bytes(data if number % 2 else MAGIC + data)
    assert pending(folder) == []
    assert len(list(folder.iterdir())) == 200


def wait_for(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def test_the_helper_thread_syncs_what_was_typed(tmp_path: Path) -> None:
    document = Document.from_bytes(b"")
    journal = document.open_journal(tmp_path / "post.md")
    typed(document, "abc")
    assert journal.written == 3
    wait_for(lambda: journal.synced == 3)
    assert journal.is_safe
    typed(document, "d")
    assert journal.sync() == 4
    document.close_journal()


def refuse(monkeypatch: pytest.MonkeyPatch, folder: Path, names: tuple[str, ...]) -> list[bool]:
    """Let calls on files of a folder fail while the list that is returned is not empty."""
    on = [True]
    for name in names:
        real = getattr(os, name)

        def call(target: int | Path, *args: object, _real: object = real, **more: object) -> object:
            assert callable(_real)
            place = (
                Path(f"/proc/self/fd/{target}").readlink() if isinstance(target, int) else target
            )
            if on and Path(place).is_relative_to(folder):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return _real(target, *args, **more)

        monkeypatch.setattr(os, name, call)
    return on


@pytest.mark.parametrize("call", ["write", "fdatasync"])
def test_a_full_disk_sends_the_journal_beside_the_post_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    folder, site = tmp_path / "state", tmp_path / "site"
    site.mkdir()
    document = Document.from_bytes(b"")
    journal = document.open_journal(site / "post.md", folder=folder)
    told: list[JournalState] = []
    journal.on_state = lambda journal: told.append(journal.state)
    typed(document, "before ")
    journal.sync()
    full = refuse(monkeypatch, folder, (call,))
    typed(document, "during ")
    journal.sync()
    wait_for(lambda: journal.is_safe)
    assert state_of(journal) is JournalState.BESIDE
    assert "disk is full" in journal.problem
    assert replay(journal.file).text == "before during "
    full.clear()
    journal._retry_at = 0.0
    typed(document, "after")
    journal.sync()
    wait_for(lambda: state_of(journal) is JournalState.OK and journal.is_safe)
    assert journal.problem == ""
    assert told == [JournalState.BESIDE, JournalState.OK]
    assert list(site.iterdir()) == []
    journal.close(keep=True)
    assert [found.text for found in pending(folder, beside=[site])] == ["before during after"]


def test_with_no_place_at_all_the_words_wait_in_memory_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document.from_bytes(b"")
    full = refuse(monkeypatch, tmp_path, ("open", "write"))
    journal = document.open_journal(tmp_path / "post.md", folder=tmp_path / "state")
    typed(document, "words")
    journal.sync()
    assert state_of(journal) is JournalState.MEMORY
    assert not journal.is_safe
    assert "save now" in journal.problem
    full.clear()
    journal._retry_at = 0.0
    journal.sync()
    assert state_of(journal) is JournalState.OK
    assert replay(journal.file).text == "words"
    document.close_journal()


def test_a_journal_beside_the_post_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    refuse(monkeypatch, tmp_path / "state", ("open",))
    document = Document.from_bytes(b"")
    journal = document.open_journal(site / "post.md", folder=tmp_path / "state")
    typed(document, "words")
    journal.close(keep=True)
    assert finish_journals(timeout_s=20)
    (site / ".~standfirst-torn.journal.new").touch()
    (found,) = pending(tmp_path / "none", beside=[site])
    assert found.text == "words"
    found.discard()
    assert pending(tmp_path / "none", beside=[site]) == []
    assert list(site.iterdir()) == []


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_key_is_due_to_be_synced_within_a_second_wherever_the_journal_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_refused: bool
) -> None:
    if is_refused:
        refuse(monkeypatch, tmp_path / "state", ("open",))
    key = JournalKey(tmp_path / "post.md")
    journal = Journal.open(key, b"", folder=tmp_path / "state", durable=True)
    journal.sync()
    expected = JournalState.BESIDE if is_refused else JournalState.OK
    assert journal.state is expected
    journal.append(Change(1, Edit(0, 0, "", "k"), Origin.TYPING))
    typed_at = time.monotonic()
    rests = [journal.due_s(typed_at + seconds) for seconds in (0.0, 0.2)]
    assert all(rest is not None for rest in rests)
    assert 0.0 < (rests[0] or 0.0) < 0.2
    assert rests[1] == 0.0
    for number in range(2, 40):  # typing that never rests
        journal.append(Change(number, Edit(0, 0, "", "k"), Origin.TYPING))
    journal._last_append = typed_at + 10
    assert (journal.due_s(typed_at) or 0.0) < 0.8
    journal.close(keep=False)


@pytest.mark.parametrize("saves", [False, True])
def test_a_long_journal_is_made_small_without_losing_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saves: bool
) -> None:
    monkeypatch.setattr(journal_content, "COMPACT_BYTES", 3_000)
    path = tmp_path / "post.md"
    document = Document.new()
    journal = document.open_journal(path)
    random_ = random.Random(3)
    largest = 0
    for number in range(3_000):
        line = random_.randrange(document.line_count)
        if random_.random() < 0.4 and document.content(line):
            document.replace(line, 0, line, len(document.content(line)), "")
        else:
            document.replace(line, 0, line, 0, random_.choice(["word ", "a", "\n", "\u20ac"]))
        if saves and number % 500 == 250:
            snapshot = document.snapshot()
            document.replace(0, 0, 0, 0, "typed meanwhile")
            saved = save(path, snapshot.data, expected=document.saved_digest, journal=journal)
            document.mark_saved(snapshot, saved)
        if number % 100 == 0:
            journal.sync()
            largest = max(largest, journal.file.stat().st_size)
            assert replay(journal.file).text == document.text
    journal.sync()
    assert largest < 60_000
    journal.close(keep=True)
    (found,) = pending()
    assert found.text == document.text
    assert found.base == (path.read_bytes() if saves else None)
    assert not found.is_disk_changed


def compact(journal: Journal) -> None:
    with journal._sync_lock:
        journal._compact()


@pytest.mark.parametrize("saves", [False, True])
def test_a_journal_made_small_knows_the_posts_new_name_and_its_byte_order_mark(
    tmp_path: Path, saves: bool
) -> None:
    document = Document.from_bytes(b"text")
    journal = document.open_journal(tmp_path / "old.md")
    if saves:
        document.reload(b"\xef\xbb\xbftext")
    journal.mark_moved(tmp_path / "new.md")
    compact(journal)
    typed(document, "!")
    crash(document)
    (found,) = pending()
    assert (found.path, found.text) == (tmp_path / "new.md", "text!")
    assert found.data == document.snapshot().data


@pytest.mark.parametrize("is_compacted", [False, True])
@pytest.mark.parametrize("ending", ["crash", "discard"])
def test_a_post_whose_file_is_gone_is_unsaved_as_a_whole(
    state: Path, tmp_path: Path, is_compacted: bool, ending: str
) -> None:
    document = Document.from_bytes(b"words")
    journal = document.open_journal(tmp_path / "post.md")
    document.mark_missing()
    if is_compacted:
        compact(journal)
    if ending == "crash":
        crash(document)
        (found,) = pending()
        assert (found.text, found.base, found.is_disk_changed) == ("words", None, False)
    else:
        document.close_journal(discard=True)
        assert finish_journals(timeout_s=20)
        (kept,) = (state / "journals" / "discarded").iterdir()
        assert replay(kept).text == "words"


def test_a_merge_is_recovered_as_a_change_of_what_it_merged(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"theirs\n")
    document = Document.from_bytes(b"base\n")
    document.open_journal(path)
    document.merge_in("theirs\nmine\n", b"theirs\n")
    crash(document)
    (found,) = pending()
    assert (found.text, found.base) == ("theirs\nmine\n", b"theirs\n")
    assert not found.is_disk_changed


def test_appending_while_the_helper_syncs_and_compacts_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_content, "COMPACT_BYTES", 2_000)
    journal = Journal.open(JournalKey(tmp_path / "post.md"), b"")
    ended = threading.Event()

    def sync_all_the_time() -> None:
        while not ended.is_set():
            journal.sync()

    threads = [threading.Thread(target=sync_all_the_time) for _ in range(2)]
    for thread in threads:
        thread.start()
    text = ""
    for revision in range(1, 4_001):
        character = random.choice("abc")
        journal.append(Change(revision, Edit(0, len(text), "", character), Origin.TYPING))
        text += character
    ended.set()
    for thread in threads:
        thread.join()
    assert journal.sync() == 4_000
    assert replay(journal.file).text == text
    journal.close(keep=False)
