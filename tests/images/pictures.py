"""Small pictures made by the tests, clean or with secrets planted where programs put them."""

from __future__ import annotations

import functools
import io
import random
import struct
import warnings
import zlib

from PIL import Image, ImageCms

SECRETS = {
    "gps": b"GPS-41.3275N-19.8187E",
    "serial": b"SERIAL-5D3A-0099182",
    "owner": b"OWNER-Valdete-Kola",
    "comment": b"COMMENT-source-is-the-clerk",
    "xmp": b"XMP-CreatorTool-Valdetes-laptop",
    "thumbnail": b"THUMBNAIL-uncropped-face",
    "mpf": b"MPF-second-picture-with-GPS",
    "trailer": b"TRAILER-motion-photo-video",
    "iptc": b"IPTC-Byline-Valdete",
    "unknown": b"UNKNOWN-private-block",
    "late": b"LATE-comment-between-scans",
}


def picture(mode: str = "RGB", size: tuple[int, int] = (67, 43), seed: int = 1) -> Image.Image:
    """Return a picture of noise over a gradient, the same for the same arguments."""
    random_ = random.Random(f"{mode}{size}{seed}")
    channels = len(Image.new(mode, (1, 1)).getbands())
    width, height = size
    raw = bytes(
        (x * 3 + y * 2 + random_.randrange(40)) % 256
        for y in range(height)
        for x in range(width)
        for _ in range(channels)
    )
    return Image.frombytes(mode, size, raw)


def exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF with a place, a serial number, an owner, a comment and a thumbnail."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = "Canon"
    block[0x013B] = SECRETS["owner"].decode()
    block[0x010E] = SECRETS["comment"].decode()
    inner = block.get_ifd(0x8769)
    inner[0xA431] = SECRETS["serial"].decode()
    inner[0xA430] = SECRETS["owner"].decode()
    inner[0x9003] = "2026:09:01 12:00:00"
    inner[0x927C] = SECRETS["unknown"]
    gps = block.get_ifd(0x8825)
    gps[1] = "N"
    gps[2] = (41.0, 19.0, 39.0)
    gps[29] = SECRETS["gps"].decode()
    return block


def exif_with_thumbnail(orientation: int = 1) -> bytes:
    """Return the same as bytes of a TIFF block, with a second directory and a thumbnail in it."""
    block = bytearray(exif(orientation).tobytes().removeprefix(b"Exif\0\0"))
    order = "<" if block[:2] == b"II" else ">"
    first = struct.unpack(order + "I", block[4:8])[0]
    count = struct.unpack(order + "H", block[first : first + 2])[0]
    link = first + 2 + 12 * count
    block[link : link + 4] = struct.pack(order + "I", len(block))
    small = SECRETS["thumbnail"]
    start = len(block) + 2 + 2 * 12 + 4
    block += struct.pack(order + "HHHIIHHIII", 2, 0x201, 4, 1, start, 0x202, 4, 1, len(small), 0)
    return bytes(block) + small


@functools.cache
def profile() -> bytes:
    """Return an sRGB colour profile; one for the whole run, since it holds the time it was made."""
    made: bytes = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made


def jpeg(
    *, orientation: int = 1, progressive: bool = False, mode: str = "RGB", **options: object
) -> bytes:
    """Return a JPEG with a secret in every place where one is known to hide."""
    out = io.BytesIO()
    picture(mode).save(
        out, "JPEG", quality=90, progressive=progressive, icc_profile=profile(), **options
    )
    data = out.getvalue()
    assert data[2:4] == b"\xff\xe0" or mode == "CMYK"
    head_end = 4 + int.from_bytes(data[4:6], "big") if mode != "CMYK" else 2
    small = SECRETS["thumbnail"] + b"." * (27 - len(SECRETS["thumbnail"]))
    jfif = b"JFIF\0\1\1\0\0\1\0\1\3\3" + small
    planted = b"".join(
        [
            segment(0xE0, jfif),
            segment(0xE0, b"JFXX\0\x13\1\1" + SECRETS["thumbnail"]),
            segment(0xE1, b"Exif\0\0" + exif_with_thumbnail(orientation)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRETS["xmp"]),
            segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + SECRETS["xmp"]),
            segment(0xE2, b"MPF\0" + SECRETS["mpf"]),
            segment(0xED, b"Photoshop 3.0\0" + SECRETS["iptc"]),
            segment(0xEB, SECRETS["unknown"]),
            segment(0xFE, SECRETS["comment"]),
            SECRETS["unknown"],  # stray bytes between markers
        ]
    )
    late = segment(0xFE, SECRETS["late"])
    data = data[:2] + planted + data[head_end:-2] + late + data[-2:]
    if progressive:
        at = data.rindex(b"\xff\xda")
        data = data[:at] + late + data[at:]
    second = io.BytesIO()
    picture().save(second, "JPEG", comment=SECRETS["mpf"])
    return data + second.getvalue() + SECRETS["trailer"]


