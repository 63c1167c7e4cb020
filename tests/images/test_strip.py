"""Stripped pictures tell nothing, look the same, and damaged ones are refused whole."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.images import ImageError, NotAPicture, UnsupportedPicture, probe, strip
from tests.images import pictures
from tests.images.profiles import colours

KINDS: dict[str, Callable[[], bytes]] = {
    "jpeg": pictures.jpeg,
    "jpeg progressive": lambda: pictures.jpeg(progressive=True),
    "jpeg grey": lambda: pictures.jpeg(mode="L"),
    "jpeg cmyk": lambda: pictures.jpeg(mode="CMYK"),
    "jpeg restart": lambda: pictures.jpeg(restart_marker_blocks=2),
    "png": pictures.png,
    "png rgb": lambda: pictures.png(mode="RGB"),
    "png palette": lambda: pictures.png(mode="P"),
    "apng": lambda: pictures.png(animated=True),
    "webp": pictures.webp,
    "webp lossless": lambda: pictures.webp(lossless=True),
    "webp animated": lambda: pictures.webp(animated=True),
    "gif": pictures.gif,
    "gif animated": lambda: pictures.gif(animated=True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_planted_secret_is_left(kind: str) -> None:
    data = KINDS[kind]()
    assert len(pictures.found_in(data)) >= 5, "the test plants nothing"
    stripped = strip(data)
    assert pictures.found_in(stripped.data) == []
    assert stripped.removed


@pytest.mark.parametrize("kind", KINDS)
def test_the_pixels_of_every_frame_are_equal(kind: str) -> None:
    data = KINDS[kind]()
    assert pictures.frames(strip(data).data) == pictures.frames(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stripped_picture_is_left_byte_for_byte(kind: str) -> None:
    once = strip(KINDS[kind]()).data
    again = strip(once)
    assert again.data == once
    assert again.removed == ()


@pytest.mark.parametrize("kind", ["jpeg", "jpeg progressive", "png", "webp", "apng"])
def test_the_colour_profile_is_kept(kind: str) -> None:
    data = KINDS[kind]()
    kept = pictures.opened(strip(data).data).info["icc_profile"]
    assert colours(kept) == colours(pictures.opened(data).info["icc_profile"])


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_alone_is_kept(make: Callable[..., bytes], orientation: int) -> None:
    stripped = strip(make(orientation=orientation)).data
    exif = dict(pictures.opened(stripped).getexif())
    assert exif == ({0x0112: orientation} if orientation > 1 else {})
    assert probe(stripped).orientation == orientation
    assert pictures.found_in(stripped) == []


@pytest.mark.parametrize("kind", ["apng", "webp animated", "gif animated"])
def test_an_animation_keeps_its_loops_and_times(kind: str) -> None:
    data = KINDS[kind]()

    def times(data: bytes) -> list[object]:
        image = pictures.opened(data)
        found: list[object] = [image.info.get("loop")]
        for number in range(image.n_frames):  # type: ignore[attr-defined]
            image.seek(number)
            found.append(image.info.get("duration"))
        return found

    assert times(strip(data).data) == times(data)


def test_what_went_is_named_in_plain_words() -> None:
    removed = strip(pictures.jpeg()).removed
    expected = {"location", "serial number", "camera owner", "author", "thumbnail", "XMP", "IPTC"}
    assert expected | {"comment", "further pictures", "data after the picture"} <= set(removed)


def test_a_clean_picture_from_pillow_is_left_as_it_is() -> None:
    for name in ("JPEG", "PNG", "WEBP", "GIF"):
        out = io.BytesIO()
        pictures.picture("P" if name == "GIF" else "RGB").save(out, name)
        assert strip(out.getvalue()).data == out.getvalue(), name
        assert strip(out.getvalue()).removed == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_picture_is_refused_or_whole(kind: str) -> None:
    """Of every prefix: an error, or a picture with all of its pixels."""
    whole = strip(KINDS[kind]()).data
    expected = pictures.frames(whole)
    step = max(1, len(whole) // 150)
    for length in [*range(0, len(whole), step), len(whole) - 1, len(whole) - 2, len(whole) - 3]:
        try:
            stripped = strip(whole[:length])
        except ImageError:
            continue
        # A GIF without its trailer, as some programs write them, may end after any frame.
        assert kind.startswith("gif")
        found = pictures.frames(stripped.data)
        assert found == expected[: len(found)]


@pytest.mark.parametrize("kind", KINDS)
def test_flipped_bytes_never_raise_anything_but_an_image_error(kind: str) -> None:
    whole = KINDS[kind]()

    @settings(max_examples=60, deadline=None, database=None)
    @given(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8))
    def flip(changes: list[tuple[int, int]]) -> None:
        data = bytearray(whole)
        for at, value in changes:
            data[at] = value
        try:
            stripped = strip(bytes(data)).data
        except ImageError:
            return
        assert strip(stripped).data == stripped

    flip()


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None, database=None)
def test_any_bytes_are_refused_by_an_image_error(data: bytes) -> None:
    for start in (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x40\0\0\0WEBP"):
        with pytest.raises(ImageError):
            strip(start + data)


def test_a_wrong_checksum_is_refused() -> None:
    data = bytearray(strip(pictures.png()).data)
    data[data.index(b"IDAT") + 8] ^= 1
    with pytest.raises(NotAPicture):
        strip(bytes(data))


@pytest.mark.parametrize("name", ["AVIF", "TIFF", "BMP"])
def test_other_pictures_are_recognised_but_not_stripped(name: str) -> None:
    out = io.BytesIO()
    pictures.picture().save(out, name)
    with pytest.raises(UnsupportedPicture, match=name):
        strip(out.getvalue())


def test_a_page_that_says_it_is_a_picture_is_none() -> None:
    with pytest.raises(NotAPicture):
        strip(b"<!DOCTYPE html><html><script>1</script></html>")


def test_a_jpeg_with_two_frames_or_a_frame_in_a_table_is_refused() -> None:
    data = strip(pictures.jpeg()).data
    table = data.index(b"\xff\xdb")
    length = int.from_bytes(data[table + 2 : table + 4], "big")
    stuffed = pictures.segment(0xDB, data[table + 4 : table + 2 + length] + b"secret")
    with pytest.raises(NotAPicture):
        strip(data[:table] + stuffed + data[table + 2 + length :])


def test_an_unknown_chunk_inside_a_webp_frame_goes() -> None:
    data = strip(pictures.webp(animated=True)).data
    at = data.index(b"ANMF")
    length = int.from_bytes(data[at + 4 : at + 8], "little")
    frame = data[at + 8 : at + 8 + length] + pictures.riff(b"prVt", pictures.SECRETS["owner"])
    body = data[8:at] + pictures.riff(b"ANMF", frame) + data[at + 8 + length + length % 2 :]
    planted = b"RIFF" + len(body).to_bytes(4, "little") + body
    assert pictures.found_in(planted)
    assert strip(planted).data == data
