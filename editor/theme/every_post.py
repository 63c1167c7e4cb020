"""Every post of a site as HTML, on all processors where there are enough posts."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, cast

from editor.errors import StandfirstError
from editor.processes import WorkerProcess, start_worker
from editor.site import Site
from editor.theme import Note, Theme
from editor.theme.build import SiteBuild
from editor.theme.options import Options
from editor.theme.post_page import render_built, render_post

if TYPE_CHECKING:
    from editor.theme.documents import Document

log = logging.getLogger(__name__)

_WORTH_IT = 150
_MOST_WORKERS = 8
_MEMORY_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Made:
    """A page; `name` is its file below the output folder, `place` its turn in a build."""

    place: int
    path: str
    name: str
    url: str
    html: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A post that could not be rendered, and why."""

    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Style:
    body_only: bool
    is_reading: bool


def render_all(
    site: Site,
    options: Options,
    *,
    body_only: bool,
    progress: Callable[[int, int], None],
    is_reading: bool = True,
) -> Iterator[Made | Failure]:
    """Render a site's posts.

    Args:
        site: The site.
        options: Which posts.
        body_only: The converted bodies, without a page round each.
        progress: Is told how many of how many are done.
        is_reading: Whether a site without layouts is shown in the reading style; else its pages
            are the bare bodies, as Jekyll writes them.
    """
    style = _Style(body_only, is_reading)
    theme = Theme(site)
    build = theme.build(options)
    count = len(build.collection("posts"))
    workers = min(_processors(), _MOST_WORKERS, count // _WORTH_IT + 1)
    if workers < 2:
        parts: Iterator[Made | Failure] = _part(theme, build, 0, 1, style)
    else:
        parts = _in_workers(site, options, workers, style)
    for done, each in enumerate(parts, 1):
        yield each
        if done == count or done % 20 == 0:
            progress(done, count)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def _part(
    theme: Theme, build: SiteBuild, number: int, of: int, style: _Style
) -> Iterator[Made | Failure]:
    """Render every so-manieth post."""
    posts = build.collection("posts")
    themed = style.body_only or build.has_layouts or not style.is_reading
    for document in posts[number::of]:
        yield _made(theme, build, document, themed=themed, body_only=style.body_only)


def _made(
    theme: Theme, build: SiteBuild, document: Document, *, themed: bool, body_only: bool
) -> Made | Failure:
    path = document.site_path
    try:
        if document.is_fatal:
            return Failure(path, document.problem)
        if themed:
            rendered = render_built(build, document, body_only=body_only)
        else:
            from editor.post import Post
            from editor.storage import read_post

            data, _ = read_post(build.site.root / path)
            post = Post.from_bytes(data, encoding=build.site.encoding)
            rendered = render_post(post, theme, path, body_only=body_only)
    except StandfirstError as error:
        return Failure(path, error.sentence)
    except (Exception, RecursionError) as error:  # noqa: BLE001 - one post must not stop the rest
        log.warning("render %s: %s", path, type(error).__name__)
        return Failure(path, f"{path} could not be rendered ({type(error).__name__}).")
    name = f"{path}.html" if body_only else rendered.output_path.lstrip("/")
    return Made(document.position, path, name, rendered.url, rendered.html, rendered.notes)


def _in_workers(
    site: Site, options: Options, count: int, style: _Style
) -> Iterator[Made | Failure]:
    workers: dict[Connection, WorkerProcess] = {}
    try:
        for number in range(count):
            worker = start_worker(
                serve_part,
                str(site.root),
                options,
                (number, count),
                style,
                memory_bytes=_MEMORY_BYTES,
            )
            workers[worker.connection] = worker
        while workers:
            for ready in wait(list(workers)):
                connection = cast("Connection", ready)
                try:
                    yield connection.recv()
                except (EOFError, OSError):
                    workers.pop(connection).close()
    finally:
        for worker in workers.values():
            worker.kill()


def serve_part(
    connection: Connection, root: str, options: Options, part: tuple[int, int], style: _Style
) -> None:
    """Render a share of a site's posts and send each; for `start_worker`."""
    theme = Theme(Site.open(Path(root)))
    build = theme.build(options)
    for each in _part(theme, build, *part, style):
        try:
            connection.send(each)
        except OSError:
            return
