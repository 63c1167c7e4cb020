"""What Jekyll makes of one post's data, by `lib/jekyll/document.rb`."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.site.configuration import deep_merge
from editor.site.dates import date_of
from editor.site.errors import InvalidDate, UrlImpossible
from editor.site.permalink import UrlParts, collection_template, url_of
from editor.site.publisher import PostState, state_of
from editor.site.ruby_values import identity, split_words, to_s
from editor.site.rules import Rules
from editor.site.slug import title_of

DATE_NAME = re.compile(
    r"^(?>.+/)*?([0-9]{2,4}-[0-9]{1,2}-[0-9]{1,2})-([^/]*)(\.[^.]+)$", re.MULTILINE
)
DATELESS_NAME = re.compile(r"^(?:.+/)*(.*)(\.[^.]+)$", re.MULTILINE)


# What a merge cannot go into: maps alone are merged deeply.
_PLAIN_TYPES = frozenset(
    (str, int, bool, float, type(None), list, tuple, datetime.date, datetime.datetime)
)


_MOST_ITEMS = 100_000
_MERGED_KEYS = frozenset(("draft", "categories", "date"))


@dataclass(frozen=True, slots=True)
class PostInfo:
    """What a list shows of a post.

    Attributes:
        path: Site path, with `/`.
        title: As Jekyll has it; from the file name when there is none.
        date: In the site's zone; None when Jekyll would stop on it.
        state: Draft, scheduled, published or unpublished.
        url: The address below the site's `url` and `baseurl`; empty when Jekyll makes none.
        slug: The slug of the data or the file name.
        categories: As texts.
        tags: As texts.
        author: As text; several joined by commas.
        layout: Name, or empty.
        problem: A sentence when Jekyll could not read the post, or would stop on it.
    """

    path: str
    title: str
    date: datetime.datetime | None
    state: PostState
    url: str
    slug: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    author: str
    layout: str
    problem: str = ""


@dataclass(slots=True)
class PostData:
    """A post's data after Jekyll has read it.

    Attributes:
        data: Defaults, front matter and what Jekyll adds.
        date: The post's date, or the build's where it has none.
        unread: Jekyll failed on the front matter and dropped it.
        fatal: Jekyll stops the build.
        problem: A sentence for both.
    """

    data: dict[str, Any]
    date: datetime.datetime
    draft: bool
    unread: bool = False
    fatal: bool = False
    problem: str = ""

    @property
    def with_liquid(self) -> bool:
        """Whether Jekyll runs Liquid over the text (`render_with_liquid?` of `document.rb`)."""
        return self.data.get("render_with_liquid") is not False


@dataclass(frozen=True, slots=True)
class Place:
    """What a post's path says about it.

    Attributes:
        path: Path below the collections folder.
        label: Collection; posts and drafts are `posts`.
        draft: Whether it is in a `_drafts` folder.
        superdirs: Folders that become categories.
    """

    path: str
    label: str
    draft: bool
    superdirs: tuple[str, ...]


def place_of(site_path: str, config: Mapping[str, Any]) -> Place:
    """Read a path as Jekyll does: collection, draft, categories from folders."""
    top = config["collections_dir"]
    path = site_path.removeprefix(f"{top}/") if top else site_path
    if path.startswith("_posts/"):
        return Place(path, "posts", draft=False, superdirs=())
    label = "posts"
    first = path.partition("/")[0]
    if first[:1] == "_" and first[1:] in config["collections"] and first != "_posts":
        label = first[1:]
    draft = label == "posts" and "_posts" not in path
    special = "_drafts" if draft else f"_{label}"
    if path.startswith(special):
        return Place(path, label, draft, ())
    above = re.sub(re.escape(special) + ".*", "", path, count=1)
    name = posixpath.basename(path)
    superdirs = [each for each in above.split("/") if each and each not in (special, name)]
    return Place(path, label, draft, tuple(superdirs))


def read_document(
    rules: Rules,
    site_path: str,
    own: Mapping[str, Any] | None,
    *,
    now: datetime.datetime,
    mtime: datetime.datetime | float | None = None,
) -> PostData:
    """Merge folders, defaults, front matter and file name in Jekyll's order.

    Args:
        rules: Of the site.
        site_path: Where the post is.
        own: The front matter; None when it cannot be read.
        now: The time of the build.
        mtime: When the file was changed: an undated draft bears it.
    """
    place = place_of(site_path, rules.config)
    data: dict[str, Any] = {"draft": place.draft, "categories": list(place.superdirs)}
    reading = PostData(data, now, place.draft)
    try:
        defaults = rules.defaults.all(place.path, place.label)
        if not _MERGED_KEYS.isdisjoint(defaults):
            _merge(data, defaults, rules, now)
        else:
            data.update(defaults)
        if own is None:
            reading.unread = True
        else:
            if own:
                _merge(data, own, rules, now)
            _populate(data, place.path, rules, now)
    except InvalidDate as error:
        reading.fatal, reading.problem = True, error.sentence
        data.pop("date", None)
        _name_title(data, place.path)
    except TypeError:
        reading.unread = True
        reading.problem = (
            "The categories or tags are not a list of texts, so Jekyll drops the whole front "
            "matter; the file is unchanged. Write them as a list."
        )
    date = data.get("date")
    if not isinstance(date, datetime.datetime):
        date = now
        if (data["draft"] or place.draft) and mtime is not None:
            date = (
                mtime
                if isinstance(mtime, datetime.datetime)
                else datetime.datetime.fromtimestamp(mtime, rules.timezone)
            )
    reading.date = date
    return reading


def title_from_name(site_path: str, config: Mapping[str, Any]) -> str:
    """Return the title that Jekyll makes of a file's name, for a post that has none."""
    return title_of(_slug_of_name(place_of(site_path, config).path))


