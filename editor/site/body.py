"""A post's text as Jekyll's converter gets it, and what becomes of each place of it.

Liquid runs first, then kramdown; so the tags are taken out as Liquid takes them out (`comment`
with all that is in it, `highlight` as a finished block), and kramdown's own grammar says what is
left: an address, text, code. The content of `raw` is Markdown like any other; only its Liquid
does not run. What a tag prints is not known here: an output counts as a word, another tag as
nothing. This is the one answer to what of a post is code, for references, checks and export.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from editor.kramdown import Fate, Role, fates
from editor.liquid import Kind, Token, live_tokens

if TYPE_CHECKING:
    from editor.post import Post
    from editor.site.document import PostData
    from editor.site.site import Site

_GONE = Fate(Role.NOTHING)
_WORD = "x"
_BLOCK = "<figure></figure>"
_HIDDEN = re.compile(r"<!--|<(script|style)\b[^>]*>", re.IGNORECASE)
_CLOSERS = {
    "": re.compile("-->"),
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
}
_BLANKS = " \t\r\n\f\v\0"


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of the text, and what stands for it.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        filler: What takes its place; None where it is kept as it is.
        fate: Of the places in it, where Liquid alone decides that.
    """

    start: int
    end: int
    filler: str | None = None
    fate: Fate = _GONE


class Body:
    """One text, cut by Liquid; made anew for another text.

    Attributes:
        text: The text.
        tokens: The outputs and tags that Liquid acts on, closed ones only, in order.
    """

    def __init__(
        self,
        text: str,
        options: Mapping[str, object],
        *,
        with_liquid: bool = True,
        is_markdown: bool = True,
    ) -> None:
        """Cut a text; kramdown is asked later.

        Args:
            text: Without front matter.
            options: Kramdown's, see `kramdown_options`.
            with_liquid: Whether Jekyll runs Liquid over it (`render_with_liquid`).
            is_markdown: Whether its file is converted from Markdown.
        """
        self.text = text
        self._options = options
        self._is_markdown = is_markdown
        has_liquid = with_liquid and ("{{" in text or "{%" in text)
        live = list(live_tokens(text)) if has_liquid else []
        self.tokens: tuple[Token, ...] = tuple(
            each for each in live if each.kind is not Kind.TEXT and not each.problem
        )
        self._starts = [each.start for each in self.tokens]
        self._segments = list(_segments(text, self.tokens)) if live else [_Segment(0, len(text))]

    def token_at(self, place: int) -> Token | None:
        """Return the output or tag that a place is in, or None."""
        index = bisect.bisect_right(self._starts, place) - 1
        if index >= 0 and place < self.tokens[index].end:
            return self.tokens[index]
        return None

    def has_liquid(self, start: int, end: int) -> bool:
        """Tell whether an output or tag that runs starts between two places."""
        index = bisect.bisect_left(self._starts, start)
        return index < len(self._starts) and self._starts[index] < end

    def fates(self, places: Sequence[int]) -> list[Fate]:
        """Tell what becomes of places; kramdown reads the text once for all of them.

        Args:
            places: Offsets into the text. That where an output or a tag begins is asked as the
                place where it prints; one inside of it is nowhere.
        """
        if not places:
            return []
        known: dict[int, Fate] = {}
        asked: list[int] = []
        pieces: list[str] = []
        piece: list[str] = []
        wanted = iter(sorted(set(places)))
        place = next(wanted, None)
        for segment in self._segments:
            at = segment.start
            while place is not None and place <= segment.end:
                is_cut = place >= at if segment.filler is None else place == segment.start
                if is_cut:
                    if segment.filler is None:
                        piece.append(self.text[at:place])
                        at = place
                    pieces.append("".join(piece))
                    piece = []
                    asked.append(place)
                elif place == segment.end and segment.filler is not None:
                    break  # where the next one starts
                else:
                    known[place] = segment.fate if place > segment.start else _GONE
                place = next(wanted, None)
            piece.append(self.text[at : segment.end] if segment.filler is None else segment.filler)
        pieces.append("".join(piece))
        told = self._told(pieces) if asked else []
        known.update(zip(asked, told, strict=True))
        return [known.get(each, _GONE) for each in places]

    def _told(self, pieces: Sequence[str]) -> Sequence[Fate]:
        if self._is_markdown:
            return fates(pieces, self._options)
        return _in_html(pieces)


