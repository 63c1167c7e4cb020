"""Questions that stop the user: few, and each with what is safe and what each answer does."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from editor.ui.look import pixmap, set_role

if TYPE_CHECKING:
    from editor.ui.workbench import OpenPost


class Answer(enum.Enum):
    """What the user chose about unsaved words."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


def ask_unsaved(parent: QWidget, posts: Sequence[OpenPost]) -> Answer:
    """Ask what to do with posts that are not saved.

    Args:
        parent: The window.
        posts: The posts; at least one.
    """
    names = [post.name for post in posts]
    box = QMessageBox(parent)
    box.setObjectName("unsaved_question")
    box.setWindowTitle(_tr("Not saved"))
    box.setIconPixmap(pixmap("device-floppy", "accent", 32, parent.devicePixelRatioF()))
    if len(names) == 1:
        box.setText(_tr("“{0}” has words that are not saved.").format(names[0]))
    else:
        box.setText(_tr("{0} posts have words that are not saved.").format(len(names)))
        box.setDetailedText("\n".join(names))
    if not all(post.is_journalled for post in posts):
        box.setInformativeText(
            _tr(
                "The recovery journal cannot be written at the moment, so discarded words would be "
                "gone for good."
            )
        )
    else:
        box.setInformativeText(
            _tr("Discarded words are kept for 30 days, under File, “Unsaved words from before”.")
        )
    save = _button(box, _tr("Save") if len(names) == 1 else _tr("Save all"), "question_save")
    set_role(save, "primary")
    discard = _button(
        box, _tr("Discard"), "question_discard", QMessageBox.ButtonRole.DestructiveRole
    )
    set_role(discard, "danger")
    cancel = _button(box, _tr("Cancel"), "question_cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is save:
        return Answer.SAVE
    return Answer.DISCARD if clicked is discard else Answer.CANCEL


def ask(
    parent: QWidget, name: str, text: str, more: str, yes: str, *, is_dangerous: bool = False
) -> bool:
    """Ask whether to do something.

    Args:
        parent: The window.
        name: The box's object name; its buttons are `NAME_yes` and `NAME_cancel`.
        text: The question.
        more: What is safe.
        yes: The word on the button that does it.
        is_dangerous: Whether the button says so by its colour, and Return does not press it.
    """
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setWindowTitle(_tr("Standfirst"))
    picture = ("alert-triangle", "danger") if is_dangerous else ("help", "accent")
    box.setIconPixmap(pixmap(*picture, 32, parent.devicePixelRatioF()))
    box.setText(text)
    box.setInformativeText(more)
    do = _button(box, yes, f"{name}_yes")
    cancel = _button(box, _tr("Cancel"), f"{name}_cancel", QMessageBox.ButtonRole.RejectRole)
    set_role(do, "danger" if is_dangerous else "primary")
    box.setDefaultButton(cancel if is_dangerous else do)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is do


def tell(parent: QWidget, name: str, text: str, more: str = "") -> None:
    """Tell something that must be read."""
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setWindowTitle(_tr("Standfirst"))
    box.setIconPixmap(pixmap("alert-triangle", "warn", 32, parent.devicePixelRatioF()))
    box.setText(text)
    box.setInformativeText(more)
    _button(box, _tr("Close"), f"{name}_close", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    box.deleteLater()


def _button(
    box: QMessageBox,
    words: str,
    name: str,
    role: QMessageBox.ButtonRole = QMessageBox.ButtonRole.AcceptRole,
) -> QPushButton:
    button = box.addButton(words, role)
    button.setObjectName(name)
    button.setAccessibleName(words)
    return button


def _tr(text: str) -> str:
    return QCoreApplication.translate("Questions", text)
