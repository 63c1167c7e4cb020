"""Each row of the table of faults: what the disk can do to a save, and what must be left of it."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from editor.storage import (
    ChangedOnDisk,
    Digest,
    DiskState,
    NotAllowed,
    ReadFailed,
    SaveFailed,
    TargetExists,
    finish_journals,
    make_folder,
    move,
    pending,
    read,
    save,
    sweep,
)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="changes owners: needs root")
NOBODY = 65534


def write(path: Path, data: bytes = b"old") -> Digest:
    path.write_bytes(data)
    return Digest.of(data)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def as_nobody(action: Callable[[], object]) -> int:
    """Run something in a child without root's rights; returns its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.environ["XDG_STATE_HOME"] = f"/tmp/sf-nobody-{os.getpid()}"
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            action()
            code = 0
        except BaseException as error:  # noqa: BLE001 - the child must not go on with the tests
            print(repr(error), file=sys.stderr)
        finally:
            subprocess.run(["rm", "-rf", os.environ["XDG_STATE_HOME"]], check=False)
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("size", [0, 1, 10, 4_096, 500_000, 10_000_000])
def test_every_size_comes_back_whole_zettlr_5343(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    path = tmp_path / "post.md"
    first = save(path, data, expected=None)
    assert read(path) == (data, first.digest)
    second = save(path, data + b"\n", expected=first.digest)
    assert read(path) == (data + b"\n", second.digest)
    assert names(tmp_path) == ["post.md"]


@pytest.mark.ci
def test_100_mb_come_back_whole_zettlr_5343(tmp_path: Path) -> None:
    data = os.urandom(1_000_000) * 100
    saved = save(tmp_path / "post.md", data, expected=None)
    assert read(tmp_path / "post.md")[1] == saved.digest


def test_a_change_of_the_same_size_and_time_is_seen_qownnotes_3636(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path, b"one")
    before = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, b"mine", expected=known)
    assert (caught.value.state, caught.value.data) == (DiskState.CHANGED, b"two")
    assert path.read_bytes() == b"two"


def test_a_touch_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    os.utime(path, (1, 1))
    save(path, b"new", expected=known)
    assert path.read_bytes() == b"new"


def test_a_change_in_the_middle_of_the_save_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    sync = os.fsync

    def change_meanwhile(handle: int) -> None:
        path.write_bytes(b"theirs")
        sync(handle)

    monkeypatch.setattr(os, "fsync", change_meanwhile)
    with pytest.raises(ChangedOnDisk):
        save(path, b"mine", expected=known)
    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["post.md"]


def test_the_same_text_written_by_another_program_is_no_conflict(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    path.write_bytes(b"new")
    assert save(path, b"new", expected=known).digest == Digest.of(b"new")


@pytest.mark.parametrize("is_recent", [True, False])
def test_bytes_that_are_there_already_are_not_written_again_retext_461_234(
    tmp_path: Path, is_recent: bool
) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"words\n")
    path.chmod(0o444)
    os.utime(path, (1, 1))
    known = read(path)[1] if is_recent else Digest.of(b"words\n")
    before = path.stat()
    assert save(path, b"words\n", expected=known).digest == known
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    path.chmod(0o644)
    path.write_bytes(b"other\n")
    with pytest.raises(ChangedOnDisk):
        save(path, b"words\n", expected=known)


def test_a_deleted_file_is_not_made_again_silently(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    path.unlink()
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, b"new", expected=known)
    assert caught.value.state is DiskState.MISSING
    assert not path.exists()


