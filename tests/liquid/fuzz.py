"""Differential fuzzer: templates made by chance through Ruby's Liquid and ours.

    python -m tests.liquid.fuzz --count 50000 [--seed 1] [--show 20] [--keep FILE]

Prints the rate of agreement in output, errors and warnings. Nothing but budgets and Liquid's own
errors may be raised. With `--show` or `--keep` the shortest disagreements are cut down first.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from editor.liquid import BudgetExceeded, Engine
from tests.liquid.oracle import Answer, agree, our_answer, requests, revive, ruby_answer
from tests.liquid.templates import DATA, Maker
from tests.oracles import RubyOracle

_BATCH = 500


@dataclass
class Report:
    """What a run found."""

    count: int = 0
    equal: int = 0
    stopped: int = 0
    raised: list[str] = field(default_factory=list)
    different: list[tuple[str, Answer, Answer]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The share of templates on which both agree."""
        return self.equal / max(self.count - self.stopped, 1)


def values() -> dict[str, object]:
    """Return the data of every template, as ours sees it."""
    found = revive(DATA)
    assert isinstance(found, dict)
    return found


def run(count: int, seed: int = 1, oracle: RubyOracle | None = None) -> Report:
    """Compare `count` templates."""
    if oracle is None:
        with RubyOracle("liquid_oracle.rb") as started:
            return run(count, seed, started)
    maker, engine, report = Maker(seed), Engine(), Report()
    while report.count < count:
        sources = [maker.template() for _ in range(min(_BATCH, count - report.count))]
        answers = oracle.ask_all(requests(sources, DATA))
        for source, answer in zip(sources, answers, strict=True):
            report.count += 1
            _compare(engine, source, ruby_answer(answer), report)
    return report


def _compare(engine: Engine, source: str, ruby: Answer, report: Report) -> None:
    try:
        ours = our_answer(engine, source, values())
    except BudgetExceeded:
        report.stopped += 1
    except Exception as error:  # noqa: BLE001 - nothing else may be raised; it is reported
        report.raised.append(f"{error!r}: {source!r}")
    else:
        if agree(ruby, ours):
            report.equal += 1
        else:
            report.different.append((source, ruby, ours))


def shortest(source: str, oracle: RubyOracle) -> str:
    """Take characters out of a template as long as both still disagree."""
    engine = Engine()
    size = max(len(source) // 2, 1)
    while size:
        at = 0
        while at < len(source):
            tries = [source[:at] + source[at + size :]]
            answers = oracle.ask_all(requests(tries, DATA))
            report = Report()
            _compare(engine, tries[0], ruby_answer(answers[0]), report)
            if report.different:
                source = tries[0]
            else:
                at += size
        size //= 2
    return source


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    with RubyOracle("liquid_oracle.rb") as oracle:
        report = run(arguments.count, arguments.seed, oracle)
        print(
            f"{report.count} templates, {report.stopped} over a budget, "
            f"agreement {100 * report.rate:.2f} %, raised {len(report.raised)}"
        )
        for line in report.raised[:5]:
            print(line)
        wanted = arguments.show or (20 if arguments.keep else 0)
        sources = sorted((source for source, *_ in report.different), key=len)[:wanted]
        cut = sorted({shortest(source, oracle) for source in sources}, key=len)
        answers = oracle.ask_all(requests(cut, DATA))
    for source, answer in zip(cut, answers, strict=True):
        print(f"{source!r}\n  ruby {answer}\n  ours {our_answer(Engine(), source, values())}")
    if arguments.keep:
        lines = [
            json.dumps({"template": source} | dict(answer), ensure_ascii=False)
            for source, answer in zip(cut, answers, strict=True)
        ]
        with arguments.keep.open("a", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
    return 1 if report.raised else 0


if __name__ == "__main__":
    sys.exit(main())
