"""Undo, saved state, followers, read-only posts."""

from __future__ import annotations

import codecs
import random
from pathlib import Path

import pytest

from editor.document import Document, NotEncodable, ReadOnlyDocument
from editor.edit import Change, Origin
from editor.storage import Digest, Saved, finish_journals, pending


def modified(document: Document) -> bool:
    """Ask anew: a type checker takes a property for a constant."""
    return document.modified


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.1
        return self.now


def typed(document: Document, text: str, line: int = 0, column: int = 0) -> None:
    for character in text:
        document.replace(line, column, line, column, character)
        line, column = (line + 1, 0) if character == "\n" else (line, column + 1)


def states(document: Document) -> list[str]:
    seen = [document.text]
    while document.can_undo:
        document.undo()
        seen.append(document.text)
    return seen


def saved(data: bytes) -> Saved:
    return Saved(Path("post.md"), data)


def make(data: bytes = b"") -> Document:
    return Document.from_bytes(data, clock=Clock())


def test_typing_is_undone_word_by_word() -> None:
    document = make()
    typed(document, "one two  three")
    assert states(document) == ["one two  three", "one two  ", "one ", ""]


def test_a_new_line_starts_a_new_step() -> None:
    document = make()
    typed(document, "one\ntwo")
    assert states(document) == ["one\ntwo", "one\n", "one", ""]


def test_a_pause_starts_a_new_step() -> None:
    clock = Clock()
    document = Document.from_bytes(b"", clock=clock)
    typed(document, "on")
    clock.now += 5
    typed(document, "e", 0, 2)
    assert states(document) == ["one", "on", ""]


def test_typing_elsewhere_starts_a_new_step() -> None:
    document = make(b"x")
    typed(document, "ab", 0, 1)
    typed(document, "cd", 0, 0)
    assert states(document) == ["cdxab", "xab", "x"]


def test_a_long_word_is_not_one_step() -> None:
    document = make()
    typed(document, "a" * 200)
    assert [len(text) for text in states(document)] == [200, 160, 80, 0]


def test_deleting_in_one_place_is_one_step() -> None:
    document = make(b"abcdef")
    document.replace(0, 2, 0, 3, "")
    document.replace(0, 1, 0, 2, "")
    document.replace(0, 1, 0, 2, "")
    document.replace(0, 1, 0, 2, "")
    assert states(document) == ["af", "abcdef"]


def test_replacing_a_selection_is_undone_with_the_word_typed_over_it() -> None:
    document = make(b"one two")
    document.replace(0, 4, 0, 7, "t")
    typed(document, "en", 0, 5)
    assert states(document) == ["one ten", "one two"]


def test_a_paste_and_a_command_are_one_step_each() -> None:
    document = make()
    typed(document, "a")
    document.replace(0, 1, 0, 1, "pasted\ntext\n")
    document.replace(2, 0, 2, 0, "x", Origin.COMMAND)
    typed(document, "y", 2, 1)
    assert len(states(document)) == 5


def test_a_break_ends_the_step() -> None:
    document = make()
    typed(document, "a")
    document.break_undo()
    typed(document, "b", 0, 1)
    assert states(document) == ["ab", "a", ""]


def test_undoing_to_the_saved_place_is_clean_again() -> None:
    document = make(b"x")
    assert not modified(document)
    typed(document, "a")
    assert modified(document)
    snapshot = document.snapshot()
    document.mark_saved(snapshot, saved(snapshot.data))
    assert not modified(document)
    typed(document, "b", 0, 1)
    assert modified(document)
    document.undo()
    assert document.text == "ax"
    assert not modified(document)
    document.undo()
    assert modified(document)
    document.redo()
    assert not modified(document)


def test_keys_typed_while_a_save_runs_stay_unsaved() -> None:
    document = make()
    typed(document, "a")
    snapshot = document.snapshot()
    typed(document, "b", 0, 1)
    document.mark_saved(snapshot, saved(snapshot.data))
    assert modified(document)
    assert (document.saved_revision, document.revision) == (1, 2)
    document.undo()
    assert document.text == "a"
    assert not modified(document)


def test_a_saved_place_that_was_written_over_never_comes_back() -> None:
    document = make()
    typed(document, "a")
    snapshot = document.snapshot()
    document.mark_saved(snapshot, saved(snapshot.data))
    document.undo()
    typed(document, "c")
    assert modified(document)
    document.undo()
    assert modified(document)