def segment(marker: int, body: bytes) -> bytes:
    """Return one JPEG marker segment."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*, orientation: int = 1, mode: str = "RGBA", animated: bool = False) -> bytes:
    """Return a PNG (or APNG) with secrets."""
    out = io.BytesIO()
    more = [picture(mode, seed=2), picture(mode, seed=3)] if animated else []
    picture(mode).save(
        out,
        "PNG",
        icc_profile=profile() if mode != "P" else None,
        save_all=animated,
        append_images=more,
        dpi=(72, 72),
    )
    data = out.getvalue()
    header, rest = data[:33], data[33:]
    end = rest[-12:]
    early = b"".join(
        [
            chunk(b"tEXt", b"Author\0" + SECRETS["owner"]),
            chunk(b"zTXt", b"Comment\0\0" + zlib.compress(SECRETS["comment"], 0)),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRETS["xmp"]),
            chunk(b"eXIf", exif_with_thumbnail(orientation)),
            chunk(b"tIME", struct.pack(">HBBBBB", 2026, 9, 1, 12, 0, 0)),
            chunk(b"prVt", SECRETS["unknown"]),
            chunk(b"caBX", SECRETS["serial"]),
        ]
    )
    late = chunk(b"tEXt", b"Comment\0" + SECRETS["late"])
    return header + early + rest[:-12] + late + end + SECRETS["trailer"]


def webp(*, orientation: int = 1, lossless: bool = False, animated: bool = False) -> bytes:
    """Return a WebP with secrets."""
    out = io.BytesIO()
    more = [picture("RGBA", seed=2)] if animated else []
    picture("RGBA").save(
        out,
        "WEBP",
        lossless=lossless,
        icc_profile=profile(),
        save_all=animated,
        append_images=more,
        exif=b"Exif\0\0" + exif_with_thumbnail(orientation),
        xmp=SECRETS["xmp"],
    )
    body = out.getvalue()[8:]
    body += riff(b"prVt", SECRETS["unknown"]) + riff(b"META", SECRETS["serial"])
    return b"RIFF" + struct.pack("<I", len(body)) + body + SECRETS["trailer"]


def riff(kind: bytes, body: bytes) -> bytes:
    """Return one RIFF chunk."""
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def gif(*, animated: bool = False) -> bytes:
    """Return a GIF with secrets."""
    out = io.BytesIO()
    more = [picture("L", seed=2), picture("L", seed=3)] if animated else []
    picture("L").save(
        out,
        "GIF",
        save_all=animated,
        append_images=more,
        duration=50,
        loop=3,
        comment=SECRETS["comment"],
    )
    data = out.getvalue()
    header = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    planted = b"".join(
        [
            b"\x21\xff\x0bXMP DataXMP" + blocks(SECRETS["xmp"]),
            b"\x21\xff\x0bPRIVATE1234" + blocks(SECRETS["unknown"]),
            b"\x21\xf9\x04\0\0\0\0\0\x21\x01\x0c" + b"\0" * 12 + blocks(SECRETS["owner"]),
            b"\x21\x99" + blocks(SECRETS["serial"]),
        ]
    )
    return data[:header] + planted + data[header:] + SECRETS["trailer"]


def blocks(body: bytes) -> bytes:
    """Return GIF sub-blocks."""
    return bytes([len(body)]) + body + b"\0"


def found_in(data: bytes) -> list[str]:
    """Return the names of the secrets that stand in the bytes, as they are or in UTF-16."""
    return sorted(
        name
        for name, secret in SECRETS.items()
        if secret in data or secret.decode().encode("utf-16-le") in data
    )


def frames(data: bytes) -> list[tuple[str, tuple[int, int], bytes]]:
    """Return mode, size and pixels of every frame, as Pillow decodes them."""
    image = opened(data)
    found = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        found.append((image.mode, image.size, image.convert("RGBA").tobytes()))
    return found


def opened(data: bytes) -> Image.Image:
    """Return the picture as Pillow opens it, without its warning of the planted second one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image: Image.Image = Image.open(io.BytesIO(data))
    return image
