"""The picture grid: what is chosen is written as the site's posts write it."""

from __future__ import annotations

import io
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from editor.dirs import resource
from editor.site import Asset, Assets, Site
from editor.ui.assets import AssetPicker, Picked, Thumbnail, Thumbnails
from editor.ui.assets.adding import Added, can_add, pictures_in, read_picture
from editor.ui.assets.model import SIZE, AssetModel
from editor.ui.tasks import Tasks


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "site"
    shutil.copytree(resource("sample-site"), root)
    return Site.open(root)


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


class Held:
    """A disk that does not answer until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
        self.asked = threading.Event()
        self.go = threading.Event()
        real = getattr(Assets, method)

        def waiting(*args: object, **more: object) -> object:
            self.asked.set()
            assert self.go.wait(30)
            return real(*args, **more)

        monkeypatch.setattr(Assets, method, waiting)


def opened(site: Site, tasks: Tasks, qtbot: QtBot, key: str = "") -> AssetPicker:
    dialog = AssetPicker(site, tasks, key=key)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def picker(site: Site, tasks: Tasks, qtbot: QtBot, key: str = "") -> AssetPicker:
    """Open the dialog and wait for the site's pictures."""
    dialog = opened(site, tasks, qtbot, key)
    qtbot.waitUntil(lambda: bool(names(dialog)), timeout=10_000)
    return dialog


def added(dialog: AssetPicker, qtbot: QtBot, *paths: Path) -> Added:
    with qtbot.waitSignal(dialog.added, timeout=10_000) as told:
        dialog.add([(path, path.name) for path in paths])
    assert told.args is not None
    result = told.args[0]
    assert isinstance(result, Added)
    return result


def chosen(dialog: AssetPicker) -> str:
    asset = dialog.view.currentIndex().data(AssetModel.AssetRole)
    return asset.site_path if isinstance(asset, Asset) else ""


def names(dialog: AssetPicker) -> list[str]:
    return [str(dialog._model.index(row).data()) for row in range(dialog._model.rowCount())]


def choose(dialog: AssetPicker, name: str) -> None:
    dialog._choose(f"assets/images/{name}")


def jpeg_with_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Maker"
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_the_search_narrows_by_all_words(qtbot: QtBot, site: Site, tasks: Tasks) -> None:
    dialog = picker(site, tasks, qtbot)
    assert len(names(dialog)) == 12
    qtbot.keyClicks(dialog.search, "STORM low")
    qtbot.waitUntil(lambda: names(dialog) == ["low-street-storm.jpg"])
    dialog.search.setText("nothing of that kind")
    qtbot.waitUntil(lambda: not names(dialog))
    assert not dialog.view.isVisible()
    assert not dialog.ok.isEnabled()


def test_a_field_gets_the_path_style_of_the_other_posts(
    qtbot: QtBot, site: Site, tasks: Tasks
) -> None:
    dialog = picker(site, tasks, qtbot, "image")
    choose(dialog, "lighthouse.jpg")
    assert not dialog.alt.isVisible()
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert dialog.picked == Picked(
        "assets/images/lighthouse.jpg", "assets/images/lighthouse.jpg", ""
    )


def test_the_text_gets_markdown_with_its_words(qtbot: QtBot, site: Site, tasks: Tasks) -> None:
    dialog = picker(site, tasks, qtbot)
    choose(dialog, "lighthouse.jpg")
    qtbot.keyClicks(dialog.alt, "The light [at dusk]")
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert dialog.picked is not None
    assert dialog.picked.markdown == "![The light \\[at dusk\\]](/assets/images/lighthouse.jpg)"


def test_words_are_asked_for_once_and_not_forced(qtbot: QtBot, site: Site, tasks: Tasks) -> None:
    dialog = picker(site, tasks, qtbot)
    choose(dialog, "lighthouse.jpg")
    with qtbot.assertNotEmitted(dialog.accepted):
        dialog.accept()
    assert dialog._message.isVisible()
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        dialog.accept()
    assert dialog.picked is not None
    assert dialog.picked.alt == ""


