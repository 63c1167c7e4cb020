"""What a check is: a row of `CHECKS` that finds what is wrong with a post."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from editor.checks.finding import Fix, Severity
from editor.edit import Edit
from editor.post import Post, PostError

if TYPE_CHECKING:
    from editor.site import Address, Body, PostData, Reference, Site, Where

Near = Callable[[str], "list[Address]"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a check says: a sentence, and line and column from 0 in the post's text."""

    sentence: str
    line: int = 0
    column: int = 0
    fix: Fix | None = None


class Subject:
    """A post to be checked, with what the checks have in common worked out once.

    Attributes:
        near: Gives what answers at an address of the site (`AddressBook.near`); None while the
            site's addresses are not known.
        folders: The names in the site's folders, as far as a check has looked.
    """

    def __init__(self, post: Post, site: Site, site_path: str, near: Near | None) -> None:
        self.post = post
        self.site = site
        self.site_path = site_path
        self.near = near
        self.folders: dict[str, list[str]] = {}

    @cached_property
    def data(self) -> Mapping[str, object]:
        """The post's values over the site's defaults."""
        return self.site.values_of(self.site_path, self.post)

    @cached_property
    def url(self) -> str:
        """The post's address below the site's `url` and `baseurl`; empty where it has none."""
        return self.site.describe(self.site_path, self.post).url

    @cached_property
    def references(self) -> list[Reference]:
        """Every link and picture of the post that may be of the site."""
        from editor.site import references

        return list(references(self.post, self.site, self.site_path, self.reading, within=True))

    @cached_property
    def reading(self) -> PostData:
        """The post's data as Jekyll holds it."""
        return self.site.read(self.site_path, self.post)

    @cached_property
    def where(self) -> Where:
        """Where the post's references stand."""
        return self.site.where(self.site_path, self.post, self.reading)

    @cached_property
    def body(self) -> Body:
        """The post's text as the site's converter gets it; says what of it is code."""
        from editor.site import body_of

        return body_of(self.post, self.site, self.site_path, self.reading)

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return line and column in the post's text of an offset in its body."""
        row = bisect.bisect_right(self._line_starts, offset) - 1
        return self._body_line + row, offset - self._line_starts[row]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.post.body))]

    @cached_property
    def _body_line(self) -> int:
        return self.post.body_line

    def line_of(self, key: str) -> int:
        """Return the line of a key of the front matter; 0 when it is not there."""
        lines = (field.first_line for field in self.post.fields if field.key == key)
        return next(lines, 0)

    def setting(
        self, sentence: str, key: str, value: object, *, is_sure: bool, before: str | None = None
    ) -> Fix | None:
        """Return a repair that sets a key of the front matter; None where that cannot be done."""
        post = Post.from_text(self.post.text, encoding=self.post.encoding)
        try:
            edits = post.set(key, value, before=before)
        except PostError:
            return None
        return Fix(sentence, edits, is_sure) if edits else None


def replacing(sentence: str, reference: Reference, new: str) -> Fix | None:
    """Return a repair that writes another target into a link or picture.

    None where the target does not stand in the text as it is read, as with Liquid in it.
    """
    start = reference.source.find(reference.target)
    if start < 0 or reference.source.count(reference.target) > 1:
        return None
    before = reference.source[:start]
    if "\n" in before:
        return None
    edit = Edit(reference.line, reference.column + start, reference.target, new)
    return Fix(sentence, (edit,))


@dataclass(frozen=True, slots=True)
class Check:
    """A row of `CHECKS`.

    Attributes:
        id: What `--only` and `--skip` take.
        title: A few words.
        severity: Of its findings.
        find: Yields what is wrong.
        overridable: Whether a post may say by its key `skip_checks` that it is meant so.
        needs_front_matter: Whether it says nothing while the front matter cannot be read.
    """

    id: str
    title: str
    severity: Severity
    find: Callable[[Subject], Iterable[Found]]
    overridable: bool = True
    needs_front_matter: bool = True
