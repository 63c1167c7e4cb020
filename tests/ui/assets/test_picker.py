"""The picture grid: what is chosen is written as the site's posts write it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from editor.dirs import resource
from editor.site import Site
from editor.ui.assets import AssetPicker, Picked, Thumbnail, Thumbnails
from editor.ui.assets.adding import can_add, pictures_in
from editor.ui.assets.model import SIZE, AssetModel


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "site"
    shutil.copytree(resource("sample-site"), root)
    return Site.open(root)


def picker(qtbot: QtBot, site: Site, key: str = "") -> AssetPicker:
    dialog = AssetPicker(site, key=key)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


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


def test_the_search_narrows_by_all_words(qtbot: QtBot, site: Site) -> None:
    dialog = picker(qtbot, site)
    assert len(names(dialog)) == 12
    qtbot.keyClicks(dialog.search, "STORM low")
    qtbot.waitUntil(lambda: names(dialog) == ["low-street-storm.jpg"])
    dialog.search.setText("nothing of that kind")
    qtbot.waitUntil(lambda: not names(dialog))
    assert not dialog.view.isVisible()
    assert not dialog.ok.isEnabled()


def test_a_field_gets_the_path_style_of_the_other_posts(qtbot: QtBot, site: Site) -> None:
    dialog = picker(qtbot, site, "image")
    choose(dialog, "lighthouse.jpg")
    assert not dialog.alt.isVisible()
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert dialog.picked == Picked(
        "assets/images/lighthouse.jpg", "assets/images/lighthouse.jpg", ""
    )


def test_the_text_gets_markdown_with_its_words(qtbot: QtBot, site: Site) -> None:
    dialog = picker(qtbot, site)
    choose(dialog, "lighthouse.jpg")
    qtbot.keyClicks(dialog.alt, "The light [at dusk]")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert dialog.picked is not None
    assert dialog.picked.markdown == "![The light \\[at dusk\\]](/assets/images/lighthouse.jpg)"


def test_words_are_asked_for_once_and_not_forced(qtbot: QtBot, site: Site) -> None:
    dialog = picker(qtbot, site)
    choose(dialog, "lighthouse.jpg")
    with qtbot.assertNotEmitted(dialog.accepted):
        dialog.accept()
    assert dialog._message.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    assert dialog.picked is not None
    assert dialog.picked.alt == ""


def test_a_picture_from_the_disk_comes_in_without_place_and_under_a_free_name(
    qtbot: QtBot, site: Site, tmp_path: Path
) -> None:
    source = tmp_path / "Lighthouse.JPG"
    source.write_bytes(jpeg_with_place())
    before = (site.root / "assets/images/lighthouse.jpg").read_bytes()
    dialog = picker(qtbot, site)
    added = dialog.add([(source, source.name)])
    assert [asset.site_path for asset in added] == ["assets/images/lighthouse-2.jpg"]
    assert (site.root / "assets/images/lighthouse.jpg").read_bytes() == before
    data = (site.root / "assets/images/lighthouse-2.jpg").read_bytes()
    assert b"Exif" not in data
    chosen = dialog.view.currentIndex().data(AssetModel.AssetRole)
    assert chosen.site_path == "assets/images/lighthouse-2.jpg"


def test_what_is_no_picture_is_refused_with_a_sentence(
    qtbot: QtBot, site: Site, tmp_path: Path
) -> None:
    source = tmp_path / "notes.jpg"
    source.write_text("not a picture")
    dialog = picker(qtbot, site)
    assert dialog.add([(source, source.name), (tmp_path / "gone.png", "gone.png")]) == []
    assert "notes.jpg" in dialog._message.text()
    assert "gone.png" in dialog._message.text()
    assert len(names(dialog)) == 12


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
    assert isinstance(data, bytes)
    assert data.startswith(b"\x89PNG")
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
