"""Every link and picture of a post, in all the styles that posts are written in.

Runs over whole posts, 5 MB too: each pattern walks the text once.
"""

from __future__ import annotations

import bisect
import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from editor.post import Field, Post
from editor.site.masking import masked
from editor.site.resolve import candidates, is_external, plain_target, resolve

if TYPE_CHECKING:
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


_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_PICTURE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|tiff?|heic)\Z")
_BRACKET = re.compile(r"\\.|!\[|\[|\]", re.DOTALL)
_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\]\n]{1,400})\]:[ \t]*(?:\n[ \t]+)?(?=\S)")
_ATTRIBUTE = re.compile(
    r"(?i)(?<![\w:-])(data-src|data-srcset|data-original|srcset|src|href|poster|style)\s*=\s*"
)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""", re.IGNORECASE)
_PICTURE_TAGS = frozenset(("figure", "picture", "img", "image", "responsive_image"))
_PARAMETER = re.compile(
    r"""([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""", re.DOTALL
)
_STRING_URL = re.compile(
    r"""\A\s*(?:"([^"]*)"|'([^']*)')\s*\|.*\b(?:relative_url|absolute_url|prepend)\b""", re.DOTALL
)
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^\s<>]+)>")
_TITLE = re.compile(r"\s*[\"'()]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LOOK_BACK = 4000
_MOST_STRINGS = 5000  # a list that holds itself has no end


def references(post: Post, site: Site, post_path: str = "") -> list[Reference]:
    """Find every link and picture of a post, in the order of the text.

    Args:
        post: The post; a broken front matter is passed over, its text is read all the same.
        site: Where the files are looked for.
        post_path: Site path of the post, for relative paths.
    """
    finder = _Finder(post, site, post_path)
    found = [*finder.fields(), *finder.body()]
    return sorted(found, key=lambda each: (each.line, each.column))


class _Finder:
    def __init__(self, post: Post, site: Site, post_path: str) -> None:
        self._post, self._site, self._path = post, site, post_path
        self._text = post.body  # cut out of the whole text each time it is asked for
        self._body = masked(self._text)
        self._starts = [0]
        for match in re.finditer("\n", self._text):
            self._starts.append(match.end())
        self._taken: list[tuple[int, int]] = []
        self._known: dict[tuple[str, bool], tuple[str | None, Path | None, bool, bool]] = {}

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
            and resolve(self._site, text, self._path, field=True) is not None
        )

    # -- body

    def body(self) -> Iterator[Reference]:
        yield from self._markdown()
        yield from self._definitions()
        yield from self._html()
        for match in _AUTOLINK.finditer(self._body):
            yield self._at(ReferenceKind.LINK, match.start(1), match.end(1))
        yield from self._liquid()

    def _markdown(self) -> Iterator[Reference]:
        body = self._body
        stack: list[tuple[int, bool]] = []
        for match in _BRACKET.finditer(body):
            bracket = match[0]
            if bracket[0] == "\\":
                continue
            if bracket != "]":
                stack.append((match.end(), bracket == "!["))
                if len(stack) > 200:
                    del stack[:100]
                continue
            if not stack:
                continue
            start, picture = stack.pop()
            if body[match.end() : match.end() + 1] != "(":
                continue
            span = _destination(body, match.end() + 1)
            if span is None:
                continue
            kind = ReferenceKind.PICTURE if picture else ReferenceKind.LINK
            text = self._text[start : match.start()]
            if span[0] < span[1]:
                yield self._at(kind, *span, text=text)

    def _definitions(self) -> Iterator[Reference]:
        for match in _DEFINITION.finditer(self._body):
            if match[1].startswith(("^", "*")):  # a footnote, an abbreviation
                continue
            span = _destination(self._body, match.end(), end="\n")
            if span is not None and span[0] < span[1]:
                yield self._at(ReferenceKind.DEFINITION, *span)

    def _html(self) -> Iterator[Reference]:
        body = self._body
        for match in _ATTRIBUTE.finditer(body):
            opened = body.rfind("<", max(0, match.start() - _LOOK_BACK), match.start())
            tag = _TAG_NAME.match(body, opened) if opened >= 0 else None
            if tag is None or _closed(body, opened, match.start()):
                continue
            span = _attribute_value(body, match.end())
            if span is None:
                continue
            name = match[1].lower()
            kind = ReferenceKind.LINK if tag[1].lower() in ("a", "area") else ReferenceKind.MEDIA
            if tag[1].lower() == "img":
                kind = ReferenceKind.PICTURE
            if name.endswith("srcset"):
                for part in _srcset(body, *span):
                    yield self._at(kind, *part)
            elif name == "style":
                for url in _CSS_URL.finditer(body, *span):
                    group = next(index for index in (1, 2, 3) if url[index] is not None)
                    if url[group]:
                        yield self._at(ReferenceKind.STYLE, url.start(group), url.end(group))
            elif span[0] < span[1]:
                yield self._at(kind, *span, text=_alt(body, opened, kind))

    def _liquid(self) -> Iterator[Reference]:
        """Tags and outputs by themselves; those inside of a link or an attribute are done."""
        taken = sorted(self._taken)
        starts = [each[0] for each in taken]
        for start, end in _atoms(self._body):
            near = bisect.bisect_right(starts, start) - 1
            if near >= 0 and taken[near][1] >= end:
                continue
            inner = self._body[start + 2 : end - 2].removeprefix("-").removesuffix("-")
            if self._body[start + 1] == "{":
                if _STRING_URL.match(inner):
                    yield self._at(ReferenceKind.LIQUID, start, end)
                continue
            name = inner.split(None, 1)[0] if inner.strip() else ""
            if name in ("link", "post_url"):
                yield self._at(ReferenceKind.LIQUID, start, end)
            elif name.startswith("include") or name in _PICTURE_TAGS:
                yield from self._parameters(start, end)

    def _parameters(self, start: int, end: int) -> Iterator[Reference]:
        for parameter in _PARAMETER.finditer(self._body, start, end):
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
        return self._made(kind, self._text[start:end], line, column, text=text)

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
    ) -> Reference:
        place = (source, kind is ReferenceKind.FIELD)
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = self._looked_up(*place)
        target, path, exists, external = found
        return Reference(
            kind, target or "", line, column, source, path, exists, external, text, key
        )

    def _looked_up(
        self,
        source: str,
        field: bool,
    ) -> tuple[str | None, Path | None, bool, bool]:
        plain = plain_target(source)
        unescaped = _ESCAPED.sub(r"\1", plain or "")
        if is_external(unescaped) and not self._is_own(unescaped):
            return unescaped, None, False, True
        path = resolve(self._site, source, self._path, field=field)
        if path is None and unescaped != (plain or ""):
            path = resolve(self._site, unescaped, self._path, field=field)
        if path is None and plain is not None:
            wanted = next(candidates(self._site, unescaped, self._path, field=field), None)
            if wanted is not None:
                return unescaped, self._site.root / wanted, False, False
        return unescaped, path, path is not None, False

    def _is_own(self, target: str) -> bool:
        own = str(self._site.config.get("url") or "")
        return bool(own) and target.startswith(own)


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


