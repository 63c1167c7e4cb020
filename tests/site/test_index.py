"""The list of posts and its search."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from editor.post import Post
from editor.processes import start_worker
from editor.site import PostState, Site, SiteIndex, index_reading, indexer
from tests.site.shown import write_site


def _site(root: Path) -> Site:
    files: dict[str, str | bytes] = {"_config.yml": "timezone: UTC\n"}
    for n in range(1, 6):
        files[f"_posts/2023-01-0{n}-post-{n}.md"] = (
            f"---\ntitle: Number {n}\ncategories: [News]\ntags: [t{n}]\nauthor: anna\n---\n"
            f"The harbour of Élysée no {n}.\n"
        )
    files["_posts/2999-01-01-later.md"] = "---\ntitle: Later\n---\nx\n"
    files["_posts/2023-02-01-held.md"] = "---\ntitle: Held\npublished: false\n---\nx\n"
    files["_drafts/idea.md"] = '---\ntitle: Idea\n---\nc++ and it\'s a-b "quoted"\n'
    return write_site(root, files)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return _site(tmp_path / "site")


@pytest.fixture
def index(site: Site, tmp_path: Path) -> SiteIndex:
    index = SiteIndex.open(site, tmp_path / "index.sqlite")
    indexer.refresh(site, index=index)
    return index


def test_rows_say_what_describe_says(site: Site, index: SiteIndex) -> None:
    rows = {row.path: row for row in index.rows()}
    assert len(rows) == index.count() == 8
    for path in site.post_paths():
        name = site.relative(path)
        post = Post.from_bytes(path.read_bytes())
        assert rows[name] == site.describe(name, post, mtime=path.stat().st_mtime)


def test_the_usage_is_that_of_the_site_without_looking_at_all_posts(
    site: Site, index: SiteIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = site.usage()
    empty = SiteIndex.open(site, tmp_path / "empty.sqlite")
    assert empty.usage().values("tags") == wanted.values("tags")

    def refuse(_: Site) -> None:
        raise AssertionError("all posts were looked at")

    monkeypatch.setattr(Site, "scan", refuse)
    usage = index.usage()
    assert usage.keys_in_order() == wanted.keys_in_order()
    assert usage.posts == wanted.posts == 7
    for key in ("author", "categories", "tags", "title"):
        assert usage.values(key) == wanted.values(key)


@pytest.mark.parametrize("words", ["", "number", "nothing like it"])
@pytest.mark.parametrize("states", [None, [PostState.PUBLISHED, PostState.DRAFT]])
def test_a_posts_place_is_its_row(
    index: SiteIndex, words: str, states: list[PostState] | None
) -> None:
    paths = [str(row.path) for row in index.rows(words, states)]
    for path in [str(row.path) for row in index.rows()] + ["_posts/none.md"]:
        wanted = paths.index(path) if path in paths else -1
        assert index.place(path, words, states) == wanted


def test_rows_are_filtered_and_sorted(index: SiteIndex) -> None:
    assert [row.title for row in index.rows(states=[PostState.DRAFT])] == ["Idea"]
    assert [row.title for row in index.rows(states=[PostState.SCHEDULED])] == ["Later"]
    assert [row.title for row in index.rows(states=[PostState.UNPUBLISHED])] == ["Held"]
    published = index.rows("number news", states=[PostState.PUBLISHED], limit=2)
    assert [row.title for row in published] == ["Number 5", "Number 4"]
    assert [row.title for row in index.rows("t3")] == ["Number 3"]
    assert index.rows(sort="title", limit=1)[0].title == "Held"
    assert index.count("anna") == 5
    assert index.rows("100%_") == []


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("harbour elys", 5), ("élysée", 5), ("harb", 5), ("HARBOUR", 5), ("c++ and", 1),
        ("it's", 1),
        ('"', 0), ("a-b", 1), ("", 0), ("* OR", 0), ("NEAR(", 0), ("nothing", 0), ("n", 5),
        ("title : x", 0),
        ("quoted", 1),
    ],
)  # fmt: skip
def test_any_words_can_be_searched_for(index: SiteIndex, words: str, paths: int) -> None:
    assert len(index.search(words)) == paths


def test_a_hit_tells_its_line(index: SiteIndex) -> None:
    (hit,) = index.search("quoted")
    assert (hit.path, hit.title, hit.line) == ("_drafts/idea.md", "Idea", 3)
    assert "quoted" in hit.snippet
    assert index.search("number", where="body") == []
    assert len(index.search("number", where="title")) == 5


def test_only_what_changed_is_read_again(site: Site, index: SiteIndex) -> None:
    path = site.root / "_posts/2023-01-01-post-1.md"
    path.write_text("---\ntitle: Changed\n---\nquay\n")
    (site.root / "_posts/2023-01-02-post-2.md").unlink()
    (site.root / "_posts/2023-03-03-new.md").write_text("---\ntitle: New\n---\n")
    found = indexer.refresh(site, index=index)
    assert (found.added, found.changed, found.removed, found.posts) == (1, 1, 1, 8)
    assert [hit.title for hit in index.search("quay")] == ["Changed"]
    assert len(index.search("harbour")) == 3
    again = indexer.refresh(site, index=index)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_values_are_counted(index: SiteIndex) -> None:
    assert index.values("categories") == [("News", 5)]
    assert index.values("author") == [("anna", 5)]
    assert len(index.values("tags")) == 5


def test_a_damaged_file_is_made_anew(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "i.sqlite"
    for data in (b"", b"not a database", os.urandom(9000), b"SQLite format 3\0" + b"\xff" * 5000):
        path.write_bytes(data)
        index = SiteIndex.open(site, path)
        indexer.refresh(site, index=index)
        assert index.count() == 8
        index.close()


def test_a_file_damaged_in_the_middle_never_stops_the_list(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "i.sqlite"
    index = SiteIndex.open(site, path)
    indexer.refresh(site, index=index)
    index.close()
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 1] = os.urandom(len(data) - 4097)
    path.write_bytes(data)
    index = SiteIndex.open(site, path)
    index.rows()
    indexer.refresh(site, index=index)
    assert index.count() == 8
    index.close()


def test_another_version_or_configuration_makes_it_anew(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "i.sqlite"
    index = SiteIndex.open(site, path)
    indexer.refresh(site, index=index)
    index.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'version'")
    connection.close()
    index = SiteIndex.open(site, path)
    assert index.count() == 0
    indexer.refresh(site, index=index)
    index.close()
    (site.root / "_config.yml").write_text("timezone: UTC\npermalink: none\n")
    changed = Site.open(site.root)
    index = SiteIndex.open(changed, path)
    indexer.refresh(changed, index=index)
    assert index.rows("post-1")[0].url == "/news/post-1.html"
    index.close()


def test_odd_posts_never_stop_the_index(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "_posts/2020-01-01-a.md": b"\xff\xfe\x00\x01", "_posts/2020-01-02-b.md": b"",
        "_posts/2020-01-03-c.md": b"---\ntitle: [" + b"[" * 20_000,
        "_posts/2020-01-04-d.md": b"---\ndate: 9999-12-31 23:59:59 -2300\n---\n",
        "_posts/2020-01-05-e.md": b"---\ncategories: {a: 1}\n---\n",
        "_posts/2020-01-06-f.md": b"---\ntitle: \"\\ud800\"\n---\n",
        "_posts/2020-01-07-g.md": b"---\nslug: 5\npermalink: [a]\n---\n",
        "_posts/2020-01-08-h.md": b"---\ntitle: x\n---\n" + b"word " * 4_000_000,
        "_posts/2020-13-45-i.md": b"---\ntitle: x\n---\n",
        "_posts/2020-01-09-j.md": b"---\ndate: 0001-01-01\ntitle: old\n---\n",
    }  # fmt: skip
    site = write_site(tmp_path / "s", files)
    index = SiteIndex.open(site, tmp_path / "i.sqlite")
    found = indexer.refresh(site, index=index)
    assert found.posts == index.count() == len(files)
    assert len(index.rows()) == len(files)


def test_the_worker_refreshes_when_asked(site: Site) -> None:
    worker = start_worker(indexer.work, str(site.root))
    try:
        seen: list[tuple[object, ...]] = []
        while not seen or seen[-1][0] != "words":
            assert worker.connection.poll(60)
            seen.append(worker.connection.recv())
        assert ("refreshed", {"added": 8, "changed": 0, "removed": 0, "posts": 8}) in seen
        worker.connection.send("again")
        assert worker.connection.poll(60)
        assert worker.connection.recv()[0] == "refreshed"
    finally:
        worker.kill()
    index = SiteIndex.open(site)
    assert index.count() == 8
    index.close()


def test_a_worker_on_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    worker = start_worker(indexer.work, str(tmp_path / "gone"))
    try:
        assert worker.connection.poll(60)
        assert worker.connection.recv()[0] == "failed"
    finally:
        worker.kill()


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Wait for the second process, and tell for each part of the list whether it took it."""
    taken: list[bool] = []
    get_help, takes = index_reading.PostsReading.get_help, index_reading._Helper.takes

    def get_help_and_wait(self: index_reading.PostsReading) -> None:
        get_help(self)
        assert self._helper is not None
        self._helper._thread.join()

    def counted(self: index_reading._Helper, part: Sequence[tuple[str, int, int]]) -> bool:
        taken.append(takes(self, part))
        return taken[-1]

    monkeypatch.setattr(index_reading.PostsReading, "get_help", get_help_and_wait)
    monkeypatch.setattr(index_reading._Helper, "takes", counted)
    return taken


