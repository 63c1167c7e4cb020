"""The process in which sheets are compiled: the compiler can loop and crash, the window cannot."""

from __future__ import annotations

import contextlib
import os
import posixpath
import re
from dataclasses import dataclass
from multiprocessing.connection import Connection

from editor.theme.sass_files import SassFiles, SheetTooLarge

_FRAME = re.compile(r"(?m)^ +(\S.*) \d+:\d+(?: |$)")
_MOST_TRIED = 60


@dataclass(frozen=True, slots=True)
class SassJob:
    """One sheet to compile.

    Attributes:
        text: The sheet after its front matter and Liquid.
        syntax: `scss` or `sass`.
        style: `expanded` or `compressed`.
        path: The sheet's path in the site: names it in messages, its folder is looked in first.
        roots: Folders that may be read: the site, then others.
        load_paths: Places to look in; see `SassFiles`.
    """

    text: str
    syntax: str
    style: str
    path: str
    roots: tuple[str, ...]
    load_paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SassAnswer:
    """What became of it.

    Attributes:
        css: The sheet; empty where `problem` says why.
        problem: The compiler's words.
        file: Sheet in which the fault is.
        line: Its line, from 1; 0 for none.
        seen: What was read: `SassFiles.seen`.
    """

    css: str = ""
    problem: str = ""
    file: str = ""
    line: int = 0
    seen: tuple[tuple[str, str], ...] = ()


def serve_sass(connection: Connection) -> None:
    """Answer `SassJob`s with `SassAnswer`s until the other end closes.

    For `editor.processes.start_worker(serve_sass)`; the caller keeps the time.
    """
    # The compiler writes its warnings to standard error itself.
    with contextlib.suppress(OSError):
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 2)
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        answer = compile_sheet(job)
        try:
            connection.send(answer)
        except OSError:
            return


def compile_sheet(job: SassJob) -> SassAnswer:
    """Compile one sheet in this process; may not return, and may end the process."""
    files = SassFiles(job.roots, job.load_paths)
    entry = f"0:{job.path}"
    css, fault = _compile(job.text, job.syntax, job.style, entry, files)
    seen = tuple(files.seen.items())
    if fault is None:
        return SassAnswer(css=css, seen=seen)
    read = [place for place, digest in seen if digest]
    missing = fault.words.partition("Can't find stylesheet to import: ")[2]
    if missing:
        return _without(missing, fault.words, [(entry, job.text), *_texts(files, read)], seen)
    if not read or fault.line == 0:
        return SassAnswer("", fault.words, job.path, fault.line, seen)
    place = _place(fault, read, job)
    if place is None:
        return SassAnswer("", fault.words + " (or in a sheet that it imports)", job.path, 0, seen)
    return SassAnswer("", fault.words, place.partition(":")[2], fault.line, seen)


@dataclass(frozen=True, slots=True)
class _Fault:
    words: str
    name: str
    line: int
    column: int


def _compile(
    text: str, syntax: str, style: str, entry: str, files: SassFiles
) -> tuple[str, _Fault | None]:
    import sasso

    class Inside(sasso.Importer):
        """Never sasso's own load paths: with those it reads any file that it can name."""

        def canonicalize(
            self, url: str, *, from_import: bool, containing_url: str | None
        ) -> str | None:
            return files.find(url, containing_url or entry, from_import=from_import)

        def load(self, canonical: str) -> sasso.LoadResult | None:
            text = files.text(canonical)
            return None if text is None else sasso.LoadResult(text, files.syntax(canonical))

    try:
        return sasso.compile(text, style=style, syntax=syntax, url=entry, importer=Inside()), None
    except sasso.SassoError as error:
        if isinstance(error.__cause__, SheetTooLarge):
            return "", _Fault("it imports more than a sheet may", "", 0, 0)
        words, _, rest = error.message.removeprefix("Error: ").partition("\n")
        found = _FRAME.search(rest)
        name = found[1] if found else ""
        return "", _Fault(words.strip(), name, error.line or 0, error.column or 0)


def _texts(files: SassFiles, read: list[str]) -> list[tuple[str, str]]:
    return [(place, files.text(place) or "") for place in read]


def _without(
    missing: str, words: str, sheets: list[tuple[str, str]], seen: tuple[tuple[str, str], ...]
) -> SassAnswer:
    """Say where a sheet is asked for that is not there: sasso does not tell."""
    asks = re.compile(r"^[^\n]*@(?:import|use|forward)[^\n]*" + re.escape(missing), re.MULTILINE)
    for place, text in sheets:
        found = asks.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            return SassAnswer("", words, place.partition(":")[2], line, seen)
    return SassAnswer("", words, sheets[0][0].partition(":")[2], 0, seen)


def _place(fault: _Fault, read: list[str], job: SassJob) -> str | None:
    """Find the sheet that a fault's line is in.

    sasso 0.1.2 names the sheet with the `@import` and shows its text, with the line and column of
    the imported one. So each sheet is tried alone: it is the one that fails with the same words at
    the same place.
    """
    named = [place for place in read if posixpath.basename(place) == fault.name]
    if len(named) == 1:
        return named[0]
    for place in read[:_MOST_TRIED]:
        files = SassFiles(job.roots, job.load_paths)
        text = files.text(place) or ""
        _, alone = _compile(text, files.syntax(place), job.style, place, files)
        if alone and (alone.words, alone.line, alone.column) == (
            fault.words,
            fault.line,
            fault.column,
        ):
            return place
    return None
