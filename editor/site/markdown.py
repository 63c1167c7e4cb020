"""How a site has its Markdown converted: kramdown's options from the site's own files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from editor.kramdown import JEKYLL_DEFAULTS
from editor.regular_files import read_text

_LOCKED = re.compile(r"^    kramdown \((\d+)\.(\d+)", re.MULTILINE)


def kramdown_options(config: Mapping[str, object], root: Path | None) -> dict[str, object]:
    """Return kramdown's options for a site.

    Jekyll's defaults, changed by `kramdown:` of the configuration (nested mappings are merged, as
    Jekyll 4 `lib/jekyll/utils.rb`, `deep_merge_hashes`, does); kramdown's version by the site's
    `Gemfile.lock`.

    Args:
        config: The site's configuration.
        root: The site's folder, or None for a post without a site.
    """
    options = dict(JEKYLL_DEFAULTS)
    highlighter = config.get("highlighter")
    options["syntax_highlighter"] = str(highlighter) if highlighter else "rouge"
    own = config.get("kramdown")
    if isinstance(own, Mapping):
        for key, value in own.items():
            before = options.get(str(key))
            if isinstance(before, Mapping) and isinstance(value, Mapping):
                options[str(key)] = {**before, **value}
            else:
                options[str(key)] = value
        if own.get("guess_lang") is False:
            given = options["syntax_highlighter_opts"]
            known = given if isinstance(given, Mapping) else {}
            options["syntax_highlighter_opts"] = {**known, "guess_lang": False}
    version = _locked_version(root)
    if version:
        options["kramdown_version"] = version
    return options


def _locked_version(root: Path | None) -> str:
    if root is None:
        return ""
    try:
        text = read_text(root / "Gemfile.lock", errors="replace")
    except OSError:
        return ""
    found = _LOCKED.search(text)
    if found is None:
        return ""
    return "2.4" if (int(found[1]), int(found[2])) < (2, 5) else "2.5"