def test_a_new_file_never_overwrites_one(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    write(path)
    with pytest.raises(TargetExists):
        save(path, b"new", expected=None)
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere.md")
    save(tmp_path / "link.md", b"new", expected=None)
    assert (tmp_path / "nowhere.md").read_bytes() == b"new"
    assert path.read_bytes() == b"old"


def test_a_new_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    sync = os.fsync

    def appear(handle: int) -> None:
        path.write_bytes(b"theirs")
        sync(handle)

    monkeypatch.setattr(os, "fsync", appear)
    with pytest.raises(TargetExists):
        save(path, b"mine", expected=None)
    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["post.md"]


def test_a_path_that_became_a_folder_or_pipe_is_refused(tmp_path: Path) -> None:
    known = Digest.of(b"old")
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    for name in ("folder.md", "pipe.md"):
        with pytest.raises(ChangedOnDisk) as caught:
            save(tmp_path / name, b"new", expected=known)
        assert caught.value.state is DiskState.NOT_A_FILE
        with pytest.raises(ReadFailed):
            read(tmp_path / name)


def test_a_folder_removed_underneath_is_an_error_that_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    known = write(folder / "post.md")
    (folder / "post.md").unlink()
    folder.rmdir()
    for expected in (known, None):
        with pytest.raises(SaveFailed, match="folder no longer exists") as caught:
            save(folder / "post.md", b"new", expected=expected)
        assert caught.value.safe


def test_a_read_only_file_is_refused_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    path.chmod(0o444)
    with pytest.raises(NotAllowed):
        save(path, b"new", expected=known)
    assert path.read_bytes() == b"old"
    save(path, b"new", expected=known, overwrite_read_only=True)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    path.chmod(mode)
    save(path, b"new", expected=known)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    save(tmp_path / "post.md", b"new", expected=None)
    assert (tmp_path / "post.md").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_extended_attributes_and_access_lists_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    access = bytes.fromhex(
        "0200000001000600ffffffff02000600e803000004000400ffffffff10000600ffffffff20000000ffffffff"
    )
    try:
        os.setxattr(path, "user.colour", b"red")
        os.setxattr(path, "system.posix_acl_access", access)
    except OSError:
        pytest.skip("this file system has no extended attributes")
    save(path, b"new", expected=known)
    assert os.getxattr(path, "user.colour") == b"red"
    assert os.getxattr(path, "system.posix_acl_access") == access


def test_an_access_list_that_the_folder_gives_to_new_files_does_not_come_in(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    path.chmod(0o600)
    inherited = bytes.fromhex(
        "0200000001000600ffffffff02000600e803000004000400ffffffff10000600ffffffff20000000ffffffff"
    )
    try:
        os.setxattr(tmp_path, "system.posix_acl_default", inherited)
    except OSError:
        pytest.skip("this file system has no access lists")
    save(path, b"new", expected=known)
    assert "system.posix_acl_access" not in os.listxattr(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_hard_link_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path, b"old and longer")
    os.link(path, tmp_path / "second.md")
    for data in (b"new", b"new and much longer than before"):
        known = save(path, data, expected=known).digest
        assert (tmp_path / "second.md").read_bytes() == data
    assert pending() == []


def test_a_link_is_followed_only_inside_the_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    known = write(tmp_path / "outside.md")
    write(site / "inside.md")
    (site / "out.md").symlink_to("../outside.md")
    (site / "in.md").symlink_to("inside.md")
    with pytest.raises(NotAllowed):
        save(site / "out.md", b"new", expected=known, inside=site)
    save(site / "in.md", b"new", expected=known, inside=site)
    assert (site / "in.md").is_symlink()
    assert (site / "inside.md").read_bytes() == b"new"
    assert (tmp_path / "outside.md").read_bytes() == b"old"
    (site / "loop.md").symlink_to("loop.md")
    with pytest.raises(SaveFailed):
        save(site / "loop.md", b"new", expected=known)


def test_the_longest_name_there_is_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 252 + ".md")
    digest = save(path, b"one", expected=None).digest
    save(path, b"two", expected=digest)
    assert path.read_bytes() == b"two"
    with pytest.raises(SaveFailed, match="name is too long"):
        save(tmp_path / ("a" * 300), b"x", expected=None)


@needs_root
def test_another_owner_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    os.chown(path, NOBODY, NOBODY)
    save(path, b"new", expected=known)
    assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)