def test_one_can_search_while_the_pictures_are_looked_for(
    qtbot: QtBot, site: Site, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Held(monkeypatch, "pictures")
    dialog = opened(site, tasks, qtbot)
    assert disk.asked.wait(10)
    assert "Looking for" in dialog._empty.text()
    assert not dialog.ok.isEnabled()
    qtbot.keyClicks(dialog.search, "storm low")
    disk.go.set()
    qtbot.waitUntil(lambda: names(dialog) == ["low-street-storm.jpg"], timeout=10_000)
    assert dialog.search.text() == "storm low"


def test_a_site_that_cannot_be_listed_says_so(
    qtbot: QtBot, site: Site, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> list[Asset]:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Assets, "pictures", refuse)
    dialog = opened(site, tasks, qtbot)
    qtbot.waitUntil(lambda: "cannot be listed" in dialog._message.text(), timeout=10_000)
    assert "no pictures yet" not in dialog._empty.text()


def test_a_choice_is_taken_once_it_is_known_how_the_posts_write(
    qtbot: QtBot, site: Site, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Held(monkeypatch, "learn")
    dialog = picker(site, tasks, qtbot)
    choose(dialog, "lighthouse.jpg")
    qtbot.keyClicks(dialog.alt, "The light")
    qtbot.keyClick(dialog.alt, Qt.Key.Key_Return)
    assert disk.asked.wait(10)
    assert dialog.isVisible()
    assert not dialog.ok.isEnabled()
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        disk.go.set()
    assert dialog.picked is not None
    assert dialog.picked.markdown == "![The light](/assets/images/lighthouse.jpg)"


def test_what_is_changed_after_the_choice_takes_it_back(
    qtbot: QtBot, site: Site, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Held(monkeypatch, "learn")
    dialog = picker(site, tasks, qtbot)
    choose(dialog, "lighthouse.jpg")
    qtbot.keyClicks(dialog.alt, "The light")
    dialog.accept()
    choose(dialog, "fish-market.jpg")
    assert dialog.ok.isEnabled()
    disk.go.set()
    qtbot.waitUntil(lambda: dialog._has_learnt, timeout=10_000)
    assert dialog.isVisible()
    dialog.accept()
    assert dialog.picked is not None
    assert dialog.picked.site_path == "assets/images/fish-market.jpg"


def test_a_picker_that_was_closed_takes_nothing_later(
    qtbot: QtBot, site: Site, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Held(monkeypatch, "learn")
    dialog = picker(site, tasks, qtbot, "image")
    choose(dialog, "lighthouse.jpg")
    dialog.accept()
    dialog.reject()
    disk.go.set()
    qtbot.waitUntil(lambda: dialog._has_learnt, timeout=10_000)
    assert dialog.picked is None


def test_a_picture_from_the_disk_comes_in_without_place_and_under_a_free_name(
    qtbot: QtBot, site: Site, tasks: Tasks, tmp_path: Path
) -> None:
    source = tmp_path / "Lighthouse.JPG"
    source.write_bytes(jpeg_with_place())
    before = (site.root / "assets/images/lighthouse.jpg").read_bytes()
    dialog = picker(site, tasks, qtbot)
    result = added(dialog, qtbot, source)
    assert [asset.site_path for asset in result.assets] == ["assets/images/lighthouse-2.jpg"]
    assert (site.root / "assets/images/lighthouse.jpg").read_bytes() == before
    data = (site.root / "assets/images/lighthouse-2.jpg").read_bytes()
    assert b"Exif" not in data
    assert chosen(dialog) == "assets/images/lighthouse-2.jpg"
    assert len(names(dialog)) == 13


def test_what_is_no_picture_is_refused_with_a_sentence_and_the_others_come_in(
    qtbot: QtBot, site: Site, tasks: Tasks, tmp_path: Path
) -> None:
    source, good = tmp_path / "notes.jpg", tmp_path / "good.jpg"
    source.write_text("not a picture")
    good.write_bytes(jpeg_with_place())
    dialog = picker(site, tasks, qtbot)
    result = added(dialog, qtbot, source, tmp_path / "gone.png", tmp_path, good)
    assert [asset.site_path for asset in result.assets] == ["assets/images/good.jpg"]
    assert len(result.refused) == 3
    for each in ("notes.jpg", "gone.png", tmp_path.name):
        assert each in dialog._message.text()
    assert len(names(dialog)) == 13


def test_pictures_are_added_once_however_often_one_asks(
    qtbot: QtBot, site: Site, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / "one.jpg", tmp_path / "two.jpg"]
    for path in paths:
        path.write_bytes(jpeg_with_place())
    disk = Held(monkeypatch, "add_picture")
    dialog = picker(site, tasks, qtbot)
    sources = [(path, path.name) for path in paths]
    dialog.add(sources)
    assert disk.asked.wait(10)
    dialog.add(sources)
    assert not dialog.add_button.isEnabled()
    assert "of 2" in dialog._message.text()
    with qtbot.waitSignal(dialog.added, timeout=10_000):
        disk.go.set()
    assert dialog.add_button.isEnabled()
    assert len(names(dialog)) == 14


def test_what_is_chosen_while_pictures_are_added_stays_chosen(
    qtbot: QtBot, site: Site, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.jpg"
    path.write_bytes(jpeg_with_place())
    disk = Held(monkeypatch, "add_picture")
    dialog = picker(site, tasks, qtbot)
    dialog.add([(path, path.name)])
    qtbot.keyClicks(dialog.search, "light")
    qtbot.waitUntil(lambda: len(names(dialog)) < 12)
    choose(dialog, "lighthouse.jpg")
    with qtbot.waitSignal(dialog.added, timeout=10_000):
        disk.go.set()
    assert chosen(dialog) == "assets/images/lighthouse.jpg"
    assert dialog.search.text() == "light"
    assert "one.jpg" in dialog._message.text()
    dialog.search.clear()
    qtbot.waitUntil(lambda: "one.jpg" in names(dialog))


def test_what_is_added_before_the_list_is_there_is_in_it_once(
    qtbot: QtBot, site: Site, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.jpg"
    path.write_bytes(jpeg_with_place())
    disk = Held(monkeypatch, "pictures")
    dialog = opened(site, tasks, qtbot)
    added(dialog, qtbot, path)
    assert names(dialog) == ["one.jpg"]
    disk.go.set()
    qtbot.waitUntil(lambda: len(names(dialog)) == 13, timeout=10_000)
    assert chosen(dialog) == "assets/images/one.jpg"


def test_a_picker_that_is_closed_adds_its_pictures_to_the_end(
    qtbot: QtBot, site: Site, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / "one.jpg", tmp_path / "two.jpg"]
    for path in paths:
        path.write_bytes(jpeg_with_place())
    disk = Held(monkeypatch, "add_picture")
    dialog = picker(site, tasks, qtbot)
    dialog.add([(path, path.name) for path in paths])
    assert disk.asked.wait(10)
    dialog.reject()
    assert dialog.is_adding
    with qtbot.waitSignal(dialog.added, timeout=10_000):
        disk.go.set()
    assert dialog.picked is None
    for path in paths:
        assert (site.root / "assets/images" / path.name).exists()


@pytest.mark.usefixtures("qapp")
def test_files_and_pasted_pictures_can_be_added(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg_with_place())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    assert can_add(mime)
    assert pictures_in(mime) == [(path, "a.jpg")]
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    pasted = QMimeData()
    pasted.setImageData(image)
    [(data, name)] = pictures_in(pasted)
    assert read_picture(data).startswith(b"\x89PNG")
    assert name == "pasted-picture.png"


def test_thumbnails_come_from_a_process_and_a_broken_picture_is_named(
    qtbot: QtBot, site: Site
) -> None:
    broken = site.root / "assets/images/broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    maker = Thumbnails()
    made: list[Thumbnail] = []
    maker.made.connect(made.append)
    maker.ask(site.root / "assets/images/lighthouse.jpg", SIZE)
    maker.ask(broken, SIZE)
    qtbot.waitUntil(lambda: len(made) == 2, timeout=30000)
    maker.close()
    by_name = {each.path.name: each for each in made}
    assert by_name["lighthouse.jpg"].image is not None
    assert by_name["lighthouse.jpg"].image.width() == SIZE
    assert by_name["broken.jpg"].image is None
    assert by_name["broken.jpg"].sentence
