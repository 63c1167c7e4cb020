"""A zip that is a valid BagIt 1.0 bag (RFC 8493): the posts and pictures at their site paths.

Written by hand, since bagit-python writes 0.97, knows no zip and changes the working folder. No
date is written ("Bagging-Date" is optional), so the same posts give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from editor import __version__
from editor.bundle.formats.format import Member

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

# Already compressed: deflating them again costs time and gains nothing.
_STORED = re.compile(
    r"\.(?:jpe?g|png|webp|gif|avif|heic|mp[34]|m4[av]|webm|zip|pdf)\Z", re.IGNORECASE
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FILE_MODE = 0o100644


def write_bag(out: BinaryIO, name: str, members: Sequence[Member], notes: dict[str, bytes]) -> None:
    """Write the bag.

    Args:
        out: Where to; needs no seeking.
        name: The one folder that everything stands in.
        members: The payload.
        notes: Further tag files, such as `checks.json`, by name.
    """
    payload = sorted((f"data/{each.site_path}", each.data) for each in members)
    size = sum(len(data) for _, data in payload)
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": (
            f"Bag-Software-Agent: Standfirst {__version__}\nPayload-Oxum: {size}.{len(payload)}\n"
        ).encode(),
        "manifest-sha512.txt": _manifest(payload),
        **notes,
    }
    tags["tagmanifest-sha512.txt"] = _manifest(sorted(tags.items()))
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in [*sorted(tags.items()), *payload]:
            _add(archive, f"{name}/{path}", data)


def encode_path(path: str) -> str:
    """Encode a path for a manifest: `%` and line ends, and nothing else (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decode_path(path: str) -> str:
    """Take `encode_path` back; other percent signs stay as they are."""
    return re.sub("%(25|0A|0D)", lambda found: chr(int(found[1], 16)), path, flags=re.IGNORECASE)


def _manifest(files: Iterable[tuple[str, bytes]]) -> bytes:
    lines = (f"{hashlib.sha512(data).hexdigest()}  {encode_path(path)}\n" for path, data in files)
    return "".join(lines).encode()


def _add(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    info = zipfile.ZipInfo(path, _EPOCH)
    # The same on every system: no owner, no clock, no umask.
    info.create_system = 3
    info.external_attr = _FILE_MODE << 16
    info.compress_type = zipfile.ZIP_STORED if _STORED.search(path) else zipfile.ZIP_DEFLATED
    archive.writestr(info, data, compresslevel=9)