@needs_root
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "owner"),
    [(0o777, 0o666, 0), (0o1777, 0o666, 0), (0o555, 0o644, NOBODY)],
    ids=["shared folder", "sticky folder", "folder that takes no file"],
)
def test_what_cannot_be_replaced_is_written_in_place(
    folder_mode: int, file_mode: int, owner: int
) -> None:
    folder = Path("/tmp") / f"sf-place-{os.getpid()}"
    folder.mkdir()
    path = folder / "post.md"
    try:
        known = write(path)
        os.chown(path, owner, owner)
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        before = path.stat()
        assert as_nobody(lambda: save(path, b"new words", expected=known)) == 0
        after = path.stat()
        assert path.read_bytes() == b"new words"
        assert (after.st_ino, after.st_uid) == (before.st_ino, owner)
        assert names(folder) == ["post.md"]
    finally:
        subprocess.run(["rm", "-rf", folder], check=True)


def failing(
    monkeypatch: pytest.MonkeyPatch, name: str, code: int, *, on: Callable[..., bool] | None = None
) -> None:
    real = getattr(os, name)

    def fail(*args: object, **more: object) -> object:
        if on is None or on(*args):
            raise OSError(code, os.strerror(code))
        return real(*args, **more)

    monkeypatch.setattr(os, name, fail)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_refused_write_leaves_the_old_file_joplin_5560_vscode_34915(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    failing(monkeypatch, call, code)
    with pytest.raises(SaveFailed) as caught:
        save(path, b"new", expected=known)
    assert caught.value.safe
    assert caught.value.reason in caught.value.sentence
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["post.md"]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EXDEV])
def test_a_refused_rename_is_got_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    failing(monkeypatch, "rename", code, on=lambda source, _: ".journal" not in str(source))
    save(path, b"new", expected=known)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["post.md"]


@pytest.mark.parametrize("is_new", [True, False])
def test_without_unnamed_files_a_hidden_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    path = tmp_path / "post.md"
    known = None if is_new else write(path)
    monkeypatch.setattr("editor.storage.temporary._O_TMPFILE", 0)
    save(path, b"new", expected=known)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["post.md"]
    if is_new:
        with pytest.raises(TargetExists):
            save(path, b"newer", expected=None)
        assert names(tmp_path) == ["post.md"]


@pytest.mark.parametrize("is_new", [True, False])
def test_where_unnamed_files_cannot_be_linked_a_hidden_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    path = tmp_path / "post.md"
    known = None if is_new else write(path)
    failing(monkeypatch, "link", errno.EPERM)
    save(path, b"new", expected=known)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["post.md"]


def test_a_refused_mode_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    failing(monkeypatch, "fchmod", errno.EPERM)
    assert "permissions" in save(path, b"new", expected=known).warning
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(("code", "warns"), [(errno.EIO, True), (errno.EINVAL, False)])
def test_a_folder_that_cannot_be_synced_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, warns: bool
) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    failing(monkeypatch, "fsync", code, on=lambda handle: stat.S_ISDIR(os.fstat(handle).st_mode))
    assert ("power cut" in save(path, b"new", expected=known).warning) is warns
    assert path.read_bytes() == b"new"


def test_a_short_write_claimed_as_complete_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    monkeypatch.setattr(os, "write", lambda _, data: len(data))
    with pytest.raises(SaveFailed):
        save(path, b"new", expected=known)
    assert path.read_bytes() == b"old"


def test_no_room_in_place_is_found_before_the_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    os.link(path, tmp_path / "second.md")
    failing(monkeypatch, "posix_fallocate", errno.ENOSPC)
    with pytest.raises(SaveFailed) as caught:
        save(path, b"new and longer", expected=known)
    assert caught.value.safe
    assert path.read_bytes() == b"old"
    assert pending() == []


def test_in_place_nothing_is_written_without_a_recovery_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    os.link(path, tmp_path / "second.md")
    failing(monkeypatch, "fdatasync", errno.ENOSPC)
    with pytest.raises(SaveFailed, match="recovery copy"):
        save(path, b"new and longer", expected=known)
    assert path.read_bytes() == b"old"


def test_a_damaged_file_in_place_leaves_its_words_to_recover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    known = write(path)
    os.link(path, tmp_path / "second.md")
    failing(monkeypatch, "ftruncate", errno.EIO)
    with pytest.raises(SaveFailed) as caught:
        save(path, b"new words", expected=known)
    assert not caught.value.safe
    path.write_bytes(b"torn")
    (found,) = pending()
    assert (found.path, found.data) == (path, b"new words")


