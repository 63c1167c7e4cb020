"""Why a page differs: found by what our rendering noted, by where it differs, and by trying.

What depends on the time of the build or on chance is found by rendering once more, with the same
clock and with one that is a year on: what changes then is no fault of either side.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from editor.compare.comparison import Cause, Difference, Kind
from editor.compare.seen import Part, Token, parts_that_differ, shown, tokens_of
from editor.site import Site
from editor.theme import Note, Theme
from editor.theme.build import SiteBuild
from editor.theme.content import Content
from editor.theme.contract import Item
from editor.theme.options import Options
from editor.theme.rendering import RenderedItem, render_item

_LATER = datetime.timedelta(days=400, hours=5, minutes=7, seconds=11)
_MOST_PARTS = 8
_NETWORK_PLUGINS = frozenset({"jekyll-github-metadata", "jekyll-get-json", "jekyll-remote-theme"})
_OF_NOTES = {"plugin": Kind.PLUGIN, "network": Kind.NETWORK}


@dataclass(frozen=True, slots=True)
class _Page:
    item: Item
    rendered: RenderedItem
    tokens: list[Token]
    notes: tuple[Note, ...]


class Causes:
    """Explains differences of one site's pages.

    Args:
        site: The site.
        jekyll: Version of the Jekyll that built it; empty where unknown.
    """

    def __init__(self, site: Site, jekyll: str) -> None:
        self._theme = Theme(site)
        self._jekyll = jekyll
        self._build = self._made()
        self._later = self._made()
        self._later.now += _LATER

    def _made(self) -> SiteBuild:
        build = self._theme.build(Options(jekyll=self._jekyll))
        for label in build.config["collections"]:
            build.collection(label)  # which posts there are is decided before a clock is moved
        return build

    def close(self) -> None:
        """End what was started."""
        self._build.close()
        self._later.close()

    def explain(self, path: str, theirs: Sequence[Token]) -> list[Difference]:
        """Return where and why a post's page differs from Jekyll's; nothing where it is the same.

        Args:
            path: The post's site path.
            theirs: Jekyll's page.
        """
        page = _rendered(self._build, path)
        if page is None:
            return []
        parts = parts_that_differ(theirs, page.tokens)
        chance = self._moved(self._build, page, path)
        time = self._moved(self._later, page, path)
        places = _Places(self._build, page)
        found = []
        for part in parts[:_MOST_PARTS]:
            where = places.of(part.ours[0])
            ours = page.tokens[slice(*part.ours)]
            if _touches(part, chance):
                cause = Cause(Kind.RANDOM, "It comes out differently each time it is built.")
            elif _touches(part, time):
                cause = Cause(Kind.TIME, "It depends on the time at which it is built.")
            else:
                cause = self._noted(page, where, ours)
            text = shown(theirs[slice(*part.theirs)])
            found.append(Difference(where, cause, text, shown(ours)))
        return found

    def _moved(self, build: SiteBuild, page: _Page, path: str) -> list[Part]:
        build.cached_includes.clear()
        other = _rendered(build, path)
        return [] if other is None else parts_that_differ(other.tokens, page.tokens)

    def _noted(self, page: _Page, where: str, ours: Sequence[Token]) -> Cause:
        """Return the cause that our own rendering gives, the nearest note first."""
        text = " ".join(token[1] for token in ours if token[0] == "#")
        at_place: list[Note] = []
        on_page: list[Note] = []
        for note in page.notes:
            if note.text in text or (note.kind == "liquid" and text and text in note.text):
                return _cause_of(note)
            stands_here = note.path == where or (not note.path and where == page.item.site_path)
            (at_place if stands_here else on_page).append(note)
        of_site = [
            note for note in self._build.notes if note not in page.notes and note.kind == "plugin"
        ]
        if at_place:
            return _cause_of(at_place[0])
        if on_page:
            cause = _cause_of(on_page[0])
            return Cause(cause.kind, f"Perhaps this: {cause.sentence}")
        lacking = [each for each in self._build.gems.plugins if each in _NETWORK_PLUGINS]
        if lacking:
            return Cause(Kind.NETWORK, f"Perhaps {lacking[0]}, which asks the network.")
        general = [note for note in of_site if note.path.endswith((".rb", "_config.yml"))]
        if general:
            return Cause(Kind.PLUGIN, f"Perhaps this: {general[0].text}")
        wanted = self._build.gems.versions.get("jekyll", "")
        if self._jekyll and wanted and wanted != self._jekyll:
            return Cause(
                Kind.VERSION,
                f"Perhaps the version: Jekyll {self._jekyll} built it, and Gemfile.lock names "
                f"{wanted}.",
            )
        return Cause(Kind.UNKNOWN, "The cause is unknown.")


def _rendered(build: SiteBuild, path: str) -> _Page | None:
    item = build.item(path)
    if item is None:
        return None
    with build.notes.heard() as notes:
        rendered = render_item(build, item)
    return _Page(item, rendered, tokens_of(rendered.html), tuple(notes))


def _cause_of(note: Note) -> Cause:
    place = f" ({note.path}{f':{note.line}' if note.line else ''})" if note.path else ""
    kind = _OF_NOTES.get(note.kind, Kind.NOTED)
    return Cause(kind, note.text if note.path and note.path in note.text else note.text + place)


def _touches(part: Part, moved: Sequence[Part]) -> bool:
    low, high = part.ours
    return any(low < max(b, a + 1) and a < max(high, low + 1) for a, b in (m.ours for m in moved))


class _Places:
    """Which file of the layout chain each token of a page comes from."""

    def __init__(self, build: SiteBuild, page: _Page) -> None:
        self._ranges: list[tuple[int, int, str]] = []
        layouts = map(build.templates.layout, page.rendered.layouts)
        names = [page.item.site_path, *(each.path for each in layouts if each is not None)]
        for content, name in zip(_contents(page.rendered), names, strict=False):
            inner = _inner_tokens(content.text())
            start = _place_of(inner, page.tokens)
            if start is not None:
                self._ranges.append((start, start + len(inner), name))
        self._outer = names[-1]

    def of(self, place: int) -> str:
        """Return the post's path, or the layout's, of the token at a place."""
        for start, end, name in self._ranges:
            if start <= place < end:
                return name
        return self._outer


def _contents(rendered: RenderedItem) -> list[Content]:
    """Return what each level printed, the body first, the outermost left out."""
    chain: list[Content] = []
    pieces = rendered.pieces
    while True:
        inner = next((each for each in pieces if isinstance(each, Content)), None)
        if inner is None or len(chain) > 50:
            break
        chain.append(inner)
        if inner is rendered.body:
            break
        pieces = inner.pieces
    chain.reverse()
    # Where a page is changed as a whole afterwards only its text is known.
    return chain if chain and chain[0] is rendered.body else [rendered.body]


def _inner_tokens(html: str) -> list[Token]:
    tokens = tokens_of(html)
    body = ("<", "body")
    return tokens[tokens.index(body) + 1 : -2] if body in tokens else []


def _place_of(inner: Sequence[Token], tokens: Sequence[Token]) -> int | None:
    if not inner:
        return None
    for start in range(len(tokens) - len(inner) + 1):
        if tokens[start] == inner[0] and tokens[start : start + len(inner)] == inner:
            return start
    return None
