"""What is done often leaves nothing behind: after many times there is as much as after a few."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from editor.site import Moved
from editor.ui.notices import Level, Notice, Way
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost

Deed = Callable[[QtBot, MainWindow, int], None]
_OURS = ("editor.ui", "editor.document", "editor.preview", "editor.site", "editor.storage")
_HISTORY = ("Step", "Edit")  # what undo takes back grows with what is done


def count() -> Counter[str]:
    """Count the living objects of Qt and of ours by kind.

    Not by `findChildren`: it makes an object of Python's for every object of Qt's that it finds.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    kinds = [type(each) for each in gc.get_objects()]
    return Counter(
        each.__name__
        for each in kinds
        if (issubclass(each, QObject) or str(each.__module__).startswith(_OURS))
        and each.__name__ not in _HISTORY
    )


def is_quiet(window: MainWindow) -> bool:
    """Tell whether no task is under way; the last ones over are kept until the next begins."""
    return window.workbench.tasks.is_idle


def watches_each_folder_once(window: MainWindow) -> bool:
    folders = {tab.path.parent for tab in window.workbench.posts if tab.path is not None}
    return {folder for folder, _ in window.desks.disk.watch.watch._watches} == folders


def shown(window: MainWindow) -> OpenPost:
    tab = window.workbench.posts.shown
    assert tab is not None
    return tab


def save(qtbot: QtBot, window: MainWindow, number: int) -> None:
    tab = shown(window)
    tab.document.set_field("counter", number)
    window.desks.saving.save(tab)
    qtbot.waitUntil(lambda: not tab.file.is_saving and not tab.document.modified, timeout=10_000)


def move(qtbot: QtBot, window: MainWindow, number: int) -> None:
    tab = shown(window)
    assert tab.path is not None
    assert window.workbench.session.site is not None
    source = tab.path
    path = source.rename(source.with_name(f"2025-09-01-name-{number}.md"))
    root = window.workbench.session.site.root
    moved = Moved(str(source.relative_to(root)), str(path.relative_to(root)), "", "", path)
    window.desks.moving.follow(tab, moved)
    qtbot.waitUntil(lambda: tab.path == path, timeout=10_000)


def close_and_open(qtbot: QtBot, window: MainWindow, _number: int) -> None:
    path = shown(window).path
    assert path is not None
    window.desks.closing.close(shown(window))
    window.desks.opening.open_path(path)
    qtbot.waitUntil(lambda: window.workbench.posts.shown is not None, timeout=10_000)


def write_outside(qtbot: QtBot, window: MainWindow, number: int) -> None:
    tab = shown(window)
    assert tab.path is not None
    text = f"---\ntitle: Outside\ncounter: {number}\n---\n\nAnother program wrote {number} lines.\n"
    tab.path.write_bytes(text.encode())
    window.desks.disk.check_all()
    qtbot.waitUntil(lambda: tab.document.text == text, timeout=10_000)


def change_site(qtbot: QtBot, window: MainWindow, number: int) -> None:
    assert window.workbench.session.site is not None
    root = window.workbench.session.site.root
    other = root.with_name(f"site-{number % 2}")
    (other / "_posts").mkdir(parents=True, exist_ok=True)
    (other / "_config.yml").touch()
    window.desks.sites.open_site(other)
    qtbot.waitUntil(
        lambda: (
            window.workbench.session.site is not None
            and window.workbench.session.site.root == other
        ),
        timeout=10_000,
    )


def tell(_qtbot: QtBot, window: MainWindow, number: int) -> None:
    ways = [Way("a_way", "Do it", window.teller.refresh)]
    shown(window).notices.tell(Notice.OTHER, Level.WARN, f"{number}", ways)


DEEDS: tuple[Deed, ...] = (save, move, close_and_open, write_outside, tell, change_site)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda each: each.__name__)
def test_sixty_times_leave_as_many_objects_as_twenty(
    qtbot: QtBot, window: MainWindow, opened: OpenPost, deed: Deed
) -> None:
    del opened
    counted = []
    for number in range(60):
        deed(qtbot, window, number)
        if number in (19, 59):
            qtbot.waitUntil(lambda: is_quiet(window), timeout=10_000)
            counted.append(count())
            qtbot.waitUntil(lambda: watches_each_folder_once(window), timeout=10_000)
    grown = counted[1] - counted[0]
    # Small caches may still fill; what is left each time is there forty times more.
    assert {kind: more for kind, more in grown.items() if more >= 20} == {}