def body_of(post: Post, site: Site, site_path: str, data: PostData | None = None) -> Body:
    """Return a post's text as its site would convert it.

    Args:
        post: The post.
        site: Its site.
        site_path: Where it is; empty for one that has no place yet.
        data: What was read of it, where it was.
    """
    data = data if data is not None else site.read(site_path, post)
    return Body(
        post.body,
        site.kramdown_options(),
        with_liquid=data.with_liquid,
        is_markdown=site.rules.is_markdown_file(site_path),
    )


def _in_html(pieces: Sequence[str]) -> list[Fate]:
    """Tell what becomes of the places between pieces of HTML: all of it goes out as it stands."""
    text = "".join(pieces)
    hidden: list[tuple[int, int, Fate]] = []
    missing: set[str] = set()
    at = 0
    while opener := _HIDDEN.search(text, at):
        name = (opener[1] or "").lower()
        closer = None if name in missing else _CLOSERS[name].search(text, opener.end())
        at = opener.end()
        if closer is None:
            missing.add(name)
            continue
        fate = Fate(Role.RAW, name) if name else Fate(Role.COMMENT)
        hidden.append((opener.end(), closer.start(), fate))
        at = closer.end()
    found: list[Fate] = []
    place = 0
    for piece in pieces[:-1]:
        place += len(piece)
        index = bisect.bisect_right(hidden, place, key=lambda each: each[0]) - 1
        is_hidden = index >= 0 and place <= hidden[index][1]
        found.append(hidden[index][2] if is_hidden else Fate(Role.RAW))
    return found


def _segments(text: str, tokens: Sequence[Token]) -> Iterator[_Segment]:
    found: list[_Segment] = []
    at = 0
    inside = ""
    for token in tokens:
        if inside:
            if token.name != f"end{inside}":
                continue
            role = Role.CODE if inside == "highlight" else Role.COMMENT
            filler = _BLOCK if inside == "highlight" else ""
            found.append(_Segment(at, token.end, filler, Fate(role)))
            inside = ""
        else:
            if token.start > at:
                found.append(_Segment(at, token.start))
            if token.name in ("highlight", "comment"):
                inside = token.name
                at = token.start
                continue
            found.append(
                _Segment(token.start, token.end, _WORD if token.kind is Kind.OUTPUT else "")
            )
        at = token.end
    if inside:  # nothing closes it: Jekyll stops; here it reaches to the end
        role = Role.CODE if inside == "highlight" else Role.COMMENT
        found.append(_Segment(at, len(text), "", Fate(role)))
    elif at < len(text):
        found.append(_Segment(at, len(text)))
    return _trimmed(text, found, tokens)


def _trimmed(
    text: str, segments: Sequence[_Segment], tokens: Sequence[Token]
) -> Iterator[_Segment]:
    """Take away the blanks round tags that ask for it (`{%- -%}`)."""
    before = {token.start for token in tokens if token.trim_left and token.name != "endraw"}
    after: set[int] = set()
    from_raw = False
    for token in tokens:
        if token.name == "raw":
            # What it asks for is done behind its end, and what that asks for never (`raw.rb`).
            from_raw = token.trim_right
        elif from_raw if token.name == "endraw" else token.trim_right:
            after.add(token.end)
    for segment in segments:
        if segment.filler is not None or not (segment.end in before or segment.start in after):
            yield segment
            continue
        start, end = segment.start, segment.end
        if end in before:
            end = start + len(text[start:end].rstrip(_BLANKS))
        if start in after:
            start = end - len(text[start:end].lstrip(_BLANKS))
        yield replace(segment, start=start, end=end)