def url_for(rules: Rules, site_path: str, reading: PostData) -> str:
    """Return the address of a post that was read.

    Raises:
        UrlImpossible: Jekyll would stop.
    """
    place = place_of(site_path, rules.config)
    stem, extension = posixpath.splitext(place.path.rpartition("/")[2])
    clean = place.path[: -len(extension)] if extension else place.path
    data = reading.data
    slug = data.get("slug")
    categories = data.get("categories")
    permalink = data.get("permalink")
    parts = UrlParts(
        collection=place.label,
        basename=stem,
        clean_path=clean.replace(f"_{place.label}", "", 1).rstrip("."),
        slug=slug,
        categories=categories if isinstance(categories, (list, tuple)) else (),
        date=reading.date,
        output_ext=_output_ext(rules, extension, permalink),
    )
    if permalink is not None and permalink is not False:
        if not isinstance(permalink, str):
            raise UrlImpossible(
                "The permalink is not a text, so Jekyll cannot make an address of it; the post "
                "is unchanged. Put it in quotes."
            )
        return url_of(permalink, parts)
    return url_of(_template(rules, place.label), parts)


def info_of(
    rules: Rules,
    site_path: str,
    reading: PostData,
    *,
    now: datetime.datetime,
    problem: str = "",
    with_url: bool = True,
) -> PostInfo:
    """Return what a list shows of a post that was read; the address may be left for later."""
    data = reading.data
    url = ""
    problem = problem or reading.problem
    if with_url and not reading.fatal and not reading.unread:
        try:
            url = url_for(rules, site_path, reading)
        except UrlImpossible as error:
            problem = problem or error.sentence
    path = place_of(site_path, rules.config).path
    named = not (reading.fatal or reading.unread)
    title = data.get("title") if named or data.get("title") else title_of(_slug_of_name(path))
    return PostInfo(
        path=site_path,
        title=to_s(title),
        date=_shown_date(rules, reading, path, now),
        state=state_of(
            data, reading.date, draft=place_of(site_path, rules.config).draft, now=now,
            config=rules.config,
        ),
        url=url,
        slug=to_s(data.get("slug")) or _slug_of_name(path),
        categories=texts(data.get("categories")),
        tags=texts(data.get("tags")),
        author=author_of(data),
        layout=to_s(data.get("layout")),
        problem=problem,
    )  # fmt: skip


def texts(value: object) -> tuple[str, ...]:
    """Return a list's items as texts."""
    return (
        tuple(dict.fromkeys(to_s(each) for each in value))
        if isinstance(value, (list, tuple))
        else ()
    )


def author_of(data: Mapping[str, Any]) -> str:
    """Return who wrote a post: `author`, else `authors`, as most themes read them."""
    return people(data.get("author") or data.get("authors"))


