"""Make a new post: a headline is enough, the rest is worked out and shown while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from editor.errors import StandfirstError
from editor.post import Post
from editor.site.post_names import usual_extension
from editor.site.posts import Created, create
from editor.site.slug import file_slug
from editor.ui import look
from editor.ui.posts.dialog import PostDialog
from editor.ui.posts.when import moment_of, now_text

if TYPE_CHECKING:
    from editor.site import KeyUsage, Site
    from editor.ui.tasks import Tasks


class NewPostDialog(PostDialog):
    """Title, draft or post, date, slug, layout; `created` holds the new post after `accept`.

    The post is written behind the saves that wait. A refusal stays in the dialog. Whoever closes
    the dialog meanwhile stops nothing: it is accepted when the post is there, and comes back with
    all that was typed when it was refused.
    """

    made = Signal(object)  # the Created, after `accept`
    refused = Signal()  # it could not be written; all that was typed stands in the dialog

    def __init__(
        self,
        site: Site,
        layouts: Sequence[str],
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        usage: KeyUsage | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            site: The site.
            layouts: The names of its layouts.
            tasks: The window's threads.
            parent: The window.
            usage: How the site's posts are written; read by a task where it is not known.
        """
        super().__init__("new-post-dialog", tasks, parent)
        self.name_it(self.tr("New post"), self.tr("Create"), self.tr("Create the post"))
        self.created: Created | None = None
        self._site = site
        self._known: _Known | None = None
        self._trouble = ""
        self._is_writing = False
        self._is_put_away = False  # closed while it was being written
        self._focused: QWidget | None = None
        self._is_slug_typed = False
        self._is_date_typed = False
        self._build(layouts)
        if usage is not None:
            self._fill_date(usage)
        self.hold()
        tasks.run(partial(_know, site, usage), self._on_known, self._on_unknown, self)
        self.begin(self.title)

    def _build(self, layouts: Sequence[str]) -> None:
        self.title = QLineEdit(self)
        look.set_role(self.title, "title")
        self.title.setPlaceholderText(self.tr("Headline"))
        self.title.textChanged.connect(self._on_title_changed)
        self.add(self.tr("Headline"), self.title, "new-title")
        self.draft = QRadioButton(self.tr("Draft"), self)
        self.draft.setObjectName("new-draft")
        self.post = QRadioButton(self.tr("Post with a date"), self)
        self.post.setObjectName("new-dated")
        kinds = QButtonGroup(self)
        kinds.addButton(self.draft)
        kinds.addButton(self.post)
        self.post.setChecked(True)
        choice = QWidget(self)
        line = QHBoxLayout(choice)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.post)
        line.addWidget(self.draft)
        line.addStretch(1)
        self.post.toggled.connect(self._on_kind_changed)
        self.add(self.tr("Kind"), choice, "new-kind")
        self.date = QLineEdit(self)
        self.date.setPlaceholderText(self.tr("now"))
        self.date.textChanged.connect(self._on_date_changed)
        self.add(self.tr("Date"), self.date, "new-date")
        self.slug = QLineEdit(self)
        self.slug.textEdited.connect(self._on_slug_edited)
        self.slug.textChanged.connect(self.change)
        self.add(self.tr("Slug"), self.slug, "new-slug")
        self.layouts = QComboBox(self)
        self.layouts.addItem(self.tr("As the other posts"), None)
        for name in layouts:
            self.layouts.addItem(name, name)
        self.layouts.currentIndexChanged.connect(self.change)
        self.add(self.tr("Layout"), self.layouts, "new-layout")

    # What comes of it

    def complain(self) -> bool:
        """Say that the headline is missing, or that what is typed is no date."""
        if self._trouble:
            self.say(self._trouble, is_error=True)
        elif not self.title.text().strip():
            self.say(self.tr("Write a headline; file name and address follow from it."))
        elif self.post.isChecked() and self._is_date_typed and self._when() is None:
            self.say(self.tr("That is no date. Write it as 2025-09-06 07:30:00."), is_error=True)
        else:
            return False
        return True

    def question(self) -> Callable[[], _Planned]:
        """Return what works out the new post; it is written as it was worked out."""
        if self._known is None:
            raise LookupError("asked before the site's usage is known")
        is_draft = self.draft.isChecked()
        wanted = _Wanted(
            self._site,
            self._known,
            title=self.title.text().strip(),
            draft=is_draft,
            date=None if is_draft else self._when(),
            slug=self.slug.text().strip() or None,
            layout=self.layouts.currentData(),
        )
        return wanted.plan

    def show_answer(self, answer: _Planned) -> None:
        """Show what the file and the address will be."""
        words = self.tr("File: %s").replace("%s", answer.site_path)
        if answer.url:
            words += "\n" + self.tr("Address: %s").replace("%s", answer.url)
        self.say(words)

    def _when(self) -> datetime | None:
        usage = self._known.usage if self._known is not None else None
        return moment_of(self.date.text(), self._site, usage)

    # Writing

    def carry_out(self) -> None:
        """Write the post; a refusal stays in the dialog."""
        planned = self.answer
        if self._is_writing or not isinstance(planned, _Planned):
            return
        self._rest(on=True)
        self.say(
            self.tr("Creating %s…").replace("%s", planned.site_path)
            + "\n"
            + self.tr("Closing this dialog does not stop it.")
        )
        self.tasks.save(planned.wanted.write, self._on_created, self._on_not_created, self)

    @property
    def is_writing(self) -> bool:
        """Whether the post is being written."""
        return self._is_writing

    def reject(self) -> None:
        """Close; what is being written goes on and is told when it is done."""
        if self._is_writing:
            self._is_put_away = True
            self.hide()
        else:
            super().reject()

    def accept(self) -> None:
        """Write the post, now or as soon as it is worked out; never twice."""
        if not self._is_writing:
            super().accept()

    def _rest(self, *, on: bool) -> None:
        self._is_writing = on
        if on:
            self._focused = self.focusWidget()
        for widget in (self.form, self.ok, self.cancel):
            widget.setEnabled(not on)
        if not on and self._focused is not None:
            self._focused.setFocus()

    def _on_created(self, created: Created) -> None:
        self._rest(on=False)
        self.created = created
        super().carry_out()
        self.made.emit(created)

    def _on_not_created(self, error: BaseException) -> None:
        self._rest(on=False)  # the button too: what stood against it may have gone
        self.say(self.sentence(error), is_error=True)
        window = self.parentWidget()
        if self._is_put_away and (window is None or window.isVisible()):
            self._is_put_away = False
            self.open()
        self.refused.emit()

    # What is read first

    def _on_known(self, known: _Known) -> None:
        self._known = known
        if not self._is_date_typed and not self.date.text():
            self._fill_date(known.usage)
        self.go_on()

    def _on_unknown(self, error: BaseException) -> None:
        self._trouble = self.sentence(error)
        self.change()

    def _fill_date(self, usage: KeyUsage) -> None:
        with QSignalBlocker(self.date):
            self.date.setText(now_text(self._site, usage))

    # Fields

    @Slot(str)
    def _on_title_changed(self, text: str) -> None:
        if not self._is_slug_typed:
            self.slug.setText(file_slug(text))
        self.change()

    @Slot(str)
    def _on_slug_edited(self, text: str) -> None:
        self._is_slug_typed = bool(text)

    @Slot(str)
    def _on_date_changed(self, _text: str) -> None:
        self._is_date_typed = True
        self.change()

    @Slot(bool)
    def _on_kind_changed(self, dated: bool) -> None:
        self.date.setEnabled(dated)
        self.change()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for every new post of the site: read once, not at every key."""

    usage: KeyUsage
    extension: str


def _know(site: Site, usage: KeyUsage | None) -> _Known:
    return _Known(usage or site.usage(), usual_extension(site))


@dataclass(frozen=True, slots=True)
class _Planned:
    """A post as it would be, and what makes exactly that."""

    wanted: _Wanted
    site_path: str
    url: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    site: Site
    known: _Known
    title: str
    draft: bool
    date: datetime | None
    slug: str | None
    layout: str | None

    def plan(self) -> _Planned:
        """Work it out."""
        planned = self._create(dry_run=True)
        site_path = self.site.relative(planned.path)
        try:
            post = Post.from_bytes(planned.data, encoding=self.site.encoding)
            url = self.site.describe(site_path, post).url
        except (StandfirstError, ValueError):
            url = ""
        return _Planned(self, site_path, url)

    def write(self) -> Created:
        """Write it."""
        return self._create(dry_run=False)

    def _create(self, *, dry_run: bool) -> Created:
        return create(
            self.site,
            self.title,
            draft=self.draft,
            date=self.date,
            slug=self.slug,
            layout=self.layout,
            usage=self.known.usage,
            extension=self.known.extension,
            dry_run=dry_run,
        )
