"""One comparison from the start to the end."""

from __future__ import annotations

import datetime
import os
import posixpath
import tempfile
from collections.abc import Callable
from pathlib import Path

from editor.compare.causes import Causes
from editor.compare.comparison import Cause, Comparison, Difference, DifferingPage, Kind
from editor.compare.errors import Cancelled
from editor.compare.jekyll import Built, Jekyll, Progress, build_site
from editor.compare.memory import digest_of, keep, log_file
from editor.compare.seen import parts_that_differ, tokens_of
from editor.regular_files import read_bytes
from editor.site import Site
from editor.theme.every_post import Failure, Made, render_all
from editor.theme.options import Options

_MAX_BYTES = 64 * 1024 * 1024


def compare(
    site: Site,
    jekyll: Jekyll,
    *,
    progress: Progress = lambda _what, _done, _total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Comparison:
    """Build a site with Jekyll and compare every post's page with ours.

    This runs the site's own Ruby: whoever calls it has asked the person before. The site is only
    read; the result is kept for `last_comparison`.

    Args:
        site: The site.
        jekyll: As `find_jekyll` gives it.
        progress: Told what is being done.
        is_cancelled: Asked a few times a second.

    Raises:
        JekyllFailed: Jekyll did not build it; the error has its own words.
        Cancelled: It was broken off.
    """
    digest = digest_of(site)
    count = sum(1 for _ in site.post_paths())
    with tempfile.TemporaryDirectory(prefix="standfirst-compare-") as name:
        built = build_site(
            site.root,
            jekyll,
            Path(name),
            log=log_file(site),
            count=count,
            progress=progress,
            is_cancelled=is_cancelled,
        )
        posts, different = _differing(site, built, progress, is_cancelled)
    comparison = Comparison(
        when=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
        jekyll=built.version,
        command=" ".join(built.command),
        digest=digest,
        posts=posts,
        different=tuple(different),
    )
    keep(site, comparison)
    return comparison


def _differing(
    site: Site, built: Built, progress: Progress, is_cancelled: Callable[[], bool]
) -> tuple[int, list[DifferingPage]]:
    last: dict[str, Made] = {}
    found: dict[str, DifferingPage] = {}
    paths: set[str] = set()

    def told(done: int, total: int) -> None:
        progress("pages", done, total)

    causes: Causes | None = None
    # Of two posts with one address Jekyll leaves the page of the later one.
    options = Options(jekyll=built.version)
    for made in render_all(site, options, body_only=False, progress=told, is_reading=False):
        if is_cancelled():
            raise Cancelled("The comparison was broken off; the site is untouched.")
        paths.add(made.path)
        if isinstance(made, Failure):
            found[made.path] = _alone(made.path, "", made.sentence, is_ours=False)
        elif made.name not in last or last[made.name].place < made.place:
            last[made.name] = made
    try:
        for made in last.values():
            if is_cancelled():
                raise Cancelled("The comparison was broken off; the site is untouched.")
            theirs = _page_at(built.folder, made.name)
            if theirs is None:
                sentence = "Jekyll writes no page there."
                found[made.path] = _alone(made.path, made.url, sentence, is_ours=True)
            elif theirs != made.html:
                seen = tokens_of(theirs)
                if parts_that_differ(seen, tokens_of(made.html)):
                    causes = causes or Causes(site, built.version)
                    parts = causes.explain(made.path, seen) or [_passing(made.path)]
                    found[made.path] = DifferingPage(made.path, made.url, tuple(parts))
    finally:
        if causes is not None:
            causes.close()
    folder = str(site.config["collections_dir"]).strip("/")
    theirs_too = {posixpath.join(folder, each) for each in built.posts}
    for path in theirs_too - paths:
        found[path] = _alone(path, "", "Only Jekyll makes a page of this post.", is_ours=False)
    return len(paths | theirs_too), [found[path] for path in sorted(found)]


def _alone(path: str, url: str, sentence: str, *, is_ours: bool) -> DifferingPage:
    theirs, ours = ("", "a page") if is_ours else ("a page", "")
    return DifferingPage(path, url, (Difference(path, Cause(Kind.PAGE, sentence), theirs, ours),))


def _passing(path: str) -> Difference:
    """A page that differed once and no longer: it changes by itself."""
    cause = Cause(Kind.RANDOM, "It comes out differently each time it is built.")
    return Difference(path, cause, "", "")


def _page_at(folder: Path, name: str) -> str | None:
    path = Path(os.path.normpath(folder / posixpath.normpath("/" + name).lstrip("/")))
    try:
        return read_bytes(path, limit_bytes=_MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
