"""Front matter defaults, asked for file by file and folder by folder."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from editor.site.configuration import configured
from editor.site.frontmatter_defaults import FrontmatterDefaults

_PATHS = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join)
_SCOPES = st.one_of(
    _PATHS,
    _PATHS.map("{}/".format),
    _PATHS.map("/{}".format),
    st.sampled_from(["", "a/b.md", "a/b", "a*/b", "*/c", "b/c.m", "_posts/a", "_posts/"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_SCOPES, max_size=4), st.lists(_PATHS, min_size=2, max_size=8))
def test_what_was_asked_before_changes_no_answer(scopes: list[str], paths: list[str]) -> None:
    sets = [
        {"scope": {"path": path}, "values": {str(number): path}}
        for number, path in enumerate(scopes)
    ]
    config = configured({"defaults": sets})
    asked = FrontmatterDefaults(config)
    files = [name for path in paths for name in (path, f"{path}.md", f"_posts/{path}.md")]
    for path in files * 2:
        assert asked.all(path, "posts") == FrontmatterDefaults(config).all(path, "posts")
