"""The formats that a bundle can be written in: one module each, one row in `FORMATS`."""

from __future__ import annotations

from editor.bundle.formats.bagit import write_bag
from editor.bundle.formats.format import Format, Member

FORMATS: tuple[Format, ...] = (
    Format(
        id="bag",
        title="Bundle (BagIt zip)",
        suffix=".zip",
        help="Posts and pictures at their places in the site, with checksums; can be imported.",
        write=write_bag,
    ),
)

__all__ = ["FORMATS", "Format", "Member"]
