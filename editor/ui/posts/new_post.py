"""Make a new post: a headline is enough, the rest is worked out and shown while one types."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from editor.errors import StandfirstError
from editor.post import Post
from editor.site import KeyUsage, Site
from editor.site.posts import Created, create
from editor.site.slug import file_slug
from editor.ui import look
from editor.ui.posts.dialog import PostDialog
from editor.ui.posts.when import moment_of, now_text


class NewPostDialog(PostDialog):
    """Title, draft or post, date, slug, layout; `created` holds the new post after `accept`."""

    def __init__(
        self, site: Site, parent: QWidget | None = None, usage: KeyUsage | None = None
    ) -> None:
        super().__init__("new-post-dialog", "", "", parent)
        self.setWindowTitle(self.tr("New post"))
        self.created: Created | None = None
        self._site = site
        self._usage = usage if usage is not None else site.usage()
        self._is_slug_typed = False
        self.ok.setText(self.tr("Create"))
        self.ok.setAccessibleName(self.tr("Create the post"))
        self.heading.setText(self.tr("New post"))
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
        self.post.toggled.connect(self._on_changed)
        self.add(self.tr("Kind"), choice, "new-kind")
        self.date = QLineEdit(now_text(site, self._usage), self)
        self.date.textChanged.connect(self._on_changed)
        self.add(self.tr("Date"), self.date, "new-date")
        self.slug = QLineEdit(self)
        self.slug.textEdited.connect(self._on_slug_edited)
        self.slug.textChanged.connect(self._on_changed)
        self.add(self.tr("Slug"), self.slug, "new-slug")
        self.layouts = QComboBox(self)
        self.layouts.addItem(self.tr("As the other posts"), None)
        for name in site.layouts():
            self.layouts.addItem(name, name)
        self.layouts.currentIndexChanged.connect(self._on_changed)
        self.add(self.tr("Layout"), self.layouts, "new-layout")
        self.title.setFocus()
        self._on_changed()

    def accept(self) -> None:
        """Write the post; a refusal stays in the dialog."""
        created = self._make(dry_run=False)
        if created is not None:
            self.created = created
            super().accept()

    # Inside

    def _make(self, *, dry_run: bool) -> Created | None:
        """Make the post, or only work it out."""
        title = self.title.text().strip()
        when = moment_of(self.date.text(), self._site, self._usage)
        if when is None and not self.draft.isChecked():
            self.say(self.tr("That is no date. Write it as 2025-09-06 07:30:00."), is_error=True)
            return None
        try:
            return create(
                self._site,
                title,
                draft=self.draft.isChecked(),
                date=None if self.draft.isChecked() else when,
                slug=self.slug.text().strip() or None,
                layout=self.layouts.currentData(),
                usage=self._usage,
                dry_run=dry_run,
            )
        except (StandfirstError, OSError, ValueError) as error:
            sentence = error.sentence if isinstance(error, StandfirstError) else ""
            self.say(sentence or self.tr("The post cannot be made there."), is_error=True)
            return None

    @Slot(str)
    def _on_title_changed(self, text: str) -> None:
        if not self._is_slug_typed:
            self.slug.setText(file_slug(text))
        self._on_changed()

    @Slot(str)
    def _on_slug_edited(self, text: str) -> None:
        self._is_slug_typed = bool(text)

    @Slot()
    def _on_changed(self) -> None:
        self.date.setEnabled(self.post.isChecked())
        if not self.title.text().strip():
            self.say(self.tr("Write a headline; file name and address follow from it."))
            self.ok.setEnabled(False)
            return
        worked_out = self._make(dry_run=True)
        if worked_out is None:
            return
        site_path = self._site.relative(worked_out.path)
        words = self.tr("File: %s").replace("%s", site_path)
        try:
            post = Post.from_bytes(worked_out.data, encoding=self._site.encoding)
            url = self._site.describe(site_path, post).url
        except (StandfirstError, ValueError):
            url = ""
        if url:
            words += "\n" + self.tr("Address: %s").replace("%s", url)
        self.say(words)
