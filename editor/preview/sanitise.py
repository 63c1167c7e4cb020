"""The HTML of one block made harmless: by an allow-list, with pictures from inside the site only.

The first of several layers (../../shared/facts/safety.md §4): the page runs no script, has a
content policy that starts at "nothing", and its requests are filtered.
"""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlsplit

import nh3

from editor.site import Resolver, Where, plain_target
from editor.theme import Tokens

FILES_ORIGIN = "site://files/"
"""Where the pane serves the site's files."""
PICTURE_ADDRESS = "site://app/picture"
"""Where the pane draws a picture that says why the real one is not shown."""

_TAGS = frozenset(
    """
    a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col
    colgroup data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6
    header hgroup hr i img input ins kbd label li main map area mark menu nav ol p picture pre q
    rp rt ruby s samp section small source span strike strong sub summary sup table tbody td
    tfoot th thead time tr tt u ul var video wbr
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_DROPPED_WHOLE = {"script", "style", "template", "noscript", "svg", "math", "title", "select"}
_EVERYWHERE = {"class", "id", "title", "lang", "dir", "style", "role", "align", "width", "height"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "rel", "hreflang", "name"},
    "area": {"alt", "coords", "shape"},
    "audio": {"src", "controls", "loop", "muted"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "srcset", "sizes", "alt", "loading"},
    "ins": {"cite", "datetime"},
    "input": {"checked"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "media", "type"},
    "td": {"colspan", "rowspan", "headers", "valign"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "valign"},
    "time": {"datetime"},
    "video": {"src", "poster", "controls", "loop", "muted"},
}
_STYLES = frozenset(
    """
    background-color border border-bottom border-collapse border-color border-left border-radius
    border-right border-spacing border-style border-top border-width caption-side clear color
    column-count column-gap columns direction font-family font-size font-style font-variant
    font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-
    left margin-right margin-top max-height max-width min-width opacity padding padding-bottom
    padding-left padding-right padding-top text-align text-decoration text-indent text-transform
    vertical-align white-space width word-break float display
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_PICTURES = {"src", "poster", "srcset"}
_LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif)[;,]", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_EMBED = re.compile(r"<(iframe|object|embed|portal|fencedframe)\b([^<>]{0,4000})>", re.IGNORECASE)
_EMBED_ADDRESS = re.compile(r"""\b(?:src|data)\s*=\s*["']?([^"'\s>]{1,1000})""", re.IGNORECASE)


class Sanitiser:
    """Makes the blocks of one post harmless."""

    def __init__(self, resolver: Resolver, tokens: Tokens, where: Where) -> None:
        """Make one.

        Args:
            resolver: Finds the pictures of the site.
            tokens: The stand-ins of the post.
            where: Where the post is, for relative addresses.
        """
        self._resolver = resolver
        self._tokens = tokens
        self._where = where
        self._has_relative = False
        self.remote: list[str] = []
        """Addresses of the network met so far."""
        self._cleaner = nh3.Cleaner(
            tags=_TAGS,
            clean_content_tags=_DROPPED_WHOLE,
            attributes=_ATTRIBUTES,
            attribute_filter=self._attribute,
            generic_attribute_prefixes={"data-", "aria-"},
            set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
            filter_style_properties=_STYLES,
            url_schemes={"http", "https", "mailto", "tel", "data", "file"},
            link_rel=None,
        )

    def clean(self, markup: str) -> str:
        """Return a block's HTML as it may stand in the page, stand-ins filled in."""
        if "<" in markup and _EMBED.search(markup):
            markup = _EMBED.sub(_embed, markup)
        return self._tokens.fill(self._cleaner.clean(markup))

    def move_to(self, where: Where) -> bool:
        """Take the post's new place; tell whether what was cleaned before may show others now."""
        is_moved = where != self._where
        self._where = where
        return is_moved and self._has_relative

    def lead_picture(self, address: str) -> str | None:
        """Return the same as `picture` for an address of the front matter."""
        return self.picture(address, field=True)

    def picture(self, address: str, *, field: bool = False) -> str | None:
        """Return the address under which the pane serves a picture, or one that says why not.

        Args:
            address: As it stands in the HTML, or in the front matter.
            field: It stands in the front matter.
        """
        address = address.strip()
        if self._tokens.has(address):
            return address
        if _DATA_PICTURE.match(address):
            return address
        if not address.startswith(("/", "\\")):
            self._has_relative = True
        if field:
            # Jekyll runs no Liquid there; the themes that do print the site's own address so.
            plain = plain_target(address)
            if plain is None:
                return None
            address = plain
        found = self._resolver.at(address, self._where, field=field)
        if found is not None:
            return FILES_ORIGIN + quote(found.path)
        host = urlsplit_host(address)
        if host:
            self.remote.append(address[:2000])
            return f"{PICTURE_ADDRESS}?remote={quote(host, safe='')}"
        return f"{PICTURE_ADDRESS}?refused={quote(address[:80], safe='')}"

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name == "href":
            return None if self._tokens.has(value) else _link(value)
        if name == "cite":
            return None
        if name == "srcset":
            candidates = (each.split() for each in value.split(","))
            kept = [
                " ".join([address, *each[1:2]])
                for each in candidates
                if each and (address := self.picture(each[0])) and address.startswith(FILES_ORIGIN)
            ]
            return ", ".join(kept) or None
        if name in _PICTURES:
            address = self.picture(value)
            if tag != "img" and address is not None and not address.startswith(FILES_ORIGIN):
                return None
            return address
        return value


def _link(address: str) -> str | None:
    """Return where a link leads: to the web, to a mail address, or within the site; else None."""
    found = _SCHEME.match(address.strip())
    if found:
        return address if found[0].lower() in _LINK_SCHEMES else None
    # A backslash is a slash to every browser; the page's own scheme is nobody else's.
    slashed = address.strip().replace("\\", "/")
    return f"https:{slashed}" if slashed.startswith("//") else address


def urlsplit_host(address: str) -> str:
    """Return the host that a web address names, or nothing."""
    address = address.replace("\\", "/")
    if not address.startswith(("http:", "https:", "//", "ftp:")):
        return ""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _embed(found: re.Match[str]) -> str:
    address = _EMBED_ADDRESS.search(found[2])
    host = urlsplit_host(html.unescape(address[1])) if address else ""
    what = f"Embedded from {host}" if host else f"Embedded {found[1].lower()}"
    return f'<span class="sf-embed">{html.escape(what)} (not loaded here)</span>'
