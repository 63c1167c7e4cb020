"""jekyll-paginate 1.1: the pages of an index, with `paginator` on each."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.theme.drops import DropList
from editor.theme.pages import SitePage
from editor.theme.plugins.plugin import Plugin
from editor.theme.posts import by_date

if TYPE_CHECKING:
    from editor.theme.contract import Build


def _pages(build: Build, pages: list[SitePage]) -> list[SitePage]:
    per_page = _whole(build.config.get("paginate"))
    template = _template(build, pages)
    if per_page <= 0 or template is None:
        return []
    posts = DropList(by_date(build, build.collection("posts")), newest_first=True)
    shown = [each for each in posts if not _is_hidden(each)]
    count = -(-len(shown) // per_page)
    made: list[SitePage] = []
    for number in range(1, count + 1):
        pager = _pager(build, template, shown, number, per_page, count)
        if number == 1:
            template.pager = pager
        else:
            folder = _path(build, template, number) or ""
            made.append(SitePage(build, template.source, pager=pager, made_folder=folder))
    return made


def _pager(
    build: Build,
    template: SitePage,
    posts: list[object],
    number: int,
    per_page: int,
    count: int,
) -> Mapping[str, object]:
    """Return what `paginator` is (`lib/jekyll-paginate/pager.rb`)."""
    start = (number - 1) * per_page
    before = number - 1 if number != 1 else None
    after = number + 1 if number != count else None
    return {
        "page": number,
        "per_page": per_page,
        "posts": posts[start : start + per_page],
        "total_posts": len(posts),
        "total_pages": count,
        "previous_page": before,
        "previous_page_path": _path(build, template, before),
        "next_page": after,
        "next_page_path": _path(build, template, after),
    }


def _path(build: Build, template: SitePage, number: int | None) -> str | None:
    if number is None:
        return None
    if number <= 1:
        return template.url
    path = ruby.to_s(build.config.get("paginate_path")).replace(":num", str(number), 1)
    return path if path.startswith("/") else "/" + path


def _template(build: Build, pages: list[SitePage]) -> SitePage | None:
    """Find the index to be paginated: the deepest above where the pages go."""
    path = ruby.to_s(build.config.get("paginate_path")).lstrip("/")
    wanted = posixpath.dirname(posixpath.normpath("/" + path))
    found = [
        each
        for each in pages
        if each.name == "index.html" and _is_above(posixpath.dirname("/" + each.site_path), wanted)
    ]
    return max(found, key=lambda each: len(each.site_path), default=None)


def _is_above(folder: str, wanted: str) -> bool:
    while wanted != "/":
        if folder == wanted:
            return True
        wanted = posixpath.dirname(wanted)
    return folder == "/"


def _is_hidden(post: object) -> bool:
    get = getattr(post, "liquid_get", None)
    return get is not None and ruby.truthy(get("hidden"))


def _whole(value: object) -> int:
    if isinstance(value, bool) or value is None:
        return 0
    return value if isinstance(value, int) else ruby.to_i(ruby.to_s(value))


PAGINATE = Plugin("jekyll-paginate", priority=-100, pages=_pages)
