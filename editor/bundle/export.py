"""Writes a bundle: strips, packs, reads back what was packed, and only then puts it in place."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from editor.bundle.collect import Chosen, LeftOut, Manifest, Missing, Warned
from editor.bundle.errors import BundleError
from editor.bundle.formats import Format, Member
from editor.bundle.formats.bagit_reader import MAX_BYTES, read_bag
from editor.bundle.names import POSTS, STRIPPABLE_NAMES, suffix_of
from editor.images import ImageError, UnsupportedPicture, strip
from editor.storage import Digest, StorageError, read, save


@dataclass(frozen=True, slots=True)
class StrippedAsset:
    """What was taken out of a picture, in plain words."""

    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What went into a bundle, and what did not.

    Attributes:
        output: The bundle.
        format: Id of its format.
        size_bytes: Of the bundle.
        posts: Site paths of the posts in it.
        assets: Site paths of the other files in it.
        stripped: Of which pictures what was taken out.
        missing: What the posts name and the site does not have.
        left_out: What stayed here, and why.
        warnings: What the posts' sources give away.
    """

    output: Path
    format: str
    size_bytes: int
    posts: tuple[str, ...]
    assets: tuple[str, ...]
    stripped: tuple[StrippedAsset, ...]
    missing: tuple[Missing, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Warned, ...]


def export(
    manifest: Manifest,
    format: Format,  # noqa: A002 - the word of the trade
    output: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    overwrite: bool = False,
) -> Exported:
    """Write a bundle; the site's own files are only read.

    Takes long with many pictures: never call it from the window's own thread.

    Args:
        manifest: What `collect` found.
        format: A row of `FORMATS`.
        output: The file to write; its folder must exist.
        progress: Is called with files done and files in all; what it raises ends the export with
            nothing written.
        overwrite: The user was asked and wants a file of that name replaced.

    Raises:
        BundleError: What was packed does not read back as it should; nothing was written.
        StorageError: The file is there already, or could not be written.
    """
    expected = _expected(output, overwrite)
    total = len(manifest.posts) + len(manifest.assets)
    members = [Member(each.site_path, each.data or b"") for each in manifest.posts]
    stripped: list[StrippedAsset] = []
    left_out = list(manifest.left_out)
    assets: list[str] = []
    for asset in manifest.assets:
        if progress is not None:
            progress(len(members), total)
        try:
            member, fields = _stripped(asset, manifest.other_files)
        except (ImageError, StorageError) as error:
            left_out.append(
                LeftOut(asset.site_path, f"{asset.site_path} was left out: {error.sentence}")
            )
            continue
        members.append(member)
        assets.append(asset.site_path)
        if fields:
            stripped.append(StrippedAsset(asset.site_path, fields))
    packed = io.BytesIO()
    format.write(packed, manifest.name, members, _notes(stripped, manifest, left_out))
    data = packed.getvalue()
    if format.id == "bag" and len(data) <= MAX_BYTES:
        _verify(data, members)
    save(output, data, expected=expected)
    if progress is not None:
        progress(total, total)
    return Exported(
        output,
        format.id,
        len(data),
        tuple(each.site_path for each in manifest.posts),
        tuple(assets),
        tuple(stripped),
        manifest.missing,
        tuple(left_out),
        manifest.warnings,
    )


def _expected(output: Path, overwrite: bool) -> Digest | None:
    if not overwrite or not output.exists():
        return None
    return read(output)[1]


def _stripped(asset: Chosen, other_files: bool) -> tuple[Member, tuple[str, ...]]:
    data, _ = read(asset.source)
    try:
        result = strip(data)
    except UnsupportedPicture:
        if not other_files:
            raise
        return Member(asset.site_path, data), ()
    except ImageError:
        # Not a picture by its bytes: a film or a paper that was asked for, or a broken picture.
        if not other_files or suffix_of(asset.site_path) in STRIPPABLE_NAMES:
            raise
        return Member(asset.site_path, data), ()
    return Member(asset.site_path, result.data), result.removed


def _notes(
    stripped: list[StrippedAsset], manifest: Manifest, left_out: list[LeftOut]
) -> dict[str, bytes]:
    """Return the summary that goes along, so that the one who gets it knows what is not in."""
    summary = {
        "posts": [each.site_path for each in manifest.posts],
        "stripped": [each.path for each in stripped],
        "missing": sorted({each.target for each in manifest.missing}),
        "left_out": sorted(each.path for each in left_out if _is_asset(each, manifest)),
    }
    text = json.dumps(summary, ensure_ascii=False, indent=2, sort_keys=True)
    return {"summary.json": text.encode() + b"\n"}


def _is_asset(left: LeftOut, manifest: Manifest) -> bool:
    # The names of drafts and other posts that stayed here are nobody's business.
    return left not in manifest.left_out or suffix_of(left.path) not in POSTS


def _verify(data: bytes, members: list[Member]) -> None:
    if read_bag(data) != {each.site_path: each.data for each in members}:
        raise BundleError(
            "The bundle did not read back as it was put together, so it was not written. "
            "The site is as it was; try again.",
            "verification",
        )
