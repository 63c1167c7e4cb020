"""The zip is a valid BagIt 1.0 bag, the same bytes every time, and reads back as it was."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.bundle.formats import Member
from editor.bundle.formats.bagit import decode_path, encode_path, write_bag
from editor.bundle.formats.bagit_reader import read_bag
from tests.bundle.bags import judged_by_bagit

PAYLOAD = [
    Member("_posts/2026-09-01-a-day.md", b"---\ntitle: A day\n---\nText.\n"),
    Member("assets/B.jpg", b"\xff\xd8 not really"),
    Member("assets/a b ö.png", b""),
]


def bag(members: list[Member], notes: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    write_bag(out, "2026-09-01-a-day", members, notes or {})
    return out.getvalue()


def test_bagit_finds_the_bag_valid(tmp_path: Path) -> None:
    said = judged_by_bagit(bag(PAYLOAD, {"summary.json": b"{}\n"}), tmp_path)
    assert said.startswith("1.0 ")
    assert "data/assets/a b ö.png" in said


def test_the_same_files_give_the_same_bytes_in_any_order() -> None:
    assert bag(PAYLOAD) == bag(list(reversed(PAYLOAD)))


def test_it_is_one_folder_with_fixed_times_and_no_owner() -> None:
    with zipfile.ZipFile(io.BytesIO(bag(PAYLOAD))) as archive:
        members = archive.infolist()
    assert {each.filename.partition("/")[0] for each in members} == {"2026-09-01-a-day"}
    assert {each.date_time for each in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {each.external_attr >> 16 for each in members} == {0o100644}
    assert all(each.extra == b"" for each in members)
    names = [each.filename for each in members]
    payload = [name for name in names if "/data/" in name]
    assert payload == sorted(payload)


def test_the_declaration_has_exactly_two_lines_and_the_oxum_counts() -> None:
    with zipfile.ZipFile(io.BytesIO(bag(PAYLOAD))) as archive:
        declaration = archive.read("2026-09-01-a-day/bagit.txt")
        info = archive.read("2026-09-01-a-day/bag-info.txt").decode()
    assert declaration == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert f"Payload-Oxum: {sum(len(each.data) for each in PAYLOAD)}.3\n" in info


def test_percent_signs_and_line_ends_are_encoded_and_nothing_else() -> None:
    assert encode_path("data/100%\n\r ö'.md") == "data/100%25%0A%0D ö'.md"
    with zipfile.ZipFile(io.BytesIO(bag([Member("a%20b.png", b"x")]))) as archive:
        manifest = archive.read("2026-09-01-a-day/manifest-sha512.txt").decode()
    assert manifest == f"{hashlib.sha512(b'x').hexdigest()}  data/a%2520b.png\n"


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_an_encoded_path_decodes_to_itself(path: str) -> None:
    assert decode_path(encode_path(path)) == path


names = st.lists(
    st.text(st.sampled_from("abcäöß%-_ 1"), min_size=1, max_size=8).map(
        lambda name: f"x{name.strip()}x.md"
    ),
    unique_by=str.casefold,
    max_size=6,
)


@given(names, st.binary(max_size=50))
@settings(max_examples=60, deadline=None, database=None)
def test_what_was_written_reads_back(paths: list[str], data: bytes) -> None:
    members = [Member(f"_posts/{name}", data) for name in paths]
    assert read_bag(bag(members)) == {each.site_path: each.data for each in members}


def test_a_bag_of_another_maker_is_read() -> None:
    """bagit-python's own bag, brought to 1.0: SHA-256, other line ends, `./` in the lists."""
    content = b"---\ntitle: A\n---\n"
    line = f"{hashlib.sha256(content).hexdigest()} *./data/_posts/2026-09-01-a.md\r\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x/", b"")
        archive.writestr(
            "x/bagit.txt", b"BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n"
        )
        archive.writestr("x/manifest-sha256.txt", line)
        archive.writestr("x/data/_posts/2026-09-01-a.md", content)
    assert read_bag(out.getvalue()) == {"_posts/2026-09-01-a.md": content}


@pytest.mark.parametrize("number", range(5))
def test_a_changed_byte_anywhere_is_noticed_or_changes_nothing(number: int) -> None:
    from editor.bundle import BundleRefused

    whole = bag(PAYLOAD, {"summary.json": b"{}\n"})
    expected = read_bag(whole)
    for at in range(number, len(whole), 5):
        data = bytearray(whole)
        data[at] ^= 0x15
        try:
            assert read_bag(bytes(data)) == expected
        except BundleRefused:
            continue
