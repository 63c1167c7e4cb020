from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.preview import BlockHtml, PageNote, SheetsChanged, Splice, View
from editor.site import Site
from editor.ui.look import load_palette
from tests.ui.preview.conftest import Watched
from tests.ui.preview.test_pane import picture
from tests.ui.preview.theme_pages import HEAD, KEY, ThemeClient, long_text, shell

pytestmark = pytest.mark.xdist_group("webengine")

TEXT = "---\ntitle: Tide\n---\nOne.\n\nTwo.\n\nThree.\n\n"


class Themed:
    """A pane on a site whose pages a test makes."""

    def __init__(self, watched: Watched, root: Path) -> None:
        self.watched = watched
        self.pane = watched.pane
        self.root = root
        self.document = Document.new("")

    def show(self, text: str = TEXT) -> ThemeClient:
        self.document = Document.new(text)
        for each in (self.watched.shown, self.watched.clicked, self.watched.links):
            each.clear()
        self.pane.show_document(
            self.document, self.root, "_posts/2024-01-02-a.md", Site.open(self.root)
        )
        self.pane.show()
        self.watched.wait(lambda: bool(self.watched.shown))
        return ThemeClient.made

    def patch(self, *splices: Splice, **more: object) -> None:
        self.watched.shown.clear()
        ThemeClient.made.patch(self.document.id, *splices, **more)
        self.watched.wait(lambda: bool(self.watched.shown))

    def url(self) -> str:
        assert self.pane._web.page is not None
        return self.pane._web.page.url().toString()


@pytest.fixture
def themed(watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Themed]:
    monkeypatch.setattr("editor.preview.PreviewClient", ThemeClient)
    monkeypatch.setattr(ThemeClient, "shell", shell())
    for folder in ("css", "img", "_posts"):
        (tmp_path / folder).mkdir()
    (tmp_path / "_config.yml").write_text("baseurl: /base\nexclude: [left-out]\n")
    (tmp_path / "css/site.css").write_text(
        "h1 { color: rgb(1, 2, 3) } .text :first-child { color: rgb(4, 5, 6) }"
        "@media print { nav { display: none } } @media only screen { h1 { margin-left: 7px } }"
    )
    yield Themed(watched, tmp_path)
    watched.pane.look("theme", "pane")
    watched.pane.show_document(None)


def style(selector: str, name: str) -> str:
    return f"getComputedStyle(document.querySelector({selector!r})).{name}"


def test_the_page_stands_at_its_own_address_in_its_own_sheet(themed: Themed) -> None:
    themed.show()
    assert themed.url() == "site://site/base/2024/01/02/a/"
    assert themed.watched.ask(style("h1", "color")) == "rgb(1, 2, 3)"
    assert themed.watched.ask("document.querySelector('footer').textContent") == "End"


def test_nothing_of_ours_stands_round_the_blocks(themed: Themed) -> None:
    themed.show()
    children = "[...document.querySelector('.text').children].map((each) => each.outerHTML.trim())"
    assert themed.watched.ask(children) == [
        "<p>One.\n\n</p>",
        "<p>Two.\n\n</p>",
        "<p>Three.\n\n</p>",
    ]
    assert themed.watched.ask(style(".text > p", "color")) == "rgb(4, 5, 6)"
    assert themed.watched.ask(style(".text > p + p", "color")) != "rgb(4, 5, 6)"


def test_any_splices_leave_the_page_that_the_whole_text_makes(themed: Themed) -> None:
    chance = random.Random(7)
    themed.show()
    blocks = [f"<p>{word}.\n\n</p>" for word in ("One", "Two", "Three")]
    for number in range(80):
        start = chance.randint(0, len(blocks))
        gone = chance.randint(0, min(3, len(blocks) - start))
        came = [
            chance.choice(["", f"<p>{number}</p>", f"<h2>{number}</h2><p>x</p>", f"words {number}"])
            for _ in range(chance.randint(0, 3))
        ]
        blocks[start : start + gone] = came
        themed.patch(Splice(start, gone, tuple(BlockHtml(each, 1) for each in came)))
    html = "document.querySelector('.text').innerHTML"
    inside = str(themed.watched.ask(html))
    inside = inside.replace(f"<!--{KEY}-->", "").replace(f"<!--/{KEY}-->", "")
    assert inside.replace("\n", "") == "".join(blocks).replace("\n", "")
    assert themed.pane._live.page.html().replace("\n", "").count("<p>") == inside.count("<p>")


