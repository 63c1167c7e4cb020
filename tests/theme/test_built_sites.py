"""Sites of ours, which use all that a theme can, as Debian's Jekyll builds them and as we do.

`paper` has the layouts, includes, tags, filters and drops of Jekyll itself; `plugins` those of the
plugins that we stand in for; `edges` a theme gem (minima) and settings that few sites touch.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.theme.build_setup import Options
from tests.theme.built import built_pages, copied, differences, jekyll_build

ALL = Options(drafts=True, future=True, unpublished=True)
FLAGS = ("--drafts", "--future", "--unpublished")


@pytest.mark.parametrize("name", ["paper", "plugins", "edges"])
def test_every_page_is_the_one_that_jekyll_builds(name: str, tmp_path: Path) -> None:
    agree(copied(name, tmp_path), tmp_path / "out")


def test_drafts_and_posts_to_come_are_built_where_they_are_asked_for(tmp_path: Path) -> None:
    agree(copied("paper", tmp_path), tmp_path / "out", FLAGS, ALL)


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
        if (found := differences(theirs[path].read_text("utf-8"), html))
    }
    assert not different
