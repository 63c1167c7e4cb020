"""`export` and `import` from end to end, as a person at a terminal has them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bundle.bags import bag_files, judged_by_bagit, zipped
from tests.cli.sites import POST, run
from tests.images import pictures

HARBOUR = "_posts/2026-09-01-harbour.md"


def test_export_says_what_went_in_and_what_was_taken_out(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.zip"
    said = run("export", site / HARBOUR, "--output", output, "--json")
    assert said.code == 0, said.text
    answer = said.json
    assert answer["format"] == "bag"
    assert answer["posts"] == [HARBOUR]
    assert answer["assets"] == ["assets/quay.png"]
    assert answer["missing"] == []
    assert [each["path"] for each in answer["stripped"]] == ["assets/quay.png"]
    assert "location" in answer["stripped"][0]["fields"]
    assert judged_by_bagit(output.read_bytes(), tmp_path / "unpacked").startswith("1.0 ")
    assert pictures.found_in((site / "assets/quay.png").read_bytes())


def test_a_missing_picture_is_exit_code_1_and_the_bundle_is_there(
    site: Path, tmp_path: Path
) -> None:
    (site / "assets/quay.png").unlink()
    said = run("export", site / HARBOUR, "--output", tmp_path / "out.zip", "--json")
    assert said.code == 1
    assert said.json["missing"] == [{"path": HARBOUR, "target": "/assets/quay.png", "line": 11}]
    assert (tmp_path / "out.zip").exists()


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_draft_is_refused_unless_asked_for(
    site: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    output = tmp_path / "out.zip"
    said = run("export", site / "_drafts/idea.md", "--output", output, *more, "--json")
    assert said.code == 3
    assert "draft" in said.json["error"]["sentence"]
    assert not output.exists()
    said = run("export", site / "_drafts/idea.md", "--drafts", "--output", output, *more)
    assert said.code == 0
    assert output.exists() is not bool(more)


def test_an_existing_bundle_is_not_overwritten(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.zip"
    output.write_bytes(b"mine")
    assert run("export", site / HARBOUR, "--output", output).code == 3
    assert output.read_bytes() == b"mine"
    assert run("export", site / HARBOUR, "--output", tmp_path / "no/folder/x.zip").code == 2


def test_a_bundle_goes_to_another_site_and_back(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(site, other)
    (other / HARBOUR).unlink()
    (other / "assets/quay.png").unlink()
    output = tmp_path / "out.zip"
    run("export", site / HARBOUR, "--output", output)

    said = run("import", output, "--site", other, "--plan", "--json")
    assert said.code == 0
    assert {each["path"]: each["action"] for each in said.json["plan"]} == {
        HARBOUR: "create",
        "assets/quay.png": "create",
    }
    assert said.json["applied"] is False
    assert not (other / HARBOUR).exists()

    said = run("import", output, "--site", other, "--json")
    assert (said.code, said.json["applied"]) == (0, True)
    assert (other / HARBOUR).read_text() == POST
    assert run("import", output, "--site", other).code == 0

    # In the site that it came from the picture differs: it holds what was taken out.
    before = (site / "assets/quay.png").read_bytes()
    said = run("import", output, "--site", site, "--json")
    assert said.code == 3
    assert {each["path"]: each["action"] for each in said.json["plan"]} == {
        HARBOUR: "same",
        "assets/quay.png": "change",
    }
    assert (site / "assets/quay.png").read_bytes() == before


def test_a_dry_run_shows_what_differs(site: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "x.zip"
    bundle.write_bytes(zipped(bag_files({HARBOUR: POST.replace("night", "day").encode()})))
    said = run("import", bundle, "--site", site, "--dry-run")
    assert said.code == 1
    assert "+tags: [harbour, day]" in said.text.splitlines()
    assert (site / HARBOUR).read_text() == POST


def test_a_hostile_bundle_is_refused_with_a_sentence(site: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "x.zip"
    for data in (
        zipped(bag_files({"../../evil.md": b"x"})),
        zipped(bag_files({"_posts/2026-09-09-a.md": bytes(5_000_000)})),
        b"no zip",
    ):
        bundle.write_bytes(data)
        said = run("import", bundle, "--site", site, "--json")
        assert said.code == 3
        assert said.json["error"]["code"] == "bundle_refused"
    assert not (tmp_path / "evil.md").exists()
    assert run("import", tmp_path / "none.zip", "--site", site).code == 2
