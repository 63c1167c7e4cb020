"""Eight public sites as Debian's Jekyll wrote them (`../shared/tools/sites_score.py`)."""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path

import pytest

from editor.site import Site
from editor.theme.build import SiteBuild
from editor.theme.rendering import output_path_of, render_item
from tests.shared import DATA, TOOLS
from tests.theme.built import LOCK

ARCHIVE = DATA / "sites" / "reference.tar.xz"
SITES = (
    "contrast", "hyde", "jekyll-docs", "memoirs", "minima", "mojombo", "mundana", "pixyll",
)  # fmt: skip


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sites")
    with tarfile.open(ARCHIVE) as tar:
        tar.extractall(folder, filter="data")
    return folder


@pytest.mark.shared
@pytest.mark.parametrize("name", SITES)
def test_every_post_of_a_public_site_is_the_page_that_jekyll_wrote(
    name: str, sites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    sys.path.append(str(TOOLS))
    import domdiff

    base = sites / name
    source = base / "src"
    (source / "Gemfile.lock").write_text(LOCK, "utf-8")
    with (source / "_config.yml").open("a", encoding="utf-8") as config:
        config.write("\n" + (base / "overlay.yml").read_text("utf-8"))
    build = SiteBuild(Site.open(source))
    posts = {each.site_path: each for each in build.collection("posts")}
    different = []
    listed = json.loads((base / "posts.json").read_text("utf-8"))
    # Of two posts with one address Jekyll leaves the page of the later one.
    last = {output_path_of(each): each for each in posts.values()}
    for each in listed:
        assert output_path_of(posts[each["path"]]) == each["dest"]
        document = last[each["dest"]]
        wanted = (base / "ref" / each["dest"]).read_text("utf-8", errors="replace")
        got = render_item(build, document).html
        if not domdiff.equal(wanted, got, code_text=True, no_scripts=True):
            different.append(each["path"])
    assert not different
    assert len(listed) >= 3
