"""What the quick verbs load: `get`, `set` and `check POST` are run by the hundred in scripts."""

from __future__ import annotations

import fnmatch
import json
import subprocess
import sys
from pathlib import Path

import pytest

ALWAYS = (
    *("editor", "editor.__main__", "editor.errors", "editor.lazy", "editor.edit"),
    *("editor.regular_files", "editor.cli", "editor.cli.*"),
    *("editor.post", "editor.post.errors", "editor.post.fields", "editor.post.nodes"),
    *("editor.post.post", "editor.post.prescan", "editor.post.reading", "editor.post.ruby_yaml"),
    *("editor.post.scalars", "editor.post.spans", "editor.post.split", "editor.post.values"),
    *("editor.site", "editor.site.configuration", "editor.site.errors", "editor.site.permalink"),
    *("editor.site.ruby_values", "editor.site.slug", "editor.site.yaml_file"),
    *("editor.storage", "editor.storage.errors", "editor.storage.files"),
)
A_SITE = (
    *("editor.site.dates", "editor.site.document", "editor.site.entry_filter"),
    *("editor.site.folder_stamps", "editor.site.urls", "editor.site.post_urls"),
    *("editor.site.frontmatter_defaults", "editor.site.pages", "editor.site.publisher"),
    *("editor.site.post_reader", "editor.site.resolve", "editor.site.rules", "editor.site.site"),
)
WRITING = (
    *("editor.dirs", "editor.settings", "editor.post.*", "editor.site.editable"),
    "editor.storage.*",
)
CHECKING = (
    *("editor.dirs", "editor.checks", "editor.checks.*", "editor.liquid", "editor.liquid.*"),
    *("editor.site.addresses", "editor.site.index*", "editor.site.full_text"),
    *("editor.site.fronts", "editor.site.excerpt", "editor.site.collecting"),
    *("editor.site.quick", "editor.site.reader", "editor.site.redirects"),
    *("editor.site.references", "editor.text_lines", "editor.site.body"),
    *("editor.site.candidates", "editor.site.markdown", "editor.kramdown"),
    *("editor.kramdown.fates", "editor.kramdown.options", "editor.kramdown.errors"),
)
NEVER = (
    # What a post says of its links is kramdown's to tell, but those that lead elsewhere are not
    # asked about; the grammar is loaded for the others.
    *("editor.kramdown.parser", "editor.kramdown.block*", "editor.kramdown.span*"),
    *("editor.liquid.engine", "editor.liquid.nodes"),
    *("editor.storage.journal*", "editor.storage.recovery", "editor.storage.merge"),
    *("editor.storage.replay", "editor.post.mend", "editor.checks.process"),
    *("editor.ui*", "editor.theme*", "editor.preview*", "editor.bundle*"),
)
# What the index keeps of a post that is new to it is packed by msgspec, which loads the other where
# it is there.
LIBRARIES = {"yaml", "platformdirs", "msgspec", "typing_extensions"}
HEAVY = {"multiprocessing", "subprocess", "socket", "tomllib", "difflib", "fractions"}

VERBS = {
    "get": (["get", "_posts/2026-09-01-a.md", "title"], ALWAYS),
    "set": (["set", "_posts/2026-09-01-a.md", "title=B"], ALWAYS + A_SITE + WRITING),
    "check": (["check", "_posts/2026-09-01-a.md"], ALWAYS + A_SITE + CHECKING),
}

CODE = """
import json, sys
before = {name.partition(".")[0] for name in sys.modules}
from editor.__main__ import main
status = main(sys.argv[1:])
libraries = {
    name.partition(".")[0] for name, module in sys.modules.items()
    if "site-packages" in (getattr(module, "__file__", None) or "")
}
print(json.dumps([status, sorted(sys.modules), sorted(libraries - before)]), file=sys.stderr)
"""


@pytest.mark.parametrize("verb", VERBS)
def test_a_quick_verb_loads_only_what_it_needs(verb: str, tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text("title: T\nplugins: [jekyll-redirect-from]\n")
    post = tmp_path / "_posts" / "2026-09-01-a.md"
    post.write_text("---\ntitle: A\n---\n\n[a](https://example.org)\n")
    words, allowed = VERBS[verb]
    ran = subprocess.run(
        [sys.executable, "-c", CODE, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    _, loaded, libraries = json.loads(ran.stderr.splitlines()[-1])
    ours = [name for name in loaded if name.partition(".")[0] == "editor"]
    assert [name for name in ours if not any(fnmatch.fnmatch(name, each) for each in allowed)] == []
    assert [name for name in ours if any(fnmatch.fnmatch(name, each) for each in NEVER)] == []
    assert set(libraries) <= LIBRARIES
    assert HEAVY.isdisjoint(loaded)
