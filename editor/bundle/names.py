"""Which paths may go into a bundle or come out of one: allow-lists, never block-lists alone."""

from __future__ import annotations

import re
import unicodedata

PICTURES = frozenset(
    {".jpg", ".jpeg", ".jfif", ".png", ".apng", ".webp", ".gif", ".svg", ".avif", ".tif"}
    | {".tiff", ".heic", ".heif", ".bmp", ".ico"}
)
OTHER_ASSETS = frozenset(
    {".pdf", ".mp3", ".mp4", ".m4a", ".m4v", ".ogg", ".oga", ".ogv", ".opus", ".wav", ".flac"}
    | {".webm", ".mov", ".csv", ".vtt", ".srt", ".docx", ".odt", ".xlsx", ".ods", ".epub"}
)
POSTS = frozenset({".md", ".markdown", ".mkdown", ".mkdn", ".mkd", ".html", ".htm", ".textile"})
# What `editor.images` can take the metadata out of.
STRIPPABLE_NAMES = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".apng", ".webp", ".gif"})

# Never an asset, whatever a post refers to.
_NEVER = frozenset({"node_modules", "thumbs.db", "desktop.ini", "cname", "gemfile"})
# Windows' device names (also with any ending) and what no file there may hold.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)\s*(?:\.|\Z)",
    re.IGNORECASE,
)
# The second name that Windows gives a file or folder: GIT~1 may be .git there.
_SHORT_NAME = re.compile(r"[^.]{1,6}~[0-9]{1,6}(?:\.[^.]{0,3})?\Z")
_HALF = re.compile("[\ud800-\udfff]")
_SLASHES = re.compile(r"[/\\]")
_BAD_CHARACTERS = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_LONGEST_NAME_BYTES = 240
_DEEPEST = 30


def suffix_of(site_path: str) -> str:
    """Return the ending of the name in lower case, with its dot; empty when it has none."""
    name = site_path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def normal(site_path: str) -> str:
    """Return the path as it stands in a bundle: Unicode in its composed form."""
    return unicodedata.normalize("NFC", site_path)


def folded(site_path: str) -> str:
    """Return what two paths have in common that are one file on Windows or macOS."""
    return unicodedata.normalize("NFC", _plain(site_path).casefold())


def printable(site_path: str) -> str:
    """Return a path as it can be shown and written down: bytes that are no UTF-8 are marked."""
    return _HALF.sub("\ufffd", site_path)


def _plain(path: str) -> str:
    """Return what some systems make of a path: wide forms as plain ones, invisible ones left out.

    Windows' best fit takes U+FF0E for a dot; HFS+ compares names without U+200C and its like.
    """
    composed = unicodedata.normalize("NFKC", path)
    return "".join(each for each in composed if unicodedata.category(each) != "Cf")


def why_unsafe(path: str) -> str:
    """Tell why a path cannot be a file in a site on every system; empty when it can."""
    parts = path.split("/")
    if path.startswith(("/", "\\\\")) or re.match(r"[A-Za-z]:", path):
        return "it is an absolute path"
    plain = _SLASHES.split(_plain(path))
    if any(not part.strip(". ") for part in (*parts, *plain)):
        return "its path leads elsewhere"
    if any("\udc80" <= one <= "\udcff" for one in path):
        return "its name is not UTF-8, and a bundle's names are; rename it first"
    if _BAD_CHARACTERS.search(path):
        return "its name holds characters that not every system takes"
    if any(_RESERVED.match(part) for part in (*parts, *plain)):
        return "its name is reserved on Windows"
    if any(_SHORT_NAME.match(part) for part in plain):
        return "its name may be another file's second name on Windows"
    if any(part.endswith((".", " ")) or part.startswith(" ") for part in parts):
        return "its name begins with a space or ends with a space or a dot"
    if any(len(part.encode("utf-8", "replace")) > _LONGEST_NAME_BYTES for part in parts):
        return "its name is too long"
    if len(parts) > _DEEPEST:
        return "it stands in too many folders"
    return ""


def is_private(site_path: str, open_folders: frozenset[str] = frozenset()) -> bool:
    """Tell whether a path is none of a reader's: hidden files, settings, code, left-overs.

    Args:
        site_path: Within the site, with `/`.
        open_folders: Names of folders that begin with `_` and all the same hold what is
            published: `_posts` and the folders of collections.
    """
    plain = _plain(site_path)
    if plain != site_path and is_private(plain, open_folders):
        return True
    parts = site_path.split("/")
    if any(part.startswith((".", "#", "~")) or part.endswith("~") for part in parts):
        return True
    if parts[0].casefold() == "vendor" or any(part.casefold() in _NEVER for part in parts):
        return True
    return any(part.startswith("_") and part not in open_folders for part in parts)
