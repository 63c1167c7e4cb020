"""Addresses as a site writes them: the base URL put on and taken off, pictures found in the site.

Follows Jekyll 4 `lib/jekyll/filters/url_filters.rb`.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_SAFE = "/%:@!$&'()*+,;=~-._?#[]"


class SiteUrls:
    """The addresses of one site.

    Attributes:
        base: `baseurl` without a slash at its end.
        site: `url` without a slash at its end.
        root: The site's folder, or None for a post without a site.
    """

    def __init__(self, config: Mapping[str, object], root: Path | None) -> None:
        self.base = _text(config.get("baseurl")).rstrip("/")
        self.site = _text(config.get("url")).rstrip("/")
        self.root = root.resolve() if root is not None else None

    def relative(self, address: str) -> str:
        """Return what Jekyll's `relative_url` makes of `address`."""
        if _SCHEME.match(address):
            return address
        joined = "".join(_with_slash(part) for part in (self.base, address))
        return quote(joined, safe=_SAFE)

    def absolute(self, address: str) -> str:
        """Return what Jekyll's `absolute_url` makes of `address`."""
        if _SCHEME.match(address):
            return address
        return self.site + self.relative(address)

    def in_site(self, address: str, post_path: str) -> str | None:
        """Return the path below the site's folder that `address` names, with slashes.

        Nothing is opened. The path holds no `..`; that no link leads out of the site is for the
        one who opens the file to see to.

        Args:
            address: As it stands in the HTML: percent-encoded or not, absolute or relative.
            post_path: The post's path below the site, for relative addresses.

        Returns:
            The path, or None when the address leads elsewhere (another host, another scheme,
            out of the site).
        """
        address = address.strip().replace("\\", "/")
        if self.site and (address == self.site or address.startswith(self.site + "/")):
            address = address[len(self.site) :] or "/"
        elif address.startswith("//"):
            host = urlsplit(self.site).netloc
            if not host or not address.startswith(f"//{host}/"):
                return None
            address = address[len(host) + 2 :]
        elif _SCHEME.match(address):
            return None
        path = unquote(re.split(r"[?#]", address, maxsplit=1)[0]).replace("\\", "/")
        if not path or "\0" in path:
            return None
        if path.startswith("/"):
            if self.base and path.startswith(self.base + "/"):
                path = path[len(self.base) :]
            return _inside(path.lstrip("/"))
        beside = _inside(posixpath.join(posixpath.dirname(post_path), path))
        top = _inside(path)
        if beside is not None and (top is None or self._exists(beside)):
            return beside
        return top

    def _exists(self, path: str) -> bool:
        return self.root is not None and os.path.exists(self.root / path)  # noqa: PTH110 - never raises


def _inside(path: str) -> str | None:
    clean = posixpath.normpath(path)
    return None if clean.startswith(("..", "/")) or clean == "." else clean


def _with_slash(part: str) -> str:
    return part if not part or part.startswith("/") else "/" + part


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
