"""What happens in watched folders is told, whatever else becomes of the folders."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent

from editor.storage import FolderWatch

GUARD_S = 20.0


class Told:
    """Collects the names of what is told."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._came = threading.Condition()
        self.watch = FolderWatch(self._on_event)

    def _on_event(self, event: FileSystemEvent) -> None:
        with self._came:
            self.names += [Path(str(event.src_path)).name, Path(str(event.dest_path or "")).name]
            self._came.notify_all()

    def wait_for(self, name: str) -> None:
        with self._came:
            assert self._came.wait_for(lambda: name in self.names, GUARD_S), self.names


@pytest.fixture
def told() -> Iterator[Told]:
    made = Told()
    yield made
    made.watch.stop()


def test_writing_moving_and_removing_are_told_and_reading_is_not(
    told: Told, tmp_path: Path
) -> None:
    (tmp_path / "read.md").write_text("words")
    (tmp_path / "gone.md").write_text("words")
    assert told.watch.want({tmp_path: False})
    (tmp_path / "read.md").read_text()
    (tmp_path / "new.md").write_text("words")
    told.wait_for("new.md")
    (tmp_path / "new.md").rename(tmp_path / "moved.md")
    told.wait_for("moved.md")
    (tmp_path / "gone.md").unlink()
    told.wait_for("gone.md")
    assert "read.md" not in told.names


def test_what_is_watched_already_is_nothing_new_and_what_is_not_there_is_passed_over(
    told: Told, tmp_path: Path
) -> None:
    assert told.watch.want({tmp_path: False, tmp_path / "none": False})
    assert not told.watch.want({tmp_path: False, tmp_path / "none": False})
    (tmp_path / "none").mkdir()
    assert told.watch.want({tmp_path: False, tmp_path / "none": False})
    (tmp_path / "none/new.md").touch()
    told.wait_for("new.md")


def test_a_folder_that_another_came_in_place_of_is_watched_anew(told: Told, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    told.watch.want({tmp_path / "posts": False})
    for _ in range(2):  # as git does it between branches
        (tmp_path / "posts").rename(tmp_path / f"old{len(told.names)}")
        (tmp_path / "posts").mkdir()
        assert told.watch.want({tmp_path / "posts": False})
    (tmp_path / "posts/new.md").touch()
    told.wait_for("new.md")


def test_what_is_wanted_no_more_tells_nothing(told: Told, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    told.watch.want({tmp_path / "one": False, tmp_path / "two": False})
    told.watch.want({tmp_path / "two": False})
    (tmp_path / "one/first.md").touch()
    (tmp_path / "two/second.md").touch()
    told.wait_for("second.md")
    assert "first.md" not in told.names


def test_two_watches_of_one_folder_are_both_told_whichever_ends_first(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    both = Told(), Told()
    both[0].watch.want({tmp_path: False})
    both[1].watch.want({tmp_path: True})
    (tmp_path / "new.md").touch()
    for each in both:
        each.wait_for("new.md")
    both[0].watch.stop()
    (tmp_path / "inner/later.md").touch()
    both[1].wait_for("later.md")
    (tmp_path / "latest.md").touch()
    both[1].wait_for("latest.md")
    both[1].watch.stop()
    assert "latest.md" not in both[0].names


def test_stopping_does_not_wait_for_a_disk_that_hangs(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go = threading.Event(), threading.Event()
    real = os.stat

    def hanging(path: object, *args: object, **more: object) -> os.stat_result:
        if str(path) == str(tmp_path):
            asked.set()
            assert go.wait(GUARD_S)
        return real(path, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", hanging)
    wanting = threading.Thread(target=told.watch.want, args=({tmp_path: False},))
    wanting.start()
    assert asked.wait(GUARD_S)
    told.watch.stop()
    assert wanting.is_alive()
    go.set()
    wanting.join(GUARD_S)
    assert not told.watch.is_watching
    (tmp_path / "new.md").touch()
    assert not told.watch.want({tmp_path: False})
    assert told.names == []
