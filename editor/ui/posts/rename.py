"""Rename a post's file: what it is called, what its address becomes, and the way from the old."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from editor.ui.posts.dialog import PostDialog

if TYPE_CHECKING:
    from editor.site.posts import RenamePlan
    from editor.ui.tasks import Tasks


class RenameDialog(PostDialog):
    """Shows a plan before it is carried out; nothing is renamed in here.

    After `accept`, `plan` is the plan to carry out with `editor.site.posts.rename`.
    """

    def __init__(
        self,
        source: str,
        plan_for: Callable[[str | None, bool], RenamePlan],
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            source: The post's site path.
            plan_for: Works the plan out for a slug, and with or without a redirect; for None it
                finds the slug itself. It runs in a thread.
            tasks: The window's threads.
            parent: The window.
        """
        super().__init__("rename-dialog", tasks, parent)
        self.name_it(
            self.tr("Rename the post's file"), self.tr("Rename"), self.tr("Rename the file")
        )
        self.plan: RenamePlan | None = None
        self._source = source
        self._plan_for = plan_for
        self._is_slug_typed = False
        self.slug = QLineEdit(_slug_in(source), self)
        self.slug.textEdited.connect(self._on_slug_edited)
        self.redirect = QCheckBox(
            self.tr("Lead the old address to the new one (redirect_from)"), self
        )
        self.redirect.setObjectName("rename-redirect")
        self.redirect.toggled.connect(self.change)
        self.add(self.tr("Slug"), self.slug, "rename-slug")
        self.fields.addRow(self.redirect)
        self.redirect.hide()
        self.slug.selectAll()
        self.begin(self.slug)

    def question(self) -> Callable[[], RenamePlan]:
        """Return what works the plan out."""
        slug = self.slug.text().strip() if self._is_slug_typed else None
        return partial(self._plan_for, slug, self.redirect.isChecked())

    def waiting_words(self) -> str:
        """Return what is said while that is worked out."""
        now = self.tr("File now: %s").replace("%s", self._source)
        return f"{now}\n{super().waiting_words()}"

    def show_answer(self, answer: RenamePlan) -> None:
        """Show the plan."""
        plan = self.plan = answer
        if not self._is_slug_typed:
            self._fill_in(_slug_in(plan.target))
        self.redirect.setVisible(plan.can_redirect or self.redirect.isChecked())
        words = []
        if plan.source == plan.target:
            words.append(self.tr("The file keeps its name: %s").replace("%s", plan.source))
        else:
            words.append(self.tr("File now: %s").replace("%s", plan.source))
            words.append(self.tr("File then: %s").replace("%s", plan.target))
        if plan.new_url and plan.new_url != plan.old_url:
            if plan.old_url:
                words.append(self.tr("Address now: %s").replace("%s", plan.old_url))
            words.append(self.tr("Address then: %s").replace("%s", plan.new_url))
        elif plan.new_url:
            words.append(self.tr("The address stays: %s").replace("%s", plan.new_url))
        self.say("\n".join(words))

    def _fill_in(self, slug: str) -> None:
        is_all_selected = self.slug.selectedText() == self.slug.text()
        if slug != self.slug.text():
            self.slug.setText(slug)
            if is_all_selected:
                self.slug.selectAll()

    @Slot(str)
    def _on_slug_edited(self, _text: str) -> None:
        self._is_slug_typed = True
        self.change()


def _slug_in(site_path: str) -> str:
    name = site_path.rpartition("/")[2].rpartition(".")[0]
    parts = name.split("-", 3)
    is_dated = len(parts) == 4 and all(part.isdigit() for part in parts[:3])
    return parts[3] if is_dated else name
