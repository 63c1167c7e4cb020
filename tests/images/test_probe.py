"""The header alone tells kind, size and orientation."""

from __future__ import annotations

import contextlib
import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.images import ImageError, NotAPicture, PictureFormat, PictureInfo, probe
from tests.images import pictures


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP"])
@pytest.mark.parametrize("size", [(67, 43), (1, 1), (300, 7)])
def test_the_size_is_that_of_the_decoder(name: str, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    pictures.picture("L" if name == "GIF" else "RGB", size).save(out, name)
    info = probe(out.getvalue())
    assert info.format is PictureFormat[name]
    assert (info.width, info.height) == size


def test_a_lossless_webp_has_its_size() -> None:
    out = io.BytesIO()
    pictures.picture("RGBA", (301, 17)).save(out, "WEBP", lossless=True)
    assert probe(out.getvalue()) == PictureInfo(PictureFormat.WEBP, 301, 17)


def test_a_turned_picture_shows_its_sides_exchanged() -> None:
    info = probe(pictures.jpeg(orientation=6))
    assert (info.width, info.height, info.orientation) == (67, 43, 6)
    assert info.shown_size == (43, 67)


def test_a_progressive_jpeg_is_known() -> None:
    assert probe(pictures.jpeg(progressive=True)).progressive
    assert not probe(pictures.jpeg()).progressive


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (b'<svg width="40" height="30">', (40, 30)),
        (b'<?xml version="1.0"?>\n<!-- a -->\n<svg viewBox="0 0 64 32">', (64, 32)),
        (b'\xef\xbb\xbf<!DOCTYPE svg><svg\nwidth="12.5px" height="9px">', (12, 9)),
        (b'<svg width="100%" height="100%">', (0, 0)),
    ],
)
def test_an_svg_is_recognised(text: bytes, size: tuple[int, int]) -> None:
    info = probe(text)
    assert (info.format, info.width, info.height) == (PictureFormat.SVG, *size)


def test_comments_without_end_before_an_svg_cost_no_time() -> None:
    with pytest.raises(NotAPicture):
        probe(b"<!---->" * 20000 + b"x")


def test_a_heic_is_recognised() -> None:
    box = struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic"
    sizes = struct.pack(">I4sIII", 20, b"ispe", 0, 4032, 3024)
    assert probe(box + sizes) == PictureInfo(PictureFormat.HEIC, 4032, 3024)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"GIF89a", b"plain text", b"%PDF-1.7", b"<html><svg>", b"II*\0"]
)
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        probe(data)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None, database=None)
def test_any_bytes_are_probed_without_a_traceback(data: bytes) -> None:
    starts = (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"\0\0\0\x18ftypavif", b"BM")
    for start in starts:
        with contextlib.suppress(ImageError):
            probe(start + data)
