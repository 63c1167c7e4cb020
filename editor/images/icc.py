"""Colour profiles, taken to pieces and put together from what colour needs.

ICC.1:2022 (version 4) and ICC.1:2001-04 (version 2). A profile is a little file of tagged values,
and programs write into it who made it, on which monitor, by which licence; others put something
else altogether in its place. Here the header is written anew, each value that the transform of
colours reads is parsed and written back in its own shortest form, so that nothing can stand
between or behind the values, and the two texts that a valid profile must have are neutral ones.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

MAX_BYTES = 8 * 1024 * 1024
_HEADER = 128
_MAX_TAGS = 200
# Classes that may stand in a picture (7.2.5); colour spaces that pictures of the web have.
_CLASSES = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
_SPACES = {b"RGB ": "RGB", b"GRAY": "Grey", b"CMYK": "CMYK", b"Lab ": "Lab"}
_CONNECTIONS = frozenset({b"XYZ ", b"Lab "})
_MATRIX = (b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
# Which values together say what a colour is (8.3 to 8.5).
_ENOUGH = {
    b"RGB ": ((b"A2B0",), _MATRIX),
    b"GRAY": ((b"A2B0",), (b"kTRC",)),
    b"CMYK": ((b"A2B0",),),
    b"Lab ": ((b"A2B0",),),
}
_ILLUMINANT = bytes.fromhex("0000f6d6000100000000d32d")  # D50, the only one that is allowed
_EPOCH = struct.pack(">6H", 1970, 1, 1, 0, 0, 0)
_PARAMETERS = (1, 3, 4, 5, 7)
_WORDS = {
    b"desc": "colour profile: name",
    b"cprt": "colour profile: copyright",
    b"dmnd": "colour profile: maker of the device",
    b"dmdd": "colour profile: name of the device",
    b"mmod": "colour profile: make and model",
    b"targ": "colour profile: measurements",
    b"calt": "colour profile: time of calibration",
}
NOT_READABLE = "unreadable colour profile"


class _Malformed(ValueError):
    """A value, or the whole profile, does not have the form that its type asks for."""


def clean_profile(data: bytes) -> tuple[bytes, list[str]]:
    """Return a profile that holds what colour needs and nothing else, and what went.

    Args:
        data: The profile as it stands in the picture.

    Returns:
        The profile, empty when the bytes are none that a program could use; and in plain words
        what is no longer there. A profile made here comes back as it is.
    """
    try:
        return _clean(data)
    except (_Malformed, struct.error, IndexError):
        return b"", [NOT_READABLE]


def _clean(data: bytes) -> tuple[bytes, list[str]]:
    size, count = struct.unpack(">I", data[:4])[0], struct.unpack(">I", data[128:132])[0]
    device, space, connection = data[12:16], data[16:20], data[20:24]
    if (
        not _HEADER + 4 <= size <= min(len(data), MAX_BYTES)
        or not 2 <= data[8] <= 4
        or data[36:40] != b"acsp"
        or device not in _CLASSES
        or space not in _SPACES
        or connection not in _CONNECTIONS
        or not 0 < count <= _MAX_TAGS
        or _HEADER + 4 + 12 * count > size
    ):
        raise _Malformed
    removed = ["data after the colour profile"] if size < len(data) else []
    name = _SPACES[space]
    text = _old_text if data[8] < 4 else _text
    texts = {b"desc": text(b"desc", name), b"cprt": text(b"text", "No copyright")}
    kept: dict[bytes, bytes] = {}
    for number in range(count):
        at = _HEADER + 4 + 12 * number
        tag = data[at : at + 4]
        start, length = struct.unpack(">II", data[at + 4 : at + 12])
        if start < _HEADER or start + length > size:
            raise _Malformed
        parse = _KEPT.get(tag)
        if parse is None or tag in kept:
            if data[start : start + length] != texts.get(tag):
                removed.append(_WORDS.get(tag, "colour profile: details"))
            continue
        try:
            kept[tag] = parse(data[start : start + length])
        except (_Malformed, struct.error, IndexError):
            removed.append("colour profile: details")
    if not any(all(tag in kept for tag in tags) for tags in _ENOUGH[space]):
        raise _Malformed
    kept |= texts
    kept.setdefault(b"wtpt", b"XYZ \0\0\0\0" + _ILLUMINANT)
    built = _assembled(data, kept)
    if built == data:
        return built, []
    return built, removed or ["colour profile: details"]


def _assembled(old: bytes, values: dict[bytes, bytes]) -> bytes:
    """Put header, table and values together; equal values stand once, as is usual."""
    at = _HEADER + 4 + 12 * len(values)
    places: dict[bytes, int] = {}
    table = [struct.pack(">I", len(values))]
    body = []
    for tag in sorted(values):
        value = values[tag]
        if value not in places:
            places[value] = at
            padded = value + bytes(-len(value) % 4)
            body.append(padded)
            at += len(padded)
        table.append(tag + struct.pack(">II", places[value], len(value)))
    intent = struct.unpack(">I", old[64:68])[0] & 3
    header = struct.pack(
        ">I4s4s4s4s4s12s4s24sI12s48s",
        at,
        b"",
        bytes([old[8], old[9] & 0xF0, 0, 0]),
        old[12:16],
        old[16:20],
        old[20:24],
        _EPOCH,
        b"acsp",
        b"",
        intent,
        _ILLUMINANT,
        b"",
    )
    return b"".join([header, *table, *body])


def _old_text(kind: bytes, text: str) -> bytes:
    """Return a text of version 2: a description with its three forms, or plain."""
    ascii_text = text.encode("ascii") + b"\0"
    if kind == b"text":
        return b"text\0\0\0\0" + ascii_text
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_text)) + ascii_text + bytes(78)


def _text(_kind: bytes, text: str) -> bytes:
    """Return a text of version 4 (10.15, multiLocalizedUnicodeType) in English."""
    encoded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(encoded), 28) + encoded


# The types of values: each takes a value's bytes and returns them in their one proper form.


def _xyz(data: bytes) -> bytes:
    if data[:4] != b"XYZ " or len(data) < 20:
        raise _Malformed
    return b"XYZ \0\0\0\0" + data[8:20]


def _adaptation(data: bytes) -> bytes:
    if data[:4] != b"sf32" or len(data) < 44:
        raise _Malformed
    return b"sf32\0\0\0\0" + data[8:44]


def _code_points(data: bytes) -> bytes:
    if data[:4] != b"cicp" or len(data) < 12:
        raise _Malformed
    return b"cicp\0\0\0\0" + data[8:12]


def _curve(data: bytes) -> bytes:
    """Return the one curve that the bytes start with."""
    if data[:4] == b"curv":
        length = 2 * struct.unpack(">I", data[8:12])[0]
        head = b"curv\0\0\0\0" + data[8:12]
    elif data[:4] == b"para":
        form = struct.unpack(">H", data[8:10])[0]
        length = 4 * _PARAMETERS[form]
        head = b"para\0\0\0\0" + data[8:10] + b"\0\0"
    else:
        raise _Malformed
    values = data[12 : 12 + length]
    if len(values) != length:
        raise _Malformed
    return head + values


def _table(data: bytes) -> bytes:
    """Return a table of `lut8Type`, `lut16Type` (10.10, 10.11) or the two after them."""
    if data[:4] in (b"mAB ", b"mBA "):
        return _stages(data)
    if data[:4] not in (b"mft1", b"mft2"):
        raise _Malformed
    ins, outs, grid = data[8], data[9], data[10]
    wide = data[:4] == b"mft2"
    entries, exits = struct.unpack(">HH", data[48:52]) if wide else (256, 256)
    if not 0 < ins <= 15 or not 0 < outs <= 15:
        raise _Malformed
    numbers = entries * ins + grid**ins * outs + exits * outs
    end = (52 + 2 * numbers) if wide else 48 + numbers
    if end > len(data):
        raise _Malformed
    return data[:4] + bytes(4) + data[8:11] + b"\0" + data[12:end]


def _stages(data: bytes) -> bytes:
    """Return a table of `lutAToBType` or `lutBToAType` (10.12, 10.13), its stages in a row."""
    ins, outs = data[8], data[9]
    if not 0 < ins <= 15 or not 0 < outs <= 15:
        raise _Malformed
    to_connection = data[:4] == b"mAB "
    places = struct.unpack(">5I", data[12:32])
    counts = (outs, 0, outs, 0, ins) if to_connection else (ins, 0, ins, 0, outs)
    out = bytearray(data[:4] + bytes(4) + data[8:10] + bytes(22))
    for number, (place, count) in enumerate(zip(places, counts, strict=True)):
        if not place:
            continue
        struct.pack_into(">I", out, 12 + 4 * number, len(out))
        if number == 1:
            stage = data[place : place + 48]
            if len(stage) != 48:
                raise _Malformed
        elif number == 3:
            stage = _grid(data[place:], ins, outs)
        else:
            stage = _curves(data[place:], count)
        out += stage + bytes(-len(stage) % 4)
    return bytes(out)


def _curves(data: bytes, count: int) -> bytes:
    out = b""
    for _ in range(count):
        curve = _curve(data[len(out) :])
        out += curve + bytes(-len(curve) % 4)
    return out


def _grid(data: bytes, ins: int, outs: int) -> bytes:
    sides, width = data[:ins], data[16]
    if width not in (1, 2):
        raise _Malformed
    length = math.prod(sides) * outs * width
    values = data[20 : 20 + length]
    if len(values) != length:
        raise _Malformed
    return sides + bytes(16 - ins) + bytes([width, 0, 0, 0]) + values


# What a transform reads (9.2), and how. Black point and luminance say how a device was measured
# and are read by none; tables in floating point (D2B) are refinements of those kept here.
_KEPT: dict[bytes, Callable[[bytes], bytes]] = {
    **dict.fromkeys((b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt"), _xyz),
    **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC", b"kTRC"), _curve),
    **dict.fromkeys((b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"), _table),
    b"chad": _adaptation,
    b"cicp": _code_points,
}
