"""A fetch against a server that misbehaves; nothing but 127.0.0.1 is ever asked."""

from __future__ import annotations

import gzip
import os
import signal
import socket  # noqa: TID251 - what the tests put in a name server's place
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from editor.processes import WorkerProcess, start_worker
from editor.remote import Bounds, Fetched, Kind, RemoteAddress, RemoteCache, RemoteError
from editor.remote.addresses import target_of
from editor.remote.errors import Refused
from editor.remote.request import Limits, get
from tests.remote.server import CERTIFICATE, Server, Talk, answer, redirect, serving

CSS = b"p { color: red }"
FONT = b"wOF2" + bytes(60)
GIF = b"GIF89a\x01\0\x01\0\0\0\0;"
HEAD = b"HTTP/1.1 200 OK\r\n"
SMALL = Bounds(file_bytes=100_000, sheet_bytes=100_000, file_s=1.0, grace_s=0.5)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def other() -> Iterator[Server]:
    """A server that no test allows."""
    with serving() as made:
        yield made


@pytest.fixture
def cache(tmp_path: Path, server: Server) -> RemoteCache:
    return cache_for(tmp_path, server)


def cache_for(
    tmp_path: Path,
    *servers: Server,
    bounds: Bounds | None = None,
    start: Callable[..., WorkerProcess] = start_worker,
) -> RemoteCache:
    loopback = [("127.0.0.1", each.port) for each in servers]
    return RemoteCache(tmp_path / "cache", bounds=bounds, start=start, loopback=loopback)


def fetch(cache: RemoteCache, address: str, kind: Kind = Kind.SHEET) -> Fetched:
    return cache.fetch([RemoteAddress(address, kind, "<link>")]).results[0]


def test_a_file_is_fetched_kept_and_found_again(cache: RemoteCache, server: Server) -> None:
    address = server.on("/a.css?x=1", answer(CSS, "text/css; charset=utf-8"))
    result = fetch(cache, address)
    assert (result.problem, result.type, result.size_bytes) == ("", "text/css", len(CSS))
    kept = cache.lookup(address.replace("http:", "HTTP:") + "#part")
    assert kept is not None
    assert kept.path.read_bytes() == CSS
    assert (kept.type, kept.address) == ("text/css", address)


def test_nothing_is_asked_before_a_fetch(cache: RemoteCache, server: Server) -> None:
    address = server.on("/a.css", answer(CSS))
    assert cache.lookup(address) is None
    assert cache.entries() == []
    assert cache.wanted() == ()
    cache.forget()
    assert server.connections == 0


def test_a_request_says_no_more_than_it_must(
    cache: RemoteCache, server: Server, other: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, other.address("/"))
    server.on("/a.css", answer(CSS, "text/css", "Set-Cookie: a=b"))
    for _ in range(2):
        assert fetch(cache, server.address("/a.css")).is_there
    assert (
        server.heads
        == [
            f"GET /a.css HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUser-Agent: Standfirst\r\n"
            "Accept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n".encode()
        ]
        * 2
    )
    assert other.connections == 0


@pytest.mark.parametrize(
    ("kind", "data", "media_type"),
    [
        (Kind.SHEET, CSS, "text/css"),
        (Kind.SHEET, b"\xef\xbb\xbf" + CSS, "text/css"),
        (Kind.SHEET, b'@charset "iso-8859-1"; /* \xe9 */', "text/css"),
        (Kind.FONT, FONT, "font/woff2"),
        (Kind.FONT, b"\0\1\0\0" + bytes(20), "font/ttf"),
        (Kind.IMAGE, GIF, "image/gif"),
        (Kind.IMAGE, b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "image/svg+xml"),
    ],
)
def test_what_is_wanted_is_kept_under_the_type_that_its_bytes_have(
    cache: RemoteCache, server: Server, kind: Kind, data: bytes, media_type: str
) -> None:
    said = "" if kind is Kind.SHEET else "text/html"
    assert fetch(cache, server.on("/x", answer(data, said)), kind).type == media_type


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (Kind.SHEET, b"<!DOCTYPE html><p>", "text/css"),
        (Kind.SHEET, b"alert(1)", "application/javascript"),
        (Kind.SHEET, b"a{}", "text/html"),
        (Kind.SHEET, GIF, "text/css"),
        (Kind.SHEET, b"a\0{}", "text/css"),
        (Kind.SHEET, b"", "text/css"),
        (Kind.FONT, b"<html>", "font/woff2"),
        (Kind.FONT, CSS, "font/woff2"),
        (Kind.IMAGE, b"<html><script>1</script>", "image/png"),
        (Kind.IMAGE, b"alert(1)", "image/svg+xml"),
        (Kind.IMAGE, FONT, "image/png"),
    ],
)
def test_the_wrong_type_is_refused(
    cache: RemoteCache, server: Server, kind: Kind, data: bytes, said: str
) -> None:
    result = fetch(cache, server.on("/x", answer(data, said)), kind)
    assert result.problem
    assert not result.is_there
    assert cache.entries() == []


