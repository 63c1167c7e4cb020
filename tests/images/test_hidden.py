"""What stands where no decoder looks: behind the last code, in chunks that are too long, unused."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.images import ImageError, NotAPicture, TooLarge, UnsupportedPicture, probe, strip
from tests.images import pictures
from tests.images.pictures import chunk, riff, segment

SECRET = b"SECRET-41.3275N-19.8187E"


def saved(
    kind: str, *, mode: str = "RGB", size: tuple[int, int] = (67, 43), **options: object
) -> bytes:
    """Return a picture as Pillow writes it."""
    out = io.BytesIO()
    pictures.picture(mode, size).save(out, kind, **options)
    return out.getvalue()


def assert_hidden_goes(planted: bytes, clean: bytes | None = None) -> None:
    assert SECRET in planted, "the test plants nothing"
    stripped = strip(planted)
    assert SECRET not in stripped.data
    assert stripped.removed
    if clean is not None:
        assert stripped.data == clean
    else:
        assert pictures.frames(stripped.data) == pictures.frames(planted)
    assert strip(stripped.data).data == stripped.data


# JPEG

_PHOTOGRAPHS = [
    {"mode": mode, "progressive": progressive, "subsampling": subsampling, "quality": quality}
    | ({"restart_marker_blocks": 3} if restart else {})
    for mode, subsampling in (("RGB", 0), ("RGB", 1), ("RGB", 2), ("L", 0), ("CMYK", 2))
    for progressive in (False, True)
    for quality in (10, 75, 100)
    for restart in (False, True)
]


@pytest.mark.parametrize("options", _PHOTOGRAPHS, ids=str)
def test_bytes_before_the_end_of_a_jpeg_go_to_the_last_one(options: dict[str, object]) -> None:
    mode = str(options["mode"])
    clean = saved("JPEG", **(options | {"mode": mode}))  # type: ignore[arg-type]
    assert strip(clean).data == clean
    assert strip(clean).removed == ()
    for more in (SECRET, SECRET + b"\xff\0" + SECRET, SECRET + b"\xff"):
        assert_hidden_goes(clean[:-2] + more + clean[-2:], clean)
    for more in (b"\0", b"x"):
        assert strip(clean[:-2] + more + clean[-2:]).data == clean


@pytest.mark.parametrize("progressive", [False, True])
def test_bytes_behind_every_scan_and_before_every_restart_go(progressive: bool) -> None:
    clean = saved("JPEG", progressive=progressive, restart_marker_blocks=4)
    # Every place behind entropy-coded data: another marker follows there.
    places = [
        at
        for at in range(clean.index(b"\xff\xda") + 2, len(clean) - 1)
        if clean[at] == 0xFF and (0xD0 <= clean[at + 1] <= 0xD9 or clean[at + 1] == 0xC4)
    ]
    assert len(places) >= 4
    for at in places:
        assert_hidden_goes(clean[:at] + SECRET + clean[at:], clean)


def test_codes_that_spell_a_text_are_refused() -> None:
    data = saved("JPEG")
    for ident in (b"\0", b"\x10"):
        table = ident + bytes([0, 0, 0, 0, 24]) + bytes(11) + SECRET
        start = data.index(b"\xff\xda")
        with pytest.raises(NotAPicture):
            strip(data[:start] + segment(0xC4, table) + data[start:])


def test_a_restart_more_than_there_are_units_goes_with_what_is_behind_it() -> None:
    clean = saved("JPEG")
    assert_hidden_goes(clean[:-2] + b"\xff\xd0" + SECRET + clean[-2:], clean)


def test_tables_that_no_scan_uses_go() -> None:
    clean = saved("JPEG")
    start = clean.index(b"\xff\xdb")
    quantisation = segment(0xDB, b"\3" + (SECRET * 3)[:64])
    huffman = segment(0xC4, b"\x13" + bytes([0, 0, 0, 0, 24]) + bytes(11) + SECRET)
    for table in (quantisation, huffman):
        assert_hidden_goes(clean[:start] + table + clean[start:], clean)
    # One that is defined again before a scan could use it.
    twice = segment(0xDB, b"\0" + (SECRET * 3)[:64])
    assert_hidden_goes(clean[:start] + twice + clean[start:], clean)


def test_a_jpeg_without_its_last_data_is_left_as_it_is() -> None:
    clean = saved("JPEG")
    cut = clean[:-200] + clean[-2:]
    assert strip(cut).data == cut


def test_a_jpeg_coded_as_no_browser_takes_it_is_not_exported() -> None:
    data = saved("JPEG")
    at = data.index(b"\xff\xc0")
    with pytest.raises(UnsupportedPicture, match="browsers"):
        strip(data[: at + 1] + b"\xc9" + data[at + 2 :])


def test_a_second_scan_of_a_component_is_refused() -> None:
    """It would show over the first, which then is a picture that nobody sees."""
    data = saved("JPEG", mode="L")
    at = data.index(b"\xff\xda")
    with pytest.raises(NotAPicture):
        strip(data[:-2] + data[at:])


def test_a_progressive_jpeg_of_vast_size_and_endless_scans_is_refused_in_bounds() -> None:
    data = saved("JPEG", mode="L", progressive=True)
    at = data.index(b"\xff\xc2")
    vast = data[: at + 5] + struct.pack(">HH", 65500, 65500) + data[at + 9 :]
    codes = segment(0xC4, b"\x10\1" + bytes(15) + b"\xe0")
    scan = segment(0xDA, b"\1\1\0\1\x3f\1") + bytes(9000)
    refined = segment(0xDA, b"\1\1\0\1\x3f\x10") + bytes(9000)
    with pytest.raises(TooLarge):
        strip(vast[:-2] + codes + scan + refined * 200 + b"\xff\xd9")


# PNG


def pixels_of(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what stands before a PNG's pixels, their stream, and what stands behind."""
    at = data.index(b"IDAT") - 4
    length = int.from_bytes(data[at : at + 4], "big")
    return data[:at], data[at + 8 : at + 8 + length], data[at + 12 + length :]


