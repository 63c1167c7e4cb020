"""Liquid beside the least that Python can do for the same page, in one run.

    python -m tests.benchmarks.bench_liquid

Parsing the 105 layouts and includes of the reference sites (108 KB) beside cutting the same text
with Ruby's regular expression; a list of 1,000 and 20,000 posts beside a bare loop that prints
the same. Wanted: a list costs the same per post at both lengths (<= 1.3), and no more than 20
bare loops; parsing no more than 40 cuts, as much work is done once per layout and kept.
"""

from __future__ import annotations

import re
import statistics
import sys
import tarfile
import time
from collections.abc import Callable

from editor.liquid import Context, Engine
from tests.shared import DATA

_TOKEN = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}?|\{%|\{\{)", re.DOTALL)
_LIST = """{% for post in posts %}
<li><a href="{{ post.url }}">{{ post.title | escape }}</a>
  {% if post.date %}<time>{{ post.date }}</time>{% endif %}</li>
{% endfor %}"""


def median_s(operation: Callable[[], object], times: int = 7) -> float:
    """Return the median of some runs, after one to warm up."""
    operation()
    durations = []
    for _ in range(times):
        start = time.process_time()
        operation()
        durations.append(time.process_time() - start)
    return statistics.median(durations)


def layouts() -> list[str]:
    """Return the layouts and includes of the reference sites."""
    found = []
    with tarfile.open(DATA / "sites" / "reference.tar.xz") as archive:
        for member in archive:
            inside = "/_layouts/" in member.name or "/_includes/" in member.name
            file = archive.extractfile(member) if inside and member.isfile() else None
            if file is not None:
                found.append(file.read().decode("utf-8", "replace"))
    return found


def bare(posts: list[dict[str, str]]) -> str:
    """Print the list without a template."""
    out = []
    for post in posts:
        out.append('\n<li><a href="')
        out.append(post["url"])
        out.append('">')
        out.append(post["title"].replace("&", "&amp;"))
        out.append("</a>\n  ")
        if post["date"]:
            out.append("<time>")
            out.append(post["date"])
            out.append("</time>")
        out.append("</li>\n")
    return "".join(out)


def main() -> int:
    """Print one line for each; the exit code tells whether a bound was passed."""
    engine = Engine()
    sources = layouts()
    # What was compiled once is kept, so every run reads texts of its own.
    run = iter(range(1_000))

    def parse() -> None:
        mark = f"_{next(run)} "
        for source in sources:
            engine.parse(source.replace(" }}", mark + "}}"), tolerant=True)

    def cut() -> None:
        mark = f"_{next(run)} "
        for source in sources:
            _TOKEN.split(source.replace(" }}", mark + "}}"))

    again = median_s(lambda: [engine.parse(source, tolerant=True) for source in sources])
    first, least = median_s(parse), median_s(cut)
    size = sum(map(len, sources))
    print(
        f"parse {len(sources)} layouts, {size} characters: {first * 1e3:.1f} ms, the same again "
        f"{again * 1e3:.1f} ms, bare cut {least * 1e3:.1f} ms: {first / least:.1f} x"
    )
    template = engine.parse(_LIST)
    per_post = []
    ratios = [first / least / 40]
    for count in (1_000, 20_000):
        posts = [
            {"url": f"/a/{n}/", "title": f"Post {n} & more", "date": "2024-01-02"}
            for n in range(count)
        ]
        data = {"posts": posts}
        ours = median_s(lambda data=data: template.render(Context(data)))  # type: ignore[misc]
        least = median_s(lambda posts=posts: bare(posts))  # type: ignore[misc]
        per_post.append(ours / count)
        ratios.append(ours / least / 20)
        print(
            f"list of {count}: {ours * 1e3:.1f} ms, bare {least * 1e3:.1f} ms: {ours / least:.1f} x"
        )
    ratios.append(per_post[1] / per_post[0] / 1.3)
    print(f"one post at 20,000 / at 1,000: {per_post[1] / per_post[0]:.2f}")
    return int(max(ratios) > 1)


if __name__ == "__main__":
    sys.exit(main())
