"""`site.data`: the files of `_data`, by `lib/jekyll/readers/data_reader.rb`, each read when asked.

YAML is read by the rules of front matter (Debian's Jekyll: Psych without classes), JSON by those of
YAML, as Jekyll does, tables by Ruby's csv.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from editor.post import parse_value
from editor.post.errors import PostError
from editor.regular_files import open_regular, read_handle
from editor.site.csv_data import CONVERTERS, BrokenTable, read_table
from editor.site.yaml_file import BrokenYaml, parse_yaml

MAX_FILE_BYTES = 8 * 1024 * 1024
MAX_TOTAL_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 20_000
_MAX_NODES = 2_000_000
_MAX_DEPTH = 30
# The order of Jekyll's glob: of two files with one name the later one counts.
_EXTENSIONS = ("yaml", "yml", "json", "csv", "tsv")
_DROPPED = re.compile(r"[^\w\s-]+|(?:(?<=^)|(?<=\b\s))\s+(?=$|\s?\b)", re.MULTILINE | re.ASCII)
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class DataProblem:
    """A file of `_data` that cannot be read; Jekyll stops the build on it.

    Attributes:
        path: Site path of the file.
        sentence: What is wrong.
        line: Its line, from 1; 0 for none.
    """

    path: str
    sentence: str
    line: int = 0


@dataclass(slots=True)
class _File:
    path: Path
    shown: str


Stamp = tuple[int, int, int]


class DataMemory:
    """The values of files that were read, kept while the files stay the same."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[Stamp, object, DataProblem | None]] = {}


