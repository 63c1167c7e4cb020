"""Sites of ours, which use all that a theme can, as Debian's Jekyll builds them and as we do.

`paper` has the layouts, includes, tags, filters and drops of Jekyll itself; `plugins` those of the
plugins that we stand in for; `edges` a theme gem (minima) and settings that few sites touch.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from editor.theme.options import Options
from tests.shared import TOOLS
from tests.theme.built import LOCK, built_pages, copied, differences, jekyll_build

ALL = Options(drafts=True, future=True, unpublished=True)
FLAGS = ("--drafts", "--future", "--unpublished")


@pytest.mark.parametrize("name", ["paper", "plugins", "edges"])
def test_every_page_is_the_one_that_jekyll_builds(name: str, tmp_path: Path) -> None:
    agree(copied(name, tmp_path), tmp_path / "out")


def test_drafts_and_posts_to_come_are_built_where_they_are_asked_for(tmp_path: Path) -> None:
    agree(copied("paper", tmp_path), tmp_path / "out", FLAGS, ALL)


@pytest.mark.shared
def test_a_site_with_malformed_posts_and_every_text_on_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    source = tmp_path / "site"
    made = [sys.executable, str(TOOLS / "make_site.py"), str(source)]
    subprocess.run(
        [*made, "--posts", "60", "--seed", "3", "--lunr", "--odd", "0.4"],
        check=True,
        capture_output=True,
    )
    (source / "Gemfile.lock").write_text(LOCK, "utf-8")
    agree(source, tmp_path / "out")


def agree(
    source: Path, out: Path, flags: tuple[str, ...] = (), options: Options | None = None
) -> None:
    jekyll_build(source, out, *flags)
    theirs = {each.relative_to(out).as_posix(): each for each in out.rglob("*.html")}
    ours = dict(built_pages(source, options))
    assert set(ours) == set(theirs)
    different = {
        path: found
        for path, html in ours.items()
        if (found := differences(theirs[path].read_text("utf-8", errors="replace"), html))
    }
    assert not different
