"""A colour profile keeps its colours and tells nothing else."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.images import strip
from editor.images.icc import clean_profile
from tests.images import pictures
from tests.images.profiles import (
    PROFILES,
    SECRET,
    colours,
    gamma,
    grid_table,
    matrix_tags,
    old_text,
    parametric,
    profile,
    staged_table,
    xyz,
)

UTF_16 = SECRET.decode().encode("utf-16-be")
WHITE = {b"wtpt": xyz((0xF6D6, 0x10000, 0xD32D))}


def texts(*names: bytes) -> dict[bytes, bytes]:
    return dict.fromkeys(names, old_text(SECRET))


PLANTED = {
    "name": profile(matrix_tags() | texts(b"desc")),
    "name of version 4": profile(
        matrix_tags()
        | {b"desc": b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", 46, 28) + UTF_16},
        version=4,
    ),
    "copyright": profile(matrix_tags() | {b"cprt": b"text\0\0\0\0" + SECRET + b"\0"}),
    "device": profile(matrix_tags() | texts(b"dmnd", b"dmdd", b"mmod", b"vued", b"scrd")),
    "measurements": profile(matrix_tags() | {b"targ": b"text\0\0\0\0" + SECRET}),
    "calibration": profile(matrix_tags() | {b"calt": b"dtim\0\0\0\0" + SECRET[:12]}),
    "private tag": profile(matrix_tags() | {b"MsRG": SECRET}),
    "black point": profile(matrix_tags() | {b"bkpt": b"XYZ \0\0\0\0" + SECRET}),
    "header": profile(matrix_tags(), maker=SECRET[:4]),
    "between the values": profile(matrix_tags(), gap=SECRET + b"."),
    "behind numbers and curves": profile(matrix_tags(more=SECRET)),
    "behind formulas": profile(matrix_tags([parametric(SECRET)] * 3), version=4),
    "behind tables": profile(
        {b"A2B0": grid_table(b"mft1", 3, SECRET), b"B2A0": grid_table(b"mft2", 3, SECRET)} | WHITE,
        connection=b"Lab ",
    ),
    "between stages": profile(
        {b"A2B0": staged_table(SECRET + b".")} | WHITE, connection=b"Lab ", version=4
    ),
    "twice the same value": profile(matrix_tags() | {b"gamt": grid_table(b"mft1", 3, SECRET)}),
    "behind the profile": profile(matrix_tags()) + SECRET,
    "a value of another type": profile(matrix_tags() | {b"chad": b"text\0\0\0\0" + SECRET}),
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_secret_in_a_profile_goes_and_the_colours_stay(place: str) -> None:
    planted = PLANTED[place]
    clean, removed = clean_profile(planted)
    assert SECRET[:4] not in clean
    assert UTF_16[:8] not in clean
    assert removed
    assert colours(clean) == colours(planted)


@pytest.mark.parametrize("kind", PROFILES)
def test_every_shape_of_profile_keeps_its_colours(kind: str) -> None:
    data = PROFILES[kind]()
    clean, _ = clean_profile(data)
    assert colours(clean) == colours(data)


@pytest.mark.parametrize("kind", PROFILES)
def test_a_clean_profile_is_left_byte_for_byte(kind: str) -> None:
    clean, _ = clean_profile(PROFILES[kind]())
    assert clean_profile(clean) == (clean, [])


def test_what_went_of_a_profile_is_named() -> None:
    _, removed = clean_profile(profile(matrix_tags() | texts(b"desc", b"mmod", b"dmdd")))
    assert set(removed) == {
        "colour profile: name",
        "colour profile: make and model",
        "colour profile: name of the device",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<x:xmpmeta><exif:GPSLatitude>41,19N</exif:GPSLatitude></x:xmpmeta>" * 4,
        profile(matrix_tags())[:-1],
        profile({b"rXYZ": xyz((1, 2, 3))}),
        profile(matrix_tags() | {b"rTRC": SECRET}),
        profile(matrix_tags(), device=b"link"),
        profile(matrix_tags(), space=b"9CLR"),
        profile({b"A2B0": grid_table(b"mft1", 4)[:-1]} | WHITE, space=b"CMYK", connection=b"Lab "),
        profile({b"kTRC": gamma()}, space=b"RGB "),
        profile(matrix_tags()).replace(b"acsp", b"ACSP"),
        profile(matrix_tags(), version=5),
    ],
)
def test_what_is_no_usable_profile_goes_whole(data: bytes) -> None:
    assert clean_profile(data) == (b"", ["unreadable colour profile"])


def test_a_small_profile_that_says_it_is_vast_is_refused_at_once() -> None:
    table = bytearray(grid_table(b"mft2", 3))
    table[8:11] = bytes([15, 15, 255])
    huge = {b"A2B0": bytes(table)} | WHITE
    assert clean_profile(profile(huge, connection=b"Lab "))[0] == b""


@pytest.mark.parametrize("kind", PROFILES)
def test_any_damage_to_a_profile_ends_in_a_clean_one_or_none(kind: str) -> None:
    whole = PROFILES[kind]()

    @settings(max_examples=80, deadline=None, database=None)
    @given(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8))
    def damage(changes: list[tuple[int, int]]) -> None:
        data = bytearray(whole)
        for at, value in changes:
            data[at] = value
        clean, _ = clean_profile(bytes(data))
        if clean:
            assert clean_profile(clean) == (clean, [])

    damage()


# In pictures


def jpeg_with(*parts: bytes) -> bytes:
    """Return a JPEG with APP2 segments of these bodies."""
    out = io.BytesIO()
    pictures.picture().save(out, "JPEG")
    data = out.getvalue()
    segments = b"".join(pictures.segment(0xE2, b"ICC_PROFILE\0" + part) for part in parts)
    return data[:20] + segments + data[20:]


def test_a_profile_in_parts_in_any_order_is_put_together() -> None:
    whole = profile(matrix_tags() | texts(b"desc"))
    half = len(whole) // 2
    data = jpeg_with(b"\2\2" + whole[half:], b"\1\2" + whole[:half])
    stripped = strip(data).data
    assert SECRET not in stripped
    assert pictures.opened(stripped).info["icc_profile"] == clean_profile(whole)[0]


def test_a_long_profile_is_written_in_parts_that_every_program_reads() -> None:
    table = bytearray(grid_table(b"mft1", 4))
    table[10] = 13
    grid = bytes(each % 251 for each in range(13**4 * 3))
    table[48 + 1024 : 48 + 1024 + 48] = grid
    whole = profile({b"A2B0": bytes(table)} | WHITE, space=b"CMYK", connection=b"Lab ")
    assert len(whole) > 65_519
    parts = [whole[:60_000], whole[60_000:]]
    stripped = strip(jpeg_with(b"\1\2" + parts[0], b"\2\2" + parts[1])).data
    assert pictures.opened(stripped).info["icc_profile"] == clean_profile(whole)[0]
    assert strip(stripped).data == stripped


@pytest.mark.parametrize(
    "numbers",
    [[b"\1\2"], [b"\0\1"], [b"\2\1"], [b"\1\1", b"\1\1"], [b"\1\3", b"\2\3"], [b"\1\2", b"\2\3"]],
)
def test_a_profile_with_wrong_numbers_of_its_parts_goes_and_is_said(numbers: list[bytes]) -> None:
    whole = profile(matrix_tags())
    stripped = strip(jpeg_with(*(number + whole for number in numbers)))
    assert b"ICC_PROFILE" not in stripped.data
    assert "unreadable colour profile" in stripped.removed


def png_with(body: bytes) -> bytes:
    """Return a PNG with an iCCP chunk of this body."""
    out = io.BytesIO()
    pictures.picture().save(out, "PNG")
    return out.getvalue()[:33] + pictures.chunk(b"iCCP", body) + out.getvalue()[33:]


def test_the_name_of_a_png_profile_and_what_stands_behind_it_go() -> None:
    whole = clean_profile(profile(matrix_tags()))[0]
    for body in (
        SECRET + b"\0\0" + zlib.compress(whole),
        b"icc\0\0" + zlib.compress(whole) + SECRET,
        b"icc\0\0" + zlib.compress(whole + SECRET),
    ):
        stripped = strip(png_with(body))
        assert pictures.opened(stripped.data).info["icc_profile"] == whole
        assert SECRET not in stripped.data
        assert any(
            each.startswith(("colour profile", "data after the colour"))
            for each in stripped.removed
        )
        assert strip(stripped.data).data == stripped.data


def test_a_png_profile_that_is_something_else_goes() -> None:
    for body in (SECRET, b"x\0\0" + SECRET, b"x\0\1" + SECRET, b"x\0\0" + zlib.compress(SECRET)):
        stripped = strip(png_with(body))
        assert b"iCCP" not in stripped.data
        assert stripped.removed == ("unreadable colour profile",)


def test_a_png_profile_that_unpacks_without_end_is_not_followed() -> None:
    packed = zlib.compress(bytes(300_000_000), 9)
    assert b"iCCP" not in strip(png_with(b"x\0\0" + packed)).data


def test_the_colours_of_a_picture_with_a_profile_of_its_own_are_the_same() -> None:
    data = PROFILES["matrix"]()
    for name in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        pictures.picture().save(out, name, icc_profile=data)
        kept = Image.open(io.BytesIO(strip(out.getvalue()).data)).info["icc_profile"]
        assert colours(kept) == colours(data)
