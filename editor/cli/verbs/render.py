"""`render`: a post, or every post of a site, as HTML."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path
from typing import Any

from editor.cli.errors import UsageError
from editor.cli.output import DONE, FINDINGS, Result
from editor.cli.places import open_post, open_site
from editor.cli.rendering import Rendered, render_post
from editor.errors import StandfirstError
from editor.post import Post
from editor.site import PostState
from editor.storage import Digest, make_folder, read, save, write_output
from editor.theme import Theme

log = logging.getLogger(__name__)


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
        "notes": _notes(rendered),
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
    theme = Theme(site)
    pages: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for path in site.post_paths():
        site_path = site.relative(path)
        try:
            data, _ = read(path)
            post = Post.from_bytes(data, encoding=site.encoding)
            if not _is_wanted(site.describe(site_path, post).state, arguments):
                continue
            rendered = render_post(post, theme, site_path, body_only=arguments.body)
            name = f"{site_path}.html" if arguments.body else rendered.output_path
            _write_page(output, name.lstrip("/"), rendered.html)
        except StandfirstError as error:
            failed.append({"path": site_path, "sentence": error.sentence})
        except (Exception, RecursionError) as error:  # noqa: BLE001 - one post must not stop the rest
            log.warning("render %s: %s", site_path, type(error).__name__)
            sentence = f"{site_path} could not be rendered ({type(error).__name__})."
            failed.append({"path": site_path, "sentence": sentence})
        else:
            pages.append({"path": site_path, "url": rendered.url, "output": name})
            notes += [{"path": site_path, **each} for each in _notes(rendered)]
    text = f"{len(pages)} pages in {arguments.output}"
    text += "".join(f"\nfailed  {each['path']}: {each['sentence']}" for each in failed)
    answer = {"pages": pages, "failed": failed, "notes": notes}
    return Result(answer, text, FINDINGS if failed else DONE)


def _write_page(output: Path, name: str, html: str) -> None:
    target = output / name
    if not Path(os.path.normpath(target)).is_relative_to(output):
        raise UsageError(f"{name} leads out of the output folder.")
    write_output(target, html.encode("utf-8", "replace"), inside=output)


def _is_wanted(state: PostState, arguments: argparse.Namespace) -> bool:
    return state is PostState.PUBLISHED or (
        (state is PostState.DRAFT and arguments.drafts)
        or (state is PostState.SCHEDULED and arguments.future)
    )


def _notes(rendered: Rendered) -> list[dict[str, Any]]:
    return [
        {"kind": each.kind, "text": each.text, "line": each.line + 1} for each in rendered.notes
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