def test_two_processes_write_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, helped: list[bool]
) -> None:
    files: dict[str, str | bytes] = {"_config.yml": "timezone: UTC\n"}
    for n in range(900):
        name = f"_posts/20{n % 20:02}-01-{n % 28 + 1:02}-post-{n}.md"
        files[name] = f"---\ntitle: Number {n}\ntags: [t{n % 7}]\n---\n\nText {n} Élysée.\n"
    site = write_site(tmp_path / "s", files)

    def rows(many: int, name: str) -> list[tuple[object, ...]]:
        monkeypatch.setattr(indexer, "_MANY", many)
        index = SiteIndex.open(site, tmp_path / name)
        found = indexer.refresh(site, index=index)
        assert (found.added, found.posts) == (900, 900)
        assert len(index.search("élysée", limit=1000)) == 900
        columns = "posts.id, path, mtime_ns, size, title, date, url, tags, needle, front"
        query = f"SELECT {columns} FROM posts JOIN fronts USING (id) ORDER BY posts.id"
        found_rows = index.file.all(query)
        index.close()
        return found_rows

    alone = rows(10_000, "alone.sqlite")
    assert len(alone) == 900
    assert not helped
    assert rows(1, "helped.sqlite") == alone
    assert any(helped)


def test_a_second_process_that_fails_leaves_nothing_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, helped: list[bool]
) -> None:
    files: dict[str, str | bytes] = {
        f"_posts/2020-01-01-post-{n}.md": f"---\ntitle: {n}\n---\n" for n in range(1500)
    }
    site = write_site(tmp_path / "s", files)
    monkeypatch.setattr(indexer, "_MANY", 1)
    for number, target in enumerate((_leaves_at_once, _leaves_in_the_middle)):
        monkeypatch.setattr("editor.site.index_reading.help_reading", target)
        index = SiteIndex.open(site, tmp_path / f"{number}.sqlite")
        assert indexer.refresh(site, index=index, words=False).posts == 1500
        assert index.count() == 1500
        index.close()
    assert any(helped)


