"""What every bundle format is: an id, a name, and a function that writes the bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Member:
    """A file that goes into a bundle.

    Attributes:
        site_path: Where it stands in the site, with `/`, in Unicode's NFC form.
        data: Its bytes, already stripped.
    """

    site_path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A row of `FORMATS`.

    Attributes:
        id: What `--format` takes.
        title: What the export dialog shows.
        suffix: Of the file, with its dot.
        help: One sentence.
        write: Writes `(out, name, members, notes)`: the name of the folder in the archive, the
            files, and further files that are about the bundle, by name. The same arguments give
            the same bytes.
    """

    id: str
    title: str
    suffix: str
    help: str
    write: Callable[[BinaryIO, str, Sequence[Member], dict[str, bytes]], None]