@pytest.mark.parametrize("kind", [Kind.SCRIPT, Kind.FRAME, Kind.MEDIA])
def test_what_runs_or_plays_is_never_asked_for(
    cache: RemoteCache, server: Server, kind: Kind
) -> None:
    assert "never fetched" in fetch(cache, server.on("/x", answer(b"1")), kind).problem
    assert server.connections == 0


def endless_head(talk: Talk) -> None:
    talk.send(HEAD)
    talk.endlessly(b"X: " + b"x" * 5000 + b"\r\n")


def endless_line(talk: Talk) -> None:
    talk.send(HEAD + b"X: ")
    talk.endlessly(b"x" * 5000)


def endless_continue(talk: Talk) -> None:
    talk.endlessly(b"HTTP/1.1 100 Continue\r\n\r\n")


def endless_body(talk: Talk) -> None:
    talk.send(HEAD + b"\r\n")
    talk.endlessly(b"/**/" * 2000)


def endless_chunks(talk: Talk) -> None:
    talk.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    talk.endlessly(b"1;" + b"x" * 2000 + b"\r\na\r\n")


def endless_trailer(talk: Talk) -> None:
    talk.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n")
    talk.endlessly(b"X: " + b"x" * 5000 + b"\r\n")


def slow_head(talk: Talk) -> None:
    talk.slowly(HEAD * 50)


def slow_body(talk: Talk) -> None:
    talk.send(HEAD + b"Content-Length: 10000\r\n\r\n")
    talk.slowly(b"a" * 9999)


def broken_off(talk: Talk) -> None:
    talk.send(HEAD + b"Content-Length: 100\r\n\r\nabc")
    talk.reset()


@pytest.mark.parametrize(
    ("handler", "word"),
    [
        (endless_head, "as a web server should|more than is taken"),
        (endless_line, "as a web server should|more than is taken"),
        (endless_continue, "more than is taken"),
        (endless_body, "more than is taken"),
        (endless_chunks, "more than is taken"),
        (endless_trailer, "as a web server should|more than is taken"),
        (slow_head, "too long"),
        (slow_body, "too long"),
        (Talk.wait, "too long"),
        (broken_off, "broke off|as a web server should"),
        (Talk.reset, "broke off|as a web server should"),
    ],
)
def test_an_answer_without_end_or_haste_is_cut_off(
    tmp_path: Path, server: Server, handler: Callable[[Talk], None], word: str
) -> None:
    cache = cache_for(tmp_path, server, bounds=SMALL)
    server.on("/good.css", answer(CSS))
    bad = RemoteAddress(server.handle("/bad.css", handler), Kind.SHEET, "<link>")
    good = RemoteAddress(server.address("/good.css"), Kind.SHEET, "<link>")
    report = cache.fetch([bad, good])
    assert any(each in report.results[0].problem for each in word.split("|")), report.results[0]
    assert report.results[1].is_there
    assert [each.address for each in cache.entries()] == [good.address]


