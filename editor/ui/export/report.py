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


def _counted(number: int, one: str, many: str) -> str:
    return _tr(one) if number == 1 else _tr(many, number)


def before(manifest: Manifest, findings: Sequence[tuple[str, Finding]]) -> list[Group]:
    """Return what an export will take, and what the checks say of it."""
    posts = [each.site_path for each in manifest.posts]
    assets = [each.site_path for each in manifest.assets]
    groups = [
        _group(_counted(len(posts), "1 post goes along", "%n posts go along"), "", posts),
        _group(
            _counted(len(assets), "1 picture or file goes along", "%n pictures and files go along"),
            "",
            assets,
        ),
    ]
    groups += _left(manifest)
    open_findings = [(path, each) for path, each in findings if not each.overridden]
    groups.append(
        _group(
            _counted(len(open_findings), "The checks found 1 thing", "The checks found %n things"),
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
        _group(
            _counted(len(exported.posts), "1 post in the bundle", "%n posts in the bundle"),
            "ok",
            exported.posts,
        ),
        _group(
            _counted(
                len(exported.assets),
                "1 picture or file in the bundle",
                "%n pictures and files in the bundle",
            ),
            "ok",
            exported.assets,
        ),
        _group(
            _counted(len(stripped), "Taken out of 1 picture", "Taken out of %n pictures"),
            "ok",
            stripped,
        ),
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
        _group(
            _counted(
                len(missing), "1 picture missing in the site", "%n pictures missing in the site"
            ),
            "danger",
            missing,
        ),
        _group(_counted(len(left), "1 file stays here", "%n files stay here"), "warn", left),
        _group(
            _counted(len(warnings), "1 line that readers may see", "%n lines that readers may see"),
            "warn",
            warnings,
        ),
    ]


def _group(title: str, role: str, lines: Sequence[str]) -> Group:
    shown = [*lines[:_MOST]]
    if len(lines) > _MOST:
        shown.append(_tr("… and %n more", len(lines) - _MOST))
    return Group(title, role, tuple(shown))