def people(value: object) -> str:
    """Return an author field as one text: a name, several, or the `name` of a map."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return to_s(value.get("name") or "")
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(people, value)))
    return to_s(value)


def _shown_date(
    rules: Rules, reading: PostData, path: str, now: datetime.datetime
) -> datetime.datetime | None:
    if not (reading.fatal or reading.unread):
        return reading.date
    match = DATE_NAME.search(path)
    try:
        return date_of(match[1], rules.timezone, now) if match else None
    except InvalidDate:
        return None


def _template(rules: Rules, label: str) -> str:
    permalink = rules.config["collections"].get(label, {}).get("permalink")
    if isinstance(permalink, str):
        return permalink
    return collection_template(to_s(rules.config["permalink"]))


def _output_ext(rules: Rules, extension: str, permalink: object) -> str:
    if isinstance(permalink, str) and permalink and not permalink.endswith("/"):
        own = posixpath.splitext(permalink.rpartition("/")[2])[1]
        if own:
            return own
    return rules.output_ext(extension)


def _merge(
    data: dict[str, Any], other: Mapping[str, Any], rules: Rules, now: datetime.datetime
) -> None:
    categories = other.get("categories")
    if categories is not None:
        if isinstance(categories, str):
            categories = split_words(categories)
        if isinstance(data.get("categories"), list):
            if not isinstance(categories, (list, tuple)):
                raise TypeError("categories")
            categories = _union(data["categories"], list(categories))
        other = {**other, "categories": categories}
    if not _PLAIN_TYPES.issuperset(map(type, other.values())):
        merged = deep_merge(data, other)
        data.clear()
        data.update(merged)
    else:
        if None in other.values():
            other = {k: v for k, v in other.items() if v is not None or k not in data}
        data.update(other)
    if "date" in other or (data.get("date") and not isinstance(data["date"], datetime.datetime)):
        data["date"] = date_of(data.get("date"), rules.timezone, now)


def _populate(data: dict[str, Any], path: str, rules: Rules, now: datetime.datetime) -> None:
    match = DATE_NAME.search(path)
    if match and _is_undated(data.get("date"), now):
        data["date"] = date_of(match[1], rules.timezone, now)
    _name_title(data, path, match[2].rstrip(".") if match else None)
    known = data.get("categories")
    if isinstance(known, list) and "category" not in data and set(map(type, known)) <= {str}:
        # The usual case, all texts: what follows would change nothing.
        data["categories"] = list(dict.fromkeys(known))
        data["tags"] = _plural(data, "tag", "tags")
        return
    both = [*(known if isinstance(known, list) else []), *_plural(data, "category", "categories")]
    named = list(dict.fromkeys(map(to_s, both)))
    if isinstance(known, list):
        data["categories"] = _union(known, named)
    else:
        data["categories"] = named
    data["tags"] = _plural(data, "tag", "tags")


def _is_undated(date: Any, now: datetime.datetime) -> bool:
    """Tell whether the name's date counts: Jekyll compares seconds with the time of the build."""
    if not date:
        return True
    return bool(date.day == now.day) and int(date.timestamp()) == int(now.timestamp())


def _name_title(data: dict[str, Any], path: str, slug: str | None = None) -> None:
    slug = _slug_of_name(path) if slug is None else slug
    if data.get("title") is None or data["title"] is False:
        data["title"] = title_of(slug)
    if data.get("slug") is None or data["slug"] is False:
        data["slug"] = slug


def _slug_of_name(path: str) -> str:
    match = DATE_NAME.search(path)
    if match:
        slug = match[2]
    else:
        dateless = DATELESS_NAME.search(path)
        slug = dateless[1] if dateless else posixpath.splitext(posixpath.basename(path))[0]
    return slug.rstrip(".")


def _union(left: list[Any], right: list[Any]) -> list[Any]:
    if not left and all(isinstance(each, str) for each in right):
        return list(dict.fromkeys(right))
    return _first_of_each([*left, *right])


def _first_of_each(values: list[Any]) -> list[Any]:
    seen: dict[object, Any] = {}
    for each in values:
        seen.setdefault(identity(each), each)
    return list(seen.values())


def _plural(data: Mapping[str, Any], singular: str, plural: str) -> list[Any]:
    value: object = data.get(singular)
    if value is None or value is False:
        value = data.get(plural)
        if isinstance(value, str):
            return list(split_words(value))
        if not isinstance(value, (list, tuple)):
            return []
    return [each for each in _flat(value) if each is not None]


def _flat(value: object) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        return [value]
    if all(isinstance(each, str) for each in value):
        return list(value)
    out: list[Any] = []
    stack: list[object] = [value]
    steps = 0
    while stack:
        each = stack.pop()
        steps += 1
        if steps > _MOST_ITEMS:  # a list in itself: Ruby's flatten fails on it
            raise TypeError("recursive list")
        if isinstance(each, (list, tuple)):
            stack.extend(reversed(each))
        else:
            out.append(each)
    return out
