"""`strip`: pictures lose what tells of place, person and machine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from editor.cli.errors import UsageError
from editor.cli.output import DONE, UNREADABLE, Result
from editor.images import ImageError, strip
from editor.storage import StorageError, make_folder, read, save


def run(arguments: argparse.Namespace) -> Result:
    """Strip pictures, in place or into a folder."""
    pictures: list[dict[str, Any]] = []
    lines: list[str] = []
    warnings: list[str] = []
    failed = False
    names = [Path(each).name for each in arguments.pictures]
    if arguments.output and len(set(names)) < len(names):
        raise UsageError("Two pictures have one name; strip them into two folders.")
    for each in arguments.pictures:
        path = Path(each)
        try:
            data, digest = read(path)
            stripped = strip(data)
            if arguments.output and not arguments.dry_run:
                folder = Path(arguments.output)
                make_folder(folder.absolute())
                saved = save(folder / path.name, stripped.data, expected=None)
                warnings.append(saved.warning)
            elif stripped.data != data and not arguments.dry_run:
                warnings.append(save(path, stripped.data, expected=digest).warning)
        except (ImageError, StorageError) as error:
            if len(arguments.pictures) == 1:
                raise
            failed = True
            pictures.append(
                {"path": each, "removed": [], "changed": False, "error": error.sentence}
            )
            lines.append(f"{each}: {error.sentence}")
            continue
        changed = stripped.data != data
        removed = list(stripped.removed)
        pictures.append({"path": each, "removed": removed, "changed": changed})
        lines.append(f"{each}: {', '.join(removed) if changed else 'nothing to take out'}")
    code = UNREADABLE if failed else DONE
    return Result({"pictures": pictures}, "\n".join(lines), code, warnings=tuple(warnings))
