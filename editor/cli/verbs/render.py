"""`render`: a post, or every post of a site, as HTML."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from editor.cli.errors import UsageError
from editor.cli.output import DONE, FINDINGS, Result
from editor.cli.places import open_post, open_site
from editor.errors import StandfirstError
from editor.storage import Digest, make_folder, read, save, write_output
from editor.theme import Note, Theme
from editor.theme.every_post import Failure, render_all
from editor.theme.options import Options
from editor.theme.post_page import render_post


def run(arguments: argparse.Namespace) -> Result:
    """Render one post to standard output or a file, or all into a folder."""
    if arguments.all:
        if arguments.post or not arguments.output:
            raise UsageError("--all takes no POST, and needs --output DIR.")
        return _run_all(arguments)
    if not arguments.post:
        raise UsageError("Name a POST, or --all with --output DIR.")
    opened = open_post(arguments.post, arguments.site)
    rendered = render_post(
        opened.post, Theme(opened.site), opened.site_path, body_only=arguments.body
    )
    answer: dict[str, Any] = {
        "path": str(opened.path or "-"),
        "url": rendered.url,
        "html": rendered.html,
        "notes": _notes(rendered.notes),
    }
    if arguments.output:
        warning = _write(Path(arguments.output).absolute(), rendered.html)
        return Result(answer | {"output": arguments.output}, warnings=(warning,))
    return Result(answer, raw=rendered.html.encode("utf-8", "replace"))


def _run_all(arguments: argparse.Namespace) -> Result:
    site = open_site(arguments.site)
    output = Path(arguments.output).absolute()
    if output.resolve() == site.root:
        raise UsageError("The output cannot be the site itself; name another folder.")
    pages: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    options = Options(drafts=arguments.drafts, future=arguments.future)
    written: dict[str, int] = {}
    for made in render_all(site, options, body_only=arguments.body, progress=_told):
        if isinstance(made, Failure):
            failed.append({"path": made.path, "sentence": made.sentence})
            continue
        try:
            # Of two posts with one address Jekyll leaves the page of the later one.
            if written.get(made.name, -1) < made.place:
                _write_page(output, made.name, made.html)
                written[made.name] = made.place
        except StandfirstError as error:
            failed.append({"path": made.path, "sentence": error.sentence})
            continue
        pages.append({"path": made.path, "url": made.url, "output": made.name})
        notes += [{"path": made.path, **each} for each in _notes(made.notes)]
    text = f"{len(pages)} pages in {arguments.output}"
    text += "".join(f"\nfailed  {each['path']}: {each['sentence']}" for each in failed)
    answer = {"pages": pages, "failed": failed, "notes": notes}
    return Result(answer, text, FINDINGS if failed else DONE)


def _told(done: int, total: int) -> None:
    """Say how far it is, where a person looks on."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{done} of {total} pages{end}")
        sys.stderr.flush()


def _write_page(output: Path, name: str, html: str) -> None:
    target = output / name
    if not Path(os.path.normpath(target)).is_relative_to(output):
        raise UsageError(f"{name} leads out of the output folder.")
    write_output(target, html.encode("utf-8", "replace"), inside=output)


def _notes(notes: Sequence[Note]) -> list[dict[str, Any]]:
    return [
        {"kind": each.kind, "text": each.text, "line": each.line}
        | ({"file": each.path} if each.path else {})
        for each in notes
    ]


def _write(path: Path, html: str) -> str:
    """Write a file that was named; one that this program did not write is not replaced.

    Returns:
        A warning; empty when all went well.
    """
    data = html.encode("utf-8", "replace")
    make_folder(path.parent)
    expected: Digest | None = None
    if path.is_file() and path.suffix.lower() in (".html", ".htm"):
        expected = read(path)[1]
    return save(path, data, expected=expected).warning
