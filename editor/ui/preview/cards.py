"""How a post looks as a search result and as a card in a social network, by its page's own head.

Nothing is asked of any network: the picture is the site's own file, lengths are what search
engines and networks show at the most (they count pixels; characters are near enough to write by).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from editor.theme import PageMeta, read_meta
from editor.ui.assets.thumbnails import Thumbnail, Thumbnails
from editor.ui.look import Space, set_role
from editor.ui.tasks import Tasks

if TYPE_CHECKING:
    from editor.site import Site
    from editor.ui.preview.shown import ShownPage

_TITLE, _TEXT = 60, 160  # characters that search engines show of title and description
_CARD_WIDTH, _CARD_HEIGHT = 500, 262  # 1.91 to 1, as the networks cut a large picture
_SMALL = 125


class CardsView(QScrollArea):
    """Shows both, and says what is missing or cut."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview-cards")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tasks = tasks
        self._site: Site | None = None
        self._meta = PageMeta()
        self._image = ""
        self._file: Path | None = None
        self._picture = QPixmap()
        self._thumbnails: Thumbnails | None = None
        sheet = QWidget(self)
        set_role(sheet, "surface")
        self.setWidget(sheet)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(self._label("", self.tr("Search result"), "title"))
        search = self._card(column)
        self._address = self._in_card(search, "card-address", "small")
        self._title = self._in_card(search, "card-title", "heading")
        self._text = self._in_card(search, "card-text", "")
        self._said = self._label("card-search-said", "", "small")
        column.addWidget(self._said)
        column.addSpacing(Space.L)
        column.addWidget(self._label("", self.tr("Social card"), "title"))
        social = self._card(column)
        self._shot = self._in_card(social, "card-picture", "muted")
        self._shot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._host = self._in_card(social, "card-host", "small")
        self._headline = self._in_card(social, "card-headline", "title")
        self._under = self._in_card(social, "card-under", "muted")
        self._told = self._label("card-social-said", "", "small")
        column.addWidget(self._told)
        column.addStretch(1)

    def _label(self, name: str, words: str, role: str) -> QLabel:
        label = QLabel(words, self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        if role:
            set_role(label, role)
        return label

    def _card(self, column: QVBoxLayout) -> QVBoxLayout:
        frame = QFrame(self)
        frame.setMaximumWidth(_CARD_WIDTH + 2 * Space.M)
        set_role(frame, "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        inside.setSpacing(Space.XS)
        column.addWidget(frame)
        return inside

    def _in_card(self, card: QVBoxLayout, name: str, role: str) -> QLabel:
        label = self._label(name, "", role)
        card.addWidget(label)
        return label

    # ---- showing

    def show_page(self, shown: ShownPage, site: Site | None) -> None:
        """Show what a page says of itself; its picture is taken from the site."""
        if site is not self._site:
            self._site, self._image = site, ""
        meta = read_meta(shown.html()) if shown.in_theme else PageMeta()
        self._meta = meta
        self._show_search(meta, shown)
        self._show_social(meta, shown)
        if meta.card_image != self._image:
            self._image = meta.card_image
            self._find_picture(meta.card_image)
        self._draw()

    def _show_search(self, meta: PageMeta, shown: ShownPage) -> None:
        host, path = self._published(meta, shown)
        crumbs = [host, *(unquote(each) for each in path.split("/") if each)]
        self._address.setText(
            " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(each for each in crumbs if each)
        )
        self._title.setText(_cut(meta.title, _TITLE) or self.tr("No title"))
        no_text = self.tr("No description: the engine picks words from the page.")
        self._text.setText(_cut(meta.description, _TEXT) or no_text)
        said = []
        if not shown.in_theme:
            said.append(self.tr("Without the site's layouts there is nothing to read it from."))
        if len(meta.title) > _TITLE:
            said.append(self._too_long(self.tr("Title"), len(meta.title), _TITLE))
        if len(meta.description) > _TEXT:
            said.append(self._too_long(self.tr("Description"), len(meta.description), _TEXT))
        if "noindex" in meta.robots.lower():
            said.append(self.tr("The page asks search engines not to list it."))
        self._said.setText("\n".join(said))

    def _show_social(self, meta: PageMeta, shown: ShownPage) -> None:
        host, _ = self._published(meta, shown)
        self._host.setText((meta.site_name or host).upper())
        self._headline.setText(meta.card_title or self.tr("No title"))
        self._under.setText(_cut(meta.card_text, 200))
        self._under.setVisible(bool(meta.card_text))
        said = []
        if shown.in_theme and not meta.card_image:
            said.append(self.tr("No picture: the card shows words only."))
        if meta.card_image and not meta.card_image_alt:
            said.append(self.tr("The picture has no words for those who do not see it."))
        self._told.setText("\n".join(said))

    def _too_long(self, what: str, length: int, shown: int) -> str:
        words = self.tr("{0}: {1} characters, of which about {2} are shown.")
        return words.format(what, length, shown)

    def _published(self, meta: PageMeta, shown: ShownPage) -> tuple[str, str]:
        """Return host and path under which the page is published."""
        try:
            parts = urlsplit(meta.canonical)
            home = urlsplit(str(self._site.config.get("url") or "")) if self._site else parts
        except ValueError:
            return "", shown.url
        return parts.netloc or home.netloc, shown.url or parts.path

    # ---- the picture

    def _find_picture(self, address: str) -> None:
        self._file, self._picture = None, QPixmap()
        if self._site is not None and address:
            finding = partial(self._site.resolve, _below(self._site, address))
            self._tasks.run(finding, self._on_found, None, self, address)

    def _on_found(self, address: str, path: Path | None) -> None:
        if address != self._image or path is None:
            return
        self._file = path
        if self._thumbnails is None:
            self._thumbnails = Thumbnails.shared()
            self._thumbnails.made.connect(self._on_made)
        self._thumbnails.ask(path, 2 * _CARD_WIDTH)

    @Slot(object)
    def _on_made(self, made: Thumbnail) -> None:
        if made.path == self._file and made.image is not None:
            self._picture = QPixmap.fromImage(made.image)
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture (Qt calls this)."""
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        self._shot.setVisible(bool(self._image))
        if self._picture.isNull():
            self._shot.setText(self.tr("Picture: {0}").format(self._image))
            return
        is_large = self._meta.is_large
        width = max(min(_CARD_WIDTH, self.viewport().width() - 4 * Space.L), 80)
        box = (width, width * _CARD_HEIGHT // _CARD_WIDTH) if is_large else (_SMALL, _SMALL)
        filled = self._picture.scaled(
            *box,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        left, top = (filled.width() - box[0]) // 2, (filled.height() - box[1]) // 2
        self._shot.setPixmap(filled.copy(left, top, *box))


def _cut(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0].rstrip(" ,.;:-") + " …"


def _below(site: Site, address: str) -> str:
    """Return an address without the site's own host, which is how it names its own files."""
    home = str(site.config.get("url") or "").rstrip("/")
    return address[len(home) :] if home and address.startswith(home + "/") else address