@pytest.mark.parametrize(
    "reply",
    [
        HEAD + b"Content-Length: 100\r\n\r\nabc",
        HEAD + b"Content-Length: 99999999999999999999\r\n\r\nabc",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 \xff\xff\r\n\r\n",
        b"",
        answer(CSS, "text/css", status=404),
        answer(CSS, "text/css", status=500),
        answer(CSS, "text/css", status=206),
        answer(b"", status=304),
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n" + CSS,
        answer(gzip.compress(bytes(10_000_000)), "text/css", "Content-Encoding: gzip"),
        answer(b"", status=302),
        redirect("http://"),
    ],
)
def test_a_lie_is_refused(cache: RemoteCache, server: Server, reply: bytes) -> None:
    result = fetch(cache, server.on("/a.css", reply))
    assert result.problem
    assert "fault of its own" not in result.problem
    assert cache.lookup(result.address) is None


def test_a_body_longer_than_it_says_is_read_as_long_as_it_says(
    cache: RemoteCache, server: Server
) -> None:
    address = server.on("/a.css", answer(CSS) + b"junk" * 1000)
    result = fetch(cache, address)
    assert (result.problem, result.size_bytes) == ("", len(CSS))


def test_a_redirect_within_the_host_is_followed_and_known_by_both_addresses(
    cache: RemoteCache, server: Server
) -> None:
    server.on("/v3/a.css", answer(b"@font-face { src: url(f.woff2) }"))
    address = server.on("/latest/a.css", redirect("../v3/a.css", 301))
    report = cache.fetch([RemoteAddress(address, Kind.SHEET, "<link>")])
    assert report.results[0].is_there
    assert [each.address for each in report.wanted] == [server.address("/v3/f.woff2")]
    for each in (address, server.address("/v3/a.css")):
        kept = cache.lookup(each)
        assert kept is not None
        assert kept.address == server.address("/v3/a.css")


def test_a_redirect_to_another_host_is_shown_before_it_is_asked(
    tmp_path: Path, server: Server
) -> None:
    hosts = [("127.0.0.1", server.port), ("localhost", server.port)]
    cache = RemoteCache(tmp_path / "cache", loopback=hosts)
    target = f"http://localhost:{server.port}/there.css"
    address = server.on("/here.css", redirect(target))
    server.on("/there.css", answer(CSS))
    report = cache.fetch([RemoteAddress(address, Kind.SHEET, "<link>")])
    assert report.results[0].moved_to == target
    assert server.paths == ["/here.css"]
    assert report.wanted == cache.wanted() == (RemoteAddress(target, Kind.SHEET, address),)
    assert cache.lookup(address) is None
    assert cache.fetch(report.wanted).results[0].is_there
    kept = cache.lookup(address)
    assert kept is not None
    assert kept.address == target
    assert cache.wanted() == ()


def test_redirects_in_a_circle_end(cache: RemoteCache, server: Server) -> None:
    server.on("/b", redirect("/a"))
    assert "without end" in fetch(cache, server.on("/a", redirect("/b"))).problem
    assert len(server.heads) == 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/css,a{}", "javascript:1",
        "http://user:word@127.0.0.1/", "http://10.0.0.1/", "http://[::1]:{port}/x",
        "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]:{port}/x",
        "http://127.0.0.1:{port}/x", "//127.0.0.1:{port}/x", "http://127.1:{port}/x",
        "http://2130706433:{port}/x", "http://0x7f000001:{port}/x", "http://0.0.0.0:{port}/x",
        "http://[64:ff9b::7f00:1]/x",
    ],
)  # fmt: skip
def test_a_redirect_to_a_file_or_to_ones_own_network_is_not_followed(
    cache: RemoteCache, server: Server, other: Server, location: str
) -> None:
    address = server.on("/a.css", redirect(location.replace("{port}", str(other.port))))
    report = cache.fetch([RemoteAddress(address, Kind.SHEET, "<link>")])
    assert report.results[0].problem
    assert not report.results[0].moved_to
    assert report.wanted == ()
    assert other.connections == 0


def test_a_machine_of_ones_own_network_is_not_asked(
    cache: RemoteCache, server: Server, other: Server
) -> None:
    for host in ("127.0.0.1", "localhost", "127.1", "[::1]", "0.0.0.0"):
        for port in (other.port, 80):
            assert fetch(cache, f"http://{host}:{port}/a.css").problem
    assert other.connections == server.connections == 0


