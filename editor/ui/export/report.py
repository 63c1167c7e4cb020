"""What an export found and did, as groups of plain sentences. No Qt widgets here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from editor.bundle import Exported, Manifest
from editor.checks import Finding

_MOST = 200


@dataclass(frozen=True, slots=True)
class Group:
    """Some sentences under one heading.

    Attributes:
        title: The heading, with the number.
        role: `ok`, `warn`, `danger` or empty.
        lines: The sentences.
    """

    title: str
    role: str
    lines: tuple[str, ...]


def _tr(text: str, number: int = -1) -> str:
    return QCoreApplication.translate("ExportReport", text, "", number)


def before(manifest: Manifest, findings: Sequence[tuple[str, Finding]]) -> list[Group]:
    """Return what an export will take, and what the checks say of it."""
    posts = [each.site_path for each in manifest.posts]
    assets = [each.site_path for each in manifest.assets]
    groups = [
        _group(_tr("%n post(s) go along", len(posts)), "", posts),
        _group(_tr("%n picture(s) and file(s) go along", len(assets)), "", assets),
    ]
    groups += _left(manifest)
    open_findings = [(path, each) for path, each in findings if not each.overridden]
    groups.append(
        _group(
            _tr("The checks found %n thing(s)", len(open_findings)),
            "warn",
            [
                _tr("%1, line %2: %3")
                .replace("%1", path)
                .replace("%2", str(each.line + 1))
                .replace("%3", each.sentence)
                for path, each in open_findings
            ],
        )
    )
    return [group for group in groups if group.lines]


def after(exported: Exported) -> list[Group]:
    """Return what an export did."""
    stripped = [f"{each.path}: {', '.join(each.fields)}" for each in exported.stripped]
    groups = [
        _group(_tr("%n post(s) in the bundle", len(exported.posts)), "ok", exported.posts),
        _group(
            _tr("%n picture(s) and file(s) in the bundle", len(exported.assets)),
            "ok",
            exported.assets,
        ),
        _group(_tr("Taken out of %n picture(s)", len(stripped)), "ok", stripped),
    ]
    return [group for group in [*groups, *_left(exported)] if group.lines]


def _left(found: Manifest | Exported) -> list[Group]:
    missing = [
        _tr("%1, line %2: %3")
        .replace("%1", each.post)
        .replace("%2", str(each.line + 1))
        .replace("%3", each.target)
        for each in found.missing
    ]
    warnings = [
        _tr("%1, line %2: %3")
        .replace("%1", each.path)
        .replace("%2", str(each.line + 1))
        .replace("%3", each.sentence)
        for each in found.warnings
    ]
    left = [each.sentence for each in found.left_out]
    return [
        _group(_tr("%n picture(s) missing in the site", len(missing)), "danger", missing),
        _group(_tr("%n file(s) stay here", len(left)), "warn", left),
        _group(_tr("%n line(s) that readers may see", len(warnings)), "warn", warnings),
    ]


def _group(title: str, role: str, lines: Sequence[str]) -> Group:
    shown = [*lines[:_MOST]]
    if len(lines) > _MOST:
        shown.append(_tr("… and %n more", len(lines) - _MOST))
    return Group(title, role, tuple(shown))
