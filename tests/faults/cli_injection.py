"""A fault at every call by which the command line changes the disk:

    python -m tests.faults.cli_injection [--all]

After each, a post is the old one or the new one, whole; a verb that ends with 0 has written all of
it; any other says why in one plain sentence; and nothing is left beside the posts.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from editor.storage import sweep
from tests.cli.sites import make_site
from tests.cli.sites import run as run_here
from tests.faults.tracer import Call, Tracer, tell

CALLS = (
    "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "mkdir,ftruncate,fallocate,fchmod,fchown,chmod"
)
ERRORS = ("ENOSPC", "EIO", "EACCES")
KILL = "signal=KILL"
HARBOUR = "_posts/2026-09-01-harbour.md"
IDEA = "_drafts/idea.md"


@dataclass(frozen=True)
class Case:
    """One verb on a site.

    Attributes:
        name: What it is called in the figures.
        arguments: With SITE and HOME for the two folders.
        without: Files that the site lacks.
        several: It writes several files, one after the other: some may be there already.
    """

    name: str
    arguments: tuple[str, ...]
    without: tuple[str, ...] = ()
    several: bool = False


CASES = (
    Case("set", ("set", f"SITE/{HARBOUR}", "title=Another")),
    Case("unset", ("unset", f"SITE/{HARBOUR}", "tags")),
    Case("new", ("new", "A fire", "--site", "SITE", "--date", "2026-10-01 08:00")),
    Case("rename", ("rename", f"SITE/{HARBOUR}", "--slug", "quay")),
    Case("rename with content", ("rename", f"SITE/{HARBOUR}", "--title", "The quay")),
    Case("publish", ("publish", f"SITE/{IDEA}", "--date", "2026-10-01 08:00")),
    Case(
        "import",
        ("import", "HOME/bundle.zip", "--site", "SITE"),
        without=(HARBOUR, "assets/quay.png"),
        several=True,
    ),
    Case("render", ("render", f"SITE/{HARBOUR}", "--body", "--output", "SITE/out.html")),
    Case("strip", ("strip", "SITE/assets/quay.png")),
)


Tree = dict[str, bytes]


@dataclass(frozen=True)
class Outcome:
    """What a verb left: its status, what it said, the files, and those that a sweep took away."""

    code: int
    out: str
    error: str
    tree: Tree
    swept: frozenset[str]


class Verbs(Tracer):
    """Runs verbs, each on a site of its own."""

    def __init__(self) -> None:
        super().__init__("tests.faults.verbs")
        site = make_site(self.root / "bundled")
        said = run_here("export", site / HARBOUR, "--output", self.root / "bundle.zip")
        assert said.code == 0, said.error

    def points(self, case: Case) -> list[Call]:
        """Return the calls of a verb that change the disk."""
        points: list[Call] = []

        def trace(request: dict[str, object]) -> int:
            points.extend(call for call in self.trace(request, CALLS) if _changes(call))
            return 0

        self._on_site(case, trace)
        return points

    def outcome(self, case: Case, call: Call | None = None, what: str = "") -> Outcome:
        """Run a verb, with one fault where a call is named."""
        if call is None:
            return self._on_site(case, lambda request: self.run(request, ["-o", "/dev/null"]))
        return self._on_site(
            case, lambda request: self.fault(request, call.name, call.number, what)
        )

    def before(self, case: Case) -> Tree:
        """Return the files that a verb finds."""
        return self._on_site(case, lambda _: 0).tree

    def _on_site(self, case: Case, work: Callable[[dict[str, object]], int]) -> Outcome:
        folder = Path(tempfile.mkdtemp(prefix="sf-", dir="/tmp"))
        try:
            site = make_site(folder / "site")
            for name in case.without:
                (site / name).unlink()
            names = {"SITE": str(site), "HOME": str(self.root)}
            arguments = [_filled(each, names) for each in case.arguments]
            out, error = folder / "out", folder / "error"
            code = work({"arguments": arguments, "out": str(out), "error": str(error)})
            files = _tree(site)
            swept = {
                str(file.relative_to(site))
                for place in (site, *(each for each in site.rglob("*") if each.is_dir()))
                for file in sweep(place)
            }
            said = [each.read_text("utf-8") if each.exists() else "" for each in (out, error)]
            return Outcome(code, said[0], said[1], files, frozenset(swept))
        finally:
            shutil.rmtree(folder)


def _filled(argument: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        argument = argument.replace(name, value)
    return argument


def _tree(root: Path) -> Tree:
    files = (each for each in root.rglob("*") if each.is_file())
    return {str(file.relative_to(root)): file.read_bytes() for file in files}


def _changes(call: Call) -> bool:
    if call.name == "openat":
        return any(flag in call.line for flag in ("O_CREAT", "O_TMPFILE", "O_RDWR", "O_WRONLY"))
    return not (call.name == "write" and call.line.split("write(")[1].startswith(("1<", "2<")))


def complaint(case: Case, before: Tree, after: Tree, outcome: Outcome, call: str) -> str:
    """Return what is wrong with an outcome; empty when nothing is.

    Args:
        case: The verb.
        before: The files before it.
        after: The files after it, had there been no fault.
        outcome: What it left.
        call: The call that was hit.
    """
    known = {name: {before.get(name), after.get(name)} for name in {*before, *after}}
    for name, contents in known.items():
        if outcome.tree.get(name) not in contents:
            return f"{name} is torn"
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    if not gone <= outcome.tree.keys() and not come <= outcome.tree.keys():
        return "the post is under no name"
    killed = outcome.code < 0
    litter = outcome.tree.keys() - known.keys() - (outcome.swept if killed else set())
    if litter and not call.startswith("unlink"):
        return f"litter: {litter}"
    if killed:
        return ""
    if outcome.code == 0:
        wrong = [name for name in after if outcome.tree.get(name) != after[name]]
        return f"ended with 0, but {wrong} are not written" if wrong else ""
    if not case.several and outcome.tree != before and not gone:
        return f"ended with {outcome.code}, but the disk is changed"
    return _wrong_words(case, outcome)


def _wrong_words(case: Case, outcome: Outcome) -> str:
    if outcome.code not in (2, 3):
        return f"ended with {outcome.code}"
    # Where a verb works on several files, each that failed has its line in the verb's answer.
    words = outcome.out if case.several and not outcome.error else outcome.error
    lines = [line for line in words.splitlines() if not case.several or "failed" in line]
    start = "failed  " if words is outcome.out else "standfirst: "
    if not lines or (len(lines) > 1 and not case.several):
        return f"said {words!r}"
    if not all(line.startswith(start) and line.endswith(".") for line in lines):
        return f"said {words!r}"
    if "Traceback" in outcome.error or "fault of the program" in words:
        return f"said {words!r}"
    return ""


def run(cases: Iterable[Case], faults: tuple[str, ...]) -> tuple[dict[str, int], int, list[str]]:
    """Return the number of fault points of each case, of faults injected, and complaints."""
    counts = {}
    wrong = []
    injected = 0
    with Verbs() as verbs:
        for case in cases:
            before = verbs.before(case)
            unhurt = verbs.outcome(case)
            if unhurt.code != 0 or unhurt.tree == before or unhurt.error:
                wrong.append(f"{case.name}: does not work: {unhurt.code} {unhurt.error}")
                continue
            points = verbs.points(case)
            counts[case.name] = len(points)
            for call in points:
                for what in faults:
                    injected += 1
                    outcome = verbs.outcome(case, call, what)
                    said = complaint(case, before, unhurt.tree, outcome, call.name)
                    if said:
                        wrong.append(f"{case.name}: {call.name} {call.number} {what}: {said}")
    return counts, injected, wrong


ALL_FAULTS = (*(f"error={error}" for error in ERRORS), KILL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="all verbs and errors")
    arguments = parser.parse_args()
    cases = CASES if arguments.all else CASES[:1]
    counts, injected, wrong = run(cases, ALL_FAULTS if arguments.all else ALL_FAULTS[-1:])
    sys.exit(tell(counts, "calls that change the disk", injected, wrong))


if __name__ == "__main__":
    main()
