"""A site beside what Debian's Jekyll makes of it; the site stays as it is, byte for byte."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from editor.compare import (
    Cancelled,
    JekyllFailed,
    Kind,
    NoJekyll,
    compare,
    find_jekyll,
    last_comparison,
)
from editor.site import Site
from tests.cli.sites import run
from tests.theme.built import SITES

ROOT = Path(__file__).parents[2]
POST = "_posts/2026-01-02-one.md"


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(
        tmp_path / "site",
        {
            "_config.yml": "title: Paper\n",
            "_layouts/base.html": "<body><h1>{{ page.title }}</h1>{{ content }}</body>",
            "_layouts/post.html": "---\nlayout: base\n---\n<article>{{ content }}</article>\n",
            POST: "---\nlayout: post\ntitle: One\n---\n\nHello *there*.\n",
            "_posts/2026-01-03-two.md": "---\nlayout: post\ntitle: Two\n---\n\nBye.\n",
        },
    )


def every_byte(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        each.relative_to(root).as_posix(): (
            each.lstat().st_mtime_ns,
            each.read_bytes() if each.is_file() else b"",
        )
        for each in sorted(root.rglob("*"))
    }


def causes(site: Path, path: str = POST) -> list[tuple[Kind, str]]:
    opened = Site.open(site)
    page = compare(opened, find_jekyll(site)).page(path)
    return [] if page is None else [(each.cause.kind, each.where) for each in page.differences]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("name", ["paper", "plugins", "edges"])
def test_a_site_of_ours_is_the_same_and_stays_as_it_was(name: str, tmp_path: Path) -> None:
    import shutil

    root = tmp_path / name
    shutil.copytree(SITES / name, root)
    before = every_byte(root)
    said = run("compare", "--site", root, "--yes", "--json")
    assert said.json["different"] == []
    assert said.json["posts"] == said.json["same"] > 2
    assert said.json["jekyll"].startswith("4.")
    assert said.code == 0
    assert every_byte(root) == before


def test_caches_that_the_configuration_asks_for_are_not_written_either(site: Path) -> None:
    write(
        site, {"_config.yml": "incremental: true\ncache_dir: own-cache\n", "s.scss": "---\n---\n"}
    )
    before = every_byte(site)
    assert not causes(site)
    assert every_byte(site) == before


def test_a_gemfile_that_has_no_lock_gets_none(site: Path) -> None:
    write(site, {"Gemfile": "gem 'jekyll'\n"})
    before = every_byte(site)
    assert not causes(site)
    assert every_byte(site) == before


def test_a_tag_of_a_plugin_is_the_cause_where_it_stands(site: Path) -> None:
    ruby = (
        "class Shout < Liquid::Tag\n  def render(_) = 'HEY'\nend\n"
        "Liquid::Template.register_tag('shout', Shout)\n"
    )
    write(site, {"_plugins/shout.rb": ruby})
    replace(site / POST, "there", "{% shout %}")
    said = run("compare", "--site", site, "--yes", "--json")
    assert said.code == 1
    (page,) = said.json["different"]
    assert page["path"] == POST
    (found,) = page["differences"]
    assert found["cause"] == "plugin"
    assert "_plugins/shout.rb" in found["sentence"]
    assert found["where"] == POST
    assert "HEY" in found["jekyll"]
    assert said.json["same"] == 1


def test_a_tag_of_a_plugin_in_a_layout_is_found_there(site: Path) -> None:
    ruby = "Liquid::Template.register_tag('hm', Class.new(Liquid::Tag) { def render(_) = 'HM' })\n"
    write(site, {"_plugins/hm.rb": ruby})
    replace(site / "_layouts/base.html", "<h1>", "<p>{% hm %}</p><h1>")
    assert causes(site) == [(Kind.PLUGIN, "_layouts/base.html")]


def test_a_hook_that_changes_the_text_is_a_likely_cause(site: Path) -> None:
    ruby = "Jekyll::Hooks.register(:posts, :post_render) { |p| p.output.sub!('Hello', 'Hullo') }\n"
    write(site, {"_plugins/hook.rb": ruby})
    assert causes(site) == [(Kind.PLUGIN, POST)]


def test_the_time_of_the_build_is_a_cause(site: Path) -> None:
    replace(site / "_layouts/post.html", "<article>", "<i>{{ site.time | date: '%s%N' }}</i><p>")
    assert causes(site) == [(Kind.TIME, "_layouts/post.html")]


def test_chance_is_a_cause(site: Path) -> None:
    many = "{% assign a = '" + ",".join(map(str, range(5000))) + "' | split: ',' %}{{ a | sample }}"
    replace(site / "_layouts/base.html", "<h1>", f"<p>{many}</p><h1>")
    assert causes(site) == [(Kind.RANDOM, "_layouts/base.html")]


def test_a_post_that_only_jekyll_makes_is_told(site: Path) -> None:
    ruby = (
        "class More < Jekyll::Generator\n  def generate(site)\n"
        "    path = File.join(site.source, '_posts/2026-01-04-made.md')\n"
        "    post = Jekyll::Document.new(path, site: site, collection: site.posts)\n"
        "    post.content = 'x'\n    post.data['title'] = 'Made'\n"
        "    site.posts.docs << post\n  end\nend\n"
    )
    write(site, {"_plugins/more.rb": ruby})
    assert (Kind.PAGE, "_posts/2026-01-04-made.md") in causes(site, "_posts/2026-01-04-made.md")


def test_jekylls_own_words_are_said_in_one_sentence_and_all_of_them_kept(site: Path) -> None:
    replace(site / POST, "there", "{% nonsense %}")
    said = run("compare", "--site", site, "--yes")
    assert said.code == 2
    assert said.error.count("\n") == 1
    assert "Unknown tag 'nonsense'" in said.error
    with pytest.raises(JekyllFailed) as caught:
        compare(Site.open(site), find_jekyll(site))
    assert caught.value.path is not None
    assert "Liquid Exception" in caught.value.path.read_text("utf-8")
    assert last_comparison(Site.open(site)) is None


def test_a_broken_configuration_is_told_in_rubys_words(site: Path) -> None:
    write(site, {"_config.yml": "a: [\n"})
    said = run("compare", "--site", site, "--yes")
    assert said.code == 2
    assert "Psych::SyntaxError" in said.error


def test_a_machine_without_jekyll_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoJekyll):
        find_jekyll(site)
    said = run("compare", "--site", site, "--yes")
    assert said.code == 2
    assert "no Jekyll" in said.error


def test_a_hostile_gemfile_runs_only_after_a_yes(site: Path, tmp_path: Path) -> None:
    mark = tmp_path / "it-ran"
    write(site, {"Gemfile": f"File.write({str(mark)!r}, 'x')\ngem 'jekyll'\n"})
    said = run("compare", "--site", site)
    assert said.code == 3
    assert "bundle exec jekyll" in said.error
    assert "--yes" in said.error
    assert run("compare", "--site", site, "--json").json["error"]["code"] == "not_asked"
    assert not mark.exists()
    assert run("compare", "--site", site, "--yes").code == 0
    assert mark.exists()


def fake_jekyll(folder: Path, script: str) -> None:
    path = folder / "jekyll"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_cancelling_ends_jekyll_and_what_it_started(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    pids = tmp_path / "pids"
    fake_jekyll(bin_, f"sleep 600 & echo $! $$ > {pids}.new; mv {pids}.new {pids}; wait")
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Cancelled):
        compare(Site.open(site), find_jekyll(site), is_cancelled=pids.exists)
    assert not any(is_running(int(each)) for each in pids.read_text().split())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_jekyll_and_what_it_started(
    number: signal.Signals, site: Path, tmp_path: Path
) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    # The fake keeps descriptor 3, a named pipe, open: its end is seen when all have ended.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    fake_jekyll(bin_, f"exec 3> {pipe}; sleep 600 & echo $! $$ >&3; wait")
    process = subprocess.Popen(
        [sys.executable, "-m", "editor", "compare", "--site", str(site), "--yes"],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open() as said:
        assert len(said.readline().split()) == 2
        process.send_signal(number)
        assert said.read() == ""  # no program holds it any more
    out, error = process.communicate()
    assert process.returncode == 130
    assert out == error == b""


def test_a_program_left_behind_does_not_hold_the_comparison(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    fake_jekyll(bin_, "sleep 600 &\nexit 7")
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(JekyllFailed, match="code 7"):
        compare(Site.open(site), find_jekyll(site))


def test_progress_is_told_of_both_halves(site: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    compare(Site.open(site), find_jekyll(site), progress=lambda *told: heard.append(told))
    assert ("jekyll", 2, 2) in heard
    assert heard[-1] == ("pages", 2, 2)


def test_the_last_comparison_is_remembered_until_what_decides_changes(site: Path) -> None:
    opened = Site.open(site)
    assert last_comparison(opened) is None
    made = compare(opened, find_jekyll(site))
    assert last_comparison(opened) == made
    write(site, {"_posts/2026-01-05-more.md": "---\nlayout: post\n---\n\nMore.\n"})
    kept = last_comparison(Site.open(site))
    assert kept is not None
    assert kept.is_current
    replace(site / "_layouts/base.html", "<h1>", "<h1 class=x>")
    kept = last_comparison(Site.open(site))
    assert kept is not None
    assert not kept.is_current


def test_a_comparison_may_run_beside_the_windows_thread(site: Path) -> None:
    found: list[int] = []

    def work() -> None:
        found.append(compare(Site.open(site), find_jekyll(site)).same)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [2]


def test_differences_are_listed_for_people(site: Path) -> None:
    replace(site / "_layouts/post.html", "<article>", "<i>{{ site.time | date: '%s%N' }}</i><p>")
    said = run("compare", "--site", site, "--yes")
    assert said.text.startswith("0 of 2 posts look the same as Jekyll 4.")
    assert f"different  {POST}" in said.text
    assert "[time]" in said.text
    assert json.loads(run("compare", "--site", site, "--yes", "--json").out)["posts"] == 2
