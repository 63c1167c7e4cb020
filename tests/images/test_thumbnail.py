"""Thumbnails and smaller pictures: upright, bounded, and without the old picture's texts."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from editor.images import (
    ImageError,
    NotAPicture,
    TooLarge,
    UnsupportedPicture,
    probe,
    resize,
    serve_thumbnails,
    thumbnail,
)
from editor.processes import start_worker
from tests.images import pictures
from tests.images.profiles import colours


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says it is a large one, with the pixels to prove it."""
    rows = zlib.compress(bytes(width // 8 + 1) * 64)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunk = pictures.chunk
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [pictures.jpeg(), pictures.png(), pictures.webp(), pictures.gif(animated=True)],
    ids=["jpeg", "png", "webp", "gif"],
)
def test_a_thumbnail_is_a_png_that_fits_and_tells_nothing(data: bytes) -> None:
    small = thumbnail(data, 32)
    image = Image.open(io.BytesIO(small), formats=["PNG"])
    assert max(image.size) == 32
    assert image.size[0] > image.size[1]
    assert pictures.found_in(small) == []


def test_a_thumbnail_stands_upright() -> None:
    image = Image.open(io.BytesIO(thumbnail(pictures.jpeg(orientation=6), 32)))
    assert image.size[0] < image.size[1]


def test_a_small_picture_is_not_enlarged() -> None:
    assert Image.open(io.BytesIO(thumbnail(pictures.png(), 500))).size == (67, 43)


@pytest.mark.parametrize("size", [(30_000, 30_000), (12_000, 12_000), (8_000, 8_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(TooLarge, match="million pixels"):
        thumbnail(bomb(*size), 64)
    with pytest.raises(TooLarge):
        resize(bomb(*size), 64, 64)


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.gif])
def test_a_damaged_picture_gives_a_sentence(make: type) -> None:
    data = make()
    with pytest.raises(NotAPicture):
        thumbnail(data[: len(data) // 8], 32)


def test_an_svg_is_not_drawn() -> None:
    with pytest.raises(UnsupportedPicture):
        thumbnail(b"<svg/>".replace(b"/", b" "), 32)


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.gif])
def test_a_resized_picture_keeps_its_kind_and_loses_its_secrets(make: type) -> None:
    data = make()
    small = resize(data, 20, 20)
    assert probe(small).format is probe(data).format
    assert max(probe(small).width, probe(small).height) == 20
    assert pictures.found_in(small) == []


def test_a_picture_that_fits_is_stripped_only() -> None:
    data = pictures.jpeg()
    assert pictures.frames(resize(data, 100, 100)) == pictures.frames(data)
    assert pictures.found_in(resize(data, 100, 100)) == []


def test_a_resized_picture_is_upright_and_keeps_its_profile() -> None:
    small = resize(pictures.jpeg(orientation=8), 20, 20)
    image = Image.open(io.BytesIO(small))
    assert image.size[0] < image.size[1]
    assert colours(image.info["icc_profile"]) == colours(pictures.profile())
    assert dict(image.getexif()) == {}


def test_an_animation_is_not_resized() -> None:
    with pytest.raises(ImageError):
        resize(pictures.gif(animated=True), 20, 20)


def test_the_worker_answers_every_request(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jpg", tmp_path / "bad.jpg"
    good.write_bytes(pictures.jpeg())
    bad.write_bytes(b"no picture")
    worker = start_worker(serve_thumbnails)
    try:
        for number, path in enumerate([good, bad, tmp_path / "missing.jpg", tmp_path]):
            worker.connection.send((number, str(path), 32))
        answers = [worker.connection.recv() for _ in range(4)]
    finally:
        worker.close()
    assert [number for number, _, _ in answers] == [0, 1, 2, 3]
    assert answers[0][1].startswith(b"\x89PNG")
    assert all(png == b"" and sentence.endswith(".") for _, png, sentence in answers[1:])
