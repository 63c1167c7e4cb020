"""Zips as their makers, honest or not, write them; and bagit-python as the judge."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

_JUDGE = """
import sys, bagit
bag = bagit.Bag(sys.argv[1])
bag.validate(processes=1)
print(bag.version, sorted(bag.payload_files()))
"""


def judged_by_bagit(data: bytes, folder: Path) -> str:
    """Unpack a bag and return what bagit-python prints of it once it is found valid.

    In a process of its own: bagit changes the working folder of the whole process.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
        base = archive.namelist()[0].partition("/")[0]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _JUDGE, str(folder / base)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def bag_files(payload: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of an honest bag by their names in the zip."""
    manifest = "".join(
        f"{hashlib.sha512(data).hexdigest()}  data/{name}\n" for name, data in payload.items()
    )
    size = sum(map(len, payload.values()))
    return {
        "base/bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "base/bag-info.txt": f"Payload-Oxum: {size}.{len(payload)}\n".encode(),
        "base/manifest-sha512.txt": manifest.encode(),
        **{f"base/data/{name}": data for name, data in payload.items()},
    }


def zipped(files: dict[str, bytes], *more: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    """Return a zip of files, and of members made by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        for info, data in more:
            archive.writestr(info, data)
    return out.getvalue()
