"""Rename a post's file: what it is called, what its address becomes, and the way from the old."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from editor.errors import StandfirstError
from editor.site.posts import RenamePlan
from editor.ui.posts.dialog import PostDialog


class RenameDialog(PostDialog):
    """Shows a plan before it is carried out; nothing is renamed in here.

    After `accept`, `plan` is the plan to carry out with `editor.site.posts.rename`.
    """

    def __init__(
        self,
        plan: RenamePlan,
        parent: QWidget | None = None,
        *,
        replan: Callable[[str, bool], RenamePlan] | None = None,
        reason: str = "",
    ) -> None:
        """Make the dialog.

        Args:
            plan: What would happen.
            parent: The window.
            replan: Works the plan out anew for another slug, and with or without a redirect;
                without it the plan can only be taken or left.
            reason: Why the rename is offered.
        """
        super().__init__("rename-dialog", "", "", parent)
        self.setWindowTitle(self.tr("Rename the post's file"))
        self.heading.setText(self.tr("Rename the post's file"))
        self.ok.setText(self.tr("Rename"))
        self.ok.setAccessibleName(self.tr("Rename the file"))
        self.plan = plan
        self._replan = replan
        self._reason = reason
        self.slug = QLineEdit(_slug_in(plan.target), self)
        self.slug.textEdited.connect(self._on_changed)
        self.redirect = QCheckBox(
            self.tr("Lead the old address to the new one (redirect_from)"), self
        )
        self.redirect.setObjectName("rename-redirect")
        self.redirect.toggled.connect(self._on_changed)
        if replan is not None:
            self.add(self.tr("Slug"), self.slug, "rename-slug")
        else:
            self.slug.hide()
        self.fields.addRow(self.redirect)
        self._show()

    @Slot()
    def _on_changed(self) -> None:
        if self._replan is None:
            return
        try:
            self.plan = self._replan(self.slug.text().strip(), self.redirect.isChecked())
        except StandfirstError as error:
            self.say(error.sentence, is_error=True)
            return
        self._show()

    def _show(self) -> None:
        plan = self.plan
        self.redirect.setVisible(
            self._replan is not None and (plan.can_redirect or self.redirect.isChecked())
        )
        words = [self._reason] if self._reason else []
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


def _slug_in(site_path: str) -> str:
    name = site_path.rpartition("/")[2].rpartition(".")[0]
    parts = name.split("-", 3)
    is_dated = len(parts) == 4 and all(part.isdigit() for part in parts[:3])
    return parts[3] if is_dated else name
