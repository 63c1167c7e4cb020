"""What other editors lost, as far as it can be shown without a window.

Each name ends in the public issue. Others of the list stand where their subject is tested: kills,
disk faults and the journal in tests/storage and tests/faults, conflicts beside this file.
"""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from editor.document import Document, ReadOnlyDocument
from editor.edit import Edit, Origin
from editor.storage import Digest, SaveFailed, pending, save


def typed(document: Document, random_: random.Random) -> None:
    line = random_.randrange(document.line_count)
    column = random_.randint(0, len(document.content(line)))
    document.replace(line, column, line, column, random_.choice(["a", "word ", "\n", "\u20ac"]))


def test_10_000_saves_and_keys_between_each_other_write_the_buffer_of_the_save_zettlr_4670(
    tmp_path: Path,
) -> None:
    path = tmp_path / "post.md"
    document = Document.new("start\n")
    journal = document.open_journal(path)
    random_ = random.Random(4670)
    running: threading.Thread | None = None
    outcome: list[tuple[bytes, bytes]] = []
    saves = 0
    for number in range(10_000):
        if random_.random() < 0.03:
            if running is not None:
                running.join()
                running = None
            snapshot = document.snapshot()
            expected = document.saved_digest

            def work(data: bytes = snapshot.data, expected: Digest | None = expected) -> None:
                save(path, data, expected=expected, journal=journal)
                outcome.append((data, path.read_bytes()))

            running = threading.Thread(target=work)
            running.start()
            if number % 2:  # autosave: typing goes on while it runs
                typed(document, random_)
            running.join()
            wanted, on_disk = outcome.pop()
            assert on_disk == wanted == snapshot.data
            document.mark_saved(snapshot, save(path, wanted, expected=Digest.of(wanted)))
            saves += 1
        typed(document, random_)
    assert saves >= 200
    journal.close(keep=True)
    (found,) = pending()
    assert found.data == document.snapshot().data


def test_an_untouched_open_file_is_never_written_retext_461_234(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    data = b"---\r\ntitle: a\n---\nno final newline"
    path.write_bytes(data)
    before = path.stat()
    document = Document.from_bytes(path.read_bytes())
    document.open_journal(path)
    assert not document.modified
    document.close_journal()
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns, path.read_bytes()) == (
        before.st_ino,
        before.st_mtime_ns,
        data,
    )
    assert document.snapshot().data == data


def test_a_failed_save_leaves_the_post_modified_until_one_succeeds_qownnotes_1051(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gone" / "post.md"
    document = Document.new("words\n")
    journal = document.open_journal(path)
    snapshot = document.snapshot()
    for _ in range(3):
        with pytest.raises(SaveFailed) as caught:
            save(path, snapshot.data, expected=document.saved_digest, journal=journal)
        assert caught.value.safe
        assert document.modified
    journal.close(keep=True)
    assert [found.text for found in pending()] == ["words\n"]
    path.parent.mkdir()
    document.mark_saved(snapshot, save(path, snapshot.data, expected=None))
    assert document.modified is False


def test_an_undecodable_file_is_not_emptied_by_a_save_retext_678(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    data = b"title \xff\xfe\x00 words\n"
    path.write_bytes(data)
    document = Document.from_bytes(data)
    with pytest.raises(ReadOnlyDocument):
        document.apply(Edit(0, 0, "", "x"), Origin.COMMAND)
    save(path, document.snapshot().data, expected=document.saved_digest)
    assert path.read_bytes() == data


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_one_changed_field_is_one_changed_line_jekyll_admin_80_front_matter_262_835_384(
    ending: str,
) -> None:
    text = ending.join(
        [
            "---",
            "# a comment that stays",
            "layout:   post   # odd spaces stay",
            'title: "One"',
            "empty:",
            "tags: [b,   a]",
            "nested:",
            "  key: {x: 1}",
            "---",
            "",
            "Body.",
        ]
    )
    document = Document.from_bytes(text.encode())
    document.set_field("title", "Two")
    old, new = text.split(ending), document.text.split(ending)
    assert [place for place in range(len(old)) if old[place] != new[place]] == [3]
    assert new[3] == 'title: "Two"'
    assert len(old) == len(new)


def test_ten_posts_keep_their_own_bytes_marktext_3803(tmp_path: Path) -> None:
    random_ = random.Random(3803)
    documents = [Document.from_bytes(f"post {number}\n".encode()) for number in range(10)]
    shadows = [[document.text] for document in documents]
    for number, document in enumerate(documents):
        document.open_journal(tmp_path / f"{number}.md")
    for _ in range(1_000):
        number = random_.randrange(10)
        typed(documents[number], random_)
        shadows[number].append(documents[number].text)
    for document, shadow in zip(documents, shadows, strict=True):
        assert document.text == shadow[-1]
        assert document.journal is not None
        document.journal.close(keep=True)
    found = {recovery.path: recovery.text for recovery in pending()}
    assert found == {tmp_path / f"{number}.md": shadow[-1] for number, shadow in enumerate(shadows)}


def test_a_rename_with_unsaved_words_drops_none_zettlr_2316_2347(tmp_path: Path) -> None:
    from editor.storage import move

    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_bytes(b"saved\n")
    document = Document.from_bytes(b"saved\n")
    journal = document.open_journal(old)
    document.replace(1, 0, 1, 0, "unsaved")
    saved = move(old, new, expected=document.saved_digest)
    journal.mark_moved(new)
    assert saved.digest == document.saved_digest
    assert document.text == "saved\nunsaved"
    snapshot = document.snapshot()
    document.mark_saved(snapshot, save(new, snapshot.data, expected=saved.digest, journal=journal))
    assert new.read_bytes() == b"saved\nunsaved"
    assert not old.exists()
