"""Dynamic properties by which the stylesheet knows what a widget is for."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget a role of the stylesheet and redraw it.

    Labels: `muted`, `small`, `heading`, `title`, `error`, `ok`, `warn`, `pill`, `pill-info`,
    `pill-ok`, `pill-warn`, `pill-danger`. Buttons: `primary`, `quiet`, `danger`, `chip`.
    Line edits: `title`. Frames and plain widgets: `bar`, `sidebar`, `form`, `surface`, `card`,
    `banner-info`, `banner-warn`, `banner-danger`.
    """
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def pill(text: str, kind: str = "", parent: QWidget | None = None) -> QLabel:
    """Make a small rounded label that says a state in a word.

    Args:
        text: The word.
        kind: `info`, `ok`, `warn`, `danger`, or empty for a neutral one.
        parent: The label's parent.
    """
    label = QLabel(text, parent)
    set_role(label, f"pill-{kind}" if kind else "pill")
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return label
