"""Differential fuzzer: kramdown's cases and real posts, mutated, through both renderers.

    python -m tests.kramdown.fuzz --count 100000 [--seed 1] [--keep DIR]

Prints the rate of agreement. Nothing may raise. With `--keep` the shortest disagreements, cut down
line by line, are written as cases.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from editor.kramdown import JEKYLL_DEFAULTS, to_html
from tests.oracles import RubyOracle
from tests.shared import DATA, TOOLS

sys.path.insert(0, str(TOOLS))

import domdiff

OPTIONS: dict[str, object] = dict(JEKYLL_DEFAULTS) | {"kramdown_version": "2.4"}
_NOTHING: dict[str, object] = {}
SITES: tuple[dict[str, object], ...] = (
    *(_NOTHING,) * 6,
    dict[str, object](input="kramdown"),
    {"input": "kramdown", "parse_block_html": True, "math_engine": None},
    {"hard_wrap": True, "auto_ids": False, "toc_levels": "2..3"},
    {"parse_block_html": True, "gfm_quirks": "no_auto_typographic", "header_offset": 1},
)
"""What sites set; most set nothing."""
_BATCH = 200
_LONGEST = 1500
_PIECES = (
    *"*_`[]()<>!#{}:|~$&\"'\\^-+=.\n \t",
    *("  \n", "\n\n", "\n* ", "\n1. ", "\n> ", "\n    ", "\n```\n", "{:.a}", "\n{:.b}\n", "[^1]"),
    *("\n: d\n", "\n|a|b|\n", "--", "...", "**", "~~", "$$", "<b>", "</b>", "<div>", "</div>\n"),
    *("<!-- c -->", "&amp;", "http://a.b/", "<http://a.b>", "![a](b)", '[a](b "t")', "\n---\n"),
    *("\n\n[^1]: note\n", "\n\n[a]: b\n", "\n*[HTML]: Hyper\n", "\n## h\n", "\nh\n===\n", "\n^\n"),
)


def sources() -> list[str]:
    """Return the texts to start from."""
    found = [
        path.read_text(encoding="utf-8")
        for folder in ("kramdown-testcases", "kramdown-gfm-testcases")
        for path in sorted((DATA / folder).rglob("*.text"))
    ]
    for path in sorted((DATA / "posts").glob("*.m*d*")):
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        found.append(re.sub(r"\A---\s*\n.*?\n---\s*\n", "", text, flags=re.DOTALL))
    return [text for text in found if text.strip() and "\0" not in text]


def mutate(texts: Sequence[str], chance: random.Random) -> str:
    """Return a part of a text with a few changes."""
    text = chance.choice(texts)
    if len(text) > _LONGEST:
        lines = text.split("\n")
        at = chance.randrange(len(lines))
        text = "\n".join(lines[at : at + chance.randint(3, 30)])[:_LONGEST]
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(text))
        kind = chance.randrange(6)
        if kind <= 1:
            text = text[:at] + chance.choice(_PIECES) + text[at:]
        elif kind == 2:
            text = text[:at] + text[at + chance.randint(1, 8) :]
        elif kind == 3:
            lines = text.split("\n")
            one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
            text = "\n".join(lines)
        elif kind == 4:
            other_text = chance.choice(texts)
            place = chance.randint(0, len(other_text))
            text = text[:at] + other_text[place : place + chance.randint(1, 40)] + text[at:]
        else:
            lines = text.split("\n")
            place = chance.randrange(len(lines))
            lines[place] = chance.choice(("  ", "    ", "> ", "* ", "\t")) + lines[place]
            text = "\n".join(lines)
    return text


@dataclass
class Report:
    """What a run found."""

    count: int = 0
    equal: int = 0
    refused: int = 0
    raised: list[str] = field(default_factory=list)
    different: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The share of texts on which both agree, of those that Ruby rendered."""
        return self.equal / max(self.count - self.refused, 1)


def agrees(want: str, text: str, site: dict[str, object]) -> bool:
    """Whether our HTML is what kramdown printed, tokens of code aside."""
    return bool(domdiff.equal(want, to_html(text, OPTIONS | site), code_text=True))


def run(count: int, seed: int = 1) -> Report:
    """Compare `count` mutated texts."""
    chance = random.Random(seed)
    texts = sources()
    report = Report()
    with RubyOracle("kramdown_oracle.rb") as oracle:
        while report.count < count:
            batch = [
                (mutate(texts, chance), chance.choice(SITES))
                for _ in range(min(_BATCH, count - report.count))
            ]
            answers = oracle.ask_all({"text": text, "options": site} for text, site in batch)
            for (text, site), answer in zip(batch, answers, strict=True):
                report.count += 1
                try:
                    if "html" not in answer:
                        report.refused += 1
                        to_html(text, OPTIONS | site)
                    elif agrees(answer["html"], text, site):
                        report.equal += 1
                    else:
                        report.different.append((text, site))
                except Exception as error:  # noqa: BLE001 - nothing may raise; it is reported
                    report.raised.append(f"{error!r}: {text!r}")
    return report


def shortest(text: str, site: dict[str, object], oracle: RubyOracle) -> str:
    """Take lines, then characters, out of a text as long as both still disagree."""
    for separator in ("\n", ""):
        size = max(len(text.split("\n") if separator else text) // 2, 1)
        while size:
            parts = text.split("\n") if separator else list(text)
            at = 0
            while at < len(parts):
                shorter = separator.join(parts[:at] + parts[at + size :])
                answer = oracle.ask({"text": shorter, "options": site})
                if "html" in answer and shorter and not agrees(answer["html"], shorter, site):
                    parts = parts[:at] + parts[at + size :]
                else:
                    at += size
            text = separator.join(parts)
            size //= 2
    return text


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    report = run(arguments.count, arguments.seed)
    print(
        f"{report.count} texts, {report.refused} refused by Ruby, "
        f"agreement {100 * report.rate:.2f} %, raised {len(report.raised)}"
    )
    for line in report.raised[:5]:
        print(line)
    if arguments.keep or arguments.show:
        with RubyOracle("kramdown_oracle.rb") as oracle:
            cases = {
                (shortest(text, site, oracle), json.dumps(site))
                for text, site in sorted(report.different, key=lambda each: len(each[0]))[
                    : arguments.show or 20
                ]
            }
            for number, (text, options) in enumerate(sorted(cases, key=lambda each: len(each[0]))):
                site = json.loads(options)
                want = oracle.ask({"text": text, "options": site})["html"]
                if arguments.show:
                    got = to_html(text, OPTIONS | site)
                    print(f"{text!r} {options}\n  want {want!r}\n  got  {got!r}")
                if arguments.keep:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    case = {"text": text, "options": site, "html": want}
                    name = f"fuzz_{arguments.seed}_{number:03}.json"
                    data = json.dumps(case, indent=1, ensure_ascii=False)
                    (arguments.keep / name).write_text(data + "\n", encoding="utf-8")
    return 1 if report.raised else 0


if __name__ == "__main__":
    sys.exit(main())
