"""Only regular files are opened, and none is waited for."""

from __future__ import annotations

import errno
import os
import select
import socket  # noqa: TID251 - its name in a folder is no regular file
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.regular_files import NOFOLLOW, open_regular, read_bytes, read_start, read_text

pytestmark = pytest.mark.timeout(60)  # what would be waited for never comes


def make(kind: str, folder: Path) -> Path:
    path = folder / "post.md"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(folder)  # a socket's name may have 107 bytes only
        try:
            socket.socket(socket.AF_UNIX).bind("post.md")
        finally:
            os.chdir(here)
    elif kind == "device":
        path = Path("/dev/tty")
    else:
        path.mkdir()
    return path


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "folder"])
@pytest.mark.parametrize("is_linked", [False, True])
def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, kind: str, is_linked: bool
) -> None:
    path = make(kind, tmp_path)
    if is_linked:
        (tmp_path / "link.md").symlink_to(path)
        path = tmp_path / "link.md"
    for read in (read_bytes, open_regular, lambda each: read_start(each, 3)):
        with pytest.raises(IsADirectoryError):
            read(path)


def test_a_pipe_is_not_opened_so_that_its_writer_waits_on(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    os.mkfifo(path)
    opened = threading.Event()

    def write() -> None:
        with path.open("wb") as pipe:
            opened.set()
            pipe.write(b"words")

    writer = threading.Thread(target=write)
    writer.start()
    with pytest.raises(IsADirectoryError):
        read_bytes(path)
    assert not opened.is_set()
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    writer.join()
    assert select.select([reader], [], [], 0)[0]
    os.close(reader)


def test_a_pipe_that_takes_a_files_place_after_the_look_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"words")
    real = os.open

    def late(name: Path, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return real(name, flags)

    monkeypatch.setattr(os, "open", late)
    with pytest.raises(IsADirectoryError):
        read_bytes(path)


@given(st.binary(max_size=300), st.integers(0, 400))
def test_a_start_is_what_the_whole_starts_with(data: bytes, count: int) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        assert read_bytes(file.name) == data
        assert read_start(file.name, count) == data[:count]


def test_a_file_over_the_limit_and_a_link_are_refused_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"a\r\nb\rc")
    with pytest.raises(OSError) as caught:  # noqa: PT011 - which one is looked at
        read_bytes(path, limit_bytes=4)
    assert caught.value.errno == errno.EFBIG
    assert read_text(path) == "a\nb\nc"
    (tmp_path / "link.md").symlink_to(path)
    with pytest.raises(OSError) as caught:  # noqa: PT011
        read_bytes(tmp_path / "link.md", flags=NOFOLLOW)
    assert caught.value.errno == errno.ELOOP
