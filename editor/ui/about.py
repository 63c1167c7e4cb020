"""About, with every licence; and the list of keys."""

from __future__ import annotations

import importlib.metadata

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor import __version__
from editor.dirs import resource
from editor.ui.look import Space, font, set_role
from editor.ui.tasks import Tasks, sentence_of

_PACKAGES = (
    "PySide6",
    "Markdown",
    "python-frontmatter",
    "PyYAML",
    "Pygments",
    "nh3",
    "selectolax",
    "Pillow",
    "diff-match-patch",
    "watchdog",
    "Send2Trash",
    "platformdirs",
    "msgspec",
    "tomlkit",
    "sasso",
    "tinycss2",
)


class AboutDialog(QDialog):
    """What this is, and the licence of each part."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(self.tr("About Standfirst"))
        self.resize(760, 520)
        name = QLabel(f"Standfirst {__version__}", self)
        set_role(name, "heading")
        told = QLabel(
            self.tr(
                "A desktop Markdown post editor for Jekyll sites, under the MIT licence. "
                "It stands on the work of others, each under its own licence:"
            ),
            self,
        )
        told.setWordWrap(True)
        self._texts: dict[str, str] = {}
        self._list = QListWidget(self)
        self._list.setObjectName("about_parts")
        self._list.setAccessibleName(self.tr("Parts"))
        self._list.setFixedWidth(240)
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("about_licence")
        self._text.setAccessibleName(self.tr("Licence"))
        self._text.setReadOnly(True)
        self._text.setFont(font("mono"))
        self._list.currentTextChanged.connect(self._on_part_chosen)
        close = QPushButton(self.tr("Close"), self)
        close.setObjectName("about_close")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(name)
        layout.addWidget(told)
        row = QHBoxLayout()
        row.addWidget(self._list)
        row.addWidget(self._text, 1)
        layout.addLayout(row, 1)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(close)
        layout.addLayout(last)
        tasks.run(licences, self._on_read, self._on_unread, self)

    def _on_read(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._list.addItems(list(texts))
        self._list.setCurrentRow(0)

    def _on_unread(self, error: BaseException) -> None:
        self._text.setPlainText(sentence_of(error))

    @Slot(str)
    def _on_part_chosen(self, part: str) -> None:
        self._text.setPlainText(self._texts.get(part, ""))


def licences() -> dict[str, str]:
    """Return the licence text of every part that ships or is imported, by its name."""
    found: dict[str, str] = {}
    for path in sorted(resource("licenses").glob("*.txt")):
        found[path.stem.replace("-", " ")] = path.read_text("utf-8")
    for package in _PACKAGES:
        try:
            about = importlib.metadata.distribution(package)
        except importlib.metadata.PackageNotFoundError:
            continue
        facts = about.metadata.json
        texts = [str(facts.get("license_expression") or facts.get("license") or "").strip()]
        classifiers = facts.get("classifier", [])
        texts += [str(each) for each in classifiers if "License ::" in each]
        for file in about.files or []:
            name = file.name.upper()
            if "dist-info" in str(file) and name.startswith(("LICENSE", "LICENCE", "COPYING")):
                texts.append(str(file.read_text()))
        words = "\n\n".join(dict.fromkeys(each for each in texts if each))
        found[f"{package} {about.version}"] = words or "See the project's pages."
    return found


class KeysDialog(QDialog):
    """Every command that has keys."""

    def __init__(self, keys: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keys_dialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(460, 560)
        table = QTableWidget(len(keys), 2, self)
        table.setObjectName("keys_table")
        table.setAccessibleName(self.tr("Keyboard shortcuts"))
        table.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Keys")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for row, (title, words) in enumerate(keys):
            table.setItem(row, 0, QTableWidgetItem(title.rstrip("…")))
            table.setItem(row, 1, QTableWidgetItem(words))
        close = QPushButton(self.tr("Close"), self)
        close.setObjectName("keys_close")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        layout.addWidget(table, 1)
        layout.addWidget(close)
