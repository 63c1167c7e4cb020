"""A site built by Debian's Jekyll, beside what our build makes of the same files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from editor.site import Site
from editor.theme.build import SiteBuild
from editor.theme.options import Options
from editor.theme.rendering import output_path_of, render_item
from tests.shared import TOOLS

SITES = Path(__file__).parent.parent / "data" / "sites"
LOCK = """GEM
  specs:
    jekyll (4.3.1)
    kramdown (2.4.0)
    liquid (5.4.0)

DEPENDENCIES
  jekyll
"""


def jekyll_build(source: Path, out: Path, *arguments: str) -> None:
    """Build a site with Debian's Jekyll."""
    environment = {key: each for key, each in os.environ.items() if key != "JEKYLL_ENV"}
    subprocess.run(
        ["jekyll", "build", "-q", "-s", str(source), "-d", str(out), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment | {"TZ": "UTC", "LANG": "C.UTF-8", "JEKYLL_NO_BUNDLER_REQUIRE": "true"},
    )


def copied(name: str, folder: Path) -> Path:
    """Return a copy of one of our sites, with the versions of Debian's gems."""
    source = folder / name
    shutil.copytree(SITES / name, source)
    (source / "Gemfile.lock").write_text(LOCK, "utf-8")
    return source


def built_pages(source: Path, options: Options | None = None) -> Iterator[tuple[str, str]]:
    """Give every HTML page that our build makes: its path in the built site, and its text."""
    site = Site.open(source)
    build = SiteBuild(site, options=options)
    for label, settings in site.config["collections"].items():
        if label == "posts" or settings.get("output"):
            for document in build.collection(label):
                yield output_path_of(document), render_item(build, document).html
    for page in build.pages:
        if page.output_ext == ".html":
            yield output_path_of(page), render_item(build, page).html
    build.close()


def differences(theirs: str, ours: str) -> list[str]:
    """Return how two pages differ as a reader sees them; nothing where they are the same."""
    if str(TOOLS) not in sys.path:
        sys.path.append(str(TOOLS))
    import domdiff

    if domdiff.equal(theirs, ours, code_text=True):
        return []
    return [
        f"{domdiff.show(a[0]) if a else '-'} != {domdiff.show(b[0]) if b else '-'}"
        for _, a, b in domdiff.diff(theirs, ours, code_text=True)[4]
    ] or ["different"]
