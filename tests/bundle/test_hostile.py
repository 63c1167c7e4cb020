"""Bundles that mean harm are refused before anything is written."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.bundle import BundleRefused
from editor.bundle.formats.bagit_reader import read_bag
from tests.bundle.bags import bag_files, zipped

HONEST = {"_posts/2026-09-01-a.md": b"---\ntitle: A\n---\n"}


def test_the_honest_one_is_taken() -> None:
    assert read_bag(zipped(bag_files(HONEST))) == HONEST


@pytest.mark.parametrize(
    "name",
    [
        "../../x.md",
        "_posts/../../x.md",
        "/etc/x.md",
        "C:\\x.md",
        "C:/x.md",
        "_posts\\..\\x.md",
        "\\\\server\\x.md",
        "_posts/./x.md",
        "_posts//x.md",
        "_posts/con.md",
        "_posts/NUL",
        "assets/lpt1.png",
        "_posts/a.md.",
        "_posts/a.md ",
        " _posts/a.md",
        "_posts/a:b.md",
        "_posts/\uff0e\uff0e/x.md",
        "\uff0e\uff0e/x.md",
        "_posts/\uff0e\uff0e\uff0f\uff0e\uff0e\uff0fx.md",
        "_posts/.\u200c./x.md",
        "_posts/\u2025/x.md",
        "_posts/\uff43\uff4f\uff4e.md",
        "_posts/CONOUT$.md",
        "GIT~1/config.md",
        "_posts/2026-0~1.MD",
        "assets/...",
        "_posts/a\x01.md",
        "_posts/a\u202egnp.md",
        "_posts/" + "a" * 300 + ".md",
        "/".join(["a"] * 40) + ".md",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(BundleRefused):
        read_bag(zipped(bag_files(HONEST | {name: b"x"})))


def test_a_name_that_leads_out_of_the_base_folder_is_refused() -> None:
    for name in ("../x", "/x", "base/../../x", "other/x"):
        with pytest.raises(BundleRefused):
            read_bag(zipped(bag_files(HONEST) | {name: b"x"}))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK])
def test_a_link_or_device_is_refused(kind: int) -> None:
    info = zipfile.ZipInfo("base/data/assets/x.png")
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    with pytest.raises(BundleRefused, match="link"):
        read_bag(zipped(bag_files(HONEST), (info, b"/etc/passwd")))


def test_two_files_of_one_name_are_refused() -> None:
    for twin in ("_posts/2026-09-01-a.md", "_posts/2026-09-01-A.MD", "_POSTS/2026-09-01-a.md"):
        info = zipfile.ZipInfo(f"base/data/{twin}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # zipfile warns of the second one of a name
            data = zipped(bag_files(HONEST), (info, b"other"))
        with pytest.raises(BundleRefused):
            read_bag(data)


def test_composed_and_decomposed_names_of_one_file_are_refused() -> None:
    with pytest.raises(BundleRefused):
        read_bag(zipped(bag_files({"_posts/é.md": b"a", "_posts/e\u0301.md": b"b"})))


def test_a_file_that_is_also_a_folder_is_refused() -> None:
    with pytest.raises(BundleRefused):
        read_bag(zipped(bag_files({"assets/a": b"", "assets/a/b.png": b""})))


def test_a_bomb_is_refused() -> None:
    many = {f"assets/{number}.md": bytes(4_000_000) for number in range(3)}
    with pytest.raises(BundleRefused, match="hundred times"):
        read_bag(zipped(bag_files(HONEST | many)))


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    name = "base/data/_posts/2026-09-01-a.md"
    data = bytearray(zipped(bag_files({"_posts/2026-09-01-a.md": bytes(3_000_000)})))
    central = data.rindex(name.encode()) - 46
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    with pytest.raises(BundleRefused):
        read_bag(bytes(data))


def test_folders_that_differ_in_case_only_are_refused() -> None:
    with pytest.raises(BundleRefused, match="case only"):
        read_bag(zipped(bag_files(HONEST | {"assets/a.png": b"", "Assets/b.png": b""})))


def test_wide_characters_of_a_title_are_taken() -> None:
    files = HONEST | {"_posts/2026-09-01-標題：副標題？.md": b"x", "assets/A／B….png": b"y"}
    assert read_bag(zipped(bag_files(files))) == files


def members(data: bytes) -> list[int]:
    """Return where the entries of a zip's directory start."""
    found = []
    at = data.find(b"PK\1\2")
    while at >= 0:
        found.append(at)
        at = data.find(b"PK\1\2", at + 4)
    return found


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_member_packed_otherwise_whole_or_damaged_is_refused(method: int) -> None:
    info = zipfile.ZipInfo("base/data/assets/x.csv")
    info.compress_type = method
    whole = zipped(bag_files(HONEST | {}), (info, b"a,b\n" * 4000))
    start = whole.index(b"x.csv")
    for data in (whole, whole[: start + 15] + b"\xff" * 8 + whole[start + 23 :]):
        with pytest.raises(BundleRefused, match="packed"):
            read_bag(data)


