"""Whether a site makes pages of `redirect_from` (the plug-in jekyll-redirect-from)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.regular_files import read_text

if TYPE_CHECKING:
    from editor.site.site import Site


def has_redirects(site: Site) -> bool:
    """Tell whether the site makes pages of `redirect_from`."""
    plugins = [str(each) for each in site.config["plugins"]]
    gems = site.config.get("gems")
    plugins += [str(each) for each in gems] if isinstance(gems, list) else []
    if "jekyll-redirect-from" in plugins or "github-pages" in plugins:
        return True
    try:
        gemfile = read_text(site.root / "Gemfile", errors="replace")
    except OSError:
        return False
    groups = re.findall(r"group\s+:jekyll_plugins\s+do(.*?)\bend\b", gemfile, re.DOTALL)
    return any("jekyll-redirect-from" in group for group in groups)
