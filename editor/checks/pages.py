"""The addresses of a site's pages: files with front matter outside the folders of posts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from editor.site import Site

_ENDINGS = (".md", ".markdown", ".html", ".htm", ".xml", ".json")
_PERMALINK = re.compile(r"^permalink:[ \t]*[\"']?([^\"'\s#]+)", re.MULTILINE)
_HEAD_BYTES = 16384
_MAX_PAGES = 5000


def pages_of(site: Site) -> Iterator[tuple[str, str]]:
    """Give address and site path of every page (Jekyll's `page.rb`, without its plug-ins)."""
    pretty = str(site.config.get("permalink") or "") == "pretty"
    count = 0
    for folder, folders, names in os.walk(site.root):
        folders[:] = [
            each for each in folders if not each.startswith(("_", ".")) and each != "node_modules"
        ]
        for name in sorted(names):
            if name.startswith(("_", ".")) or not name.lower().endswith(_ENDINGS):
                continue
            count += 1
            if count > _MAX_PAGES:
                return
            path = Path(folder, name)
            head = _head(path)
            if not head.startswith(("---", "\ufeff---")):
                continue
            site_path = path.relative_to(site.root).as_posix()
            own = _PERMALINK.search(head.partition("\n---")[0])
            yield (own[1] if own else _address(site_path, pretty)), site_path


def _address(site_path: str, pretty: bool) -> str:
    stem, _, ending = site_path.rpartition(".")
    if ending.lower() in ("xml", "json"):
        return f"/{site_path}"
    if stem == "index" or stem.endswith("/index"):
        return f"/{stem.removesuffix('index')}"
    return f"/{stem}/" if pretty else f"/{stem}.html"


def _head(path: Path) -> str:
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