def test_undo_10_000_times_ends_at_the_opened_bytes_of_this_post_joplin_3534_198() -> None:
    first, second = (make(text.encode() * 50) for text in ("one\r\n", "two\n"))
    opened = [document.snapshot().data for document in (first, second)]
    random_ = random.Random(1)
    for _ in range(10_000):
        document = random_.choice((first, second))
        line = random_.randrange(document.line_count)
        document.replace(line, 0, line, 0, random_.choice("ab \n"), Origin.COMMAND)
    for document in (first, second):
        for _ in range(10_000):
            document.undo()
    assert [document.snapshot().data for document in (first, second)] == opened
    while first.can_redo:
        first.redo()
    assert modified(first)


def test_replace_all_is_one_step_zettlr_3780() -> None:
    from editor.edit import Edit

    document = make(b"a a\n" * 500)
    edits = [Edit(line, column, "a", "bb") for line in range(500) for column in (2, 0)]
    changes = document.apply_all(edits, Origin.COMMAND)
    assert len(changes) == 1_000
    assert document.text == "bb bb\n" * 500
    assert len(document.undo()) == 1_000
    assert document.text == "a a\n" * 500


def test_a_reload_is_undoable_and_clean() -> None:
    document = make(b"one\ntwo\nthree\n")
    typed(document, "x")
    document.reload(b"\xef\xbb\xbfone\nTWO\nthree\n")
    assert not modified(document)
    assert document.snapshot().data == b"\xef\xbb\xbfone\nTWO\nthree\n"
    document.undo()
    assert modified(document)
    assert document.snapshot().data == b"xone\ntwo\nthree\n"
    document.redo()
    assert not modified(document)


def test_a_follower_that_fails_costs_no_word_decap_1752() -> None:
    document = make(b"abc")
    heard: list[Change] = []

    def broken(_: Change) -> None:
        raise RuntimeError("a plugin")

    document.subscribe(broken)
    end = document.subscribe(heard.append)
    typed(document, "xyz")
    end()
    typed(document, "w")
    assert document.text == "wxyzabc"
    assert [change.revision for change in heard] == [1, 2, 3]


def test_bytes_that_are_no_text_are_read_only_and_come_back_retext_678() -> None:
    data = b"title\xff\x00\r\n\xc3"
    document = Document.from_bytes(data)
    assert document.read_only_reason
    assert document.snapshot().data == data
    with pytest.raises(ReadOnlyDocument):
        document.replace(0, 0, 0, 0, "x")
    with pytest.raises(ReadOnlyDocument):
        document.undo()


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "no-such-code"])
def test_other_encodings_come_back_or_are_read_only(encoding: str) -> None:
    data = "Grüße\n".encode("utf-16" if encoding == "utf-16" else "iso-8859-1")
    document = Document.from_bytes(data, encoding=encoding)
    assert document.snapshot().data == data
    assert document.read_only == (encoding == "no-such-code")


def test_a_character_that_the_encoding_cannot_hold_is_named_before_the_save() -> None:
    document = Document.from_bytes(b"a\nb\n", encoding="iso-8859-1")
    typed(document, "\u201c", 1, 0)
    with pytest.raises(NotEncodable, match="Line 2"):
        document.snapshot()
    assert document.text == "a\n\u201cb\n"


def test_words_of_a_new_post_are_in_its_journal_from_the_first_key() -> None:
    document = Document.new("---\n---\n")
    journal = document.open_journal(None)
    typed(document, "w", 2, 0)
    journal.close(keep=True)
    (found,) = pending()
    assert (found.path, found.text) == (None, "---\n---\nw")


def test_recovered_words_are_one_step_over_what_they_were_made_from() -> None:
    data = b"---\r\n" + b"a\r\n"
    document = Document.recovered("---\r\nab\r\n", b"---\r\nab\r\n", "utf-8", data)
    assert modified(document)
    assert document.saved_data == data
    assert document.saved_digest == Digest.of(data)
    document.undo()
    assert not modified(document)
    assert document.snapshot().data == data


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("is_base_known", [True, False])
def test_recovered_words_have_the_bytes_that_they_had(
    encoding: str, bom: bytes, is_base_known: bool
) -> None:
    if bom and encoding != "utf-8":
        return
    data = bom + "caf\u00e9\r\nb\rc\n".encode(encoding)
    base = bom + b"before" if is_base_known else None
    text = data.removeprefix(bom).decode(encoding)
    document = Document.recovered(text, data, encoding, base)
    assert document.snapshot().data == data
    assert modified(document)
    assert (document.saved_digest is None) == (base is None)


def test_a_closed_clean_post_leaves_nothing(state: Path) -> None:
    document = Document.from_bytes(b"a")
    document.open_journal(Path("/nowhere/post.md"))
    document.close_journal()
    assert finish_journals(timeout_s=20)
    assert pending() == []
    assert list((state / "journals").glob("*.journal")) == []
