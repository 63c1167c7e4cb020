from __future__ import annotations

import os
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter

from editor.edit import Edit, Origin
from editor.ui.look import load_palette
from editor.ui.preview import scheme
from editor.ui.preview.site_files import Found, open_media
from tests.ui.preview.conftest import Watched

pytestmark = pytest.mark.xdist_group("webengine")

LONG = "---\ntitle: Long\n---\n" + "".join(
    f"Paragraph {number} with {'some more words ' * (number % 9)}to read.\n\n"
    for number in range(400)
)


def picture(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def test_a_document_is_shown_and_followed(watched: Watched) -> None:
    document = watched.show("---\ntitle: Tide\n---\nFirst words.\n\nSecond.\n")
    assert watched.ask("document.querySelector('h1').textContent") == "Tide"
    assert "First words." in watched.ask("standfirst.html()")
    document.apply(Edit(3, 6, "words", "lines"), Origin.TYPING)
    watched.wait_revision(1)
    assert "First lines." in watched.ask("standfirst.html()")
    document.apply(Edit(1, 7, "Tide", "Ebb"), Origin.FORM)
    watched.wait_revision(2)
    assert watched.ask("document.querySelector('h1').textContent") == "Ebb"


def test_after_many_edits_the_page_is_the_one_of_the_whole_text(watched: Watched) -> None:
    chance = random.Random(4)
    document = watched.show("---\ntitle: x\n---\n" + "Some text.\n\n" * 20)
    for _ in range(120):
        line = chance.randrange(3, document.line_count - 1)
        text = chance.choice(["a", "\n", "# ", "* b\n", "\n\n", "`", "[x](y)"])
        document.apply(Edit(line, 0, "", text), Origin.TYPING)
    watched.wait_revision(document.revision)
    followed = watched.ask("standfirst.html()")
    state = watched.ask("standfirst.state()")
    assert state["lines"] == document.text.count("\n")
    watched.show(document.text)
    assert watched.ask("standfirst.html()") == followed


SIZES = "Array.from(document.querySelector('.sf-body').children, (each) => each.children.length)"


def test_a_long_page_stands_in_groups_and_none_stays_empty(watched: Watched) -> None:
    paragraphs = [f"Paragraph {number}.\n\n" for number in range(700)]
    document = watched.show("---\ntitle: x\n---\n" + "".join(paragraphs))
    sizes = watched.ask(SIZES)
    assert sum(sizes) == watched.ask("standfirst.state().blocks")
    assert max(sizes) <= 128
    # Typed in at one place until its group is too long, then taken away again.
    came = "".join(f"Word {number}.\n\n" for number in range(150))
    document.apply(Edit(103, 0, "", came), Origin.TYPING)
    watched.wait_revision(document.revision)
    grown = watched.ask(SIZES)
    assert max(grown) <= 128
    assert sum(grown) > sum(sizes)
    document.apply(Edit(103, 0, came, ""), Origin.TYPING)
    watched.wait_revision(document.revision)
    assert min(watched.ask(SIZES)) > 0
    assert watched.ask("standfirst.html()").count("<p>Paragraph") == 700
    document.apply(Edit(3, 0, "".join(paragraphs), "One.\n"), Origin.TYPING)
    watched.wait_revision(document.revision)
    assert watched.ask(SIZES) == [1]


def test_a_group_out_of_sight_is_not_laid_out_by_a_question_for_the_line(watched: Watched) -> None:
    watched.show("---\ntitle: x\n---\n" + "".join(f"P {n}.\n\n" for n in range(3000)))
    watched.pane.scroll_to_line(3000)
    for _ in range(8):
        watched.ask("1")
    assert watched.ask("standfirst.lineAtTop()") == pytest.approx(3000, abs=1)
    laid_out = watched.ask(
        "Array.from(document.querySelectorAll('.sf-group'),"
        " (each) => each.checkVisibility({contentVisibilityAuto: true})"
        " && each.firstElementChild.checkVisibility({contentVisibilityAuto: true}))"
    )
    assert laid_out.count(True) < len(laid_out) / 4


def test_the_scroll_position_stays_when_text_above_grows(watched: Watched) -> None:
    document = watched.show(LONG)
    watched.pane.scroll_to_line(300)
    for _ in range(6):
        watched.ask("1")
    before = watched.ask("standfirst.lineAtTop()")
    for line in (5, 50, 100):
        document.apply(Edit(line, 0, "", "More words above. " * 40), Origin.TYPING)
    watched.wait_revision(document.revision)
    assert watched.ask("standfirst.lineAtTop()") == pytest.approx(before, abs=0.1)


def test_pane_and_text_agree_on_the_line_within_a_tenth(watched: Watched) -> None:
    chance = random.Random(1)
    watched.show(LONG)
    errors = []
    for _ in range(40):
        line = chance.uniform(0, 700)
        watched.pane.scroll_to_line(line)
        for _ in range(6):
            watched.ask("1")
        errors.append(abs(watched.ask("standfirst.lineAtTop()") - line))
    assert sorted(errors)[len(errors) // 2] < 0.1
    assert max(errors) < 1


def test_a_line_far_down_is_found_again_when_pictures_come_late(watched: Watched) -> None:
    text = "---\ntitle: x\n---\n" + "".join(
        f"![p](late-{number}.png)\n\nText {number}.\n\n" for number in range(40)
    )
    for number in range(40):
        (watched.root / f"late-{number}.png").write_bytes(picture(400, 100 + 17 * number))
    watched.show(text)
    watched.pane.scroll_to_line(81.5)
    for _ in range(8):
        watched.ask("1")
    assert watched.ask("standfirst.lineAtTop()") == pytest.approx(81.5, abs=0.5)


def test_scrolling_the_page_tells_the_line_and_following_the_text_does_not(
    watched: Watched,
) -> None:
    watched.show(LONG)
    watched.pane.scroll_to_line(200)
    for _ in range(4):
        watched.ask("1")
    assert watched.lines == []
    watched.ask("window.scrollBy(0, 500)")
    watched.wait(lambda: bool(watched.lines))
    told = watched.lines[-1]
    assert told == pytest.approx(watched.ask("standfirst.lineAtTop()"), abs=0.1)
    assert told > 200


def test_a_double_click_leads_to_the_source_line(watched: Watched) -> None:
    watched.show("---\ntitle: x\n---\nOne.\n\nTwo.\n\nThree.\n")
    watched.ask(
        "document.querySelectorAll('.sf-block p')[2].dispatchEvent("
        "new MouseEvent('dblclick', {bubbles: true, clientY: 0}))"
    )
    watched.wait(lambda: bool(watched.clicked))
    assert watched.clicked == [7]


def test_a_link_is_told_and_never_followed(watched: Watched) -> None:
    watched.show("[a](https://example.org/x?y=1) [b](/about/#z) [c](javascript:alert(1))\n")
    for _ in range(2):
        for index in range(3):
            watched.ask(f"document.querySelectorAll('.sf-body a')[{index}].click()")
    watched.wait(lambda: len(watched.links) == 4)
    assert watched.links[:2] == ["https://example.org/x?y=1", "/about/#z"]
    assert "a</a>" in watched.ask("standfirst.html()")


def test_a_place_inside_the_page_is_gone_to(watched: Watched) -> None:
    watched.show(LONG + "\n## Far down {#far}\n\nEnd.\n[up](#far)\n")
    watched.ask("document.querySelector('a[href=\"#far\"]').click()")
    for _ in range(3):
        watched.ask("1")
    assert watched.links == []
    assert watched.ask("standfirst.html().length") > 1000


def test_pictures_of_the_site_are_shown_and_others_say_why_not(watched: Watched) -> None:
    (watched.root / "images").mkdir(exist_ok=True)
    (watched.root / "images" / "a b.png").write_bytes(picture(40, 30))
    watched.show("![p](/images/a%20b.png) ![q](https://example.org/x.png) ![r](/etc/passwd)\n")
    widths = "[...document.images].map((image) => image.naturalWidth)"
    watched.wait(lambda: 0 not in watched.ask(widths))
    assert watched.ask(widths) == [40, 620, 620]


def test_the_page_goes_on_while_the_disk_of_its_pictures_does_not_answer(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[threading.Thread] = []
    go = threading.Event()

    def waiting(root: Path | None, path: str) -> Found | None:
        asked.append(threading.current_thread())
        assert go.wait(30)
        return open_media(root, path)

    monkeypatch.setattr(scheme, "open_media", waiting)
    for name in ("slow.png", "left.png"):
        (watched.root / name).write_bytes(picture(40, 30))
    document = watched.show("---\ntitle: x\n---\n![p](/slow.png)\n\nWords.\n")
    watched.wait(lambda: len(asked) == 1)
    assert asked[0] is not threading.current_thread()
    document.apply(Edit(5, 0, "", "More "), Origin.TYPING)
    watched.wait_revision(1)
    assert "More Words." in watched.ask("standfirst.html()")
    widths = "[...document.images].map((image) => image.naturalWidth)"
    assert watched.ask(widths) == [0]
    # One whose page is gone by the time that the disk answers harms nobody.
    watched.show("![p](/left.png)\n")
    watched.wait(lambda: len(asked) == 2)
    assert watched.pane._web.page is not None
    watched.shown.clear()
    os.kill(watched.pane._web.page.renderProcessPid(), signal.SIGKILL)
    watched.wait(lambda: bool(watched.shown))
    watched.wait(lambda: len(asked) == 3)
    go.set()
    watched.wait(lambda: watched.ask(widths) == [40])


def test_a_picture_that_cannot_be_opened_fails_and_the_page_stays(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_root: Path | None, _path: str) -> Found | None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(scheme, "open_media", broken)
    watched.show("![p](/refused.png) Words.\n")
    state = "[...document.images].map((image) => [image.complete, image.naturalWidth])"
    watched.wait(lambda: watched.ask(state) == [[True, 0]])
    assert "Words." in watched.ask("standfirst.html()")


def test_the_dark_palette_is_worn_by_page_and_ground(watched: Watched) -> None:
    watched.show("Words.\n")
    for name in ("dark", "light"):
        palette = load_palette(name)
        watched.pane.set_palette_dark(palette.dark)
        style = "getComputedStyle(document.documentElement)"
        ground = QColor(palette.surface)
        wanted = f"rgb({ground.red()}, {ground.green()}, {ground.blue()})"
        assert watched.ask(f"{style}.backgroundColor") == wanted
        assert watched.ask(f"{style}.colorScheme") == name
        watched.ask("1")
        image = watched.pane.grab().toImage()
        assert image.pixelColor(5, image.height() - 5) == QColor(palette.surface)


def test_zoom_is_kept_within_bounds(watched: Watched) -> None:
    watched.show("Words.\n")
    watched.pane.zoom = 150
    assert watched.pane.zoom == 150
    assert watched.ask("window.devicePixelRatio") == pytest.approx(1.5)
    watched.pane.zoom = 9_000
    assert watched.pane.zoom == 300
    watched.pane.zoom = 100


def test_a_page_whose_process_is_killed_comes_back_at_its_line(watched: Watched) -> None:
    watched.show(LONG)
    watched.pane.scroll_to_line(250)
    watched.ask("1")
    assert watched.pane._web.page is not None
    os.kill(watched.pane._web.page.renderProcessPid(), signal.SIGKILL)
    watched.shown.clear()
    watched.wait(lambda: bool(watched.shown))
    for _ in range(6):
        watched.ask("1")
    assert watched.ask("standfirst.lineAtTop()") == pytest.approx(250, abs=0.5)


def test_no_document_is_said_in_words_and_another_is_shown_after(watched: Watched) -> None:
    watched.show("Words.\n")
    watched.pane.show_document(None)
    assert "Open a post" in watched.pane._notice.text()
    assert watched.pane._notice.isVisible()
    watched.show("Again.\n")
    assert not watched.pane._notice.isVisible()


def test_going_back_to_a_document_shows_it_as_it_is(watched: Watched) -> None:
    first = watched.show("First.\n")
    second = watched.show("Second.\n")
    first.apply(Edit(0, 0, "", "Very "), Origin.TYPING)
    watched.show_document(first)
    assert "Very First." in watched.ask("standfirst.html()")
    watched.show_document(second)
    assert "Second." in watched.ask("standfirst.html()")


def test_nothing_is_kept_of_a_document_that_is_open_no_more(watched: Watched) -> None:
    first = watched.show("First.\n")
    second = watched.show("Second.\n")
    client = watched.pane._live._client
    assert client is not None
    for document in (first, second):
        watched.pane.forget(document)
        assert client.revision_of(document.id) == -1
    assert watched.pane._notice.isVisible()
    watched.show("Third.\n")
    assert "Third." in watched.ask("standfirst.html()")


def test_a_link_out_of_the_site_is_not_served(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    (root / "in.png").write_bytes(b"x")
    (root / "out.png").symlink_to(tmp_path / "secret.png")
    (root / "round.png").symlink_to(root / "round.png")
    (root / "page.html").write_text("x")
    (root / "folder.png").mkdir()
    os.mkfifo(root / "pipe.png")
    outside = ("/out.png", "/../secret.png", "/round.png", "/page.html", "/folder.png",
               "/pipe.png", "/etc/passwd", "/in.png\0", "/" + "a" * 5_000 + ".png")  # fmt: skip
    # As the preview does, not in the window's own thread.
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(open_media, root, "/in.png").result()
        assert found is not None
        assert found.path == root / "in.png"
        assert thread.submit(os.read, found.handle, 9).result() == b"x"
        os.close(found.handle)
        for path in outside:
            assert thread.submit(open_media, root, path).result() is None
        assert thread.submit(open_media, None, "/in.png").result() is None