def test_what_a_crash_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    from editor.storage.files import boot_id
    from editor.storage.temporary import temporary_name

    child = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    )
    mine = temporary_name()
    stale = f".~sf-{boot_id().replace('-', '')[:8]}-{int(child.stdout):08x}-00000000"
    other_boot = ".~sf-00000000-00000001-00000000"
    for name in (mine, stale, other_boot, ".~sf-notes", "post.md"):
        (tmp_path / name).touch()
    os.utime(tmp_path / other_boot, (1, 1))
    assert sorted(path.name for path in sweep(tmp_path)) == sorted([stale, other_boot])
    assert (tmp_path / mine).exists()
    assert (tmp_path / ".~sf-notes").exists()


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(SaveFailed):
        make_folder(tmp_path / "file" / "c")


class TestMove:
    def test_a_move_keeps_the_bytes(self, tmp_path: Path) -> None:
        write(tmp_path / "a.md")
        make_folder(tmp_path / "_posts")
        saved = move(tmp_path / "a.md", tmp_path / "_posts" / "b.md")
        assert saved.digest == Digest.of(b"old")
        assert (tmp_path / "_posts" / "b.md").read_bytes() == b"old"
        assert not (tmp_path / "a.md").exists()

    def test_a_move_never_overwrites(self, tmp_path: Path) -> None:
        write(tmp_path / "a.md", b"a")
        write(tmp_path / "b.md", b"b")
        for data in (None, b"c"):
            with pytest.raises(TargetExists):
                move(tmp_path / "a.md", tmp_path / "b.md", data=data)
        assert (tmp_path / "a.md").read_bytes() == b"a"
        assert (tmp_path / "b.md").read_bytes() == b"b"

    def test_a_move_never_overwrites_without_the_one_call_for_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("editor.storage.names._renameat2", lambda: None)
        write(tmp_path / "a.md", b"a")
        write(tmp_path / "b.md", b"b")
        with pytest.raises(TargetExists):
            move(tmp_path / "a.md", tmp_path / "b.md")
        move(tmp_path / "a.md", tmp_path / "c.md")
        failing(monkeypatch, "link", errno.EPERM)
        with pytest.raises(TargetExists):
            move(tmp_path / "c.md", tmp_path / "b.md")
        move(tmp_path / "c.md", tmp_path / "d.md")
        assert names(tmp_path) == ["b.md", "d.md"]

    def test_a_move_with_new_content_keeps_mode_and_takes_the_old_name_away(
        self, tmp_path: Path
    ) -> None:
        known = write(tmp_path / "a.md")
        (tmp_path / "a.md").chmod(0o640)
        move(tmp_path / "a.md", tmp_path / "b.md", data=b"new", expected=known)
        assert names(tmp_path) == ["b.md"]
        assert (tmp_path / "b.md").read_bytes() == b"new"
        assert stat.S_IMODE((tmp_path / "b.md").stat().st_mode) == 0o640

    def test_a_source_that_changed_is_not_moved(self, tmp_path: Path) -> None:
        write(tmp_path / "a.md")
        with pytest.raises(ChangedOnDisk):
            move(tmp_path / "a.md", tmp_path / "b.md", data=b"x", expected=Digest.of(b"other"))
        with pytest.raises(ChangedOnDisk):
            move(tmp_path / "none.md", tmp_path / "b.md")
        assert names(tmp_path) == ["a.md"]


def test_without_any_state_folder_posts_are_saved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from editor.document import Document
    from editor.storage import JournalState, PostLock, versions

    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    path = tmp_path / "post.md"
    with PostLock.take(path):
        document = Document.new("words")
        journal = document.open_journal(path)
        journal.sync()
        assert journal.state is JournalState.BESIDE
        snapshot = document.snapshot()
        saved = save(path, snapshot.data, expected=None, journal=journal)
        document.mark_saved(snapshot, saved)
        assert not versions.keep(path, b"words")
        document.close_journal()
        assert finish_journals(timeout_s=20)
    assert pending() == []
    assert names(tmp_path) == ["file", "post.md"]
    assert path.read_bytes() == b"words"