@pytest.mark.parametrize("offset", [1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_a_zip64_offset_beyond_the_file_is_refused(offset: int) -> None:
    data = zipped(bag_files(HONEST))
    at = members(data)[0]
    name = struct.unpack("<H", data[at + 28 : at + 30])[0]
    extra = struct.pack("<HHQ", 1, 8, offset)
    entry = bytearray(data[at : at + 46 + name])
    entry[30:32] = struct.pack("<H", len(extra))
    entry[42:46] = b"\xff" * 4
    changed = bytearray(data[:at] + bytes(entry) + extra + data[at + 46 + name :])
    end = changed.rindex(b"PK\5\6")
    size = struct.unpack("<L", changed[end + 12 : end + 16])[0] + len(extra)
    changed[end + 12 : end + 16] = struct.pack("<L", size)
    with pytest.raises(BundleRefused):
        read_bag(bytes(changed))


@pytest.mark.parametrize("honest", [True, False])
@pytest.mark.parametrize("large", [True, False])
def test_a_directory_of_many_entries_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, honest: bool, large: bool
) -> None:
    """By the count in the end record, and by the directory itself where the record lies."""
    count = 100_000
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    directory = (entry + b"a") * count
    said = count if honest else 3
    end = b""
    if large:
        end = struct.pack(
            "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, said, said, len(directory), 0
        ) + struct.pack("<4sLQL", b"PK\6\7", 0, len(directory), 1)
        said = 0xFFFF
    end += struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, min(said, 0xFFFF), min(said, 0xFFFF), len(directory), 0, 0
    )

    def opened(*_: object) -> None:
        pytest.fail("the directory was read")

    monkeypatch.setattr(zipfile, "ZipFile", opened)
    with pytest.raises(BundleRefused, match="10,000"):
        read_bag(directory + end)


def test_seventy_thousand_members_are_refused() -> None:
    with pytest.raises(BundleRefused, match="10,000"):
        read_bag(zipped({f"base/data/{number}": b"" for number in range(10_001)}))


def test_a_nul_in_a_name_is_refused() -> None:
    data = zipped(bag_files(HONEST | {"assets/aXb.png": b"x"}))
    with pytest.raises(BundleRefused):
        read_bag(data.replace(b"assets/aXb.png", b"assets/a\0b.png"))


def _without(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {key: data for key, data in files.items() if key != f"base/{name}"}


@pytest.mark.parametrize(
    "change",
    [
        _without("bagit.txt"),
        _without("manifest-sha512.txt"),
        _without("data/_posts/2026-09-01-a.md"),
        lambda files: files | {"base/fetch.txt": b"http://x.invalid 1 data/x\n"},
        lambda files: files | {"base/data/extra.md": b"x"},
        lambda files: files | {"base/bag-info.txt": b"Payload-Oxum: 1.1\n"},
        lambda files: files | {"base/data/_posts/2026-09-01-a.md": b"changed"},
        lambda files: files | {"base/manifest-md5.txt": b""},
        lambda files: files | {"base/tagmanifest-sha512.txt": b""},
        lambda files: files | {"base/tagmanifest-sha512.txt": b"00  bagit.txt\n"},
        lambda files: files | {"base/manifest-sha256.txt": b"00  data/_posts/2026-09-01-a.md\n"},
        lambda files: files | {"base/bagit.txt": b"BagIt-Version: 0.97\n"},
        lambda files: {key.removeprefix("base/"): data for key, data in files.items()},
        lambda files: files | {"base/manifest-sha512.txt": b"\xff\xfe"},
    ],
)
def test_a_bag_that_does_not_verify_is_refused(
    change: Callable[[dict[str, bytes]], dict[str, bytes]],
) -> None:
    with pytest.raises(BundleRefused):
        read_bag(zipped(change(bag_files(HONEST))))


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(zipped(bag_files(HONEST)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    with pytest.raises(BundleRefused):
        read_bag(bytes(data))


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None, database=None)
def test_any_bytes_are_refused_by_a_sentence(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"PK\x05\x06"):
        with pytest.raises(BundleRefused):
            read_bag(start + data)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None, database=None)
def test_a_mangled_zip_is_refused_or_the_same(changes: list[tuple[int, int]]) -> None:
    data = bytearray(zipped(bag_files(HONEST)))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        assert read_bag(bytes(data)) == HONEST
    except BundleRefused:
        return


def test_a_zip_that_is_no_zip_is_refused() -> None:
    for data in (b"", b"PK", io.BytesIO(b"%PDF-1.7").getvalue()):
        with pytest.raises(BundleRefused, match="not a whole zip"):
            read_bag(data)
