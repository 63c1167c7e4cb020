"""Any bytes at all, opened and saved: `python -m tests.post.identity --count N [--seed N]`."""

from __future__ import annotations

import argparse
import random
import sys

from editor.post import Post
from tests.shared import DATA

PIECES = [
    b"---",
    b"---\n",
    b"\n---\n",
    b"\r\n",
    b"\r",
    b"...",
    b" ",
    b"\t",
    b"title: x\n",
    b"a: [b, c]\n",
    b"- d\n",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\0",
    b"'",
    b'"',
    b"# c",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"| ",
    b"&a ",
    b"*a ",
    b"body",
    b"caf\xc3\xa9",
    b": ",
    b"\x0c",
    b"{",
    b"}",
    b"[",
    b"]",
    b"!",
    b"%",
    b"  ",
    b"\xed\xa0\x80",
    b"2020-01-02",
]
ENCODINGS = [
    "utf-8",
    "utf-8",
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "shift_jis",
    "utf-16",
    "gb18030",
]


def some_bytes(rng: random.Random, real: list[bytes]) -> bytes:
    """Return pieces of front matter in any order, plain noise, or a real post with wounds."""
    roll = rng.random()
    if roll < 0.5 or not real:
        return b"".join(rng.choice(PIECES) for _ in range(rng.randint(0, 25)))
    if roll < 0.65:
        return rng.randbytes(rng.randint(0, 120))
    data = bytearray(rng.choice(real))
    for _ in range(rng.randint(1, 8)):
        at = rng.randint(0, min(len(data), 400))
        data[at : at + rng.randint(0, 6)] = rng.choice(PIECES)
    return bytes(data)


def run(count: int, seed: int = 0) -> int:
    """Open and save so many; return how many came out otherwise, or raised."""
    rng = random.Random(seed)
    folder = DATA / "posts"
    real = [path.read_bytes() for path in sorted(folder.glob("*.m*"))] if folder.is_dir() else []
    faults = 0
    for _ in range(count):
        data, encoding = some_bytes(rng, real), rng.choice(ENCODINGS)
        try:
            post = Post.from_bytes(data, encoding=encoding)
            list(post.data), post.fields, post.problems, post.body_line
            again = post.to_bytes()
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            again = repr(error).encode()
        if again != data:
            faults += 1
            print(f"{encoding}: {data!r} became {again!r}")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    faults = run(options.count, options.seed)
    print(f"{options.count} opened and saved, {faults} came out otherwise")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