_DRAWINGS = [
    {"mode": mode, "size": size}
    for mode in ("RGB", "RGBA", "L", "LA", "P", "1")
    for size in ((67, 43), (1, 1))
]


def drawing(options: dict[str, object]) -> bytes:
    out = io.BytesIO()
    mode, size = str(options["mode"]), options["size"]
    image = pictures.picture("RGBA" if mode == "LA" else "RGB", size)  # type: ignore[arg-type]
    image.convert(mode).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("options", _DRAWINGS, ids=str)
def test_bytes_behind_a_pngs_pixels_go(options: dict[str, object]) -> None:
    clean = drawing(options)
    assert strip(clean).data == clean
    before, stream, behind = pixels_of(clean)
    for pieces in (
        [stream + SECRET],
        [stream, SECRET],
        [stream[:9], stream[9:], SECRET, SECRET],
        [stream[:-2], stream[-2:] + SECRET],
    ):
        planted = before + b"".join(chunk(b"IDAT", piece) for piece in pieces) + behind
        assert_hidden_goes(planted)


def test_a_second_run_of_pixels_goes() -> None:
    clean = saved("PNG")
    before, stream, behind = pixels_of(clean)
    planted = before + chunk(b"IDAT", stream) + chunk(b"tEXt", b"a\0b") + chunk(b"IDAT", SECRET)
    assert_hidden_goes(planted + behind, clean)


