"""Reads a zipped BagIt 1.0 bag that may mean harm: everything is checked before it is believed.

Nothing is extracted to the disk here; a member is read only after its name, its size and its kind
were found good, and never further than it said it is long.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import re
import stat
import struct
import zipfile
import zlib

from editor.bundle.errors import BundleRefused
from editor.bundle.formats.bagit import DECLARATION, decode_path
from editor.bundle.names import folded, normal, why_unsafe

MAX_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 10_000
# Below this a high ratio is a text of blanks, not a bomb.
_RATIO_MATTERS_BYTES = 1024 * 1024
_TOO_MANY = f"it holds more than {MAX_MEMBERS:,} files"
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_END_64_LOCATOR = 20
_ALGORITHMS = ("sha512", "sha256")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)\Z")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt\Z")
_OXUM = re.compile(rb"^Payload-Oxum:[ \t]*([0-9]+)\.([0-9]+)[ \t]*\r?$", re.MULTILINE)


def read_bag(data: bytes) -> dict[str, bytes]:
    """Return the payload of a bag by site path, once the whole bag has been verified.

    Args:
        data: The zip.

    Raises:
        BundleRefused: It is no bag, does not verify, or is made to harm; says which.
    """
    if len(data) > MAX_BYTES:
        raise _refused("it is larger than 200 MB")
    # `zipfile` makes an object of every entry, a kilobyte or so for each 47 bytes, before it can
    # be asked how many there are.
    if _count_entries(data) > MAX_MEMBERS:
        raise _refused(_TOO_MANY)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _read_members(archive, len(data))
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        OSError,
        EOFError,
        ValueError,
        LookupError,
        ArithmeticError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise _refused("it is not a whole zip file", type(error).__name__) from error
    return _verified(_below_base(files))


def _count_entries(data: bytes) -> int:
    """Return how many entries a zip has: as its end record says, or as stand in its directory.

    Follows `zipfile._EndRecData` (APPNOTE.TXT 4.3.14 to 4.3.16): the end record stands at the end,
    before a comment at most, and with its ZIP64 brother right before it. 0: there is none.
    """
    end = len(data) - _END.size
    if end < 0 or not (data.startswith(b"PK\5\6", end) and data.endswith(b"\0\0")):
        end = data.rfind(b"PK\5\6", max(0, end - 65_535))
        if end < 0 or end + _END.size > len(data):
            return 0
    count: int
    size: int
    *_, count, size, _, _ = _END.unpack_from(data, end)
    large = end - _END_64_LOCATOR - _END_64.size
    if large >= 0 and data.startswith(b"PK\6\6", large):
        *_, count, size, _ = _END_64.unpack_from(data, large)
        end = large
    return max(count, data.count(b"PK\1\2", max(0, end - size), end))


def _read_members(archive: zipfile.ZipFile, packed: int) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise _refused(_TOO_MANY)
    total = sum(member.file_size for member in members)
    if total > MAX_BYTES:
        raise _refused("it unpacks to more than 200 MB")
    if total > max(_RATIO_MATTERS_BYTES, MAX_RATIO * packed):
        raise _refused("it unpacks to more than a hundred times its size")
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    wanted = []
    for member in members:
        _check_member(member)
        # `is_dir` looks at the name only, which is all that is made of a folder here.
        name = member.filename.rstrip("/") if member.is_dir() else member.filename
        reason = why_unsafe(name)
        if reason:
            raise _refused(f"a file in it would do harm: {reason}")
        if member.is_dir():
            continue
        twin = seen.setdefault(folded(name), name)
        if twin is not name:
            raise _refused("two files in it have one name, or names that differ in case only")
        for parent in _parents(name):
            if folders.setdefault(folded(parent), parent) != parent:
                raise _refused("two folders in it have names that differ in case only")
        wanted.append(member)
    if any(parent in seen for name in seen for parent in _parents(name)):
        raise _refused("a file in it has the name of a folder")
    return {member.filename: _read(archive, member) for member in wanted}


def _check_member(member: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused("it holds a link or a device")
    if member.flag_bits & 0x1:
        raise _refused("it is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # LZMA's own header may ask for 4 GB of memory.
        raise _refused("a file in it is packed in a way that is not taken here")
    # zipfile cuts a name at NUL and turns a backslash into a slash on Windows.
    if "\0" in member.orig_filename or "\\" in member.orig_filename:
        raise _refused("a file in it would do harm: its name hides another")
    if member.file_size > max(_RATIO_MATTERS_BYTES, MAX_RATIO * member.compress_size):
        raise _refused("a file in it unpacks to more than a hundred times its size")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        data = file.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise _refused("a file in it is not as long as it says")
    return data


def _parents(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _below_base(files: dict[str, bytes]) -> dict[str, bytes]:
    bases = {name.partition("/")[0] for name in files}
    if len(bases) != 1 or not all("/" in name for name in files):
        raise _refused("it is not a bundle: it has no single folder at its top")
    return {name.partition("/")[2]: data for name, data in files.items()}


def _verified(files: dict[str, bytes]) -> dict[str, bytes]:
    declaration = files.get("bagit.txt", b"").replace(b"\r\n", b"\n")
    if declaration.rstrip(b"\n") + b"\n" != DECLARATION:
        raise _refused("it is not a BagIt 1.0 bundle")
    if "fetch.txt" in files:
        raise _refused("it asks to fetch files from the network")
    payload = {name for name in files if name.startswith("data/")}
    checked = False
    for name in sorted(files):
        found = _MANIFEST.match(name)
        if not found:
            continue
        if found[2] not in _ALGORITHMS:
            raise _refused("its checksums are of a kind that proves nothing")
        listed = _check_manifest(files, name, found[2])
        if found[1]:
            manifests = {each for each in files if re.match(r"manifest-", each)}
            if not manifests <= listed or any(each.startswith("tagmanifest-") for each in listed):
                raise _refused("its list of lists is not complete")
        elif listed != payload:
            raise _refused("its list of files is not the files in it")
        else:
            checked = True
    if not checked:
        raise _refused("it has no checksums")
    oxum = _OXUM.search(files.get("bag-info.txt", b""))
    size = sum(len(files[name]) for name in payload)
    if oxum and (int(oxum[1]), int(oxum[2])) != (size, len(payload)):
        raise _refused("files in it are missing or were added")
    return {normal(name.removeprefix("data/")): files[name] for name in sorted(payload)}


def _check_manifest(files: dict[str, bytes], name: str, algorithm: str) -> set[str]:
    try:
        text = files[name].decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused("its list of files is not UTF-8") from error
    composed = {normal(each): each for each in files}
    listed: set[str] = set()
    for line in re.split(r"\r\n|\n|\r", text):
        if not line:
            continue
        found = _LINE.match(line)
        path = composed.get(normal(decode_path(found[2].removeprefix("./")))) if found else None
        if found is None or path is None or path in listed:
            raise _refused("its list of files is not the files in it")
        expected = found[1].lower()
        if not hmac.compare_digest(hashlib.new(algorithm, files[path]).hexdigest(), expected):
            raise _refused("a file in it is not the one that was put in: it was damaged or changed")
        listed.add(path)
    return listed


def _refused(reason: str, detail: str = "") -> BundleRefused:
    return BundleRefused(
        f"This bundle was not taken: {reason}. Nothing was written; ask for it to be sent again.",
        detail or reason,
    )
