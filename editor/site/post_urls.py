"""Which post a `post_url` tag names, by Jekyll's `lib/jekyll/tags/post_url.rb` (`PostComparer`).

A map made of one listing, so that a tag costs a look-up and not a walk over the site
(`tests/benchmarks/bench_site.py`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import cached_property

_NAME = re.compile(r"(.+/)*(\d+-\d+-\d+)-(.*)", re.DOTALL)
_STEM = re.compile(r"(.*/)?_posts/(.*/)?(\d+-\d+-\d+)-([^/]*)")


class PostUrls:
    """The posts of one state of a site, by the names that tags call them."""

    def __init__(self, site_paths: Iterable[str] = (), collections_dir: str = "") -> None:
        """Take the posts.

        Args:
            site_paths: Of all posts; what is no post is passed over.
            collections_dir: The folder that Jekyll looks for posts in.
        """
        top = f"{collections_dir}/" if collections_dir else ""
        # Of two that differ in their extension the first one by name counts, as in Jekyll's list.
        self._stems = {
            path.removeprefix(top).rpartition(".")[0]: path
            for path in sorted(site_paths, reverse=True)
        }

    def find(self, name: str) -> str | None:
        """Return the site path of the post that a tag names, or None where Jekyll finds none.

        Args:
            name: What stands in the tag: folders, date and slug, without extension.
        """
        match = _NAME.fullmatch(name.strip().removeprefix("/"))
        if match is None:
            return None
        folder, date, slug = match[1] or "", match[2], match[3]
        for stem in (f"_posts/{folder}{date}-{slug}", f"{folder}_posts/{date}-{slug}"):
            if stem in self._stems:
                return self._stems[stem]
        found = self._dotted.get((folder, date, slug))
        if found is None:
            # Jekyll's older way: slug and day alone, and a word to change the tag.
            found = self._by_day.get((posixpath.basename(slug), *_day(date)))
        return found

    @cached_property
    def _posts(self) -> list[tuple[re.Match[str], str]]:
        """The posts in the order of their dates, which is that of Jekyll's list."""
        found = [
            (match, path)
            for stem, path in reversed(self._stems.items())
            if (match := _STEM.fullmatch(stem)) is not None
        ]
        return sorted(found, key=lambda each: _day(each[0][3]))

    @cached_property
    def _dotted(self) -> dict[tuple[str, str, str], str]:
        """Posts with a dot in their name: the pattern has no end, so `a` names `a.b.md`, too."""
        named: dict[tuple[str, str, str], str] = {}
        for match, path in self._posts:
            above, inside, date, slug = match.groups(default="")
            if "." in slug and not (above and inside):
                named.setdefault((above or inside, date, slug.rpartition(".")[0]), path)
        return named

    @cached_property
    def _by_day(self) -> dict[tuple[str, int, int, int], str]:
        named: dict[tuple[str, int, int, int], str] = {}
        for match, path in self._posts:
            named.setdefault((match[4], *_day(match[3])), path)
        return named


def _day(date: str) -> tuple[int, int, int]:
    year, month, day = map(int, date.split("-"))
    return (year + 2000 if year < 69 else year + 1900 if year < 100 else year), month, day
