"""The last comparison of each site, kept in the state folder."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec

from editor import __version__
from editor.compare.comparison import Comparison
from editor.dirs import state_dir
from editor.regular_files import read_bytes
from editor.site import Site
from editor.site.configuration import config_file
from editor.storage import StorageError, write_output
from editor.theme.gems import gems_of

log = logging.getLogger(__name__)

_FOLDERS = ("layouts_dir", "includes_dir", "plugins_dir", "data_dir")
_MOST_FILES = 5000
_MAX_BYTES = 16 * 1024 * 1024


def last_comparison(site: Site) -> Comparison | None:
    """Return a site's last comparison, None where there is none.

    Reads the site's layouts and data to tell whether it is current, so it does not belong on the
    window's own thread.
    """
    try:
        data = read_bytes(_file(site), limit_bytes=4 * _MAX_BYTES)
        kept = msgspec.json.decode(data, type=Comparison)
    except (OSError, msgspec.MsgspecError):
        return None
    return msgspec.structs.replace(kept, is_current=kept.digest == digest_of(site))


def keep(site: Site, comparison: Comparison) -> None:
    """Keep a site's comparison in place of the one before."""
    path = _file(site)
    try:
        write_output(path, msgspec.json.encode(comparison), inside=path.parent)
    except StorageError as error:
        log.warning("a comparison is not kept: %s", error.detail)


def log_file(site: Site) -> Path:
    """Return where is kept what Jekyll said when it failed."""
    return _file(site).with_suffix(".log")


def digest_of(site: Site) -> str:
    """Return a digest of what decides how the site's posts are shown, their own texts aside."""
    gems = gems_of(site.root, site.config)
    theme = gems.theme
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{__version__}\0{theme.name if theme else ''}".encode())
    digest.update(f"\0{theme.version if theme else ''}\0".encode())
    for count, path in enumerate(_deciding(site)):
        if count == _MOST_FILES:
            break
        try:
            data = read_bytes(path, limit_bytes=_MAX_BYTES)
        except OSError:
            continue
        digest.update(str(path).encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.blake2b(data, digest_size=16).digest())
    return digest.hexdigest()


def _deciding(site: Site) -> Iterator[Path]:
    own = config_file(site.root)
    if own is not None:
        yield own
    yield from (site.root / "Gemfile", site.root / "Gemfile.lock")
    for key in _FOLDERS:
        given = site.config.get(key) or f"_{key.removesuffix('_dir')}"
        for name in given if isinstance(given, list) else [given]:
            folder = site.root / str(name).lstrip("/")
            if site.is_inside(folder):
                yield from (
                    each for each in sorted(folder.rglob("*"))
                    if each.is_file() and site.is_inside(each)
                )  # fmt: skip


def _file(site: Site) -> Path:
    name = hashlib.blake2b(str(site.root.resolve()).encode("utf-8", "surrogateescape"))
    return state_dir() / "comparisons" / f"{name.hexdigest()[:32]}.json"