def test_rows_that_the_picture_does_not_have_go() -> None:
    clean = saved("PNG")
    before, stream, behind = pixels_of(clean)
    rows = zlib.compress(zlib.decompress(stream) + SECRET, 0)
    assert_hidden_goes(before + chunk(b"IDAT", rows) + behind)


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (8, 8), (9, 13), (67, 43)])
def test_the_pixels_of_an_interlaced_png_are_counted_right(
    depth: int, size: tuple[int, int]
) -> None:
    width, height = size
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))  # noqa: E501  # fmt: skip
    rows = b""
    for left, top, across, down in passes:
        columns = len(range(left, width, across))
        if columns:
            rows += (b"\0" + bytes(-(-columns * depth // 8))) * len(range(top, height, down))
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 1)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    end = chunk(b"IEND", b"")
    clean = start + chunk(b"IDAT", zlib.compress(rows)) + end
    assert pictures.frames(clean)
    assert strip(clean).data == clean
    assert_hidden_goes(start + chunk(b"IDAT", zlib.compress(rows) + SECRET) + end)
    assert_hidden_goes(start + chunk(b"IDAT", zlib.compress(rows + SECRET, 0)) + end)
    with pytest.raises(NotAPicture):
        strip(start + chunk(b"IDAT", zlib.compress(rows[:-1])) + end)


@pytest.mark.parametrize(
    "kind",
    [
        "gAMA",
        "cHRM",
        "sRGB",
        "pHYs",
        "cICP",
        "mDCV",
        "cLLI",
        "sBIT",
        "bKGD",
        "tRNS",
        "acTL",
        "PLTE",
    ],
)
def test_a_png_chunk_of_another_length_or_a_second_time_goes(kind: str) -> None:
    clean = saved("PNG")
    planted = chunk(kind.encode(), SECRET + b"...")
    assert_hidden_goes(clean[:33] + planted + clean[33:], clean)
    assert_hidden_goes(clean[:33] + planted * 2 + clean[33:], clean)
    assert_hidden_goes(clean[:-12] + planted + clean[-12:], clean)


def test_a_short_chunk_repeated_to_spell_a_text_stands_once_only() -> None:
    clean = saved("PNG")
    spelt = b"".join(chunk(b"gAMA", SECRET[at : at + 4]) for at in range(0, 24, 4))
    stripped = strip(clean[:33] + spelt + clean[33:]).data
    assert stripped.count(b"gAMA") == 1


def test_a_palette_with_more_colours_than_its_pixels_can_name_is_shortened() -> None:
    image = pictures.picture("RGB").convert("1")
    out = io.BytesIO()
    image.save(out, "PNG")
    data = bytearray(out.getvalue())
    data[25] = 3
    header = bytes(data[:8]) + chunk(b"IHDR", bytes(data[16:29]))
    assert_hidden_goes(header + chunk(b"PLTE", b"\0\0\0\xff\xff\xff" + SECRET) + bytes(data[33:]))


def test_bytes_behind_the_pixels_of_a_frame_and_frames_that_are_not_announced_go() -> None:
    clean = strip(pictures.png(animated=True)).data
    at = clean.index(b"fdAT") - 4
    length = int.from_bytes(clean[at : at + 4], "big")
    body = clean[at + 8 : at + 8 + length]
    longer = clean[:at] + chunk(b"fdAT", body + SECRET) + clean[at + 12 + length :]
    assert_hidden_goes(longer, clean)
    control = clean[clean.rindex(b"fcTL") + 4 :][:26]
    sequence = int.from_bytes(clean[clean.rindex(b"fdAT") + 4 :][:4], "big") + 1
    more = chunk(b"fcTL", struct.pack(">I", sequence) + control[4:])
    more += chunk(b"fdAT", struct.pack(">I", sequence + 1) + SECRET)
    assert_hidden_goes(clean[:-12] + more + clean[-12:], clean)


def test_a_png_bomb_is_followed_in_bounded_memory_or_refused() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 16, 6, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    with pytest.raises(TooLarge, match="too large"):
        strip(start + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))


# WebP


def test_what_is_too_long_in_a_webps_small_chunks_goes() -> None:
    for clean in (strip(pictures.webp()).data, strip(pictures.webp(animated=True)).data):
        for kind in (b"VP8X", b"ANIM"):
            at = clean.find(kind)
            if at < 0:
                continue
            length = int.from_bytes(clean[at + 4 : at + 8], "little")
            longer = riff(kind, clean[at + 8 : at + 8 + length] + SECRET)
            body = clean[8:at] + longer + clean[at + 8 + length :]
            assert_hidden_goes(b"RIFF" + struct.pack("<I", len(body)) + body, clean)


_WEBPS = [
    {"mode": mode, "size": size, "quality": quality, "method": method} | kind
    for mode in ("RGB", "RGBA")
    for size in ((1, 1), (67, 43), (200, 140))
    for quality in (5, 80, 100)
    for method in (0, 6)
    for kind in ({}, {"lossless": True}, {"alpha_quality": 40})
]


@pytest.mark.parametrize("options", _WEBPS, ids=str)
def test_bytes_behind_the_pixels_of_a_webp_go(options: dict[str, object]) -> None:
    clean = saved("WEBP", **options)  # type: ignore[arg-type]
    assert strip(clean).data == clean
    found = 0
    for kind in (b"VP8 ", b"VP8L", b"ALPH"):
        at = clean.find(kind)
        if at < 0:
            continue
        found += 1
        length = int.from_bytes(clean[at + 4 : at + 8], "little")
        longer = riff(kind, clean[at + 8 : at + 8 + length] + SECRET)
        body = clean[8:at] + longer + clean[at + 8 + length + length % 2 :]
        assert_hidden_goes(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert found


@pytest.mark.parametrize("colours", [2, 3, 4, 9, 16, 17, 200, 256])
def test_a_lossless_webp_of_few_colours_is_followed_to_its_end(colours: int) -> None:
    image = pictures.picture("RGB", (90, 61)).quantize(colours).convert("RGB")
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=True, quality=100)
    clean = out.getvalue()
    assert strip(clean).data == clean
    body = b"WEBP" + riff(b"VP8L", clean[20 : 20 + int.from_bytes(clean[16:20], "little")] + SECRET)
    assert_hidden_goes(b"RIFF" + struct.pack("<I", len(body)) + body)


def test_bytes_behind_the_first_part_of_a_lossy_webp_go() -> None:
    clean = saved("WEBP")
    picture = clean[20:]
    tag = int.from_bytes(picture[:3], "little")
    length = tag >> 5
    longer = (tag & 0x1F | length + len(SECRET) << 5).to_bytes(3, "little") + picture[3:10]
    longer += picture[10 : 10 + length] + SECRET + picture[10 + length :]
    body = b"WEBP" + riff(b"VP8 ", longer)
    assert_hidden_goes(b"RIFF" + struct.pack("<I", len(body)) + body)


def test_bytes_behind_the_pixels_of_a_webps_frame_go() -> None:
    clean = strip(pictures.webp(animated=True)).data
    at = clean.index(b"ANMF")
    length = int.from_bytes(clean[at + 4 : at + 8], "little")
    frame = clean[at + 8 : at + 8 + length]
    start = frame.index(b"VP8")
    end = start + 8 + int.from_bytes(frame[start + 4 : start + 8], "little")
    longer = frame[:start] + riff(frame[start : start + 4], frame[start + 8 : end] + SECRET)
    body = clean[8:at] + riff(b"ANMF", longer) + clean[at + 8 + length + length % 2 :]
    assert_hidden_goes(b"RIFF" + struct.pack("<I", len(body)) + body)


def test_a_tiny_webp_of_vast_size_is_refused_or_done_in_bounds() -> None:
    for vast in (
        b"VP8L", b"\x2f" + (16383 | 16383 << 14).to_bytes(4, "little") + bytes(40)
    ), (b"VP8 ", b"\x10\2\0\x9d\1\x2a\xff\x3f\xff\x3f" + bytes(40)):  # fmt: skip
        body = b"WEBP" + riff(*vast)
        with pytest.raises(TooLarge):
            strip(b"RIFF" + struct.pack("<I", len(body)) + body)


def test_a_second_picture_in_a_webp_goes() -> None:
    clean = strip(pictures.webp()).data
    for kind in (b"VP8 ", b"VP8L", b"ALPH", b"ANMF", b"ANIM"):
        body = clean[8:] + riff(kind, SECRET)
        planted = b"RIFF" + struct.pack("<I", len(body)) + body
        stripped = strip(planted)
        assert stripped.data == clean
        assert stripped.removed


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_of_a_simple_webp_is_kept(
    mode: str, orientation: int, lossless: bool
) -> None:
    clean = saved("WEBP", mode=mode, lossless=lossless)
    body = clean[8:] + riff(b"EXIF", pictures.exif_with_thumbnail(orientation))
    stripped = strip(b"RIFF" + struct.pack("<I", len(body)) + body).data
    assert probe(stripped).orientation == orientation
    assert dict(pictures.opened(stripped).getexif()) == (
        {0x0112: orientation} if orientation > 1 else {}
    )
    assert pictures.found_in(stripped) == []
    assert pictures.frames(stripped) == pictures.frames(clean)
    assert strip(stripped).data == stripped


# GIF


@pytest.mark.parametrize("mode", ["L", "P", "1"])
@pytest.mark.parametrize("interlace", [0, 1])
@pytest.mark.parametrize("size", [(1, 1), (67, 43), (300, 200)])
def test_bytes_behind_a_gifs_pixels_go(mode: str, interlace: int, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    image = pictures.picture("RGB", size).convert(mode)
    image.save(out, "GIF", interlace=interlace)
    clean = out.getvalue()
    assert strip(clean).data == clean
    assert clean.endswith(b"\0;")
    assert_hidden_goes(clean[:-2] + pictures.blocks(SECRET)[:-1] + clean[-2:], clean)


# All of them

_CLEAN: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: saved("JPEG"),
    "progressive jpeg": lambda: saved("JPEG", progressive=True),
    "png": lambda: saved("PNG"),
    "apng": lambda: strip(pictures.png(animated=True)).data,
    "gif": lambda: saved("GIF", mode="L"),
    "webp": lambda: saved("WEBP"),
    "lossless webp": lambda: saved("WEBP", mode="RGBA", lossless=True),
    "transparent webp": lambda: saved("WEBP", mode="RGBA"),
}


@pytest.mark.parametrize("kind", _CLEAN)
def test_a_secret_put_in_anywhere_does_not_come_out_or_changes_the_picture(kind: str) -> None:
    """Pushed between any two bytes: the file is refused, or the secret is gone or seen."""
    clean = _CLEAN[kind]()
    frames = pictures.frames(clean)

    @settings(max_examples=150, deadline=None, database=None)
    @given(st.integers(2, len(clean)))
    def push(at: int) -> None:
        try:
            stripped = strip(clean[:at] + SECRET + clean[at:]).data
        except ImageError:
            return
        if SECRET in stripped:
            try:
                shown = pictures.frames(stripped)
            except (OSError, SyntaxError, ValueError):
                return
            assert shown != frames

    push()


def test_no_decoder_is_asked_to_open_what_is_stripped(monkeypatch: pytest.MonkeyPatch) -> None:
    data = [saved("JPEG"), saved("PNG"), saved("WEBP"), saved("GIF", mode="L")]
    monkeypatch.setattr(Image, "open", None)
    for each in data:
        assert strip(each).data == each
