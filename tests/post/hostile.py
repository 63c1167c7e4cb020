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
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return 0


if __name__ == "__main__":
    sys.exit(main())
