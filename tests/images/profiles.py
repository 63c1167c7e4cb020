"""Colour profiles made by hand, with secrets wherever a profile has room for them."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence

from PIL import Image, ImageCms

SECRET = b"SECRET-Valdetes-monitor"
D50 = bytes.fromhex("0000f6d6000100000000d32d")
COLUMNS = (
    (0x6FA2, 0x38F5, 0x0390),
    (0x6299, 0xB785, 0x18DA),
    (0x24A0, 0x0F84, 0xB6CF),
)


def xyz(values: tuple[int, int, int], more: bytes = b"") -> bytes:
    """Return an XYZ value."""
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *values) + more


def gamma(value: float = 2.2, more: bytes = b"") -> bytes:
    """Return a curve of one number."""
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256)) + more


def table_curve(power: float = 2.0) -> bytes:
    """Return a curve as a table."""
    values = [round(65535 * (each / 255) ** power) for each in range(256)]
    return b"curv\0\0\0\0" + struct.pack(">I256H", 256, *values)


def parametric(more: bytes = b"") -> bytes:
    """Return sRGB's curve as a formula."""
    numbers = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    fixed = struct.pack(">5i", *(round(each * 65536) for each in numbers))
    return b"para\0\0\0\0\0\3\0\0" + fixed + more


def old_text(text: bytes) -> bytes:
    """Return a description of version 2, which has room for other forms behind it."""
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(78)


def matrix_tags(curves: Sequence[bytes] = (), more: bytes = b"") -> dict[bytes, bytes]:
    """Return the values of an RGB profile of three columns and three curves."""
    curves = curves or [gamma(more=more)] * 3
    tags = {tag: xyz(column, more) for tag, column in zip(_COLUMNS, COLUMNS, strict=True)}
    tags |= dict(zip(_CURVES, curves, strict=True))
    return tags | {b"wtpt": xyz((0xF6D6, 0x10000, 0xD32D), more)}


_COLUMNS = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")


def grid_table(kind: bytes, ins: int, more: bytes = b"") -> bytes:
    """Return a table of `ins` channels to Lab, with something of its own in every corner."""
    wide = kind == b"mft2"
    top = 65280 if wide else 255
    numbers = [round(top * each / 255) for each in range(256)] if not wide else [0, top]
    grid = [(each * 7919) % (top + 1) for each in range(3 * 2**ins)]
    values = numbers * ins + grid + numbers * 3
    identity = struct.pack(">9i", *(0x10000 if each % 4 == 0 else 0 for each in range(9)))
    head = kind + bytes(4) + bytes([ins, 3, 2, 0]) + identity
    if wide:
        return head + struct.pack(f">HH{len(values)}H", 2, 2, *values) + more
    return head + bytes(values) + more


def staged_table(gap: bytes = b"") -> bytes:
    """Return a table in stages (`mAB `) of RGB to Lab, with `gap` between the stages."""
    assert len(gap) % 4 == 0
    curves = gamma(1.0) + b"\0\0"
    stages = [
        curves * 3,
        struct.pack(">12i", *(0x10000 if each in (0, 4, 8) else 0 for each in range(12))),
        curves * 3,
        bytes([2, 2, 2]) + bytes(13) + b"\1\0\0\0" + bytes(range(10, 250, 10)),
        (gamma(1.8) + b"\0\0") * 3,
    ]
    places = []
    body = gap
    for stage in stages:
        places.append(32 + len(body))
        body += stage + bytes(-len(stage) % 4) + gap
    return b"mAB \0\0\0\0\3\3\0\0" + struct.pack(">5I", *places) + body


def profile(
    tags: Mapping[bytes, bytes],
    *,
    space: bytes = b"RGB ",
    connection: bytes = b"XYZ ",
    version: int = 2,
    device: bytes = b"mntr",
    maker: bytes = b"",
    gap: bytes = b"",
) -> bytes:
    """Return a profile of these values.

    Args:
        tags: Values by their names.
        space: Of the picture.
        connection: The space that colours are taken to.
        version: 2 or 4.
        device: The class.
        maker: Is written into every field of the header that names somebody.
        gap: Is written between the values.
    """
    at = 132 + 12 * len(tags)
    table, body = b"", b""
    for tag, value in tags.items():
        body += gap
        table += tag + struct.pack(">II", at + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    size = at + len(body)
    long = (maker * 8)[:44] if maker else b""
    header = struct.pack(
        ">I4sI4s4s4s12s4s4sI4s4s8sI12s4s16s28s",
        size, maker, version << 24, device, space, connection,
        bytes.fromhex("07ea00090001000000000000"),
        b"acsp", b"APPL", 0, maker, maker, b"", 1, D50, maker, long, long,
    )  # fmt: skip
    return header + struct.pack(">I", len(tags)) + table + body


PROFILES = {
    "matrix": lambda: profile(matrix_tags()),
    "table curves": lambda: profile(matrix_tags([table_curve(each) for each in (1.8, 2.0, 2.4)])),
    "version 4": lambda: profile(matrix_tags([parametric()] * 3), version=4),
    "grey": lambda: profile({b"kTRC": gamma(1.8), b"wtpt": xyz(COLUMNS[0])}, space=b"GRAY"),
    "CMYK": lambda: profile(
        {b"A2B0": grid_table(b"mft1", 4), b"wtpt": xyz((0xF6D6, 0x10000, 0xD32D))},
        space=b"CMYK", connection=b"Lab ", device=b"prtr",
    ),
    "wide tables": lambda: profile(
        {b"A2B0": grid_table(b"mft2", 3), b"wtpt": xyz((0xF6D6, 0x10000, 0xD32D))},
        connection=b"Lab ",
    ),
    "stages": lambda: profile(
        {b"A2B0": staged_table(), b"wtpt": xyz((0xF6D6, 0x10000, 0xD32D))},
        connection=b"Lab ", version=4,
    ),
    "LittleCMS": lambda: bytes(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ),
}  # fmt: skip
"""Profiles of every shape, with nothing hidden in them."""

_MODES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}


def colours(data: bytes) -> list[bytes]:
    """Return what LittleCMS makes of many colours by this profile, for each of the four intents."""
    mode = _MODES[data[16:20]]
    channels = len(Image.new(mode, (1, 1)).getbands())
    raw = bytes((each * 37 + each // 256 * 11) % 256 for each in range(64 * 64 * channels))
    picture = Image.frombytes(mode, (64, 64), raw)
    found = []
    for intent in ImageCms.Intent:
        source = ImageCms.ImageCmsProfile(io.BytesIO(data))
        target = ImageCms.createProfile("sRGB")
        shown = ImageCms.profileToProfile(picture, source, target, intent, "RGB")
        assert shown is not None
        found.append(shown.tobytes())
    return found
