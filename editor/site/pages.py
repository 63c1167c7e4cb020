"""Pages and static files of a site: all of it but posts, by `lib/jekyll/page.rb`, `static_file.rb`.

Drafts and posts are `document.py`'s; which file is what is decided in `reader.py`.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from editor.site.errors import UrlImpossible
from editor.site.permalink import escape_path
from editor.site.ruby_values import to_s
from editor.site.rules import Rules

HTML_EXTENSIONS = (".html", ".xhtml", ".htm")
_STYLES_WITH_EXTENSION = frozenset(("date", "ordinal", "none"))
_HEADER = re.compile(rb"\A---[ \t\r\f\v]*\n")
_TOKEN = re.compile(r":(path|basename|output_ext)")


@dataclass(slots=True)
class Page:
    """A file with front matter outside of the collections.

    Attributes:
        path: Site path.
        own: Its front matter.
        body: What follows it.
        defaults: The front matter defaults that apply to it.
        from_theme: Whether it is a file of the theme's gem.
    """

    path: str
    own: Mapping[str, Any]
    body: str
    defaults: Mapping[str, Any] = field(default_factory=dict)
    from_theme: bool = False

    @property
    def name(self) -> str:
        """File name."""
        return posixpath.basename(self.path)

    @property
    def extension(self) -> str:
        """With its dot."""
        return posixpath.splitext(self.name)[1]

    def value(self, key: str) -> Any:
        """Return a key's value, from the defaults where the page itself has none."""
        return self.own[key] if key in self.own else self.defaults.get(key)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is copied.

    Attributes:
        path: As templates see it: with a slash at its start, but for a collection's files.
        source: Site path.
        modified: When it was changed.
        collection: Label, or nothing.
        defaults: The front matter defaults that apply to it.
    """

    path: str
    source: str
    modified: datetime.datetime
    collection: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """File name."""
        return posixpath.basename(self.path)

    @property
    def extension(self) -> str:
        """With its dot."""
        return posixpath.splitext(self.name)[1]

    @property
    def url(self) -> str:
        """Its address below the site's own."""
        stem = self.path[: len(self.path) - len(self.extension)] if self.extension else self.path
        return stem.rstrip(".").removesuffix("/") + self.extension


def has_front_matter(head: bytes) -> bool:
    """Tell whether Jekyll takes a file for a page (`Utils.has_yaml_header?`): no mark before it."""
    return _HEADER.match(head) is not None


def page_output_ext(rules: Rules, path: str, permalink: object) -> str:
    """Return the extension of a page's file in the built site (`Renderer#output_ext`)."""
    if isinstance(permalink, str) and permalink and not permalink.endswith("/"):
        own = posixpath.splitext(permalink.rpartition("/")[2])[1]
        if own:
            return own
    return rules.output_ext(posixpath.splitext(path)[1])


def page_url(rules: Rules, path: str, permalink: object) -> str:
    """Return a page's address below the site's `url` and `baseurl`.

    Args:
        rules: Of the site.
        path: Site path of the page.
        permalink: Of its front matter or defaults; None or False for none.

    Raises:
        UrlImpossible: Jekyll would stop.
    """
    folder, _, name = path.rpartition("/")
    stem = posixpath.splitext(name)[0]
    output_ext = page_output_ext(rules, path, permalink)
    if permalink is not None and permalink is not False:
        if not isinstance(permalink, str):
            raise UrlImpossible(
                "The permalink is not a text, so Jekyll cannot make an address of it; the page "
                "is unchanged. Put it in quotes."
            )
        template = permalink
    elif output_ext.lower() not in HTML_EXTENSIONS:
        template = "/:path/:basename:output_ext"
    elif stem.rstrip(".") == "index":
        template = "/:path/"
    else:
        template = "/:path/:basename" + _suffix(to_s(rules.config.get("permalink")))
    values = {"path": folder, "basename": stem.rstrip("."), "output_ext": output_ext}
    url = _TOKEN.sub(lambda found: escape_path(values[found[1]]), template)
    url = ("/" + url).replace("..", "/").replace("./", "")
    return re.sub("/+", "/", url)


def _suffix(style: str) -> str:
    """Return what Jekyll puts after a page's name (`Utils.add_permalink_suffix`)."""
    if style == "pretty" or style.endswith("/"):
        return "/"
    if style in _STYLES_WITH_EXTENSION or style.endswith(":output_ext"):
        return ":output_ext"
    return ""


def page_folder(url: str) -> str:
    """Return a page's `dir`: its address up to the last slash."""
    return url if url.endswith("/") else posixpath.dirname(url).rstrip("/") + "/"
