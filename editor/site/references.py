"""Every link and picture of a post, in all the styles that posts are written in.

Runs over whole posts, 5 MB too: each pattern walks the text once.
"""

from __future__ import annotations

import bisect
import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from editor.kramdown import Fate, Role
from editor.liquid import Kind, Token
from editor.post import Field, Post
from editor.site.body import body_of
from editor.site.candidates import DEFINED, HTML, Candidate, Candidates
from editor.site.resolve import SITE_TAGS, is_external, plain_target

if TYPE_CHECKING:
    from editor.site.document import PostData
    from editor.site.site import Site


class ReferenceKind(enum.Enum):
    """Where a reference stands, and what it is for."""

    FIELD = "field"
    PICTURE = "picture"
    LINK = "link"
    DEFINITION = "definition"
    MEDIA = "media"
    INCLUDE = "include"
    LIQUID = "liquid"
    STYLE = "style"


@dataclass(frozen=True, slots=True)
class Reference:
    """One link or picture.

    Attributes:
        kind: Where it stands.
        target: Without Liquid and title, as it would stand in the page; empty where only a build
            can tell.
        line: Line of the text where `source` starts, from 0.
        column: Code points before it on that line.
        source: The exact text of the reference, Liquid and all.
        path: The file that it names (or would name, had it been there); None for what is elsewhere.
        exists: Whether `path` is there.
        is_shown: Whether the post's page would find it there; see `Target`.
        external: It leaves the site, or is a mark on the page.
        text: Alt text or link text, None where there is no place for one.
        key: The field's key, for those of the front matter.
    """

    kind: ReferenceKind
    target: str
    line: int
    column: int
    source: str
    path: Path | None
    exists: bool
    external: bool = False
    text: str | None = None
    key: str = ""
    is_shown: bool = True


