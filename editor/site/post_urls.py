"""Which post a `post_url` tag names, by Jekyll's `lib/jekyll/tags/post_url.rb` (`PostComparer`).

A map made of one listing, so that a tag costs a look-up and not a walk over the site
(`tests/benchmarks/bench_site.py`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

_NAME = re.compile(r"(.+/)*(\d+-\d+-\d+)-(.*)", re.DOTALL)
_POST = re.compile(r"(?:(.*/))?_posts/(.*/)?(\d+-\d+-\d+)-([^/]*)\.[^./]+")


class PostUrls:
    """The posts of one state of a site, by the names that tags call them."""

    def __init__(self, site_paths: Iterable[str] = (), collections_dir: str = "") -> None:
        """Take the posts.

        Args:
            site_paths: Of all posts; what is no post is passed over.
            collections_dir: The folder that Jekyll looks for posts in.
        """
        self._exact: dict[tuple[str, str, str], str] = {}
        self._by_day: dict[tuple[str, int, int, int], str] = {}
        top = f"{collections_dir}/" if collections_dir else ""
        posts = sorted(
            (_day(match[3]), path, match)
            for path in site_paths
            if (match := _POST.fullmatch(path.removeprefix(top))) is not None
        )  # Jekyll takes the first of its posts, which are in the order of their dates
        dotted: list[tuple[tuple[str, str, str], str]] = []
        for day, path, match in posts:
            above, inside, date, slug = match.groups(default="")
            if not (above and inside):
                folder = above or inside
                self._exact.setdefault((folder, date, slug), path)
                if "." in slug:
                    # Its pattern wants an extension and no end, so `a` names `a.b.md`, too.
                    dotted.append(((folder, date, slug.rpartition(".")[0]), path))
            self._by_day.setdefault((slug, *day), path)
        for key, path in dotted:
            self._exact.setdefault(key, path)

    def find(self, name: str) -> str | None:
        """Return the site path of the post that a tag names, or None where Jekyll finds none.

        Args:
            name: What stands in the tag: folders, date and slug, without extension.
        """
        match = _NAME.fullmatch(name.strip().removeprefix("/"))
        if match is None:
            return None
        folder, date, slug = match[1] or "", match[2], match[3]
        found = self._exact.get((folder, date, slug))
        if found is None:
            # Jekyll's older way: slug and day alone, and a word to change the tag.
            found = self._by_day.get((posixpath.basename(slug), *_day(date)))
        return found


def _day(date: str) -> tuple[int, int, int]:
    year, month, day = map(int, date.split("-"))
    return (year + 2000 if year < 69 else year + 1900 if year < 100 else year), month, day
