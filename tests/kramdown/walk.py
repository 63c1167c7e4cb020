"""Random edits of a text, each followed by a full render: the blocks must be what that gives.

python -m tests.kramdown.walk --count 100000 [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import sys

from editor.edit import Edit, apply_edit
from editor.kramdown import Block, Blocks, to_html

PIECES = (
    *("\n", "\n\n", "a", "x y", "# ", "* ", "1. ", "> ", "    ", "```\n", "~~~\n", "`", "*", "**"),
    *(
        "[^1]",
        "[^2]",
        "[^1]: n\n",
        "[a]",
        "[a]: u\n",
        "[a]: v 't'\n",
        "*[AB]: t\n",
        "AB",
        "{:.c}\n",
    ),
    *(
        "{:.c}",
        "{:r: .k}\n",
        "{: r}\n",
        "* t\n{:toc}\n",
        "* t\n{:footnotes}\n",
        "# h\n\n",
        "<div>\n",
    ),
    *("</div>\n", "<b>", "$$", "<!--", "-->", ": d\n", "a\n: d\n", "a | b\n", "---\n", "^\n", "{:"),
    *('{::options parse_block_html="true" /}\n', '{::options auto_ids="false" /}\n', '<a title="'),
    *(
        "{::comment}\n",
        "{:/comment}\n",
        '"q"',
        "\t",
        "\\",
        "&amp;",
        "}",
        "\r\n",
        "\r",
        "===\n",
        "|",
    ),
    *('">', "- [x] t\n", "é", '{::options auto_ids="false" /}x', "[^3]: q[^1] [^2]\n", "## h\n"),
)
_LONGEST = 1500


def _edit(text: str, chance: random.Random) -> Edit:
    lines = text.split("\n")
    line = chance.randrange(len(lines))
    column = chance.randint(0, len(lines[line]))
    start = sum(len(each) + 1 for each in lines[:line]) + column
    removed = text[start : start + chance.choice((0, 0, 1, 2, 5, 20))]
    inserted = "".join(chance.choice(PIECES) for _ in range(chance.choice((0, 1, 1, 2, 4))))
    if len(text) > _LONGEST:
        removed, inserted = text[start : start + 300], ""
    return Edit(line, column, removed, inserted)


def check(text: str, blocks: Blocks, mirror: list[Block], tail: str) -> str:
    """Return what is wrong, empty when nothing is."""
    want = to_html(text)
    if blocks.html() != want:
        return "the blocks differ from the whole"
    if "".join(block.html for block in mirror) + tail != want:
        return "the patches differ from the whole"
    if [block.key for block in mirror] != [block.key for block in blocks.blocks]:
        return "the patches keep other keys"
    if len({block.key for block in mirror}) != len(mirror):
        return "a key is there twice"
    lines = text.count("\n") + (bool(text) and not text.endswith("\n"))
    if sum(block.lines for block in mirror) != lines:
        return "the lines do not add up"
    return ""


def walk(seed: int, steps: int) -> str:
    """Make one text and edit it; returns what went wrong, with the text and the edit."""
    chance = random.Random(seed)
    text = "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 40)))
    blocks = Blocks(text)
    mirror, tail = list(blocks.blocks), blocks.tail
    for _ in range(steps):
        edit = _edit(text, chance)
        before, text = text, apply_edit(text, edit)
        patch = blocks.update(edit)
        for splice in patch.splices:
            mirror[splice.start : splice.start + splice.deleted] = splice.blocks
        tail = tail if patch.tail is None else patch.tail
        problem = check(text, blocks, mirror, tail)
        if problem:
            return f"seed {seed}: {problem}: {before!r} {edit}"
    return ""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for seed in range(arguments.seed, arguments.seed + arguments.count // 40):
        problem = walk(seed, 40)
        if problem:
            print(problem)
            return 1
    print(f"{arguments.count} edits, no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
