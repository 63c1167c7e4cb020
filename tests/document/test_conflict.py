"""Another program writes the same file: nothing is overwritten unseen, nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from editor.document import Document, conflict
from editor.document.conflict import Action, External, look, merge, merge_texts
from editor.storage import ChangedOnDisk, Digest, save

POST = "---\ntitle: One\ntags: [a, b]\n# a remark\nlayout: post\n---\nFirst.\n\nSecond.\n\nThird.\n"


def modified(document: Document) -> bool:
    """Ask anew: a type checker takes a property for a constant."""
    return document.modified


def no_wait(_: float) -> None:
    """Do not wait between two reads."""


def opened(tmp_path: Path, text: str = POST) -> tuple[Path, Document]:
    path = tmp_path / "post.md"
    path.write_bytes(text.encode())
    return path, Document.from_bytes(path.read_bytes())


def test_a_clean_text_is_reloaded_and_that_can_be_undone(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    path.write_bytes(POST.replace("First", "1st").encode())
    seen = look(path, document.saved_digest, sleep=no_wait)
    assert seen.action(document) is Action.RELOAD
    assert seen.data is not None
    document.reload(seen.data)
    assert "1st" in document.text
    assert not modified(document)
    document.undo()
    assert document.text == POST
    assert modified(document)


def test_both_sides_of_a_changed_text_stay(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    document.replace(10, 0, 10, 0, "My ")
    path.write_bytes(POST.replace("First", "Their first").encode())
    seen = look(path, document.saved_digest, sleep=no_wait)
    assert seen.action(document) is Action.MERGE
    assert seen.data is not None
    merged = merge(document, seen.data)
    assert merged.is_clean
    assert conflict.apply(document, merged)
    assert document.text == POST.replace("First", "Their first").replace("Third", "My Third")
    assert modified(document)
    snapshot = document.snapshot()
    document.mark_saved(snapshot, save(path, snapshot.data, expected=document.saved_digest))
    assert not modified(document)
    document.undo()
    assert document.text == POST.replace("Third", "My Third")


def test_a_merge_of_an_older_text_is_not_put_in(tmp_path: Path) -> None:
    _, document = opened(tmp_path)
    merged = merge(document, POST.replace("First", "1st").encode())
    document.replace(6, 0, 6, 0, "x")
    assert not conflict.apply(document, merged)
    assert "1st" not in document.text


def test_one_key_each_is_no_conflict_though_the_lines_touch() -> None:
    merged = merge_texts(POST, POST.replace("One", "Mine"), POST.replace("[a, b]", "[a, b, c]"))
    assert merged.is_clean
    assert merged.text() == POST.replace("One", "Mine").replace("[a, b]", "[a, b, c]")


def test_a_key_that_both_changed_is_offered_as_a_key() -> None:
    ours = POST.replace("One", "Mine").replace("First", "My first")
    theirs = POST.replace("One", "Theirs").replace("layout: post\n", "layout: post\nauthor: x\n")
    merged = merge_texts(POST, ours, theirs)
    (field,) = merged.fields
    assert (field.key, field.base, field.ours, field.theirs) == (
        "title",
        "title: One\n",
        "title: Mine\n",
        "title: Theirs\n",
    )
    wanted = theirs.replace("First", "My first")
    assert merged.text({"title": field.theirs}) == wanted
    assert merged.text() == wanted.replace("Theirs", "Mine")


def test_the_same_new_key_of_both_sides_is_there_once() -> None:
    ours = POST.replace("layout", "image: a\nlayout")
    theirs = POST.replace("layout", "image: b\nlayout")
    merged = merge_texts(POST, ours, theirs)
    (field,) = merged.fields
    assert (field.base, field.ours, field.theirs) == (None, "image: a\n", "image: b\n")
    assert merged.text({"image": "image: b\n"}) == theirs


def test_a_deleted_key_against_a_changed_one_is_offered() -> None:
    merged = merge_texts(
        POST, POST.replace("tags: [a, b]\n# a remark\n", ""), POST.replace("[a, b]", "[c]")
    )
    (field,) = merged.fields
    assert (field.key, field.ours) == ("tags", None)
    assert "tags" not in merged.text({"tags": None})


def test_broken_front_matter_is_merged_by_lines() -> None:
    broken = POST.replace("[a, b]", "[a, b")
    merged = merge_texts(broken, broken.replace("First", "1st"), broken.replace("Third", "3rd"))
    assert merged.is_clean
    assert merged.text() == broken.replace("First", "1st").replace("Third", "3rd")


def test_a_replacement_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    before = path.stat()
    fresh = tmp_path / "fresh"
    fresh.write_bytes(POST.replace("First", "FIRST").encode())
    os.utime(fresh, ns=(before.st_atime_ns, before.st_mtime_ns))
    fresh.rename(path)
    assert look(path, document.saved_digest, sleep=no_wait).external is External.CHANGED


def test_a_touch_is_nothing(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    os.utime(path, (1, 1))
    assert look(path, document.saved_digest, sleep=no_wait).action(document) is Action.NOTHING


@pytest.mark.parametrize("left", [b"", b"\n", POST.encode()[:20]])
def test_an_emptied_or_shortened_file_is_never_taken_over_unasked_joplin_741(
    tmp_path: Path, left: bytes
) -> None:
    path, document = opened(tmp_path)
    path.write_bytes(left)
    seen = look(path, document.saved_digest, sleep=no_wait)
    assert (seen.external, seen.action(document)) == (External.SHORTENED, Action.ASK)
    assert document.text == POST


def test_an_empty_moment_of_another_programs_save_is_waited_out_joplin_741(
    tmp_path: Path,
) -> None:
    path, document = opened(tmp_path)
    path.write_bytes(b"")
    final = POST.replace("First", "1st").encode()
    seen = look(path, document.saved_digest, sleep=lambda _: path.write_bytes(final))
    assert (seen.external, seen.data) == (External.CHANGED, final)


def test_a_file_that_never_rests_is_waited_for(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    path.write_bytes(b"")
    sizes = iter(range(1, 100))
    seen = look(path, document.saved_digest, sleep=lambda _: path.write_bytes(b"x" * next(sizes)))
    assert seen.action(document) is Action.WAIT


def test_a_deleted_file_is_asked_about_and_made_again_only_then(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    path.unlink()
    seen = look(path, document.saved_digest, sleep=no_wait)
    assert (seen.external, seen.renamed, seen.action(document)) == (
        External.MISSING,
        None,
        Action.ASK,
    )
    with pytest.raises(ChangedOnDisk):
        save(path, document.snapshot().data, expected=document.saved_digest)
    document.mark_missing()
    assert modified(document)
    save(path, document.snapshot().data, expected=document.saved_digest)
    assert path.read_bytes() == POST.encode()


def test_a_renamed_file_is_found_by_its_content(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    drafts = tmp_path / "_drafts"
    drafts.mkdir()
    path.rename(drafts / "other.md")
    seen = look(path, document.saved_digest, folders=[drafts], sleep=no_wait)
    assert (seen.external, seen.renamed) == (External.MISSING, drafts / "other.md")


def test_a_folder_in_place_of_the_file_is_unreadable(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    path.unlink()
    path.mkdir()
    assert look(path, document.saved_digest, sleep=no_wait).external is External.UNREADABLE


WORDS = ["alpha", "beta", "gamma", "delta", ""]


def disturb(random_: random.Random, path: Path) -> bytes | None:
    """Do what other programs do; returns the bytes that are there afterwards."""
    data = path.read_bytes()
    before = path.stat()
    kind = random_.randrange(9)
    if kind == 0:
        return data
    if kind == 1:
        path.unlink()
        return None
    if kind == 2:
        path.rename(path.with_name("renamed.md"))
        return None
    if kind == 3:
        changed = b""
    elif kind == 4:
        changed = data[: len(data) // 3]
    else:
        lines = data.split(b"\n")
        place = random_.randrange(len(lines))
        lines[place] = lines[place][::-1] if kind == 5 else random_.choice(WORDS).encode()
        changed = b"\n".join(lines)
    if kind == 6:
        fresh = path.with_name("fresh")
        fresh.write_bytes(changed)
        fresh.rename(path)
    else:
        path.write_bytes(changed)
    if kind in (5, 6):
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif kind == 7:  # the clock was set back
        os.utime(path, (before.st_atime - 86_400, before.st_mtime - 86_400))
    return changed


def run_case(seed: int, folder: Path) -> str:
    """One conflict: both sides write, then the window saves as its commands do."""
    random_ = random.Random(seed)
    text = POST if seed % 2 else POST.replace("\n", "\r\n")
    path = folder / "post.md"
    path.write_bytes(text.encode())
    document = Document.from_bytes(path.read_bytes())
    for _ in range(random_.randrange(4)):
        line = random_.randrange(document.line_count)
        document.replace(line, 0, line, len(document.content(line)), random_.choice(WORDS) + "!")
    mine = document.text
    theirs = disturb(random_, path)
    known = document.saved_digest
    is_changed = theirs is None or Digest.of(theirs) != known
    try:
        save(path, document.snapshot().data, expected=known)
    except ChangedOnDisk:
        assert is_changed
    else:
        assert not is_changed, "a silent overwrite"
        return "saved"
    assert (path.read_bytes() if path.exists() else None) == theirs
    seen = look(path, known, sleep=no_wait)
    action = seen.action(document)
    if action is Action.RELOAD:
        assert mine == text
        assert seen.data == theirs
        return "reloaded"
    if action is not Action.MERGE:
        assert document.text == mine
        return seen.external.value
    assert theirs is not None
    merged = merge(document, theirs)
    other = {field.key: field.theirs for field in merged.fields}
    both = merged.text() + merged.text(other)
    for side in (mine, theirs.decode()):
        for added in set(side.splitlines()) - set(text.splitlines()):
            assert added in both, "a side was lost"
    assert conflict.apply(document, merged)
    save(path, document.snapshot().data, expected=document.saved_digest)
    assert path.read_bytes() == merged.text().encode()
    document.undo()
    assert document.text == mine
    return "merged" if merged.is_clean else "decided"


def test_1_000_conflicts_and_no_silent_overwrite(tmp_path: Path) -> None:
    counts: dict[str, int] = {}
    for seed in range(1_000):
        folder = tmp_path / "case"
        folder.mkdir()
        outcome = run_case(seed, folder)
        shutil.rmtree(folder)
        counts[outcome] = counts.get(outcome, 0) + 1
    print(counts)
    assert sum(counts.values()) == 1_000
    wanted = {"saved", "reloaded", "merged", "decided", "missing", "shortened"}
    assert set(counts) == wanted
    assert min(counts.values()) >= 20


def test_a_file_cut_near_its_end_is_never_taken_over_unasked_zettlr_5343(tmp_path: Path) -> None:
    path, document = opened(tmp_path)
    path.write_bytes(POST.encode()[:-4])
    seen = look(path, document.saved_digest, content=document.saved_data, sleep=no_wait)
    assert (seen.external, seen.action(document)) == (External.SHORTENED, Action.ASK)


def test_a_file_that_another_program_is_still_writing_is_read_when_it_is_whole(
    tmp_path: Path,
) -> None:
    path, document = opened(tmp_path)
    final = POST.replace("First", "Their first").encode()
    path.write_bytes(final[:-20])
    seen = look(path, document.saved_digest, sleep=lambda _: path.write_bytes(final))
    assert (seen.external, seen.data) == (External.CHANGED, final)


@pytest.mark.parametrize("who", ["they", "we"])
def test_line_ends_that_one_side_turned_are_no_conflict(who: str) -> None:
    turned = POST.replace("\n", "\r\n").replace("title: One", "title: Two")
    words = POST.replace("Third", "My Third").replace("layout: post", "layout: page")
    sides = (words, turned) if who == "they" else (turned, words)
    merged = merge_texts(POST, *sides)
    assert merged.is_clean
    assert merged.text() == words.replace("\n", "\r\n").replace("title: One", "title: Two")


def test_mixed_line_ends_are_left_as_they_are() -> None:
    base = "one\r\ntwo\nthree\n"
    theirs = base.replace("\r\n", "\n")
    merged = merge_texts(base, base + "four\n", theirs)
    assert merged.text() == theirs + "four\n"