def _leaves_at_once(*_: object) -> None:
    pass


def _leaves_in_the_middle(connection: Connection, *_: object) -> None:
    connection.recv()
    connection.send_bytes(b"no rows")


def test_a_changed_post_is_found_by_its_new_words_alone(site: Site, index: SiteIndex) -> None:
    path = site.root / "_posts/2023-01-03-post-3.md"
    for word in ("alpha", "beta", "gamma"):
        path.write_text(f"---\ntitle: Other {word}\n---\n{word}\n")
        indexer.refresh(site, index=index)
    assert [hit.title for hit in index.search("gamma")] == ["Other gamma"]
    assert index.search("alpha") == []
    assert index.search("beta") == []
    assert len(index.search("harbour")) == 4


def test_a_folder_in_the_place_of_a_post_is_looked_into(site: Site, index: SiteIndex) -> None:
    path = site.root / "_posts/2023-01-03-post-3.md"
    path.unlink()
    path.mkdir()
    (path / "2023-05-05-inner.md").write_text("---\ntitle: Inner\n---\n")
    found = indexer.refresh(site, index=index)
    assert (found.added, found.removed) == (1, 1)
    assert [row.title for row in index.rows("inner")] == ["Inner"]


@pytest.mark.parametrize("name", ['", "', "%", "a'b", 'q"uote', "c, d", "Ünï"])
def test_a_label_is_compared_whole(tmp_path: Path, name: str) -> None:
    quoted = "'" + name.replace("'", "''") + "'"
    files: dict[str, str | bytes] = {
        "_posts/2020-01-01-a.md": f"---\ntags: [{quoted}, x]\n---\n",
        "_posts/2020-01-02-b.md": "---\ntags: [x, y, c, d, Unrelated]\n---\n",
    }
    site = write_site(tmp_path / "s", files)
    index = SiteIndex.open(site, tmp_path / "i.sqlite")
    indexer.refresh(site, index=index)
    rows = index.rows(having={"tag": name, "author": None})
    assert [row.path for row in rows] == ["_posts/2020-01-01-a.md"]
    assert len(index.rows(having={"tag": "x", "layout": ""})) == 2
    index.close()
