"""`compare`: every post's page beside the one that the site's own Jekyll makes."""

from __future__ import annotations

import argparse
import contextlib
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from editor.cli.output import DONE, FINDINGS, Result
from editor.cli.places import open_site
from editor.compare import (
    Cancelled,
    Comparison,
    DifferingPage,
    Jekyll,
    NotAsked,
    compare,
    find_jekyll,
)
from editor.site import Site

_WORDS = {"jekyll": "Jekyll: {} of {} posts", "pages": "Standfirst: {} of {} pages"}


def run(arguments: argparse.Namespace) -> Result:
    """Ask, build with Jekyll, and compare."""
    site = open_site(arguments.site)
    jekyll = find_jekyll(site.root)
    _ask(site, jekyll, is_agreed=arguments.yes)
    try:
        with _stopping() as asked:
            comparison = compare(site, jekyll, progress=_told, is_cancelled=asked.is_set)
    except Cancelled as error:
        raise KeyboardInterrupt from error
    code = FINDINGS if comparison.different else DONE
    return Result(_answer(comparison), _text(comparison), code)


def _ask(site: Site, jekyll: Jekyll, *, is_agreed: bool) -> None:
    command = jekyll.commands[0]
    name = shlex.join([Path(command[0]).name, *command[1:], "build"])
    sentence = (
        f"This runs “{name}” in {site.root}: the site's own Ruby (its Gemfile, plugins and gems) "
        "will run with your rights."
    )
    if is_agreed:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NotAsked(f"{sentence} Nothing was run; say --yes if that is meant.")
    sys.stderr.write(f"{sentence}\nIt builds into a temporary folder. Run it? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise NotAsked("Nothing was run.")


@contextlib.contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Give what Ctrl+C and SIGTERM set; so they never fall between a process and its end.

    A second one ends this program at once, as ever.
    """
    asked = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    numbers = [
        each
        for each in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(each) is not signal.SIG_IGN
    ]
    before = [signal.signal(each, stop) for each in numbers]
    try:
        yield asked
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _told(what: str, done: int, total: int) -> None:
    """Say how far it is, where a person looks on."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{_WORDS[what].format(done, total)}{end}")
        sys.stderr.flush()


def _answer(comparison: Comparison) -> dict[str, Any]:
    return {
        "date": comparison.when.isoformat(),
        "jekyll": comparison.jekyll,
        "command": comparison.command,
        "posts": comparison.posts,
        "same": comparison.same,
        "different": [_page(each) for each in comparison.different],
    }


def _page(page: DifferingPage) -> dict[str, Any]:
    return {
        "path": page.path,
        "url": page.url,
        "differences": [
            {
                "where": each.where,
                "cause": each.cause.kind.value,
                "sentence": each.cause.sentence,
                "jekyll": each.jekyll,
                "ours": each.ours,
            }
            for each in page.differences
        ],
    }


def _text(comparison: Comparison) -> str:
    by = f"Jekyll {comparison.jekyll}".strip()
    lines = [f"{comparison.same} of {comparison.posts} posts look the same as {by} makes them"]
    for page in comparison.different:
        lines.append(f"different  {page.path}")
        for each in page.differences:
            lines.append(f"  in {each.where}: {each.cause.sentence} [{each.cause.kind.value}]")
            lines += [f"    Jekyll: {each.jekyll or '-'}", f"    here:   {each.ours or '-'}"]
    return "\n".join(lines)
