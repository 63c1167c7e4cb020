"""A whole page of a site made harmless, by one pass over its tree.

What runs or leads out is taken away; what would come from the network gives way to a placeholder
and is noted with its address. The page's policy and profile hold the same once more: it runs no
script and loads from `site:` only (../../shared/facts/theme.md §5, safety.md §4).
"""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editor.preview.messages import PageNote
from editor.preview.sanitise import PICTURE_ADDRESS, urlsplit_host

MOST_CHARACTERS = 6_000_000
"""A longer page is not shown in its theme."""

Local = Callable[[str], str | None]
"""Returns the address under which something of the network is kept here, None where it is not."""

_GONE = (
    "script, base, template, portal, fencedframe, frameset, frame, applet, param, "
    "meta[http-equiv], animate[attributename$='href' i], set[attributename$='href' i]"
)
_DEEPEST = 3_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(
    """
    area base br col embed hr img input link meta source track wbr path li p td tr option
    """.split()  # noqa: SIM905 - a list of words reads better so
)
"""Elements that end by themselves, or nearly so."""
_FRAMES = "iframe, object, embed"
_LOADING = (
    "[src], [srcset], [imagesrcset], [poster], [data], [background], [href], [xlink\\:href], "
    "[action], [formaction], [ping], [srcdoc], [manifest], [autofocus], [autoplay], [target], "
    "[download], [contenteditable], [accesskey], input[type='file' i]"
)
_DROPPED = frozenset(
    """
    action formaction ping srcdoc manifest autofocus autoplay target download contenteditable
    accesskey imagesrcset data background
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_ADDRESSES = ("src", "poster", "href", "xlink:href")
_HANDLER = re.compile(r"[\s\"'/]on[a-z]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_DATA_PICTURE = re.compile(
    r"data:image/(?:png|jpe?g|gif|webp|avif|svg\+xml|x-icon)[;,]", re.IGNORECASE
)
_PLAIN_NAMES = frozenset(("href", "src"))
_PLAIN = re.compile(r"(?:[#?]|/(?![/\\])|[\w.\-]+(?=[/?#]|\Z))[^\\\x00-\x20\x7f]*\Z")
"""An address within the site, as most are: nothing to look at any further."""
_LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_STYLE_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)|(@import)\s+(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
_SHEET_KINDS = frozenset(("stylesheet", "icon", "canonical", "shortcut", "apple-touch-icon"))


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page that may be shown.

    Attributes:
        before: What stands before the body, up to its comment; empty where they cannot be told
            apart.
        after: What stands after it, from its comment on.
        whole: The whole page, where there is no body to tell apart.
        notes: What was taken away.
    """

    before: str
    after: str
    whole: str
    notes: tuple[PageNote, ...]


class PageCleaner:
    """Cleans the pages of one site."""

    def __init__(self, site_url: str, local: Local = lambda _: None) -> None:
        """Make one.

        Args:
            site_url: The site's own address, `url` of its configuration: what begins so is
                its own.
            local: Where something of the network is kept here.
        """
        self._site = site_url.rstrip("/")
        self._local = local

    def split(self, before: str, after: str, key: str) -> CleanPage | None:
        """Clean the page round a body.

        Args:
            before: The page before the body.
            after: The page after it.
            key: Random letters for the comments round the body.

        Returns:
            The page; None where the body does not stand as a whole within one element, so that
            only the page with its body can be cleaned.
        """
        if is_too_much(before) or is_too_much(after):
            return None
        probe = f'<div id="{key}"></div>'
        cleaned = _Cleaning(
            f"{before}<!--{key}-->{probe}<!--/{key}-->{after}", self._site, self._local
        )
        place = cleaned.tree.css_first(f"[id='{key}']")
        if place is None or not (
            _is_comment(place.prev, key) and _is_comment(place.next, "/" + key)
        ):
            return None
        page = cleaned.html()
        head, found, tail = page.partition(f"<!--{key}-->{probe}<!--/{key}-->")
        if not found or key in head or key in tail:
            return None
        return CleanPage(f"{head}<!--{key}-->", f"<!--/{key}-->{tail}", "", cleaned.notes())

    def whole(self, page: str) -> CleanPage:
        """Clean a whole page, its body in it."""
        cleaned = _Cleaning(page, self._site, self._local)
        return CleanPage("", "", cleaned.html(), cleaned.notes())


def is_too_much(page: str) -> bool:
    """Tell whether a page is too long, or nested too deep, to be put up for reading.

    The time to parse one grows with the square of its depth.
    """
    if len(page) > MOST_CHARACTERS:
        return True
    if page.count("<") < _DEEPEST:
        return False
    depth = 0
    for found in _TAG.finditer(page):
        if found[1]:
            depth = max(depth - 1, 0)
        elif found[2].lower() not in _VOID:
            depth += 1
            if depth > _DEEPEST:
                return True
    return False


def _is_comment(node: LexborNode | None, text: str) -> bool:
    return node is not None and node.is_comment_node and node.comment_content == text


class _Cleaning:
    """One page on its way."""

    def __init__(self, page: str, site: str, local: Local) -> None:
        self.tree = LexborHTMLParser(page)
        self._site = site
        self._local = local
        self._remote: dict[str, None] = {}
        self._frames: dict[str, None] = {}
        self._scripts = 0
        for node in self.tree.css(_GONE):
            self._scripts += node.tag == "script"
            node.decompose()
        for node in self.tree.css(_FRAMES):
            self._frame(node)
        for node in self.tree.css("link"):
            self._link(node)
        for node in self.tree.css(_LOADING):
            self._attributes(node)
        for node in self.tree.css("[style]"):
            node.attrs["style"] = self._style(node.attributes.get("style") or "")
        for node in self.tree.css("style"):
            text = node.text(deep=True)
            changed = self._style(text)
            if changed != text:
                node.inner_html = changed.replace("</", "<\\/")
        if _HANDLER.search(page):
            self._drop_handlers()

    def html(self) -> str:
        return self.tree.html or ""

    def notes(self) -> tuple[PageNote, ...]:
        notes = [PageNote("network", address) for address in self._remote]
        notes += [PageNote("frame", address) for address in self._frames]
        if self._scripts:
            count = "A script" if self._scripts == 1 else f"{self._scripts} scripts"
            notes.append(PageNote("script", f"{count} of the page not run here."))
        return tuple(notes)

    def _frame(self, node: LexborNode) -> None:
        values = node.attributes
        address = values.get("src") or values.get("data") or ""
        host = urlsplit_host(address.strip())
        if address:
            self._frames.setdefault(address[:400])
        what = f"Embedded from {host}" if host else f"Embedded {node.tag}"
        shown = self.tree.create_node("span")
        shown.attrs["class"] = "sf-embed"
        shown.insert_child(f"{what} (not loaded here)")
        node.replace_with(shown)

    def _link(self, node: LexborNode) -> None:
        values = node.attributes
        kinds = set((values.get("rel") or "").lower().split())
        if not kinds & _SHEET_KINDS or not values.get("href"):
            node.decompose()

    def _attributes(self, node: LexborNode) -> None:
        values = node.attributes
        if len(values) < 3 and all(
            name in _PLAIN_NAMES and _PLAIN.match(value or "") for name, value in values.items()
        ):
            return
        attributes = node.attrs
        tag = node.tag
        for name in _DROPPED & values.keys():
            del attributes[name]
        if tag == "input" and (values.get("type") or "").lower() == "file":
            attributes["disabled"] = ""
        for name in _ADDRESSES:
            if name in values:
                self._address(node, name, values[name] or "")
        if "srcset" in values:
            kept = self._candidates(values["srcset"] or "")
            if kept:
                attributes["srcset"] = kept
            else:
                del attributes["srcset"]

    def _address(self, node: LexborNode, name: str, value: str) -> None:
        tag = node.tag
        if tag in ("a", "area") and name in ("href", "xlink:href"):
            address = self._link_address(value)
        elif tag == "link" and "canonical" in (node.attributes.get("rel") or "").lower():
            address = value if _SCHEME.match(value) is None or value.startswith("http") else None
        else:
            address = self._loaded(value)
        if address is None and tag == "img" and name == "src":
            host = urlsplit_host(value.strip())
            key = "remote" if host else "refused"
            address = f"{PICTURE_ADDRESS}?{key}={quote(host or value[:80], safe='')}"
        if address is None:
            del node.attrs[name]
            if tag == "link":
                node.decompose()
        elif address != value:
            node.attrs[name] = address

    def _link_address(self, value: str) -> str | None:
        """Return where a link leads: to the web, a mail address, or within the site."""
        address = _CONTROL.sub("", value)
        found = _SCHEME.match(address)
        if found is not None and found[0].lower() not in _LINK_SCHEMES:
            return None
        return self._own(value)

    def _loaded(self, value: str) -> str | None:
        """Return the address from which the page may load something, None where it may not."""
        address = self._own(_CONTROL.sub("", value).replace("\\", "/"))
        if not address.startswith("//"):
            found = _SCHEME.match(address)
            if found is None:
                return self._own(value) if "\\" not in value else address
            if _DATA_PICTURE.match(address):
                return value
            if found[0].lower() not in ("http:", "https:"):
                return None
        full = "https:" + address if address.startswith("//") else address
        self._remote.setdefault(full[:2000])
        return self._local(full)

    def _own(self, address: str) -> str:
        """Return an address of the site itself as a path."""
        site = self._site
        if site and address.startswith(site):
            rest = address[len(site) :]
            if not rest or rest[0] in "/?#":
                base = urlsplit(site).path
                return (base + rest) or "/"
        return address

    def _candidates(self, value: str) -> str:
        kept = []
        for each in value.split(","):
            parts = each.split()
            address = self._loaded(parts[0]) if parts else None
            if address:
                kept.append(" ".join([address, *parts[1:2]]))
        return ", ".join(kept)

    def _style(self, text: str) -> str:
        if "\\" in text and ("(" in text or "@" in text):
            # An escape can spell `url` and `@import`; without one nothing else can.
            text = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", _unescaped, text)
        if "(" not in text and "@" not in text:
            return text
        return _STYLE_ADDRESS.sub(self._style_address, text)

    def _style_address(self, found: re.Match[str]) -> str:
        value = next((each for each in found.groups()[:3] if each is not None), None)
        if found[4]:
            value = found[5] if found[5] is not None else found[6]
        address = self._loaded(html_module.unescape(value or ""))
        if address is None:
            return "" if found[4] else "none"
        if address == value:
            return found[0]
        shown = address.replace('"', "%22")
        return f'@import "{shown}"' if found[4] else f'url("{shown}")'

    def _drop_handlers(self) -> None:
        root = self.tree.root
        if root is None:
            return
        for node in root.traverse():
            if not node.is_element_node:
                continue
            names = [each for each in node.attributes if each.lower().startswith("on")]
            for name in names:
                del node.attrs[name]


def _unescaped(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    # Letters, digits and what can spell an address only; icons of fonts keep their escapes.
    character = chr(number) if number < 0x7F else ""
    return character if character.isalnum() or (character in "/:.@()-" and character) else found[0]