def test_a_changed_title_changes_its_places_and_nothing_else(themed: Themed) -> None:
    themed.show()
    themed.watched.ask(
        "(window.kept = [document.querySelector('link'), document.querySelector('nav'),"
        " document.querySelector('.text p')]).length"
    )
    themed.patch(shell=shell(title="Tide and time", rest="<aside>New</aside>"))
    assert themed.watched.ask("document.title") == "Tide and time"
    assert themed.watched.ask("document.querySelector('#t').textContent") == "Tide and time"
    assert themed.watched.ask("document.querySelector('aside').textContent") == "New"
    assert themed.watched.ask("window.kept.every((each) => each.isConnected)") is True
    themed.patch(shell=shell())
    assert themed.watched.ask("document.querySelector('aside')") is None
    assert themed.watched.ask("document.querySelector('.text').innerText").startswith("One.")


def test_a_page_that_cannot_be_brought_round_is_loaded_anew(themed: Themed) -> None:
    themed.show()
    other = shell()
    moved = replace(other, before=other.before.replace("<main>", "<section>"),
                    after=other.after.replace("</main>", "</section>"))  # fmt: skip
    themed.patch(shell=moved)
    themed.watched.wait(lambda: themed.watched.ask_now("!!document.querySelector('section p')"))
    assert "Two." in themed.watched.ask("document.querySelector('section').innerText")


def test_a_changed_sheet_is_loaded_beside_the_old_one(themed: Themed) -> None:
    client = themed.show()
    (themed.root / "css/site.css").write_text("h1 { color: rgb(9, 9, 9) }")
    client.tell(SheetsChanged(("css/site.css",)))
    themed.watched.wait(lambda: themed.watched.ask(style("h1", "color")) == "rgb(9, 9, 9)")
    themed.watched.wait(lambda: themed.watched.ask("document.querySelectorAll('link').length") == 1)
    # A change of the page round the text afterwards keeps the new one.
    themed.patch(shell=shell(title="Ebb"))
    assert themed.watched.ask(style("h1", "color")) == "rgb(9, 9, 9)"


def test_another_sheet_in_the_head_takes_the_old_ones_place(themed: Themed) -> None:
    themed.show()
    (themed.root / "css/other.css").write_text("h1 { color: rgb(8, 8, 8) }")
    themed.patch(shell=shell(head=HEAD.replace("site.css", "other.css")))
    themed.watched.wait(lambda: themed.watched.ask(style("h1", "color")) == "rgb(8, 8, 8)")
    themed.watched.wait(lambda: themed.watched.ask("document.querySelectorAll('link').length") == 1)


def test_a_new_address_is_gone_to(themed: Themed) -> None:
    themed.show()
    themed.patch(shell=shell(url="/base/2024/02/03/b/"))
    assert themed.url() == "site://site/base/2024/02/03/b/"
    assert themed.watched.ask("document.querySelectorAll('.text p').length") == 3