class DataFolder(Mapping[str, object]):
    """One folder of data as the map that templates see.

    Files are listed at once and read when their key is asked for; a file that cannot be read is
    nil, and says so in `problems`.

    Args:
        root: The folder that nothing may be read outside of: the site, or a theme gem.
        folder: Path of the data folder below it.
        config: The site's configuration: `csv_reader`, `tsv_reader`.
        memory: What was read before; a new one by default.
    """

    def __init__(
        self,
        root: Path,
        folder: str,
        config: Mapping[str, object],
        memory: DataMemory | None = None,
    ) -> None:
        self.problems: dict[str, DataProblem] = {}
        self._config = config
        self._memory = memory or DataMemory()
        self._budget = [MAX_ENTRIES, MAX_TOTAL_BYTES]
        self._root = os.path.realpath(root)
        clean = os.path.normpath("/" + folder).lstrip("/")
        self._items = self._listed(Path(self._root) / clean, clean, 0)
        self._read: dict[int, object] = {}

    def __getitem__(self, key: str) -> object:
        return self._value(self._items[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def _value(self, item: _File | dict[str, object]) -> object:
        if id(item) not in self._read:
            if isinstance(item, dict):
                value: object = {key: self._value(each) for key, each in item.items()}  # type: ignore[arg-type]
            else:
                value = self._file(item)
            self._read[id(item)] = value
        return self._read[id(item)]

    def _listed(self, folder: Path, shown: str, depth: int) -> dict[str, _File | dict[str, object]]:
        found: dict[str, _File | dict[str, object]] = {}
        if depth > _MAX_DEPTH or not self._is_inside(folder):
            return found
        try:
            with os.scandir(folder) as entries:
                names = sorted(each.name for each in entries if not each.name.startswith("."))
        except OSError:
            return found
        self._budget[0] -= len(names)
        if self._budget[0] < 0:
            self._add(DataProblem(shown, "There are more data files than a site could need."))
            return found
        folders = [name for name in names if (folder / name).is_dir()]
        for extension in _EXTENSIONS:
            for name in names:
                stem, dot, ending = name.rpartition(".")
                if dot and ending == extension and stem and name not in folders:
                    key = sanitized(stem)
                    found[key] = _File(folder / name, f"{shown}/{name}")
        for name in folders:
            place = folder / name
            # A link to a folder above would go round for ever.
            if place.is_symlink() and folder.resolve().is_relative_to(place.resolve()):
                continue
            below = self._listed(place, f"{shown}/{name}", depth + 1)
            found[sanitized(name)] = below  # type: ignore[assignment]
        return found

    def _is_inside(self, path: Path) -> bool:
        real = os.path.realpath(path)
        return real == self._root or real.startswith(self._root + os.sep)

    def _file(self, file: _File) -> object:
        try:
            data, stamp = self._bytes(file.path)
        except OSError:
            self._add(DataProblem(file.shown, f"{file.shown} cannot be read; it is unchanged."))
            return None
        kept = self._memory.values.get(str(file.path))
        if kept is not None and kept[0] == stamp:
            if kept[2] is not None:
                self._add(kept[2])
            return kept[1]
        if data is None:
            self._add(DataProblem(file.shown, f"{file.shown} is too large; it was not read."))
            return None
        value, problem = self._parsed(file, data)
        self._memory.values[str(file.path)] = (stamp, value, problem)
        if problem is not None:
            self._add(problem)
        return value

    def _bytes(self, path: Path) -> tuple[bytes | None, Stamp]:
        if not self._is_inside(path):
            raise PermissionError
        handle = open_regular(path)
        try:
            about = os.fstat(handle)
            too_large = about.st_size > MAX_FILE_BYTES
            data = b"" if too_large else read_handle(handle)
        finally:
            os.close(handle)
        self._budget[1] -= len(data)
        too_large = too_large or self._budget[1] < 0
        return None if too_large else data, (about.st_mtime_ns, about.st_size, about.st_ino)

    def _parsed(self, file: _File, data: bytes) -> tuple[object, DataProblem | None]:
        kind = file.path.suffix.lower()
        try:
            text = data.decode("utf-8" if kind in (".csv", ".tsv") else "utf-8-sig")
        except UnicodeDecodeError:
            return None, DataProblem(
                file.shown, f"{file.shown} is not UTF-8; it is unchanged. Save it as UTF-8."
            )
        try:
            if kind in (".csv", ".tsv"):
                return self._table(text, kind), None
            if kind == ".json" and (value := _as_json(text)) is not _NO_JSON:
                return value, None
            return self._yaml(text, file.shown), None
        except BrokenTable as error:
            return None, DataProblem(
                file.shown, f"{file.shown}, line {error.line}: {error}; Jekyll stops.", error.line
            )
        except BrokenYaml as error:
            return None, DataProblem(file.shown, error.sentence)

    def _table(self, text: str, kind: str) -> object:
        given = self._config.get("csv_reader" if kind == ".csv" else "tsv_reader")
        settings = given if isinstance(given, Mapping) else {}
        converters = settings.get("csv_converters")
        names = [str(each) for each in converters] if isinstance(converters, list) else []
        headers = settings.get("headers", True)
        return read_table(
            text,
            "," if kind == ".csv" else "\t",
            headers=headers is not False and headers is not None,
            converters=[each for each in names if each in CONVERTERS],
        )

    @staticmethod
    def _yaml(text: str, name: str) -> object:
        try:
            return parse_value(text, max_bytes=MAX_FILE_BYTES, max_nodes=_MAX_NODES)
        except (PostError, ValueError, RecursionError):
            return parse_yaml(text, name)

    def _add(self, problem: DataProblem) -> None:
        self.problems.setdefault(problem.path, problem)


def sanitized(name: str) -> str:
    """Return the key of a file or folder name (`sanitize_filename`)."""
    return _BLANKS.sub("_", _DROPPED.sub("", name))


_NO_JSON = object()


def _as_json(text: str) -> object:
    """Read what is JSON as YAML reads it, many times faster; else return `_NO_JSON`."""

    def refuse(_: str) -> object:
        raise ValueError

    try:
        # Numbers with a point or an exponent, and NaN, are left to YAML's own rules.
        return json.loads(text, parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError):
        return _NO_JSON
