"""What a check is: a row of `CHECKS` that finds what is wrong with a post."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from editor.checks.passages import without_code

if TYPE_CHECKING:
    from editor.post import Post
    from editor.site import Reference, Site


class Level(enum.Enum):
    """How bad a finding is."""

    ERROR = "error"  # Jekyll stops, or the page is not the one that was meant
    WARNING = "warning"  # readers will stumble over it
    NOTE = "note"  # worth knowing


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair that is one edit of the front matter.

    Attributes:
        sentence: What it does.
        path: The key to set.
        value: Its new value.
    """

    sentence: str
    path: tuple[str | int, ...]
    value: object


@dataclass(frozen=True, slots=True)
class Found:
    """What a check says: a sentence, and line and column from 0 in the post's text."""

    sentence: str
    line: int = 0
    column: int = 0
    fix: Fix | None = None


class Addresses(dict[str, list[str]]):
    """The site paths of a site's posts and pages by their addresses."""

    @cached_property
    def known(self) -> frozenset[str]:
        """The addresses in the form that links are compared in; worked out once for a site."""
        from editor.checks.links import normal_address

        return frozenset(map(normal_address, map(unquote, self)))


class Subject:
    """A post to be checked, with what the checks have in common worked out once."""

    def __init__(self, post: Post, site: Site, site_path: str, urls: Addresses) -> None:
        self.post = post
        self.site = site
        self.site_path = site_path
        self.urls = urls

    @cached_property
    def data(self) -> Mapping[str, object]:
        """The post's values over the site's defaults."""
        return {**self.site.defaults_for(self.site_path), **self.post.data}

    @cached_property
    def references(self) -> list[Reference]:
        """Every link and picture of the post."""
        from editor.site import references

        return list(references(self.post, self.site, self.site_path))

    @cached_property
    def prose(self) -> list[str]:
        """The body's lines, with code and comments blanked out; columns are those of the text."""
        return without_code(self.post.body)

    def line_of(self, key: str) -> int:
        """Return the line of a key of the front matter; 0 when it is not there."""
        lines = (field.first_line for field in self.post.fields if field.key == key)
        return next(lines, 0)


@dataclass(frozen=True, slots=True)
class Check:
    """A row of `CHECKS`.

    Attributes:
        id: What `--only` and `--skip` take.
        title: A few words.
        level: Of its findings.
        find: Yields what is wrong.
        overridable: Whether a post may say by its key `skip_checks` that it is meant so.
        needs_front_matter: Whether it says nothing while the front matter cannot be read.
    """

    id: str
    title: str
    level: Level
    find: Callable[[Subject], Iterable[Found]]
    overridable: bool = True
    needs_front_matter: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in a post.

    Attributes:
        check: The check.
        sentence: What is wrong, and what to do.
        line: Of the post's text, from 0.
        column: In code points, from 0.
        fix: A repair, where one is known.
        overridden: Whether the post says that it is meant so.
    """

    check: Check
    sentence: str
    line: int
    column: int
    fix: Fix | None
    overridden: bool
