"""Which files of a site may be edited as posts: posts, drafts, pages and files of collections."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from editor.regular_files import read_start
from editor.site.errors import NotAPost, OutsideSite
from editor.site.pages import has_front_matter
from editor.site.site import Site
from editor.storage import file_to_write

_HEAD_BYTES = 64
_POST_FOLDERS = frozenset({"_posts", "_drafts"})


def require_editable(site: Site, path: Path) -> None:
    """Refuse a file that is not to be changed as a post.

    Args:
        site: The site that it was named in.
        path: Absolute, its folders' links followed.

    Raises:
        NotAllowed: It is a link that leads out of the site.
        OutsideSite: It stands outside the site.
        NotAPost: It is none of the site's posts, pages and collection files, or leads to what is
            none.
    """
    if not path.is_relative_to(site.root):
        raise OutsideSite(
            f"{path.name} does not stand in the site {site.root.name}, so it was not changed. "
            "Name the file itself, without the site, if it is to be."
        )
    real = file_to_write(path, site.root)
    named = path.relative_to(site.root).as_posix()
    held = real.relative_to(os.path.realpath(site.root)).as_posix()
    leads_well = held == named or is_editable(site, held) or _has_front_matter(real)
    if not is_editable(site, named) or not leads_well:
        raise NotAPost(
            f"{path.name} is no post, draft, page or collection file of the site, so it was not "
            "changed. Its text can be changed in any editor."
        )


def is_editable(site: Site, site_path: str) -> bool:
    """Tell whether a file of the site is a post, a draft, a page or in a collection.

    After Jekyll's `reader.rb` and `entry_filter.rb`. Markdown or HTML that has no front matter yet
    counts as a page: getting one makes it one.
    """
    *folders, name = site_path.split("/")
    if _POST_FOLDERS.intersection(folders):
        return True
    top = str(site.config["collections_dir"] or "").strip("/")
    below = site_path.removeprefix(f"{top}/") if top else site_path
    collections = site.config["collections"]
    label = below.partition("/")[0]
    if label[:1] == "_" and isinstance(collections, Mapping) and label[1:] in collections:
        return "/" in below
    base = ""
    for each in folders:
        if not site.entry_filter.accepts(base, each, is_folder=True):
            return False
        base = f"{base}/{each}" if base else each
        if base == str(site.config.get("destination") or "_site"):
            return False
    if not site.entry_filter.accepts(base, name, is_folder=False):
        return False
    extension = name[name.rfind(".") :] if "." in name else ""
    is_page = site.output_ext(extension) == ".html"
    # What configures the site, or the tools around it, lies in its root with neither.
    return is_page or _has_front_matter(site.root / site_path)


def _has_front_matter(path: Path) -> bool:
    try:
        return has_front_matter(read_start(path, _HEAD_BYTES))
    except OSError:
        return False
