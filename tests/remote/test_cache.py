from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.dirs import cache_dir
from editor.remote import Kind, RemoteAddress, RemoteCache, RemoteError
from tests.remote.server import Server, answer, serving

CSS = b"p { color: red }"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as made:
        made.on("/a.css", answer(CSS, "text/css"))
        made.on("/b.css", answer(CSS, "text/css"))
        yield made


@pytest.fixture
def cache(tmp_path: Path, server: Server) -> RemoteCache:
    made = RemoteCache(tmp_path / "cache", loopback=[("127.0.0.1", server.port)])
    assert fetch(made, server)
    return made


def fetch(cache: RemoteCache, server: Server) -> bool:
    wishes = [RemoteAddress(server.address(f"/{each}.css"), Kind.SHEET, "<link>") for each in "ab"]
    return all(each.is_there for each in cache.fetch(wishes).results)


def record_of(cache_folder: Path, address: str) -> Path:
    for path in cache_folder.glob("*.json"):
        if json.loads(path.read_text("utf-8"))["address"] == address:
            return path
    raise AssertionError(address)


@pytest.mark.usefixtures("cache")
def test_what_was_fetched_is_there_for_the_next_start(server: Server, tmp_path: Path) -> None:
    again = RemoteCache(tmp_path / "cache")
    assert [each.address for each in again.entries()] == [
        server.address("/a.css"), server.address("/b.css"),
    ]  # fmt: skip
    assert again.lookup(server.address("/a.css")) is not None


def test_all_is_forgotten(cache: RemoteCache, server: Server, tmp_path: Path) -> None:
    cache.forget()
    assert not (tmp_path / "cache").exists()
    assert cache.entries() == []
    assert cache.lookup(server.address("/a.css")) is None
    cache.forget()


def test_a_link_in_the_caches_place_is_forgotten_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("x")
    (tmp_path / "cache").symlink_to(tmp_path / "own")
    RemoteCache(tmp_path / "cache").forget()
    assert (tmp_path / "own" / "letter.txt").read_text() == "x"
    assert not (tmp_path / "cache").is_symlink()


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"{"),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_bytes(b"[" * 100_000),
        lambda path: path.write_bytes(b"{}"),
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes().replace(b"text/css", b"text/html")),
        lambda path: path.write_bytes(path.read_bytes().replace(b'"digest":"', b'"digest":"../')),
        lambda path: path.write_bytes(path.read_bytes().replace(b"a.css", b"c.css")),
    ],
)
def test_a_damaged_record_counts_as_none_and_is_fetched_anew(
    cache: RemoteCache, server: Server, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    damage(record_of(tmp_path / "cache", server.address("/a.css")))
    assert cache.lookup(server.address("/a.css")) is None
    assert cache.lookup(server.address("/b.css")) is not None
    assert fetch(cache, server)
    assert cache.lookup(server.address("/a.css")) is not None


@pytest.mark.parametrize("data", [b"", b"p { color: bad }", CSS + b"x", None])
def test_a_damaged_file_counts_as_none_and_is_fetched_anew(
    cache: RemoteCache, server: Server, data: bytes | None
) -> None:
    kept = cache.lookup(server.address("/a.css"))
    assert kept is not None
    if data is None:
        kept.path.unlink()
    else:
        kept.path.write_bytes(data)
    assert cache.lookup(server.address("/a.css")) is None
    assert fetch(cache, server)
    assert cache.lookup(server.address("/a.css")) is not None


def test_a_link_in_a_files_place_is_not_followed(
    cache: RemoteCache, server: Server, tmp_path: Path
) -> None:
    kept = cache.lookup(server.address("/a.css"))
    assert kept is not None
    (tmp_path / "same.css").write_bytes(CSS)
    kept.path.unlink()
    kept.path.symlink_to(tmp_path / "same.css")
    assert cache.lookup(server.address("/a.css")) is None


@given(data=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_no_bytes_in_a_record_are_an_error(cache: RemoteCache, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "cache" / f"{'0' * 64}.json").write_bytes(data)
    assert len(cache.entries()) == 2
    assert cache.wanted() == ()


def test_moves_in_a_circle_lead_to_nothing(
    cache: RemoteCache, server: Server, tmp_path: Path
) -> None:
    address = server.address("/a.css")
    path = record_of(tmp_path / "cache", address)
    record = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**record, "type": "", "digest": "", "moved_to": address}))
    assert cache.lookup(address) is None


def test_what_cannot_be_kept_stops_the_fetch_in_words(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the folder's place")
    cache = RemoteCache(tmp_path / "cache", loopback=[("127.0.0.1", server.port)])
    with pytest.raises(RemoteError, match="cannot be kept"):
        fetch(cache, server)
    assert (tmp_path / "cache").read_text() == "a file in the folder's place"


def test_each_site_has_a_cache_of_its_own(tmp_path: Path) -> None:
    before = set(cache_dir().glob("remote/*"))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert RemoteCache.of_site(tmp_path / name).entries() == []
    assert set(cache_dir().glob("remote/*")) == before


def test_no_address_but_the_networks_is_looked_up(cache: RemoteCache) -> None:
    for address in ("", "a.css", "file:///etc/passwd", "../../etc/passwd", "\0"):
        assert cache.lookup(address) is None
