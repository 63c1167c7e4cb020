"""The address of a post, by Jekyll's `lib/jekyll/url.rb` and `lib/jekyll/drops/url_drop.rb`."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from editor.site.errors import UrlImpossible
from editor.site.ruby_values import to_s
from editor.site.slug import downcase, slug_of

STYLES = {
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}

_PLACEHOLDER = re.compile(r":([a-z_]+)")
_SAFE_PATH = re.compile(r"^[a-zA-Z0-9./-]+$", re.MULTILINE)
# Addressable's own expression for a URI; its parts are encoded one by one.
_URI = re.compile(
    r"^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$", re.MULTILINE
)
_SCHEME = re.compile(r"\A[a-z][a-z0-9.+-]*\Z", re.IGNORECASE)
_UNRESERVED = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@"
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(slots=True)  # frozen ones take three times as long to make, and a site has many
class UrlParts:
    """What a permalink may name; Jekyll's `UrlDrop`.

    Attributes:
        collection: Label of the collection, such as `posts`.
        basename: File name without its last extension.
        clean_path: Path inside the collection's folder without extension, starting with `/`.
        slug: The `slug` of the data, or None when there is none.
        categories: As Jekyll holds them, of any type.
        date: In the site's zone.
        output_ext: Extension of the page, such as `.html`.
    """

    collection: str
    basename: str
    clean_path: str
    slug: object
    categories: Sequence[object]
    date: datetime.datetime
    output_ext: str


def url_of(template: str, parts: UrlParts) -> str:
    """Fill a permalink template, or a post's own `permalink`, with a post's values.

    Raises:
        UrlImpossible: The template names an unknown placeholder, or a value makes no address.
    """
    out: list[str] = []
    for text, name in _pieces(template):
        out.append(text)
        if not name:
            continue
        value = _value(name, parts)
        used = name
        if value is None and name.endswith("_"):
            used = name[:-1]
            value = _value(used, parts)
        if value is None:
            raise UrlImpossible(
                f"The permalink holds “:{name}”, which Jekyll does not know; "
                "the post is unchanged. Correct the permalink."
            )
        out.append(escape_path(value) + name[len(used) :])
    return _sanitized("".join(out))


@lru_cache(maxsize=256)
def _pieces(template: str) -> list[tuple[str, str]]:
    """Split a template into literal texts, each with the name of the placeholder behind it."""
    parts = _PLACEHOLDER.split(template)
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def template_of(style: str) -> str:
    """Return the template of a `permalink:` setting for posts: a style's name or a template."""
    return STYLES.get(style, style)


def collection_template(style: str) -> str:
    """Return the template of a collection that has no permalink of its own."""
    template = "/:collection/:path"
    if style == "pretty":
        return template + "/"
    if style in ("date", "ordinal", "none"):
        return template + ":output_ext"
    if style.endswith("/"):
        return template + "/"
    return template + (":output_ext" if style.endswith(":output_ext") else "")


def escape_path(path: str) -> str:
    """Encode a value for a URL as Addressable's `URI.encode` does, and `#` as `%23`."""
    if not path or _SAFE_PATH.search(path):
        return path
    match = _URI.search(path)
    if match is None:
        raise UrlImpossible(
            "A part of the post's address cannot be written as a URL; the post is unchanged. "
            "Look at its categories and slug."
        )
    scheme, authority, rest, query, fragment = match.groups()
    if scheme is not None and not _SCHEME.match(scheme):
        raise UrlImpossible(
            "A category or slug with a colon makes no address in Jekyll; the post is unchanged. "
            "Take the colon out of it."
        )
    out = f"{scheme}:" if scheme is not None else ""
    out += f"//{_encoded(authority, b'[]')}" if authority is not None else ""
    out += _encoded(rest, b"/")
    out += f"?{_encoded(query, b'/?')}" if query is not None else ""
    out += f"#{_encoded(fragment, b'/?')}" if fragment is not None else ""
    return out.replace("#", "%23", 1)


def output_path(url: str, output_ext: str) -> str:
    """Return where Jekyll writes the page of a URL, below the destination folder.

    Follows `destination` of `lib/jekyll/document.rb`.
    """
    path = url
    if "%" in url:
        from urllib.parse import unquote

        path = unquote(url, "utf-8", "replace")
    # The address may not leave the destination: Jekyll cleans it from the root.
    path = posixpath.normpath("/" + path).lstrip("/")
    if url.endswith("/"):
        return posixpath.join(path, "index.html") if path not in ("", ".") else "index.html"
    return path if path.endswith(output_ext) else path + output_ext


def _sanitized(text: str) -> str:
    text = ("/" + text).replace("..", "/").replace("./", "")
    return re.sub("/+", "/", text) if "//" in text else text


def _encoded(text: str, also: bytes) -> str:
    return "".join(
        chr(byte) if byte in _UNRESERVED or byte in also else f"%{byte:02X}"
        for byte in text.encode("utf-8", "surrogateescape")
    )


def _value(name: str, parts: UrlParts) -> str | None:
    date = parts.date
    match name:
        case "collection":
            return parts.collection
        case "path":
            return parts.clean_path
        case "output_ext":
            return parts.output_ext
        case "name":
            return slug_of(parts.basename)
        case "title":
            return slug_of(_slug(parts), "pretty", cased=True)
        case "slug":
            return slug_of(_slug(parts))
        case "categories":
            return "/".join(dict.fromkeys(downcase(to_s(each)) for each in parts.categories))
        case "slugified_categories":
            return "/".join(dict.fromkeys(slug_of(to_s(each)) for each in parts.categories))
        case "year":
            return f"{date.year:04d}"
        case "short_year":
            return f"{date.year % 100:02d}"
        case "month":
            return f"{date.month:02d}"
        case "i_month":
            return str(date.month)
        case "short_month":
            return _MONTHS[date.month - 1][:3]
        case "long_month":
            return _MONTHS[date.month - 1]
        case "day":
            return f"{date.day:02d}"
        case "i_day":
            return str(date.day)
        case "y_day":
            return f"{date.timetuple().tm_yday:03d}"
        case "hour":
            return f"{date.hour:02d}"
        case "minute":
            return f"{date.minute:02d}"
        case "second":
            return f"{date.second:02d}"
        case "w_year":
            return f"{date.isocalendar().year:04d}"
        case "week":
            return f"{date.isocalendar().week:02d}"
        case "w_day":
            return str(date.isoweekday())
        case "short_day":
            return _DAYS[date.weekday()][:3]
        case "long_day":
            return _DAYS[date.weekday()]
    return None


def _slug(parts: UrlParts) -> str:
    if parts.slug is None:
        return parts.basename
    if not isinstance(parts.slug, str):
        raise UrlImpossible(
            "The slug is not a text, so Jekyll cannot make an address of it; the post is "
            "unchanged. Put the slug in quotes."
        )
    return parts.slug
