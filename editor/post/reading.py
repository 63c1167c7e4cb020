"""One reading of a post's text: its parts, values, problems, and what they tell of the author."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from editor.post.errors import FrontMatterTooDeep, RubyRefuses
from editor.post.fields import Entry, Problem, ProblemKind, read_entries
from editor.post.nodes import Mapping, Scalar, Tree, YamlError, compose
from editor.post.prescan import check_bounds
from editor.post.ruby_yaml import is_huge
from editor.post.split import Parts, is_unclosed, split

if TYPE_CHECKING:
    from editor.post.habits import Habits

_ALMOST_OPEN = re.compile(r"[ \t\r\n\ufeff]*-{3,}[^\n]*\n")
_ALMOST_BODY = re.compile(r"(?m)^[\w\"'-]+[ \t]*:(?:[ \t]|$)")
_ALMOST_CLOSE = re.compile(r"(?m)^[ \t]*(?:-{3,}|\.{3})[ \t]*\r?$")


@dataclass(slots=True)
class Reading:
    """What a text says.

    Attributes:
        parts: Where the front matter stands, or None.
        tree: The nodes, None when they could not be read.
        entries: The pairs of the top-level map in their order.
        data: What Ruby makes of them.
        collections: The values of lists and maps by node id.
        problems: What is wrong, in the text's order.
    """

    text: str
    parts: Parts | None
    tree: Tree | None = None
    entries: list[Entry] = field(default_factory=list)
    data: MappingProxyType[str, object] = field(default_factory=lambda: MappingProxyType({}))
    collections: dict[int, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    _habits: Habits | None = None

    @property
    def root(self) -> Mapping | None:
        """The top-level map, or None where there is none."""
        root = self.tree.root if self.tree else None
        return root if isinstance(root, Mapping) else None

    @property
    def broken(self) -> bool:
        """Whether the front matter cannot be read, or not be told from the body."""
        return any(problem.kind.breaks for problem in self.problems)

    def habits(self) -> Habits:
        """Return what the whole front matter tells of its author's hand."""
        if self._habits is None:
            from editor.post.habits import Habits, habits_of

            self._habits = habits_of(self.text, self.root) if self.root else Habits()
        return self._habits


def read(text: str) -> Reading:
    """Read a text; never raises for what it holds."""
    parts = split(text)
    reading = Reading(text, parts)
    if parts is None:
        reading.problems = _without_front_matter(text)
        return reading
    head = text[: parts.yaml_end]
    try:
        check_bounds(head)
        tree = compose(head)
        if isinstance(tree.root, Scalar) and _is_nothing(tree.root):
            tree.root = None
        if tree.root is not None and not isinstance(tree.root, Mapping):
            reading.problems = (_not_a_map(text, tree.root.start),)
            return reading
        if isinstance(tree.root, Mapping):
            data, entries, collections = read_entries(tree.root)
            reading.data = MappingProxyType(data)  # type: ignore[arg-type]
            reading.entries = entries
            reading.collections = collections
            reading.problems = _remarks(text, entries)
        reading.tree = tree
    except YamlError as error:
        reading.problems = (_broken(text, parts, error),)
    except RubyRefuses as error:
        reading.problems = (
            _problem(ProblemKind.RUBY_REFUSES, error.sentence, text, error.offset, error.detail),
        )
    except FrontMatterTooDeep as error:
        reading.problems = (_problem(ProblemKind.TOO_LARGE, error.sentence, text, 0, error.detail),)
    except RecursionError:
        reading.problems = (
            _problem(
                ProblemKind.TOO_LARGE,
                "The front matter is nested too deeply to be read; the text is unchanged. "
                "Edit it as text and remove levels.",
                text,
                0,
            ),
        )
    return reading


def _is_nothing(root: Scalar) -> bool:
    """Tell whether there is nothing between the fences, or only comments."""
    return root.start == root.end and not root.style and root.tag is None and root.anchor is None


def _problem(kind: ProblemKind, sentence: str, text: str, offset: int, detail: str = "") -> Problem:
    line = text.count("\n", 0, offset)
    at = offset - (text.rfind("\n", 0, offset) + 1)
    return Problem(kind, sentence, line, at, text[: 70 * 1024], detail)


