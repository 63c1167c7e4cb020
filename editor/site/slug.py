"""Slugs and the titles made of them, by Jekyll's `lib/jekyll/utils.rb`."""

from __future__ import annotations

import enum
import re
import unicodedata
from functools import lru_cache


class SlugMode(enum.Enum):
    """The modes of Jekyll's `slugify`."""

    NONE = "none"
    RAW = "raw"
    DEFAULT = "default"
    PRETTY = "pretty"
    ASCII = "ascii"
    LATIN = "latin"


_PRETTY_SIGNS = frozenset("._~!$&'()+,;=@")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WHITE_RUN = re.compile(r"[ \t\r\n\f\v]+")
_NOT_ASCII_RUN = re.compile(r"[^A-Za-z0-9]+")
# Onigmo's ^ and $ are per line, but no newline is left by then, so the ends are the ends.
_HYPHEN_AT_END = re.compile(r"^-|-$", re.MULTILINE)

# What I18n's default transliteration does to letters that Unicode does not decompose.
_LETTERS = {
    "Æ": "AE", "Ð": "D", "\u00d7": "x", "Ø": "O", "Þ": "Th", "ß": "ss", "æ": "ae", "ð": "d",
    "ø": "o", "þ": "th", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "\u0131": "i", "Ĳ": "IJ",
    "ĳ": "ij",
    "ĸ": "k", "Ŀ": "L", "ŀ": "l", "Ł": "L", "ł": "l", "ŉ": "'n", "Ŋ": "NG", "ŋ": "ng",
    "Œ": "OE", "œ": "oe", "Ŧ": "T", "ŧ": "t",
}  # fmt: skip
_SIGMA = str.maketrans("\u03a3", "\u03c3")


def slug_of(text: str, mode: SlugMode | str | None = None, *, cased: bool = False) -> str:
    """Make the slug that Jekyll makes of a text.

    Follows `slugify` of `lib/jekyll/utils.rb`: letters, marks and digits of every script are
    kept, runs of anything else become one hyphen, one hyphen goes from each end, and the result
    is lower case. Runs for every post of a site.

    Args:
        text: The headline or name as typed; may hold any Unicode.
        mode: One of Jekyll's modes; None is the default one, an unknown one changes only the case.
        cased: Keep upper and lower case.

    Returns:
        The slug without date or extension; empty when the text has no letter or digit.
    """
    if _SLUG.fullmatch(text):
        return text  # it is one already
    return _slug_of(text, mode, cased)


@lru_cache(maxsize=4096)
def _slug_of(text: str, mode: SlugMode | str | None, cased: bool) -> str:
    if not isinstance(mode, SlugMode):
        try:
            mode = SlugMode.DEFAULT if mode is None else SlugMode(mode)
        except ValueError:
            mode = SlugMode.NONE
    if mode is SlugMode.NONE:
        return text if cased else downcase(text)
    if mode is SlugMode.LATIN:
        text = transliterate(text)
    if mode is SlugMode.RAW:
        slug = _WHITE_RUN.sub("-", text)
    elif mode is SlugMode.ASCII:
        slug = _NOT_ASCII_RUN.sub("-", text)
    else:
        signs = _PRETTY_SIGNS if mode is SlugMode.PRETTY else frozenset()
        slug = _hyphenated(text, signs)
    slug = _HYPHEN_AT_END.sub("", slug)
    return slug if cased else downcase(slug)


def title_of(slug: str) -> str:
    """Make a title of a slug as Jekyll does: `mcDonald-cafe` becomes `Mcdonald Cafe`."""
    parts = slug.split("-")
    while parts and not parts[-1]:  # Ruby's split drops what is empty at the end
        parts.pop()
    return " ".join(part[:1].title() + downcase(part[1:]) for part in parts)


def downcase(text: str) -> str:
    """Lower case as Ruby's `String#downcase`: without the final sigma that Python knows."""
    return text.translate(_SIGMA).lower()


def transliterate(text: str) -> str:
    """Replace Latin letters with marks by plain ones as the I18n library does; others by `?`."""
    return "".join(character if character < "\x80" else _plain(character) for character in text)


def file_slug(title: str) -> str:
    """Make the slug of a new post's file name.

    Jekyll's default slug, and plain letters where a letter has them, as `jekyll-compose` and most
    people write file names; a title in another script keeps its letters.
    """
    latin = transliterate(title)
    slug = slug_of(title if "?" in latin and "?" not in title else latin)
    return slug.encode("utf-8", "ignore").decode("utf-8")[:80].strip("-") or "untitled"


def _plain(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    if "\u00c0" <= character <= "\u017e" and character != "\u00f7":
        return unicodedata.normalize("NFD", character)[0]
    return "?"


def _hyphenated(text: str, signs: frozenset[str]) -> str:
    kept: list[str] = []
    gap = False
    for character in text:
        if character in signs or _is_letter_or_digit(character):
            kept.append(character)
            gap = False
        elif not gap:
            kept.append("-")
            gap = True
    return "".join(kept)


def _is_letter_or_digit(character: str) -> bool:
    if character < "\x80":
        return character.isalnum()
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"