def _atom_end(text: str, start: int) -> int:
    """Return the end of a Liquid tag or output that starts here, or 0."""
    for opener, closer in (("{{", "}}"), ("{%", "%}")):
        if text.startswith(opener, start):
            end = text.find(closer, start + 2, start + 2000)
            return end + 2 if end >= 0 else 0
    return 0


def _atoms(text: str) -> Iterator[tuple[int, int]]:
    """Give every Liquid tag and output; an opener without its closer is passed over once."""
    index = 0
    closers = {"{{": "}}", "{%": "%}"}
    while True:
        places = [place for place in (text.find(each, index) for each in closers) if place >= 0]
        if not places:
            return
        start = min(places)
        opener = text[start : start + 2]
        end = text.find(closers[opener], start + 2)
        if end < 0:
            del closers[opener]
            if not closers:
                return
            continue
        yield start, end + 2
        index = end + 2


def _destination(text: str, start: int, end: str = ")") -> tuple[int, int] | None:
    size = len(text)
    while start < size and text[start] in " \t\n" and end != "\n":
        start += 1
    if text[start : start + 1] == "<":
        close = text.find(">", start, start + 2000)
        return (start + 1, close) if close >= 0 else None
    index, depth = start, 0
    limit = min(size, start + 4000)
    while index < limit:
        sign = text[index]
        if sign == "{":
            after = _atom_end(text, index)
            if after:
                index = after
                continue
        if sign == "\\":
            index += 2
            continue
        if sign in "\n\t" or (sign == "]" and text[index + 1 : index + 2] == "("):
            break
        # A blank ends the address, but for kramdown, which lets `(a b.jpg)` through.
        if sign == " " and (end == "\n" or _TITLE.match(text, index, index + 40)):
            break
        if sign == "(":
            depth += 1
        elif sign == ")":
            if depth == 0 and end == ")":
                return start, index
            depth -= 1
        index += 1
    if end == "\n":
        return start, min(index, size)
    rest = text.find(")", index, index + 1000)
    return (start, index) if rest >= 0 and index < limit else None


def _closed(body: str, opened: int, before: int) -> bool:
    """Tell whether a tag that opened is closed by then; `>` inside of Liquid does not count."""
    index = opened
    while True:
        close = body.find(">", index, before)
        if close < 0:
            return False
        liquid = max(body.rfind("{{", opened, close), body.rfind("{%", opened, close))
        if liquid < 0:
            return True
        after = _atom_end(body, liquid)
        if not after or after <= close:
            return True
        index = after


def _attribute_value(body: str, start: int) -> tuple[int, int] | None:
    quote = body[start : start + 1]
    if quote not in ('"', "'") or not quote:
        match = re.compile(r"[^\s>\"']+").match(body, start)
        return match.span() if match else None
    index = start + 1
    limit = min(len(body), start + 20_000)
    while index < limit:
        sign = body[index]
        if sign == "{":
            after = _atom_end(body, index)
            if after:
                index = after
                continue
        if sign == quote:
            return start + 1, index
        index += 1
    return None


def _srcset(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    index = start
    while index < end:
        while index < end and body[index] in " \t\r\n,":
            index += 1
        first = index
        while index < end and body[index] not in " \t\r\n":
            after = _atom_end(body, index) if body[index] == "{" else 0
            if body[index] == "," and body[index + 1 : index + 2] in (" ", "\n", "\t", "\r"):
                break
            index = after or index + 1
        if first < index:
            yield first, min(index, end)
        comma = body.find(",", index, end)
        index = end if comma < 0 else comma + 1


def _alt(body: str, opened: int, kind: ReferenceKind) -> str | None:
    if kind is not ReferenceKind.PICTURE:
        return None
    end = body.find(">", opened, opened + _LOOK_BACK)
    end = opened + _LOOK_BACK if end < 0 else end
    match = re.search(r"""(?i)\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", body[opened:end])
    return "" if match is None else next(each for each in match.groups() if each is not None)