def _not_a_map(text: str, offset: int) -> Problem:
    return _problem(
        ProblemKind.NOT_A_MAP,
        "The front matter is no list of fields (“title: …”), so Jekyll drops it. "
        "Write each field as name, colon, blank, value.",
        text,
        offset,
    )


def _without_front_matter(text: str) -> tuple[Problem, ...]:
    if is_unclosed(text):
        return (
            _problem(
                ProblemKind.UNCLOSED_FENCE,
                "The front matter is never closed, so Jekyll takes the whole post for its body. "
                "Put a line with --- below the last field.",
                text,
                0,
            ),
        )
    head = text[:65536]
    opener = _ALMOST_OPEN.match(head)
    if opener is None:
        return ()
    closer = _ALMOST_CLOSE.search(head, opener.end())
    if closer is None or not _ALMOST_BODY.search(head, opener.end(), closer.start()):
        return ()
    return (
        _problem(
            ProblemKind.ALMOST_FENCE,
            "The post does not begin with a line of exactly ---, so Jekyll takes the front matter "
            "for text. Nothing may stand before or beside these three hyphens.",
            text,
            opener.end() - len(opener[0].lstrip(" \t\r\n\ufeff")),
        ),
    )


def _broken(text: str, parts: Parts, error: YamlError) -> Problem:
    offset = error.offset
    if offset >= parts.yaml_end and error.context_offset is not None:
        offset = error.context_offset  # an unclosed quote or bracket runs to the end
    return _problem(
        ProblemKind.BROKEN_YAML,
        explain(error.message, error.context),
        text,
        min(offset, max(parts.yaml_end - 1, 0)),
        f"{error.context}: {error.message}",
    )


_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "There is a colon too many; a value with “: ” needs quotes.",
    ),
    ("while scanning a quoted scalar", "A quotation mark is opened and never closed."),
    ("cannot start any token", "A value starts with a character that has to stand in quotes."),
    ("found a tab character", "There is a tab where blanks have to stand."),
    (
        "could not find expected ':'",
        "A line is no field: its colon is missing, or a blank after it.",
    ),
    ("did not find expected ',' or", "A list or map in brackets is not closed."),
    ("did not find expected key", "A line is indented otherwise than its neighbours."),
    ("did not find expected '-'", "A line of a list is indented otherwise than its neighbours."),
    ("found unknown escape", "A backslash in double quotes stands before a letter it cannot."),
    ("did not find expected hexdecimal", "A backslash in double quotes has a wrong code after it."),
    ("undefined tag handle", "An exclamation mark starts a tag that nobody knows; use quotes."),
    ("control characters", "There is a character that YAML does not allow (a control character)."),
    ("special characters", "There is a character that YAML does not allow (a control character)."),
    ("expected alphabetic or numeric", "A value starts with * or &; such a value needs quotes."),
    ("block sequence entries", "A dash stands where no list can begin."),
    ("did not find expected node content", "A value in brackets is missing or not in quotes."),
)


def explain(message: str, context: str) -> str:
    """Put libyaml's words into plain ones."""
    both = f"{context} {message}"
    for part, words in _PLAIN_WORDS:
        if part in both:
            return f"{words} Jekyll cannot read the front matter until that is mended."
    return "The front matter is not valid YAML here, and Jekyll cannot read it until it is mended."


def _remarks(text: str, entries: list[Entry]) -> tuple[Problem, ...]:
    if len({entry.key for entry in entries}) == len(entries) and not any(
        entry.value.__class__ is int and is_huge(entry.value) for entry in entries
    ):
        return ()
    problems = []
    seen: dict[object, Entry] = {}
    for entry in entries:
        if is_huge(entry.value):
            problems.append(
                _problem(
                    ProblemKind.HUGE_NUMBER,
                    "A number has thousands of digits; it is shown as text and kept as it stands.",
                    text,
                    entry.value_node.start,
                )
            )
        if entry.key in seen and entry.key != "<<":
            problems.append(
                _problem(
                    ProblemKind.DUPLICATE_KEY,
                    "A field stands here a second time; Jekyll uses the last. Delete the other.",
                    text,
                    entry.key_node.start,
                )
            )
        seen[entry.key] = entry
    return tuple(problems)
