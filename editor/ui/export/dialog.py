"""The export dialog: three pages in one place (what will go, how far it is, what went)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.bundle import FORMATS, Exported, Format, Manifest, collect, export
from editor.checks import Finding, run
from editor.errors import StandfirstError
from editor.post import Post
from editor.site import Site
from editor.ui import look
from editor.ui.export.report import Group, after, before
from editor.ui.tasks import Task, Tasks, sentence_of

log = logging.getLogger(__name__)


class _Stopped(StandfirstError):
    """The person stopped the export; nothing was written."""


class _NoFolder(StandfirstError):
    """The folder to write into is not there; nothing was written."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What would go, what the checks say of it, and per format's id a file name that is free."""

    manifest: Manifest
    findings: tuple[tuple[str, Finding], ...]
    free: Mapping[str, Path]


class ExportDialog(QDialog):
    """Exports posts of a site; `exported` holds what came of it."""

    def __init__(
        self,
        site: Site,
        paths: Sequence[str],
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        folder: Path | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            site: The site.
            paths: Site paths of the posts; what is to be exported must have been saved.
            tasks: The window's threads.
            parent: The window.
            folder: Where the bundle is offered to go; by default the home folder.
        """
        super().__init__(parent)
        self.setObjectName("export-dialog")
        self.setWindowTitle(self.tr("Export"))
        self.resize(640, 560)
        self.exported: Exported | None = None
        self._site = site
        self._paths = [*paths]
        self._folder = folder or Path.home()
        self._found: _Found | None = None
        self._is_output_typed = False
        self._round = 0
        self._looked = 0  # the round that is being looked for
        self._is_looking = False
        self._is_over = False
        self._stop = threading.Event()
        self._is_writing = False
        self._tasks = tasks
        self._build()
        self._collect()

    # Building

    def _build(self) -> None:
        self._heading = QLabel(self._title(), self)
        look.set_role(self._heading, "heading")
        self.formats = QComboBox(self)
        self.formats.setObjectName("export-format")
        self.formats.setAccessibleName(self.tr("Format"))
        for row in FORMATS:
            self.formats.addItem(row.title, row)
        self.formats.currentIndexChanged.connect(self._on_format_changed)
        self.formats.setVisible(len(FORMATS) > 1)
        self.drafts = QCheckBox(self.tr("Take drafts and posts not yet published too"), self)
        self.drafts.setObjectName("export-drafts")
        self.drafts.toggled.connect(self._collect)
        self.others = QCheckBox(
            self.tr("Take files too whose hidden data cannot be taken out (SVG, PDF, films)"), self
        )
        self.others.setObjectName("export-others")
        self.others.toggled.connect(self._collect)
        self.output = QLineEdit(self)
        self.output.setObjectName("export-output")
        self.output.setAccessibleName(self.tr("File to write"))
        self.output.textEdited.connect(self._on_output_edited)
        browse = QPushButton(look.icon("folder-open"), self.tr("Choose…"), self)
        browse.setObjectName("export-browse")
        browse.setAccessibleName(self.tr("Choose the file to write"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse)
        self.report = QTreeWidget(self)
        self.report.setObjectName("export-report")
        self.report.setAccessibleName(self.tr("What goes into the bundle"))
        self.report.setHeaderHidden(True)
        self.report.setRootIsDecorated(True)
        self.report.setWordWrap(True)
        self._message = QLabel(self)
        self._message.setObjectName("export-message")
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("export-progress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.hide()
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName("cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.ok = QPushButton(look.icon("package-export", "accent_text"), self.tr("Export"), self)
        self.ok.setObjectName("accept")
        self.ok.setDefault(True)
        look.set_role(self.ok, "primary")
        self.ok.clicked.connect(self.accept)
        target = QHBoxLayout()
        target.addWidget(self.output, 1)
        target.addWidget(browse)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.ok)
        self._options = QWidget(self)
        options = QVBoxLayout(self._options)
        options.setContentsMargins(0, 0, 0, 0)
        options.setSpacing(look.Space.XS)
        options.addWidget(self.formats)
        options.addLayout(target)
        options.addWidget(self.drafts)
        options.addWidget(self.others)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.Space.XL, look.Space.L, look.Space.XL, look.Space.L)
        layout.setSpacing(look.Space.M)
        layout.addWidget(self._heading)
        layout.addWidget(self._options)
        layout.addWidget(self.report, 1)
        layout.addWidget(self._message)
        layout.addWidget(self._bar)
        layout.addLayout(buttons)

    def _title(self) -> str:
        count = len(self._paths)
        return self.tr("Export 1 post") if count == 1 else self.tr("Export %n posts", "", count)

    # Looking

    @Slot()
    def _collect(self) -> None:
        self._round += 1
        self.ok.setEnabled(False)
        self._say(self.tr("Looking at what the posts refer to…"))
        if not self._is_looking:
            self._look()

    def _look(self) -> None:
        # One at a time, and of those asked for meanwhile only the last.
        self._is_looking = True
        self._looked = self._round
        looking = partial(
            _look,
            self._site,
            tuple(self._paths),
            self._folder,
            drafts=self.drafts.isChecked(),
            others=self.others.isChecked(),
        )
        self._tasks.run(looking, self._on_collected, self._on_collect_failed, self)

    def _is_wanted(self) -> bool:
        """Tell whether what was looked for is what is wanted; if it is not, look for what is."""
        self._is_looking = False
        if self._is_over:
            return False
        if self._looked != self._round:
            self._look()
        return not self._is_looking

    def _on_collected(self, found: _Found) -> None:
        if not self._is_wanted():
            return
        self._found = found
        self._show(before(found.manifest, found.findings))
        self._propose_output()
        self.ok.setEnabled(True)
        self._say("")

    def _on_collect_failed(self, error: BaseException) -> None:
        if not self._is_wanted():
            return
        log.info("nothing to export: %s", type(error).__name__)
        self._found = None
        self._show([])
        self._say(sentence_of(error), "error")

    def _propose_output(self) -> None:
        row = self.formats.currentData()
        if self._is_output_typed or self._found is None or not isinstance(row, Format):
            return
        self.output.setText(str(self._found.free[row.id]))

    def _show(self, groups: Sequence[Group]) -> None:
        self.report.clear()
        for group in groups:
            item = QTreeWidgetItem([group.title])
            item.setFont(0, look.font("body_strong"))
            icon = {"ok": "circle-check", "warn": "alert-triangle", "danger": "alert-circle"}
            if group.role:
                item.setIcon(0, look.icon(icon[group.role], group.role))
            for line in group.lines:
                child = QTreeWidgetItem([line])
                child.setToolTip(0, line)
                item.addChild(child)
            self.report.addTopLevelItem(item)
            item.setExpanded(len(group.lines) <= 12)

    def _say(self, sentence: str, role: str = "muted") -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        look.set_role(self._message, role)

    # Writing

    def accept(self) -> None:
        """Write the bundle; a second time close the dialog."""
        if self.exported is not None:
            super().accept()
            return
        found, row = self._found, self.formats.currentData()
        output = Path(self.output.text().strip()).expanduser()
        if found is None or not isinstance(row, Format) or not self.output.text().strip():
            return
        if self._is_writing or self._is_looking:
            return
        self._is_writing = True
        self._stop.clear()
        for widget in (self._options, self.ok):
            widget.setEnabled(False)
        self._bar.setRange(0, max(1, len(found.manifest.posts) + len(found.manifest.assets)))
        self._bar.setValue(0)
        self._bar.show()
        self._say(self.tr("Writing the bundle…"))
        writing = _Writing(
            found.manifest,
            row,
            output,
            self._stop,
            is_agreed=bool(self._agreed) and output == Path(self._agreed),
            no_folder=self.tr("There is no such folder. Choose where the file is to go."),
            stopped=self.tr("The export was stopped; nothing was written."),
        )
        # In the pool, not in the queue of the saves: no post waits for a bundle of films.
        writing.task = self._tasks.run(writing, self._on_exported, self._on_export_failed, self)
        writing.task.progressed.connect(self._on_progressed)

    _agreed = ""

    def reject(self) -> None:
        """Stop a running export, else close."""
        if self._is_writing:
            self._stop.set()
            self._say(self.tr("Stopping…"))
            return
        super().reject()

    def done(self, result: int) -> None:
        """Close; what is still looked for is not wanted any more."""
        self._is_over = True
        super().done(result)

    @Slot(object)
    def _on_progressed(self, place: tuple[int, int]) -> None:
        done, total = place
        self._bar.setMaximum(max(total, 1))
        self._bar.setValue(done)

    def _on_exported(self, exported: Exported) -> None:
        self._end_writing()
        self.exported = exported
        self._show(after(exported))
        self._heading.setText(self.tr("Exported"))
        self._options.hide()
        self.cancel.hide()
        self.ok.setText(self.tr("Done"))
        self.ok.setFocus()
        kilobytes = max(1, round(exported.size_bytes / 1000))
        self._say(
            self.tr("%1 was written (%2 kB).")
            .replace("%1", str(exported.output))
            .replace("%2", str(kilobytes)),
            "ok",
        )

    def _on_export_failed(self, error: BaseException) -> None:
        log.warning("export failed: %s", type(error).__name__)
        self._end_writing()
        self._say(sentence_of(error), "error")

    def _end_writing(self) -> None:
        self._is_writing = False
        self._bar.hide()
        for widget in (self._options, self.ok):
            widget.setEnabled(True)

    @Slot()
    def _on_format_changed(self) -> None:
        self._propose_output()

    @Slot(str)
    def _on_output_edited(self, text: str) -> None:
        self._is_output_typed = bool(text)

    @Slot()
    def _on_browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Write the bundle to"), self.output.text(), self.tr("Bundles (*.zip)")
        )
        if name:
            # The system's dialog has asked whether a file of that name may be replaced.
            self._agreed = name
            self._is_output_typed = True
            self.output.setText(name)


def _look(
    site: Site, paths: tuple[str, ...], folder: Path, *, drafts: bool, others: bool
) -> _Found:
    """Look at what would go; not for the window's own thread."""
    manifest = collect(paths, site, drafts=drafts, other_files=others)
    findings: list[tuple[str, Finding]] = []
    for chosen in manifest.posts:
        post = Post.from_bytes(chosen.data or b"", encoding=site.encoding)
        findings += [(chosen.site_path, each) for each in run(post, site, chosen.site_path)]
    free = {row.id: _free(folder, manifest.name, row.suffix) for row in FORMATS}
    return _Found(manifest, tuple(findings), free)


def _free(folder: Path, name: str, suffix: str) -> Path:
    path = folder / f"{name}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{name}-{number}{suffix}"
        number += 1
    return path


class _Writing:
    """Writes the bundle, in a thread."""

    def __init__(
        self,
        manifest: Manifest,
        row: Format,
        output: Path,
        stop: threading.Event,
        *,
        is_agreed: bool,
        no_folder: str,
        stopped: str,
    ) -> None:
        self.task: Task | None = None
        self._manifest = manifest
        self._row = row
        self._output = output
        self._stop = stop
        self._is_agreed = is_agreed
        self._no_folder = no_folder
        self._stopped = stopped

    def __call__(self) -> Exported:
        if self._output.is_dir() or not self._output.parent.is_dir():
            raise _NoFolder(self._no_folder)
        return export(
            self._manifest,
            self._row,
            self._output,
            self._progress,
            overwrite=self._is_agreed,
        )

    def _progress(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _Stopped(self._stopped)
        if self.task is not None:
            self.task.report((done, total))
