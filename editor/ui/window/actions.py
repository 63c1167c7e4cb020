"""Menus, toolbar and shortcuts, made from the tables of commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QPushButton, QSizePolicy, QToolBar, QWidget

from editor.ui import look
from editor.ui.commands import COMMANDS, Command

if TYPE_CHECKING:
    from editor.ui.desks import Desks


_ICONS_MS = 300  # the first paint comes before


class Actions(QObject):
    """One QAction for each command."""

    def __init__(self, desks: Desks, window: QMainWindow) -> None:
        super().__init__(window)
        self.setObjectName("actions")
        self._desks = desks
        self._bench = bench = desks.bench
        self._window = window
        self._commands = {each.id: each for each in COMMANDS}
        self.made = {each.id: self._action(each) for each in COMMANDS}
        self._export = QPushButton(window)
        self._make_menus()
        self._make_toolbar()
        # Half a hundred of them, and only the bar's are in sight.
        QTimer.singleShot(_ICONS_MS, self._show_icons)
        bench.kept.settings_changed.connect(self.refresh)
        bench.session.changed.connect(self.refresh)
        bench.posts.shown_changed.connect(self.refresh)
        bench.posts.shown_anew.connect(self.refresh)
        bench.posts.standing_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Enable what can be used now, and check what is on."""
        for command in COMMANDS:
            action = self.made[command.id]
            action.setEnabled(command.enabled(self._bench))
            if command.checked is not None:
                action.setChecked(command.checked(self._bench))
        self._export.setEnabled(self.made["file.export"].isEnabled())

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return every command that has keys: its title, and them."""
        return [
            (self.made[each.id].text(), self._keys(self.made[each.id]))
            for each in COMMANDS
            if not self.made[each.id].shortcut().isEmpty()
        ]

    def _action(self, command: Command) -> QAction:
        title = QCoreApplication.translate("Commands", command.title)
        action = QAction(title, self._window)
        action.setObjectName(command.id)
        action.setData(command.id)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.checked is not None:
            action.setCheckable(True)
        hint = QCoreApplication.translate("Commands", command.hint) or title
        keys = self._keys(action)
        action.setToolTip(f"{hint.rstrip('…')} ({keys})" if keys else hint.rstrip("…"))
        action.triggered.connect(self._on_triggered)
        return action

    @Slot()
    def _show_icons(self) -> None:
        """Give the menus' actions their icons."""
        for command in COMMANDS:
            if command.icon and self.made[command.id].icon().isNull():
                self.made[command.id].setIcon(look.icon(command.icon))

    @staticmethod
    def _keys(action: QAction) -> str:
        return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    @Slot()
    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            command = self._commands[str(action.data())]
            if command.enabled(self._bench):
                command.run(self._desks)
            self.refresh()

    def _make_menus(self) -> None:
        bar = self._window.menuBar()
        bar.setObjectName("menu_bar")
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "text": self.tr("&Text"),
            "post": self.tr("&Post"),
            "view": self.tr("&View"),
            "help": self.tr("&Help"),
        }
        for name, title in titles.items():
            menu = bar.addMenu(title)
            menu.setObjectName(f"menu_{name}")
            menu.setToolTipsVisible(False)
            menu.aboutToShow.connect(self.refresh)
            for command in COMMANDS:
                if command.menu != name:
                    continue
                if command.separated:
                    menu.addSeparator()
                menu.addAction(self.made[command.id])
                if command.id == "file.open_site":
                    self._recent = QMenu(self.tr("Recent sites"), menu)
                    self._recent.setObjectName("menu_recent")
                    self._recent.aboutToShow.connect(self._on_recent_shown)
                    menu.addMenu(self._recent)

    @Slot()
    def _on_recent_shown(self) -> None:
        self._recent.clear()
        for root in self._bench.kept.session.recent_sites:
            action = self._recent.addAction(f"{Path(root).name}  —  {root}")
            action.setData(root)
            action.triggered.connect(self._on_recent_triggered)
        if self._recent.isEmpty():
            self._recent.addAction(self.tr("None yet")).setEnabled(False)

    @Slot()
    def _on_recent_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._desks.sites.open_site(Path(str(action.data())))

    def _make_toolbar(self) -> None:
        bar = QToolBar(self.tr("Tools"), self._window)
        bar.setObjectName("tool_bar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setIconSize(QSize(look.Space.ICON, look.Space.ICON))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        previous = ""
        for command in COMMANDS:
            if command.toolbar == "left":
                if previous and command.menu != previous:
                    bar.addSeparator()
                previous = command.menu
                self._add(bar, command)
        gap = QWidget(bar)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        for command in COMMANDS:
            if command.toolbar == "right":
                self._add(bar, command)
        action = self.made["file.export"]
        self._export.setObjectName("export_button")
        self._export.setText(self.tr("Export bundle"))
        self._export.setIcon(look.icon("package-export", "accent_text"))
        self._export.setToolTip(action.toolTip())
        self._export.setAccessibleName(self._export.text())
        self._export.clicked.connect(action.trigger)
        look.set_role(self._export, "primary")
        space = QWidget(bar)
        space.setFixedWidth(look.Space.S)
        bar.addWidget(space)
        bar.addWidget(self._export)
        self._window.addToolBar(bar)

    def _add(self, bar: QToolBar, command: Command) -> None:
        action = self.made[command.id]
        action.setIcon(look.icon(command.icon))
        bar.addAction(action)
        button = bar.widgetForAction(action)
        button.setObjectName(f"tool_{command.id.replace('.', '_')}")
        button.setAccessibleName(action.text().rstrip("…"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