def resolved(*machines: str) -> Callable[..., list[Any]]:
    def getaddrinfo(_host: str, port: int, **_: object) -> list[Any]:
        family = [socket.AF_INET6 if ":" in each else socket.AF_INET for each in machines]
        return [
            (each, socket.SOCK_STREAM, 6, "", (machine, port))
            for each, machine in zip(family, machines, strict=True)
        ]

    return getaddrinfo


def limits(*loopback: tuple[str, int]) -> Limits:
    return Limits(Bounds(), 10_000, time.monotonic() + 60, frozenset(loopback))


@pytest.mark.parametrize(
    "machines",
    [("127.0.0.1",), ("93.184.215.14", "127.0.0.1"), ("::ffff:127.0.0.1",), ("64:ff9b::a00:1",)],
)
def test_a_name_that_leads_into_ones_own_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, machines: tuple[str, ...]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolved(*machines))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it was asked"))
    for scheme in ("http", "https"):
        with pytest.raises(Refused, match="your own"):
            get(target_of(f"{scheme}://theme.example/a.css"), limits())


def test_a_port_that_is_not_the_webs_is_not_asked() -> None:
    for address in ("http://theme.example:22/", "https://theme.example:80/"):
        with pytest.raises(Refused, match="Port"):
            get(target_of(address), limits())


def test_a_name_is_looked_up_once_and_what_was_found_is_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return resolved("127.0.0.1")(host, port)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    server.on("/a.css", answer(CSS))
    target = target_of(f"http://theme.example:{server.port}/a.css")
    assert get(target, limits(("theme.example", server.port))).data == CSS
    assert asked == ["theme.example"]
    assert f"Host: theme.example:{server.port}\r\n".encode() in server.heads[0]


def test_a_certificate_that_the_system_does_not_trust_is_refused(tmp_path: Path) -> None:
    with serving(is_secure=True) as server:
        cache = cache_for(tmp_path, server)
        result = fetch(cache, server.on("/a.css", answer(CSS)))
    assert "does not trust" in result.problem
    assert server.heads == []


def test_a_certificate_that_the_system_trusts_is_taken_for_its_own_host_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))  # OpenSSL's word for the system's store
    with serving(is_secure=True) as server:
        hosts = [("127.0.0.1", server.port), ("localhost", server.port)]
        cache = RemoteCache(tmp_path / "cache", loopback=hosts)
        address = server.on("/a.css", answer(CSS))
        assert fetch(cache, address).is_there
        assert "does not trust" in fetch(cache, address.replace("127.0.0.1", "localhost")).problem
        assert len(server.heads) == 1
        open_one = f"http://127.0.0.1:{server.port}/a.css"
        server.on("/down.css", redirect(open_one))
        assert "open one" in fetch(cache, server.address("/down.css")).problem


def test_a_secure_answer_that_is_cut_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with serving(is_secure=True) as server:

        def cut(talk: Talk) -> None:
            talk.send(HEAD + b"\r\n" + CSS)
            talk.connection.shutdown(socket.SHUT_RDWR)

        result = fetch(cache_for(tmp_path, server), server.handle("/a.css", cut))
    assert not result.is_there


def test_a_secure_address_of_an_open_server_is_refused(cache: RemoteCache, server: Server) -> None:
    assert fetch(cache, server.address("/a.css").replace("http:", "https:")).problem


def test_a_server_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with serving() as server:
        address = server.address("/a.css")
    assert "could not be made" in fetch(cache_for(tmp_path, server), address).problem


def test_what_all_files_take_is_bounded(tmp_path: Path, server: Server) -> None:
    bounds = Bounds(total_bytes=len(CSS) + 10, files=2)
    cache = cache_for(tmp_path, server, bounds=bounds)
    wishes = [
        RemoteAddress(server.on(f"/{at}.css", answer(CSS)), Kind.SHEET, "") for at in range(3)
    ]
    results = cache.fetch(wishes).results
    assert [each.is_there for each in results] == [True, False, False]
    assert "more than is taken" in results[1].problem
    assert "fetch again" in results[2].problem
    assert len(server.heads) == 2


def test_the_time_of_all_files_is_bounded(tmp_path: Path, server: Server) -> None:
    cache = cache_for(tmp_path, server, bounds=Bounds(total_s=0))
    assert "as long as it may" in fetch(cache, server.on("/a.css", answer(CSS))).problem
    assert server.connections == 0


