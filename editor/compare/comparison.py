"""What a comparison found, as values."""

from __future__ import annotations

import datetime
import enum

import msgspec


class Kind(enum.StrEnum):
    """What a difference comes from."""

    PLUGIN = "plugin"
    """A plugin or a tag of one, which is Ruby and is not run here."""
    NETWORK = "network"
    """Data that Jekyll takes from the network."""
    TIME = "time"
    """The time of the build."""
    RANDOM = "random"
    """Chance."""
    NOTED = "noted"
    """Something that our rendering said itself, at that page."""
    VERSION = "version"
    """Another version of Jekyll than the site names."""
    PAGE = "page"
    """A page that only one of the two makes."""
    UNKNOWN = "unknown"
    """None of these: perhaps a fault of ours."""


class Cause(msgspec.Struct, frozen=True):
    """Why something differs: a kind for programs, a sentence for people."""

    kind: Kind
    sentence: str


class Difference(msgspec.Struct, frozen=True):
    """A place at which a page differs.

    Attributes:
        where: The file that makes this part of the page: the post's, or its layout's.
        cause: Why.
        jekyll: What Jekyll shows there, shortened.
        ours: What we show there.
    """

    where: str
    cause: Cause
    jekyll: str
    ours: str


class DifferingPage(msgspec.Struct, frozen=True):
    """A post whose page is not Jekyll's; `path` is its site path."""

    path: str
    url: str
    differences: tuple[Difference, ...]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes, each once."""
        return tuple(dict.fromkeys(each.cause for each in self.differences))


class Comparison(msgspec.Struct, frozen=True):
    """A site beside what Jekyll made of it.

    Attributes:
        when: When it was compared, with a time zone.
        jekyll: Jekyll's version.
        command: How it was run, such as `bundle exec jekyll`.
        digest: Of what decided: settings, layouts, plugins, data, and this program's version.
        posts: How many posts were compared.
        different: Those whose pages differ.
        is_current: Whether what decided is still the same; True for a fresh comparison.
    """

    when: datetime.datetime
    jekyll: str
    command: str
    digest: str
    posts: int
    different: tuple[DifferingPage, ...]
    is_current: bool = True

    @property
    def same(self) -> int:
        """How many posts are the same as Jekyll's as they are seen."""
        return self.posts - len(self.different)

    def page(self, path: str) -> DifferingPage | None:
        """Return what is known to differ at a post; None where nothing is."""
        return next((each for each in self.different if each.path == path), None)
