"""Which file of the site a link or picture means: the one answer, for all who ask.

What counts is what a browser shows at the post's own address. So a relative address in the text
is looked for from there, one in the front matter from the top of the site, since themes print it
through `relative_url`. Where nothing is found so, the places that writers mean are tried: beside
the post's source, the top of the site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from editor.liquid import Kind, tokens
from editor.site.post_urls import PostUrls
from editor.site.urls import SiteUrls, written_path

_SCHEME = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*:")
_POSTS = frozenset(("_posts", "_drafts"))
SITE_TAGS = frozenset(("link", "post_url"))
"""The tags that name a file of the site by themselves."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a reference stands.

    Attributes:
        path: Site path of the post; empty for one that has no place yet.
        url: The address of its page below `baseurl`; empty where it has none.
    """

    path: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference names in the site.

    Attributes:
        path: Site path of the file, or where it is looked for first.
        exists: Whether a file is there, and inside of the site.
        is_shown: Whether the post's page would find it; else it only stands where writers mean.
    """

    path: str
    exists: bool
    is_shown: bool = True


def plain_target(reference: str) -> str | None:
    """Return a reference without Liquid: what stands for the site's own address goes.

    Returns:
        The path or address; None when it holds Liquid that only a build can work out.
    """
    if "{" not in reference:
        return reference
    parts: list[str] = []
    for token in tokens(reference):
        text = reference[token.start : token.end]
        if token.kind is Kind.TEXT or token.problem:
            parts.append(text)
            continue
        path = written_path(token.markup) if token.kind is Kind.OUTPUT else None
        if path is None:
            return None
        parts.append(path)
    return "".join(parts)


def is_external(target: str) -> bool:
    """Tell whether an address leaves the site."""
    slashed = target[:2].replace("\\", "/")
    return slashed == "//" or target.startswith(("#", "?")) or bool(_SCHEME.match(target))


class Resolver:
    """Resolves the references of one site."""

    def __init__(
        self,
        root: Path | None,
        config: Mapping[str, object],
        post_urls: Callable[[], PostUrls] = PostUrls,
    ) -> None:
        """Make a resolver.

        Args:
            root: The site's folder, resolved; None for posts without a site.
            config: Its configuration.
            post_urls: Gives the names of its posts, for `post_url`.
        """
        self._root = root
        self._config = config
        self._urls = SiteUrls(config)
        self._post_urls = post_urls

    def find(
        self, reference: str, where: Where, *, field: bool = False, liquid: bool = True
    ) -> Target | None:
        """Return what a reference names, or None when it is elsewhere or only a build can tell.

        Args:
            reference: As written, Liquid and all.
            where: Where it stands.
            field: It stands in the front matter.
            liquid: Whether Liquid runs over it; else braces are braces.
        """
        if liquid and "{" in reference:
            tag = _site_tag(reference)
            if tag is not None:
                path = self._of_tag(*tag)
                return None if path is None else Target(path, exists=True)
            plain = plain_target(reference)
            if plain is None:
                return None
            reference = plain
        return self.at(reference, where, field=field)

    def at(self, address: str, where: Where, *, field: bool = False) -> Target | None:
        """Return what an address without Liquid names; None when it leads elsewhere."""
        first: str | None = None
        for candidate, is_shown in self._likely(address, where, field=field):
            if first is None:
                first = candidate
            if self.is_file(candidate):
                stays = self._stays_behind(candidate)
                return Target(candidate, exists=True, is_shown=is_shown and not stays)
        return None if first is None else Target(first, exists=False)

    def _stays_behind(self, site_path: str) -> bool:
        """Tell whether Jekyll leaves a file of the posts' folders where it is."""
        return not _POSTS.isdisjoint(site_path.split("/")) and not self._takes_along

    @cached_property
    def _takes_along(self) -> bool:
        """Whether the site has the plugin that copies what stands beside its posts."""
        plugins = self._config.get("plugins")
        return isinstance(plugins, list) and "jekyll-postfiles" in plugins

    def is_own(self, address: str) -> bool:
        """Tell whether an address with a host is the site's own."""
        return self._without_host(address) is not None

    def is_file(self, site_path: str) -> bool:
        """Tell whether a file is there and inside of the site, links followed."""
        if self._root is None:
            return False
        path = self._root / site_path
        try:
            return path.is_file() and path.resolve().is_relative_to(self._root)
        except (OSError, ValueError, RuntimeError):
            return False

    def _without_host(self, address: str) -> str | None:
        own = self._urls.site
        for start in (own, own.removeprefix("https:"), own.removeprefix("http:")):
            if not own or not urlsplit(own).netloc or not start.startswith(("//", "http")):
                continue
            if address.startswith(start) and address[len(start) : len(start) + 1] in tuple("/?#"):
                return address[len(start) :]
            if address == start:
                return "/"
        return None

    def candidates(self, address: str, where: Where, *, field: bool) -> Iterator[str]:
        """Give the site paths that an address without Liquid may mean, the likeliest first."""
        for candidate, _ in self._likely(address, where, field=field):
            yield candidate

    def _likely(self, address: str, where: Where, *, field: bool) -> Iterator[tuple[str, bool]]:
        """Give the same, and whether the page itself looks there."""
        address = address.strip().replace("\\", "/")
        address = self._without_host(address) or address
        if not address or is_external(address):
            return
        path = re.sub("/+", "/", unquote(re.split(r"[?#]", address, maxsplit=1)[0]))
        if not path or "\0" in path:
            return
        base = self._urls.base
        if path.startswith("/"):
            if base and path.startswith(f"{base}/"):
                from_base = list(_below(path[len(base) :]))
            else:
                from_base = []
            for candidate in (*from_base, *_below(path)):
                yield candidate, True
            return
        from_top = list(_below(path))
        from_page = list(self._from_page(path, where.url))
        for candidate in (from_top + from_page) if field else from_page:
            yield candidate, True
        beside = _below(posixpath.join("/", posixpath.dirname(where.path), path))
        # As if from any page that lies a few folders deep.
        deep = _below(re.sub(r"\A(?:\.\./)+", "", path))
        for candidate in (*beside, *from_top, *deep):
            yield candidate, self._takes_along or not where.url

    def _from_page(self, path: str, url: str) -> Iterator[str]:
        if not url.startswith("/"):
            return
        base = self._urls.base
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(base + url), path))
        if not base:
            yield from _below(whole)
        elif whole.startswith(f"{base}/"):
            yield from _below(whole[len(base) :])

    def _of_tag(self, name: str, argument: str) -> str | None:
        if not argument or "{{" in argument:
            return None
        if name == "link":
            found = next(_below(argument), "")
            return found if found and self.is_file(found) else None
        return self._post_urls().find(argument)


def _site_tag(reference: str) -> tuple[str, str] | None:
    """Return name and argument of a reference that is one of `SITE_TAGS`, or None."""
    found = list(tokens(reference.strip()))
    if len(found) == 1 and found[0].name in SITE_TAGS and not found[0].problem:
        return found[0].name, found[0].markup.strip().strip("\"'")
    return None


def _below(path: str) -> Iterator[str]:
    """Give a path from the top of the site cleaned of dots; `..` at the top stays there."""
    clean = posixpath.normpath("/" + path).lstrip("/")
    if clean and clean != ".":
        yield clean