def test_an_address_that_stands_twice_is_asked_once(cache: RemoteCache, server: Server) -> None:
    wish = RemoteAddress(server.on("/a.css", answer(CSS)), Kind.SHEET, "")
    assert all(each.is_there for each in cache.fetch([wish, wish]).results)
    assert len(server.heads) == 1


def test_progress_is_told_before_each_and_at_the_end(cache: RemoteCache, server: Server) -> None:
    told: list[tuple[int, int, str]] = []
    wishes = [RemoteAddress(server.on(f"/{at}", answer(CSS)), Kind.SHEET, "") for at in range(2)]
    cache.fetch(wishes, lambda *each: told.append(each))
    assert told == [(0, 2, wishes[0].address), (1, 2, wishes[1].address), (2, 2, "")]


def test_a_fetch_can_be_stopped_and_keeps_what_had_come(cache: RemoteCache, server: Server) -> None:
    stopped = threading.Event()

    def stop(talk: Talk) -> None:
        stopped.set()
        talk.wait()

    good = RemoteAddress(server.on("/good.css", answer(CSS)), Kind.SHEET, "")
    hanging = RemoteAddress(server.handle("/hanging.css", stop), Kind.SHEET, "")
    report = cache.fetch([good, hanging, good], is_cancelled=stopped.is_set)
    assert report.is_cancelled
    assert [each.is_there for each in report.results] == [True]
    assert cache.lookup(good.address) is not None


def never_answers(connection: Connection) -> None:
    connection.recv()
    threading.Event().wait()


def test_a_worker_that_hangs_is_ended_and_followed_by_another(
    tmp_path: Path, server: Server
) -> None:
    workers: list[WorkerProcess] = []

    def start(target: Callable[..., None], *args: object, memory_bytes: int) -> WorkerProcess:
        chosen = target if workers else never_answers
        workers.append(start_worker(chosen, *args, memory_bytes=memory_bytes))
        return workers[-1]

    cache = cache_for(tmp_path, server, bounds=SMALL, start=start)
    wishes = [RemoteAddress(server.on(f"/{at}", answer(CSS)), Kind.SHEET, "") for at in range(2)]
    results = cache.fetch(wishes).results
    assert [each.is_there for each in results] == [False, True]
    assert "too long" in results[0].problem
    assert not any(each.is_alive() for each in workers)


def test_a_worker_that_is_killed_is_followed_by_another(tmp_path: Path, server: Server) -> None:
    workers: list[WorkerProcess] = []

    def start(*args: Any, **named: Any) -> WorkerProcess:
        workers.append(start_worker(*args, **named))
        return workers[-1]

    def kill(_: Talk) -> None:
        os.kill(workers[-1].pid, signal.SIGKILL)

    cache = cache_for(tmp_path, server, start=start)
    bad = RemoteAddress(server.handle("/bad.css", kill), Kind.SHEET, "")
    good = RemoteAddress(server.on("/good.css", answer(CSS)), Kind.SHEET, "")
    assert [each.is_there for each in cache.fetch([bad, good]).results] == [False, True]
    assert not any(each.is_alive() for each in workers)


def test_without_a_process_a_fetch_says_so(tmp_path: Path, server: Server) -> None:
    def start(*_: Any, **__: Any) -> WorkerProcess:
        raise OSError(11, "none")

    cache = cache_for(tmp_path, server, start=start)
    with pytest.raises(RemoteError, match="no process"):
        fetch(cache, server.on("/a.css", answer(CSS)))


def test_what_a_sheet_names_is_told_and_not_fetched(cache: RemoteCache, server: Server) -> None:
    css = b'@import "b.css"; @font-face { src: url(https://fonts.example/f.woff2) }'
    address = server.on("/css/a.css", answer(css, "text/css"))
    report = cache.fetch([RemoteAddress(address, Kind.SHEET, "<link>")])
    assert report.wanted == (
        RemoteAddress(server.address("/css/b.css"), Kind.SHEET, address),
        RemoteAddress("https://fonts.example/f.woff2", Kind.FONT, address),
    )
    assert set(cache.wanted()) == set(report.wanted)
    assert server.paths == ["/css/a.css"]
