"""`import`: a bundle comes into the site, after its plan was made; nothing is overwritten."""

from __future__ import annotations

import argparse
from pathlib import Path

from editor.bundle import Action, apply, plan
from editor.cli.output import DONE, FINDINGS, REFUSED, Result, diff, table
from editor.cli.places import open_site
from editor.storage import StorageError, read


def run(arguments: argparse.Namespace) -> Result:
    """Show the plan of an import, and carry it out unless asked not to."""
    site = open_site(arguments.site)
    planned = plan(Path(arguments.file), site)
    rows = [
        {"path": each.path, "action": each.action.value, "sentence": each.sentence}
        for each in planned.items
    ]
    text = table([(each["action"], each["sentence"]) for each in rows])
    only_plan = arguments.plan or arguments.dry_run
    # What would be overwritten or does not belong into a site is left out: said by the exit code.
    blocked = planned.count(Action.CHANGE) + planned.count(Action.REFUSE)
    if only_plan:
        if arguments.dry_run:
            changes = [each for each in planned.items if each.action is Action.CHANGE]
            text += "".join(f"\n{_diff(site.root, each.path, each.data)}" for each in changes)
        return Result({"plan": rows, "applied": False}, text, FINDINGS if blocked else DONE)
    done = apply(planned)
    failed = [{"path": path, "sentence": sentence} for path, sentence in done.failed]
    answer = {"plan": rows, "applied": True, "written": list(done.written), "failed": failed}
    text += "".join(f"\nfailed  {each['sentence']}" for each in failed)
    code = REFUSED if blocked or failed else DONE
    return Result(answer, text, code, warnings=done.warnings)


def _diff(root: Path, site_path: str, data: bytes) -> str:
    try:
        old = read(root / site_path)[0].decode("utf-8")
        return diff(old, data.decode("utf-8"), site_path)
    except (StorageError, UnicodeDecodeError):
        return f"{site_path}: another picture or file\n"
