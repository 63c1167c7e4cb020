"""Making, renaming, publishing and removing posts, by the bytes on the disk."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from editor.post import Post
from editor.site import NameTaken, PostState, SiteError, make_site, posts
from editor.storage import versions
from tests.shared import DATA
from tests.site.shown import write_site

UTC = datetime.UTC
_WHEN = datetime.datetime(2024, 2, 29, 18, 30, 5, tzinfo=UTC)


def _news(count: int = 4, **config: str) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {
        "_config.yml": "timezone: UTC\n" + "".join(f"{k}: {v}\n" for k, v in config.items())
    }
    for n in range(1, count + 1):
        files[f"_posts/2023-01-0{n}-p{n}.md"] = (
            f'---\nlayout: post\ntitle: "Post: number {n}"\ndate: 2023-01-0{n}T10:00:0{n}\n'
            f'author: "anna"\ncategories: [News]\ntags: []\nexcerpt: "Text {n}."\n'
            f"image: assets/images/{n}.jpg\n---\n\nBody {n}.\n"
        )
    return files


def test_a_new_post_has_the_keys_the_order_and_the_manner_of_the_sites_posts(
    tmp_path: Path,
) -> None:
    site = write_site(tmp_path, _news())
    created = posts.create(site, "It's: new", date=_WHEN, values={"categories": ["World"]})
    assert created.path == tmp_path / "_posts/2024-02-29-it-s-new.md"
    assert created.data == created.path.read_bytes()
    assert created.data.decode() == (
        '---\nlayout: post\ntitle: "It\'s: new"\ndate: 2024-02-29T18:30:05\nauthor: "anna"\n'
        'categories: [World]\ntags: []\nexcerpt: ""\nimage:\n---\n\n'
    )


@pytest.mark.shared
def test_the_seed_post_is_made_from_nothing_byte_for_byte(tmp_path: Path) -> None:
    site = write_site(tmp_path, _news())
    wanted = (DATA / "seed-post.md").read_bytes()
    seed = Post.from_bytes(wanted)
    usage = site.usage()
    title, date = str(seed.data["title"]), seed.data["date"]
    assert isinstance(date, datetime.datetime)
    post = Post.from_bytes(posts.create(site, title, date=date, usage=usage).data)
    for key in ("author", "categories", "tags", "excerpt", "image"):
        value: Any = seed.data[key]
        present = [field.key for field in post.fields]
        post.set(
            key, list(value) if isinstance(value, (list, tuple)) else value,
            style=usage.style(key), before=usage.before(key, present),
        )  # fmt: skip
    assert post.to_bytes() + seed.body.encode() == wanted


@pytest.mark.parametrize(
    ("manner", "wanted"),
    [
        ("title: 'A {n}'\ndate: 2023-01-0{n} 10:00:00 +0100\ntags:\n- a\n- b",
         "title: 'New'\ndate: 2024-02-29 19:30:05 +0100\ntags:\n- x\n- z\n"),
        ("tags:\n  - a\ntitle: A {n}\ndate: 2023-01-0{n}",
         "tags:\n  - x\n  - z\ntitle: New\ndate: 2024-02-29\n"),
        ("date: 2023-01-0{n}T10:00:00+01:00\ntags: [ a, b ]\ntitle: A {n}",
         "date: 2024-02-29T19:30:05+01:00\ntags: [ x, z ]\ntitle: New\n"),
        ('tags: ["a", "b"]\ntitle: A {n}\nlayout: post',
         'tags: ["x", "z"]\ntitle: New\nlayout: post\ndate: 2024-02-29 19:30:05 +0100\n'),
    ],
)  # fmt: skip
def test_every_key_is_written_as_the_site_writes_it(
    tmp_path: Path, manner: str, wanted: str
) -> None:
    files: dict[str, str | bytes] = {"_config.yml": "timezone: Europe/Berlin\n"}
    for n in range(1, 5):
        text = manner.replace("{n}", str(n))
        files[f"_posts/2023-01-0{n}-p.md"] = f"---\n{text}\n---\nBody\n"
    site = write_site(tmp_path, files)
    data = posts.create(site, "New", date=_WHEN, values={"tags": ["x", "z"]}).data
    assert data.decode() == f"---\n{wanted}---\n"


def test_crlf_sites_get_crlf_posts(tmp_path: Path) -> None:
    files = {
        name: text.replace("\n", "\r\n") if isinstance(text, str) else text
        for name, text in _news().items()
    }
    data = posts.create(write_site(tmp_path, files), "New", date=_WHEN).data
    assert data.count(b"\n") == data.count(b"\r\n") > 5


def test_a_new_draft_has_no_date_in_its_name(tmp_path: Path) -> None:
    site = write_site(tmp_path, _news())
    created = posts.create(site, "Not yet", draft=True)
    assert site.relative(created.path) == "_drafts/not-yet.md"
    assert "date" not in Post.from_bytes(created.data).data


def test_a_site_without_posts_gets_the_plain_keys(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    data = posts.create(site, "First", date=_WHEN).data
    assert data.startswith(b"---\nlayout: post\ntitle: First\ndate: 2024-02-29")


def test_a_post_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    site = write_site(tmp_path, _news() | {"_posts/2024-02-29-New.md": "old"})
    with pytest.raises(NameTaken):
        posts.create(site, "new", date=_WHEN)
    assert (tmp_path / "_posts/2024-02-29-New.md").read_bytes() == b"old"
    assert not (tmp_path / "_posts/2024-02-29-new.md").exists()


@pytest.mark.parametrize("slug", ["", "..", "___", "/", "a" * 300])
def test_a_slug_that_makes_no_file_name_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(SiteError):
        posts.create(write_site(tmp_path, _news()), "x", slug=slug)


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "a/b\\c", "Ünï: “x”?", "日本語", "---", "CON"]
)
def test_a_title_never_leads_out_of_the_folder(tmp_path: Path, title: str) -> None:
    site = write_site(tmp_path, _news())
    created = posts.create(site, title, date=_WHEN)
    assert created.path.parent == tmp_path / "_posts"
    assert Post.from_bytes(created.data).data["title"] == title


def test_a_rename_shows_what_it_does_and_does_nothing_else(tmp_path: Path) -> None:
    site = write_site(tmp_path, _news())
    before = (tmp_path / "_posts/2023-01-01-p1.md").read_bytes()
    plan = posts.plan_rename(site, "_posts/2023-01-01-p1.md", slug="other")
    assert (plan.target, plan.old_url, plan.new_url) == (
        "_posts/2023-01-01-other.md", "/news/2023/01/01/p1.html", "/news/2023/01/01/other.html",
    )  # fmt: skip
    assert plan.data is None
    assert not plan.can_redirect
    assert (tmp_path / "_posts/2023-01-01-p1.md").read_bytes() == before
    moved = posts.rename(plan)
    assert moved.path.read_bytes() == before
    assert not (tmp_path / "_posts/2023-01-01-p1.md").exists()


def test_a_new_title_changes_its_line_and_the_name_alone(tmp_path: Path) -> None:
    site = write_site(tmp_path, _news())
    path = tmp_path / "_posts/2023-01-01-p1.md"
    wanted = path.read_bytes().replace(b'"Post: number 1"', b'"Quite new"')
    moved = posts.rename(posts.plan_rename(site, path, title="Quite new"))
    assert moved.target == "_posts/2023-01-01-quite-new.md"
    assert moved.path.read_bytes() == wanted


def test_a_new_date_keeps_the_shape_of_the_old_one(tmp_path: Path) -> None:
    site = write_site(tmp_path, _news())
    plan = posts.plan_rename(site, "_posts/2023-01-01-p1.md", date=_WHEN)
    assert plan.target == "_posts/2024-02-29-p1.md"
    assert plan.data is not None
    assert b"\ndate: 2024-02-29T18:30:05\n" in plan.data


def test_a_redirect_is_written_only_where_the_site_has_the_plugin(tmp_path: Path) -> None:
    plain = write_site(tmp_path / "a", _news())
    assert posts.plan_rename(plain, "_posts/2023-01-01-p1.md", slug="n", redirect=True).data is None
    site = write_site(tmp_path / "b", _news(plugins="[jekyll-redirect-from]"))
    plan = posts.plan_rename(site, "_posts/2023-01-01-p1.md", slug="n", redirect=True)
    assert plan.can_redirect
    assert plan.redirect_from == ("/news/2023/01/01/p1.html",)
    moved = posts.rename(plan)
    assert Post.from_bytes(moved.path.read_bytes()).data["redirect_from"] == list(
        plan.redirect_from
    )
    again = posts.plan_rename(site, moved.path, slug="m", redirect=True)
    assert again.redirect_from == ("/news/2023/01/01/p1.html", "/news/2023/01/01/n.html")


def test_a_rename_onto_another_post_is_refused(tmp_path: Path) -> None:
    files = _news() | {"_posts/2023-01-01-P9.md": "other"}
    site = write_site(tmp_path, files)
    with pytest.raises(NameTaken):
        posts.plan_rename(site, "_posts/2023-01-01-p1.md", slug="p9")
    plan = posts.plan_rename(site, "_posts/2023-01-01-p1.md", slug="late")
    (tmp_path / "_posts/2023-01-01-late.md").write_bytes(b"other")
    with pytest.raises(NameTaken):
        posts.rename(plan)
    assert (tmp_path / "_posts/2023-01-01-late.md").read_bytes() == b"other"
    assert (tmp_path / "_posts/2023-01-01-p1.md").exists()


def test_a_draft_is_published_under_its_date(tmp_path: Path) -> None:
    files = _news() | {"news/_drafts/soon.md": '---\ntitle: "Soon"\n---\n\nText\n'}
    site = write_site(tmp_path, files)
    moved = posts.publish(site, "news/_drafts/soon.md", _WHEN)
    assert moved.target == "news/_posts/2024-02-29-soon.md"
    assert moved.path.read_bytes() == (
        b'---\ntitle: "Soon"\ndate: 2024-02-29T18:30:05\n---\n\nText\n'
    )
    assert not (tmp_path / "news/_drafts/soon.md").exists()
    assert moved.new_url == "/news/2024/02/29/soon.html"


def test_publishing_without_a_date_keeps_the_drafts_own(tmp_path: Path) -> None:
    text = "---\ntitle: x\ndate: 2022-03-04 05:06:07 +0000\n---\nText\n"
    site = write_site(tmp_path, _news() | {"_drafts/d.md": text})
    moved = posts.publish(site, "_drafts/d.md")
    assert moved.target == "_posts/2022-03-04-d.md"
    assert moved.path.read_text() == text


def test_a_post_is_held_back_and_published_again(tmp_path: Path) -> None:
    site = write_site(tmp_path, _news())
    path = tmp_path / "_posts/2023-01-01-p1.md"
    posts.unpublish(site, path)
    post = Post.from_bytes(path.read_bytes())
    assert site.describe("_posts/2023-01-01-p1.md", post).state is PostState.UNPUBLISHED
    posts.publish(site, path)
    post = Post.from_bytes(path.read_bytes())
    assert site.describe("_posts/2023-01-01-p1.md", post).state is PostState.PUBLISHED


def test_a_draft_whose_place_is_taken_stays_a_draft(tmp_path: Path) -> None:
    files = _news() | {"_drafts/p1.md": "---\ntitle: x\n---\n"}
    site = write_site(tmp_path, files)
    when = datetime.datetime(2023, 1, 1, tzinfo=UTC)
    with pytest.raises(NameTaken):
        posts.publish(site, "_drafts/p1.md", when)
    assert (tmp_path / "_drafts/p1.md").read_text() == "---\ntitle: x\n---\n"


def test_making_a_site_leaves_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    site = make_site(tmp_path)
    assert site.is_jekyll
    assert site.problems == ()
    assert (tmp_path / "index.html").read_text() == "mine"
    assert "post" in site.layouts()
    with pytest.raises(NameTaken):
        make_site(tmp_path)


def kept(path: Path) -> list[bytes]:
    return [versions.read_version(each) for each in versions.list_versions(path)]


def test_what_a_rename_or_publishing_writes_over_is_a_version_under_the_new_name(
    tmp_path: Path,
) -> None:
    site = write_site(tmp_path, _news() | {"_drafts/d.md": '---\ntitle: "D"\n---\nText\n'})
    path = tmp_path / "_posts/2023-01-01-p1.md"
    first = path.read_bytes()
    renamed = posts.rename(posts.plan_rename(site, path, title="Quite new"))
    assert kept(renamed.path) == [first]
    again = posts.rename(posts.plan_rename(site, renamed.path, slug="other"))
    assert kept(again.path) == [first]
    assert kept(renamed.path) == []
    second = again.path.read_bytes()
    posts.unpublish(site, again.path)
    assert kept(again.path) == [second, first]
    published = posts.publish(site, "_drafts/d.md", _WHEN)
    assert kept(published.path) == [b'---\ntitle: "D"\n---\nText\n']
