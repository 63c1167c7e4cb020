"""What a verb says, as text or as one JSON object, and its exit code."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.errors import StandfirstError

DONE, FINDINGS, UNREADABLE, REFUSED = 0, 1, 2, 3

# Errors by which data was protected; the names, so that nothing has to be imported for them.
_REFUSALS = frozenset(
    {"EditRefused", "ChangedOnDisk", "TargetExists", "NotAllowed", "PostLocked", "NameTaken"}
    | {"BundleError", "WouldChangeMore", "OutsideSite", "NotAPost", "WouldBreakAddress", "NotAsked"}
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a verb did.

    Attributes:
        data: The object for `--json`.
        text: For people; may be empty.
        code: 0 or 1.
        raw: Bytes for standard output instead of the text, such as an edited post.
        warnings: What did not go as it should although it is done, a sentence each.
    """

    data: dict[str, Any]
    text: str = ""
    code: int = DONE
    raw: bytes | None = field(default=None)
    warnings: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The warnings that say something; a save without any has an empty one."""
        return tuple(dict.fromkeys(each for each in self.warnings if each))


def show(result: Result, *, as_json: bool) -> int:
    """Write a result to standard output, warnings beside it, and return the exit code."""
    if as_json:
        data = result.data | ({"warnings": list(result.told)} if result.told else {})
        _write(_json(data).encode() + b"\n")
    elif result.raw is not None:
        _write(result.raw)
    elif result.text:
        # A name that is not UTF-8 is shown with its odd bytes, not a traceback.
        _write(result.text.rstrip("\n").encode("utf-8", "surrogateescape") + b"\n")
    if not as_json:
        for each in result.told:
            complain(each)
    return result.code


def show_error(error: StandfirstError, *, as_json: bool) -> int:
    """Write an error as one sentence (or object) and return the exit code."""
    names = [each.__name__ for each in type(error).__mro__]
    if as_json:
        body: dict[str, Any] = {"code": _snake(names[0]), "sentence": error.sentence}
        path = getattr(error, "path", None)
        if path is not None:
            body["path"] = str(path)
        _write(_json({"error": body}).encode() + b"\n")
    else:
        complain(error.sentence)
    return REFUSED if _REFUSALS & set(names) else UNREADABLE


def complain(sentence: str) -> None:
    """Write a sentence to standard error; a name that is not UTF-8 with its own bytes."""
    line = f"standfirst: {_one_line(sentence)}\n"
    stream = getattr(sys.stderr, "buffer", None)
    if stream is None:
        sys.stderr.write(line)
        return
    sys.stderr.flush()
    stream.write(line.encode("utf-8", "surrogateescape"))
    stream.flush()


def plain(value: object) -> Any:
    """Return a value of the front matter as JSON knows it; dates become ISO 8601."""
    if isinstance(value, Mapping):
        return {_key(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, float) and not -1e308 <= value <= 1e308:
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def diff(old: str, new: str, name: str) -> str:
    """Return a unified diff. Cheap for a small change in a long text."""
    import difflib

    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    skipped = max(0, start - 3)
    tail = max(0, end - 3)
    lines = difflib.unified_diff(
        before[skipped : len(before) - tail], after[skipped : len(after) - tail],
        f"a/{name}", f"b/{name}",
    )  # fmt: skip
    out = []
    for line in lines:
        moved = _HUNK.sub(lambda found: f"{found[1]}{int(found[2]) + skipped}", line)
        shown = moved if line.startswith("@@") else line
        out.append(shown if shown.endswith("\n") else f"{shown}\n\\ No newline at end of file\n")
    return "".join(out)


_HUNK = re.compile(r"([-+])(\d+)")


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows as aligned columns; the last is not padded."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False))
        + f"  {row[-1]}"
        for row in rows
    )


def shown_path(path: Path) -> str:
    """Return a path as seen from the working folder where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _json(data: dict[str, Any]) -> str:
    import json

    text = json.dumps(data, ensure_ascii=False, indent=2)
    # What is no Unicode (a name or a post in another encoding) must not make the output unreadable.
    return text.encode("utf-8", "replace").decode()


def _write(data: bytes) -> None:
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode("utf-8", "replace"))
    else:
        stream.write(data)
    sys.stdout.flush()


def _key(key: object) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    return "null" if key is None else str(key)


def _one_line(sentence: str) -> str:
    return " ".join(sentence.split())


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
