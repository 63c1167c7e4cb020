"""What a page would take from the network, read from its HTML and its sheets; no one is asked.

Scripts, frames, sound and video are told of and never fetched. Icons, manifests and hints such as
`preconnect` are left out: nothing of them shows in a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editor.remote.addresses import Kind, RemoteAddress, target_of
from editor.remote.errors import Refused
from editor.remote.sheets import MAX_ADDRESSES, named_by, useful_address

_SOURCES = {
    "img": ("src", Kind.IMAGE),
    "input": ("src", Kind.IMAGE),
    "script": ("src", Kind.SCRIPT),
    "iframe": ("src", Kind.FRAME),
    "frame": ("src", Kind.FRAME),
    "embed": ("src", Kind.FRAME),
    "object": ("data", Kind.FRAME),
    "audio": ("src", Kind.MEDIA),
    "video": ("src", Kind.MEDIA),
    "source": ("src", Kind.MEDIA),
    "track": ("src", Kind.MEDIA),
}
_PRELOADED = {"style": Kind.SHEET, "font": Kind.FONT, "image": Kind.IMAGE}
_WITH_SRCSET = ("img", "source")
_SELECTOR = ", ".join(
    (*_SOURCES, "link", "style", "image", "feImage", "[style]", "[background]", "[poster]")
)


def wanted(html: str, sheets: Mapping[str, str], base: str = "") -> list[RemoteAddress]:
    """Return what a page and its own sheets would take from the network, each once, in order.

    Args:
        html: The page, as it would be shown.
        sheets: CSS of the site's own sheets by their names; large ones take time (see
            `editor.remote.sheets`). Of what was fetched, `FetchReport.wanted` tells.
        base: The page's own absolute address; what lies at its host is the site's own and not
            told. Empty where the site has none: relative addresses are the site's then.

    Returns:
        At most `MAX_ADDRESSES`.
    """
    tree = LexborHTMLParser(html)
    finds = _Finds(base)
    page_base = _base_of(tree, base)
    for node in tree.css(_SELECTOR):
        tag = str(node.tag)
        for reference, kind in _named_by_node(node, tag):
            finds.add(reference, kind, f"<{tag}>", page_base)
    for name, css in sheets.items():
        for reference, kind in named_by(css):
            finds.add(reference, kind, name, base)
    return finds.addresses


class _Finds:
    """The addresses found so far."""

    def __init__(self, base: str) -> None:
        self.addresses: list[RemoteAddress] = []
        self._seen: set[tuple[str, Kind]] = set()
        self._own_host = ""
        if base:
            try:
                self._own_host = target_of(base).host
            except Refused:
                self._own_host = ""

    def add(self, reference: str, kind: Kind, where: str, base: str) -> None:
        reference = reference.strip()
        if not base and reference.startswith("//"):
            reference = f"https:{reference}"
        address = useful_address(reference, base, kind)
        if not address or (address, kind) in self._seen or len(self._seen) >= MAX_ADDRESSES:
            return
        if self._own_host and target_of(address).host == self._own_host:
            return
        self._seen.add((address, kind))
        self.addresses.append(RemoteAddress(address, kind, where))


def _base_of(tree: LexborHTMLParser, base: str) -> str:
    node = tree.css_first("base[href]")
    href = (node.attributes.get("href") or "").strip() if node is not None else ""
    try:
        return urljoin(base, href) if href else base
    except ValueError:
        return base


def _named_by_node(node: LexborNode, tag: str) -> Iterator[tuple[str, Kind]]:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    if tag in _SOURCES:
        attribute, kind = _SOURCES[tag]
        yield attributes.get(attribute, ""), kind
    if tag in _WITH_SRCSET:
        for each in _candidates(attributes.get("srcset", "")):
            yield each, Kind.IMAGE
    if tag == "link":
        yield from _named_by_link(attributes)
    elif tag == "style":
        yield from named_by(node.text() or "")
    elif tag in ("image", "feimage", "feImage"):
        yield attributes.get("href") or attributes.get("xlink:href", ""), Kind.IMAGE
    yield attributes.get("background", ""), Kind.IMAGE
    if tag == "video":
        yield attributes.get("poster", ""), Kind.IMAGE
    if "style" in attributes:
        yield from named_by(attributes["style"])


def _named_by_link(attributes: Mapping[str, str]) -> Iterator[tuple[str, Kind]]:
    relations = attributes.get("rel", "").lower().split()
    kind = _PRELOADED.get(attributes.get("as", "").lower())
    if "stylesheet" in relations and "alternate" not in relations:
        yield attributes.get("href", ""), Kind.SHEET
    elif "preload" in relations and kind is not None:
        yield attributes.get("href", ""), kind
        for each in _candidates(attributes.get("imagesrcset", "")):
            yield each, Kind.IMAGE


def _candidates(srcset: str) -> Iterator[str]:
    """Yield the addresses of a `srcset` (HTML, "parsing a srcset attribute"), in one walk."""
    at = 0
    while at < len(srcset):
        if srcset[at].isspace() or srcset[at] == ",":
            at += 1
            continue
        end = at
        while end < len(srcset) and not srcset[end].isspace():
            end += 1
        address = srcset[at:end]
        yield address.rstrip(",")
        if not address.endswith(","):
            comma = srcset.find(",", end)
            end = comma + 1 if comma >= 0 else len(srcset)
        at = end