_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_PICTURE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|tiff?|heic)\Z")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_PARAMETER = re.compile(
    r"""([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""", re.DOTALL
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ALT = re.compile(r"""(?i)\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LOOK_BACK = 4000
_MOST_STRINGS = 5000  # a list that holds itself has no end


def references(
    post: Post,
    site: Site,
    post_path: str = "",
    data: PostData | None = None,
    *,
    within: bool = False,
) -> list[Reference]:
    """Find every link and picture of a post, in the order of the text.

    What of the text is a link, a picture or an attribute says kramdown (`Body`); Liquid's tags
    count wherever they run, in code too.

    Args:
        post: The post; a broken front matter is passed over, its text is read all the same.
        site: Where the files are looked for.
        post_path: Site path of the post, for relative paths.
        data: What was read of the post, where it was.
        within: Leave out links of the body that lead elsewhere. Most do; kramdown has not to be
            asked about them.
    """
    finder = _Finder(post, site, post_path, data or site.read(post_path, post), within=within)
    found = [*finder.fields(), *finder.body()]
    return sorted(found, key=lambda each: (each.line, each.column))


class _Finder:
    def __init__(
        self, post: Post, site: Site, post_path: str, data: PostData, *, within: bool
    ) -> None:
        self._within = within
        self._host = re.sub(r"\Ahttps?://", "", str(site.config.get("url") or "")).lower()
        self._post, self._site, self._path = post, site, post_path
        self._body = body_of(post, site, post_path, data)
        self._text = self._body.text
        self._where = site.where(post_path, post, data)
        self._starts = [0]
        for match in re.finditer("\n", self._text):
            self._starts.append(match.end())
        self._taken: list[tuple[int, int]] = []
        self._known: dict[tuple[str, bool, bool], tuple[str, Path | None, bool, bool, bool]] = {}

    # -- front matter

    def fields(self) -> Iterator[Reference]:
        lines = self._post.text.split("\n")
        for field in self._post.fields:
            wanted = list(_strings(field.value, picture=_is_picture_key(field.key)))
            line, column = field.first_line, 0
            for text, likely in wanted:
                if not self._is_path(text, likely=likely):
                    continue
                place = _place(lines, field, text, line, column)
                if place is None:
                    place = (field.first_line, 0)
                else:
                    line, column = place[0], place[1] + len(text)
                yield self._made(ReferenceKind.FIELD, text, *place, key=field.key)

    def _is_path(self, text: str, *, likely: bool) -> bool:
        if not text or "\n" in text or len(text) > 2000:
            return False
        if is_external(text):
            return bool(_PICTURE.search(re.split(r"[?#]", text)[0])) or likely
        if "{{" in text or "{%" in text:
            return likely or "_url" in text or "baseurl" in text
        if likely or _PICTURE.search(re.split(r"[?#]", text)[0]):
            return True
        if "/" not in text or " " in text.strip("/ "):
            return False
        return (
            bool(_FILE.search(text))
            and (found := self._site.resolver.find(text, self._where, field=True)) is not None
            and found.exists
        )

    # -- body

    def body(self) -> Iterator[Reference]:
        found = Candidates(self._body)
        candidates, tags = list(found.addresses()), list(found.tags())
        if self._within:
            candidates = [each for each in candidates if not self._leads_elsewhere(each)]
        fates = self._body.fates(
            [*(each.probe for each in candidates), *(token.start for token in tags)]
        )
        for candidate, fate in zip(candidates, fates, strict=False):
            if fate.role in candidate.wanted:
                yield from self._decided(candidate, fate)
        yield from self._liquid(tags, fates[len(candidates) :])

    def _leads_elsewhere(self, candidate: Candidate) -> bool:
        source = self._text[candidate.start : candidate.end]
        return is_external(source) and not (self._host and self._host in source.lower())

    def _decided(self, candidate: Candidate, fate: Fate) -> Iterator[Reference]:
        start, end = candidate.start, candidate.end
        if candidate.wanted is HTML:
            yield from self._of_html(candidate, fate)
        elif candidate.wanted is DEFINED:
            yield self._at(ReferenceKind.DEFINITION, start, end)
        elif fate.tag == "img":
            text = candidate.text or (fate.attributes or {}).get("alt") or ""
            yield self._at(ReferenceKind.PICTURE, start, end, text=text)
        else:
            yield self._at(ReferenceKind.LINK, start, end, text=candidate.text)

    def _of_html(self, candidate: Candidate, fate: Fate) -> Iterator[Reference]:
        tag, attributes = fate.tag, fate.attributes
        if fate.role is Role.RAW:
            found = None if tag in ("script", "style") else self._raw_tag(candidate.probe)
            if found is None:
                return
            tag, attributes = found
        elif fate.name.lower() != candidate.name:
            return
        kind = ReferenceKind.MEDIA
        if candidate.name == "style":
            kind = ReferenceKind.STYLE
        elif tag.lower() in ("a", "area"):
            kind = ReferenceKind.LINK
        elif tag.lower() == "img":
            kind = ReferenceKind.PICTURE
        alt = (attributes or {}).get("alt") if kind is ReferenceKind.PICTURE else None
        yield self._at(kind, candidate.start, candidate.end, text=alt)

    def _raw_tag(self, place: int) -> tuple[str, dict[str, str | None]] | None:
        """Return name and alternative text of the tag round a place of HTML that is not read."""
        text = self._text
        opened = text.rfind("<", max(0, place - _LOOK_BACK), place)
        tag = _TAG_NAME.match(text, opened) if opened >= 0 else None
        if tag is None or self._closed(opened, place):
            return None
        close = text.find(">", place, place + _LOOK_BACK)
        alt = _ALT.search(text, opened, close if close >= 0 else place + _LOOK_BACK)
        return tag[1], {} if alt is None else {"alt": alt[1] or alt[2] or ""}

    def _closed(self, opened: int, before: int) -> bool:
        """Tell whether a tag that opened is closed by then; `>` inside of Liquid does not count."""
        index = opened
        while (close := self._text.find(">", index, before)) >= 0:
            token = self._body.token_at(close)
            if token is None:
                return True
            index = token.end
        return False

    def _liquid(self, tags: Sequence[Token], fates: Sequence[Fate]) -> Iterator[Reference]:
        """Tags and outputs by themselves; those inside of a link or an attribute are done."""
        taken = sorted(self._taken)
        starts = [each[0] for each in taken]
        for token, fate in zip(tags, fates, strict=True):
            near = bisect.bisect_right(starts, token.start) - 1
            if near >= 0 and taken[near][1] >= token.end:
                continue
            if token.name in SITE_TAGS:
                # It runs in code too, and stops the build where the file is not there.
                yield self._at(ReferenceKind.LIQUID, token.start, token.end)
            elif fate.role in (Role.CODE, Role.COMMENT):
                continue
            elif token.kind is Kind.OUTPUT:
                yield self._at(ReferenceKind.LIQUID, token.start, token.end)
            else:
                yield from self._parameters(token.start, token.end)

    def _parameters(self, start: int, end: int) -> Iterator[Reference]:
        for parameter in _PARAMETER.finditer(self._text, start, end):
            group = 2 if parameter[2] is not None else 3
            text = parameter[group]
            likely = _is_picture_key(parameter[1]) or parameter[1] == "src"
            if self._is_path(text, likely=likely and ("/" in text or "." in text)):
                yield self._at(ReferenceKind.INCLUDE, parameter.start(group), parameter.end(group))

    # -- shared

    def _at(self, kind: ReferenceKind, start: int, end: int, text: str | None = None) -> Reference:
        self._taken.append((start, end))
        index = bisect.bisect_right(self._starts, start) - 1
        line, column = index + self._post.body_line, start - self._starts[index]
        if index == 0:
            column += self._first_column
        source = self._text[start:end]
        liquid = self._body.has_liquid(start, end)
        return self._made(kind, source, line, column, text=text, liquid=liquid)

    @cached_property
    def _first_column(self) -> int:
        # The body starts at a line's start, but for one case: blanks before its first word.
        line = self._post.text.split("\n", self._post.body_line + 1)
        first = line[self._post.body_line] if len(line) > self._post.body_line else ""
        return max(0, len(first) - len(self._post.body.split("\n", 1)[0]))

    def _made(
        self,
        kind: ReferenceKind,
        source: str,
        line: int,
        column: int,
        *,
        text: str | None = None,
        key: str = "",
        liquid: bool = True,
    ) -> Reference:
        place = (source, kind is ReferenceKind.FIELD, liquid)
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = self._looked_up(*place)
        target, path, exists, external, is_shown = found
        return Reference(
            kind, target, line, column, source, path, exists, external, text, key, is_shown
        )

    def _looked_up(
        self, source: str, field: bool, liquid: bool
    ) -> tuple[str, Path | None, bool, bool, bool]:
        resolver, where = self._site.resolver, self._where
        plain = plain_target(source) if liquid else source
        unescaped = plain or "" if field else _ESCAPED.sub(r"\1", plain or "")
        if is_external(unescaped) and not resolver.is_own(unescaped):
            return unescaped, None, False, True, True
        if plain is None:
            target = resolver.find(source, where, field=field)
        else:
            target = resolver.at(unescaped, where, field=field)
        if target is None:
            return unescaped, None, False, False, True
        path = self._site.root / target.path
        return unescaped, path, target.exists, False, target.is_shown


def _strings(value: object, *, picture: bool) -> Iterator[tuple[str, bool]]:
    stack: list[tuple[object, bool]] = [(value, picture)]
    steps = 0
    while stack and steps < _MOST_STRINGS:
        steps += 1
        each, likely = stack.pop()
        if isinstance(each, str):
            yield each, likely
        elif isinstance(each, Mapping):
            inner = [
                (item, _is_picture_key(str(key)) or (likely and str(key) in _PATH_KEYS))
                for key, item in each.items()
            ]
            stack.extend(reversed(inner))
        elif isinstance(each, (list, tuple)):
            stack.extend((item, likely) for item in reversed(each))


_PATH_KEYS = frozenset(("path", "src", "url", "file", "feature", "teaser"))
_PICTURE_KEY = re.compile(
    r"(?i)(?:\A|[_-])(?:image|img|picture|photo|thumbnail|thumb|cover|banner|hero|logo|avatar|"
    r"poster|og_image|background)s?(?:\Z|[_-](?:path|src|url|file|thumbnail)\Z)"
)


def _is_picture_key(key: str) -> bool:
    return bool(_PICTURE_KEY.search(key))


def _place(
    lines: list[str], field: Field, text: str, line: int, column: int
) -> tuple[int, int] | None:
    for number in range(line, min(field.last_line, len(lines) - 1) + 1):
        found = lines[number].find(text, column if number == line else 0)
        if found >= 0:
            return number, found
    return None
