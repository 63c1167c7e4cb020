"""The tag `highlight` after everything of kramdown was loaded, as a program does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_code_is_highlighted_whatever_was_loaded_before(tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text("title: T\n", "utf-8")
    post = tmp_path / "_posts" / "2026-01-01-a.md"
    post.write_text("---\n---\n{% highlight ruby %}\nputs 1\n{% endhighlight %}\n", "utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "editor", "render", str(post), "--body"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert '<code class="language-ruby" data-lang="ruby"><span' in said.stdout
