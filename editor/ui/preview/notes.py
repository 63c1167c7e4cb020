"""What a page lacks, in words: for the badge above it and the list under that."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication

from editor.preview import PageNote

# By the note's kind: what the badge counts it as. The first of them that a page has stands there.
_TAGS, _NETWORK, _PARTS = "tags", "network", "parts"
_COUNTED = {
    "plugin-tag": _TAGS,
    "unknown-tag": _TAGS,
    "plugin": _TAGS,
    "network": _NETWORK,
}
_SILENT = frozenset(("script",))
"""Scripts never run here, which is said in the list, and is no fault of the page."""


def badge_words(notes: tuple[PageNote, ...]) -> str:
    """Return a few words on what a page lacks; empty where it lacks nothing."""
    counts = Counter(_COUNTED.get(each.kind, _PARTS) for each in notes if each.kind not in _SILENT)
    if counts[_TAGS]:
        return _tr("%n plugin tag(s) not shown", counts[_TAGS])
    if counts[_PARTS]:
        return _tr("%n thing(s) to know", counts[_PARTS])
    if counts[_NETWORK]:
        return _tr("%n address(es) not loaded", counts[_NETWORK])
    return ""


def note_words(note: PageNote) -> str:
    """Return a note as a line of the list: what it is, and where."""
    words = note.text
    if note.kind == "network":
        words = _tr("Not loaded from the network: %s").replace("%s", note.text)
    if note.path:
        place = f"{note.path}:{note.line}" if note.line else note.path
        return f"{words}  ({place})"
    if note.line:
        return f"{words}  (" + _tr("line %s").replace("%s", str(note.line)) + ")"
    return words


def addresses(notes: tuple[PageNote, ...]) -> list[str]:
    """Return the network addresses that the page would have loaded."""
    return list(dict.fromkeys(each.text for each in notes if each.kind == "network"))


def _tr(words: str, count: int = -1) -> str:
    told = QCoreApplication.translate("PreviewNotes", words, "", count)
    # Without a translation Qt leaves the English as it is written.
    if "(s)" in told or "(es)" in told:
        ending = ("", "") if count == 1 else ("s", "es")
        told = told.replace("(s)", ending[0]).replace("(es)", ending[1])
    return told