def test_text_and_page_agree_on_the_line_in_the_theme(themed: Themed) -> None:
    chance = random.Random(1)
    for count in (200, 900):  # below and above what is laid out as a whole
        themed.show(long_text(count))
        errors = []
        for _ in range(20):
            line = chance.uniform(3, 2 * count - 60)
            themed.pane.scroll_to_line(line)
            for _ in range(7):
                themed.watched.ask("1")
            errors.append(abs(themed.watched.ask("standfirst.lineAtTop()") - line))
        assert sorted(errors)[len(errors) // 2] < 0.1
        assert max(errors) < 1


def test_a_theme_that_scrolls_a_column_is_followed_too(
    themed: Themed, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = (
        "<style>body { margin: 0; height: 100vh; overflow: hidden }"
        "main { height: 100vh; overflow-y: auto }</style>"
    )
    monkeypatch.setattr(ThemeClient, "shell", shell(head=head))
    themed.show(long_text(200))
    themed.pane.scroll_to_line(150)
    for _ in range(7):
        themed.watched.ask("1")
    assert themed.watched.ask("document.querySelector('main').scrollTop") > 1000
    assert themed.watched.ask("standfirst.lineAtTop()") == pytest.approx(150, abs=0.5)
    themed.watched.lines.clear()
    themed.watched.ask("document.querySelector('main').scrollBy(0, 400)")
    themed.watched.wait(lambda: bool(themed.watched.lines))
    assert themed.watched.lines[-1] > 150


def test_only_a_long_post_is_laid_out_by_parts(themed: Themed) -> None:
    themed.show(long_text(40))
    assert themed.watched.ask("document.querySelectorAll('[standfirst-far]').length") == 0
    themed.show(long_text(600))
    assert themed.watched.ask("document.querySelectorAll('[standfirst-far]').length") == 600
    themed.patch(Splice(0, 550, ()))
    assert themed.watched.ask("document.querySelectorAll('[standfirst-far]').length") == 0


def double_click(selector: str) -> str:
    return (
        f"document.querySelector({selector!r}).dispatchEvent("
        "new MouseEvent('dblclick', {bubbles: true, clientY: 0}))"
    )


def test_a_click_leads_to_the_line_and_from_the_title_to_the_head(themed: Themed) -> None:
    themed.show()
    themed.watched.ask(double_click(".text p:nth-child(2)"))
    themed.watched.wait(lambda: themed.watched.clicked == [5])
    themed.watched.ask(double_click("h1"))
    themed.watched.wait(lambda: themed.watched.clicked == [5, 0])
    themed.watched.ask(double_click("nav"))
    themed.watched.ask("1")
    assert themed.watched.clicked == [5, 0]


def test_a_link_is_told_wherever_it_wants_to_open(themed: Themed) -> None:
    themed.show()
    link = "<p><a id='l' target='_blank' href='/base/about/'>a</a></p>"
    themed.patch(Splice(0, 1, (BlockHtml(link, 1),)))
    themed.watched.ask("document.querySelector('#l').click()")
    themed.watched.wait(lambda: themed.watched.links == ["/base/about/"])
    assert themed.url() == "site://site/base/2024/01/02/a/"


def test_a_page_known_only_as_a_whole_is_shown_and_followed(
    themed: Themed, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        "<html><head><title>W</title></head><body><h1>{}</h1>"
        "<div style='height: 5000px'></div></body></html>"
    )
    monkeypatch.setattr(ThemeClient, "whole", page.format("First"))
    themed.show(long_text(50))
    assert themed.watched.ask("document.querySelector('h1').textContent") == "First"
    themed.pane.scroll_to_line(51)
    for _ in range(5):
        themed.watched.ask("1")
    assert themed.watched.ask("standfirst.lineAtTop()") == pytest.approx(51, abs=1)
    themed.patch(whole=page.format("Second"))
    assert themed.watched.ask("document.querySelector('h1').textContent") == "Second"
    assert themed.watched.ask("document.scrollingElement.scrollTop") > 1000


# ---- what the page may load


FETCHED = """(() => {
  const made = %s.map((src) => {
    const image = new Image(); image.src = src; document.body.append(image); return image });
  window.made = made; return made.length })()"""


def widths(themed: Themed, *sources: str) -> list[int]:
    themed.watched.ask(FETCHED % list(sources))
    themed.watched.wait(lambda: themed.watched.ask("made.every((each) => each.complete)"))
    found: list[int] = themed.watched.ask("made.map((each) => each.naturalWidth)")
    return found


def test_files_that_jekyll_copies_are_served_and_others_are_not(themed: Themed) -> None:
    client = themed.show()
    shot = picture(40, 30)
    for place in ("img/a b.png", "img/ü.png", "_posts/x.png", "left-out/x.png", ".git/x.png"):
        (themed.root / place).parent.mkdir(exist_ok=True)
        (themed.root / place).write_bytes(shot)
    (themed.root / "img/out.png").symlink_to("/etc/hostname")
    os.mkfifo(themed.root / "img/pipe.png")
    good = ("/base/img/a%20b.png", "/base/img/%C3%BC.png?v=3")
    bad = (
        "/base/_posts/x.png", "/base/left-out/x.png", "/base/.git/x.png", "/base/img/out.png",
        "/base/img/pipe.png", "/base/../../etc/x.png", "/img/a%20b.png", "/base/img",
    )  # fmt: skip
    assert widths(themed, *good, *bad) == [40] * len(good) + [0] * len(bad)
    assert "img/out.png" in client.assets  # nothing but the worker may still know of it


def test_what_the_worker_makes_is_served_by_our_own_types(themed: Themed) -> None:
    client = themed.show()
    client.answers["img/made.png"] = picture(12, 12)
    client.answers["css/made.css"] = b"h1 { color: rgb(5, 5, 5) }"
    (themed.root / "css/made.css").write_text("---\n---\n$a: 1;\n")
    assert widths(themed, "/base/img/made.png") == [12]
    themed.patch(shell=shell(head=HEAD.replace("site.css", "made.css")))
    themed.watched.wait(lambda: themed.watched.ask(style("h1", "color")) == "rgb(5, 5, 5)")
    assert "css/made.css" in client.assets


def test_scripts_are_neither_served_nor_asked_for(themed: Themed) -> None:
    client = themed.show()
    (themed.root / "css/x.js").write_text("window.bad = 1")
    themed.watched.ask(
        "(() => { const made = document.createElement('script'); made.src = '/base/css/x.js';"
        " document.head.append(made); return 1 })()"
    )
    for _ in range(3):
        themed.watched.ask("1")
    assert themed.pane._web.handler is not None
    assert not [each for each in themed.pane._web.handler.files_served if each.suffix == ".js"]
    assert not [each for each in client.assets if each.endswith(".js")]


# ---- views and widths


def test_each_view_shows_its_own(themed: Themed) -> None:
    client = themed.show()
    themed.watched.shown.clear()
    themed.pane.look("reading", "pane")
    themed.watched.wait(lambda: bool(themed.watched.shown))
    assert client.views == [View.THEME, View.READING]
    assert themed.url() == "site://site/.standfirst-reading"
    assert themed.watched.ask("document.querySelector('.sf-header h1').textContent") == "Reading"
    themed.watched.shown.clear()
    themed.pane.look("source", "pane")
    themed.watched.wait(lambda: bool(themed.watched.shown))
    assert themed.pane._source is not None
    source = themed.pane._source._text
    themed.watched.wait(lambda: "</footer>" in source.toPlainText())
    assert source.isVisible()
    assert "<p>Two." in source.toPlainText()
    assert KEY not in source.toPlainText()
    themed.patch(Splice(1, 1, (BlockHtml("<p>2nd</p>", 2),)))
    themed.watched.wait(lambda: "<p>2nd</p>" in source.toPlainText())


def test_the_source_is_searched_by_the_keys_of_every_search(themed: Themed, qtbot: QtBot) -> None:
    themed.show()
    themed.pane.look("source", "pane")
    view = themed.pane._source
    assert view is not None
    themed.watched.wait(lambda: "Two." in view._text.toPlainText())
    qtbot.keyClick(view._text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view._find.isVisible()
    qtbot.keyClicks(view._find, "three")
    assert view._text.textCursor().selectedText() == "Three"
    qtbot.keyClick(view._find, Qt.Key.Key_Escape)
    assert not view._find.isVisible()


def test_the_cards_say_what_the_pages_head_says(
    themed: Themed, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = (
        "<meta name='description' content='Of ebb and flow'>"
        "<meta property='og:title' content='The tide'>"
        "<meta property='og:image' content='/base/img/a.png'>"
    )
    monkeypatch.setattr(ThemeClient, "shell", shell(head=head))
    (themed.root / "img/a.png").write_bytes(picture(600, 315))
    themed.show()
    themed.pane.look("cards", "pane")
    cards = themed.pane._cards
    assert cards is not None
    assert cards._title.text() == "Tide"
    assert cards._text.text() == "Of ebb and flow"
    assert cards._headline.text() == "The tide"
    themed.watched.wait(lambda: not cards._shot.pixmap().isNull())
    themed.patch(shell=shell(title="Ebb", head=""))
    themed.watched.wait(lambda: cards._title.text() == "Ebb")
    assert "No picture" in cards._told.text()


def test_a_width_is_the_pages_own_whatever_room_there_is(themed: Themed) -> None:
    themed.show()
    for width, pixels in (("phone", 390), ("tablet", 820), ("desktop", 1280), ("print", 718)):
        themed.pane.look("theme", width)
        themed.watched.wait(
            lambda pixels=pixels: abs(themed.watched.ask("innerWidth") - pixels) <= 3  # type: ignore[misc]
        )
    themed.pane.look("theme", "pane")
    themed.watched.wait(lambda: abs(themed.watched.ask("innerWidth") - themed.pane.width()) <= 1)


def test_print_wears_the_rules_for_print_and_takes_them_off_again(themed: Themed) -> None:
    themed.show()
    assert themed.watched.ask(style("nav", "display")) == "block"
    assert themed.watched.ask(style("h1", "marginLeft")) == "7px"
    themed.pane.look("theme", "print")
    assert themed.watched.ask(style("nav", "display")) == "none"
    assert themed.watched.ask(style("h1", "marginLeft")) == "0px"
    themed.patch(shell=shell(title="Ebb"))
    assert themed.watched.ask(style("nav", "display")) == "none"
    themed.pane.look("theme", "pane")
    assert themed.watched.ask(style("nav", "display")) == "block"
    assert themed.watched.ask(style("h1", "marginLeft")) == "7px"


def ground(themed: Themed) -> str:
    image = themed.pane._web.grab().toImage()
    return image.pixelColor(5, image.height() - 5).name()


def test_a_light_theme_stays_light_in_a_dark_program(themed: Themed) -> None:
    themed.show()
    try:
        for dark in (True, False):
            themed.pane.set_palette_dark(dark)
            for _ in range(3):
                themed.watched.ask("1")
            assert ground(themed) == "#ffffff"
        themed.pane.set_palette_dark(True)
        themed.pane.look("reading", "pane")
        themed.watched.wait(lambda: ground(themed) == load_palette("dark").surface.lower())
    finally:
        themed.pane.set_palette_dark(False)


def test_a_post_without_a_layout_says_why_in_the_reading_view(
    themed: Themed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ThemeClient, "shell", None)
    monkeypatch.setattr(ThemeClient, "reason", "The site has no layout “post”.")
    themed.show()
    assert themed.url() == "site://site/.standfirst-reading"
    assert themed.pane._reason.isVisible()
    assert "no layout" in themed.pane._reason.text()
    themed.watched.shown.clear()
    themed.pane.look("reading", "pane")
    themed.watched.wait(lambda: bool(themed.watched.shown))
    assert not themed.pane._reason.isVisible()


def test_what_is_lacking_is_counted_above_the_page(
    themed: Themed, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge = themed.pane.row.notes
    told = tuple(PageNote("plugin-tag", f"Tag {n}", "_layouts/post.html", n) for n in range(3))
    remote = PageNote("network", "https://fonts.example/a.css")
    monkeypatch.setattr(ThemeClient, "notes", (*told, remote))
    themed.show()
    assert badge.text() == "3 plugin tags not shown"
    themed.patch(notes=(remote,))
    assert badge.text() == "1 address not loaded"
    themed.patch(notes=())
    assert not badge.isVisible()


def test_a_killed_page_comes_back_in_the_theme_without_asking_the_worker(themed: Themed) -> None:
    client = themed.show(long_text(100))
    themed.patch(shell=shell(title="Ebb"))
    themed.pane.scroll_to_line(120)
    themed.watched.ask("1")
    asked = len(client.views)
    assert themed.pane._web.page is not None
    os.kill(themed.pane._web.page.renderProcessPid(), signal.SIGKILL)
    themed.watched.shown.clear()
    themed.watched.wait(lambda: bool(themed.watched.shown))
    for _ in range(6):
        themed.watched.ask("1")
    assert themed.watched.ask("document.title") == "Ebb"
    assert themed.watched.ask("standfirst.lineAtTop()") == pytest.approx(120, abs=1)
    assert len(client.views) == asked


def test_a_changed_picture_is_loaded_again(themed: Themed) -> None:
    client = themed.show()
    (themed.root / "img/p.png").write_bytes(picture(40, 30))
    image = "<p><img id='p' src='/base/img/p.png'></p>"
    themed.patch(Splice(0, 1, (BlockHtml(image, 1),)))
    width = "document.querySelector('#p').naturalWidth"
    themed.watched.wait(lambda: themed.watched.ask(width) == 40)
    (themed.root / "img/p.png").write_bytes(picture(50, 30))
    themed.pane.site_changed(frozenset({"img/p.png"}))
    themed.watched.wait(lambda: themed.watched.ask(width) == 50)
    assert client.changed == [frozenset({"img/p.png"})]
