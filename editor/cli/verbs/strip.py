"""`strip`: pictures lose what tells of place, person and machine.

In place the original is kept among the picture's versions first, and `--restore` puts it back.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.cli.errors import UsageError
from editor.cli.output import DONE, UNREADABLE, Result
from editor.cli.places import find_root
from editor.errors import StandfirstError
from editor.images import ImageError, strip
from editor.storage import (
    NotAllowed,
    StorageError,
    file_to_write,
    make_folder,
    read,
    save,
    versions,
)


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of a picture: what was taken out, and how it went."""

    removed: tuple[str, ...]
    changed: bool
    words: str
    warning: str = ""


def run(arguments: argparse.Namespace) -> Result:
    """Strip pictures, in place or into a folder, or put originals back."""
    if arguments.restore and arguments.output:
        raise UsageError("--restore puts pictures back in place; it takes no --output.")
    names = [Path(each).name for each in arguments.pictures]
    if arguments.output and len(set(names)) < len(names):
        raise UsageError("Two pictures have one name; strip them into two folders.")
    pictures: list[dict[str, Any]] = []
    lines: list[str] = []
    warnings: list[str] = []
    failed: list[StandfirstError] = []
    for each in arguments.pictures:
        try:
            done = (
                _restored(Path(each), arguments)
                if arguments.restore
                else _stripped(Path(each), arguments)
            )
        except (ImageError, StorageError) as error:
            if len(arguments.pictures) == 1:
                raise
            failed.append(error)
            row: dict[str, Any] = {"removed": [], "changed": False, "error": error.sentence}
            pictures.append({"path": each} | row)
            lines.append(f"{each}: {error.sentence}")
            continue
        pictures.append({"path": each, "removed": list(done.removed), "changed": done.changed})
        warnings.append(done.warning)
        lines.append(f"{each}: {done.words}")
    code = UNREADABLE if failed else DONE
    return Result({"pictures": pictures}, "\n".join(lines), code, warnings=tuple(warnings))


def _stripped(path: Path, arguments: argparse.Namespace) -> _Done:
    data, digest = read(path)
    bound = None if arguments.output else _bound(path)
    stripped = strip(data)
    changed = stripped.data != data
    warning = ""
    if arguments.output and not arguments.dry_run:
        folder = Path(arguments.output)
        make_folder(folder.absolute())
        warning = save(folder / path.name, stripped.data, expected=None).warning
    elif changed and not arguments.dry_run:
        if not versions.keep(path, data):
            raise NotAllowed(
                f"{path.name} was not stripped: its original could not be kept, and what is taken "
                "out would be gone for good. Strip it into another folder, with --output.",
                "no version",
                path=path,
            )
        warning = save(path, stripped.data, expected=digest, inside=bound).warning
    words = ", ".join(stripped.removed) if changed else "nothing to take out"
    return _Done(tuple(stripped.removed), changed, words, warning)


def _restored(path: Path, arguments: argparse.Namespace) -> _Done:
    """Put the newest version back that is not what the picture holds now."""
    data, digest = read(path)
    bound = _bound(path)
    for each in versions.list_versions(path):
        if each.digest == digest.sha256:
            continue
        original = versions.read_version(each)
        warning = ""
        if not arguments.dry_run:
            if not _is_stripped_of(data, original):  # else it can be made again
                versions.keep(path, data)
            warning = save(path, original, expected=digest, inside=bound).warning
        return _Done((), True, "the original is back", warning)
    return _Done((), False, "no original is kept")


def _is_stripped_of(data: bytes, original: bytes) -> bool:
    try:
        return strip(original).data == data
    except ImageError:
        return False


def _bound(path: Path) -> Path:
    """Return the folder that has to hold the picture: of a site all of it, else its own folder.

    A link to a photograph elsewhere is not what one names by naming the link.

    Raises:
        NotAllowed: The picture is not in it.
    """
    root = find_root(path.absolute().parent)
    if root is None and path.is_symlink():
        raise NotAllowed(
            f"{path.name} is a link, so what it leads to was not stripped. Name that file itself, "
            "or strip it into another folder with --output.",
            "link",
            path=path,
        )
    bound = root if root is not None else path.absolute().parent
    file_to_write(path.absolute(), bound)
    return bound
