"""Open one file as a post, in a process of its own: `python -m tests.post.hostile FILE`."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from editor.post import EditRefused, Post, suggest


def main() -> int:
    data = Path(sys.argv[1]).read_bytes()
    post = Post.from_bytes(data)
    list(post.data), post.fields, post.body, post.body_line, post.yaml_text
    for problem in post.problems:
        assert problem.sentence
        suggest(problem)
    assert post.to_bytes() == data
    try:
        post.set("title", "A headline")
    except EditRefused:
        assert post.to_bytes() == data
    print(peak_mb())
    return 0


def peak_mb() -> int:
    """Return the most memory that this program had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # the other counts what the parent had when it forked
        (line,) = (each for each in status.read_text("ascii").splitlines() if "VmHWM" in each)
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
