"""Turn a folder into a Jekyll site: the least that `jekyll build` makes a page of."""

from __future__ import annotations

from pathlib import Path

from editor.site.configuration import config_file
from editor.site.errors import NameTaken
from editor.site.site import Site
from editor.storage import make_folder, save

_CONFIG = """\
title: {title}
description: ""
url: ""
baseurl: ""
permalink: pretty
"""
_DEFAULT = """\
<!DOCTYPE html>
<html lang="{{ page.lang | default: site.lang | default: "en" }}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{{ page.title | default: site.title | escape }}</title>
</head>
<body>
  <header><a href="{{ "/" | relative_url }}">{{ site.title | escape }}</a></header>
  <main>
{{ content }}
  </main>
</body>
</html>
"""
_POST = """\
---
layout: default
---
<article>
  <h1>{{ page.title | escape }}</h1>
  <time datetime="{{ page.date | date_to_xmlschema }}">{{ page.date | date_to_string }}</time>
{{ content }}
</article>
"""
_INDEX = """\
---
layout: default
---
<ul>
{% for post in site.posts %}
  <li><a href="{{ post.url | relative_url }}">{{ post.title | escape }}</a></li>
{% endfor %}
</ul>
"""


def make_site(root: Path) -> Site:
    """Make a folder a Jekyll site. What is there already stays as it is.

    Raises:
        NameTaken: It has a configuration already, so it is a site.
        StorageError: It could not be written.
    """
    root = Path(root)
    if config_file(root) is not None:
        raise NameTaken("The folder is a Jekyll site already; nothing was changed.")
    title = root.resolve().name.replace("\\", "").replace('"', "'")
    files = {
        "_layouts/default.html": _DEFAULT,
        "_layouts/post.html": _POST,
        "index.html": _INDEX,
        "_config.yml": _CONFIG.format(title=f'"{title}"'),
    }
    for folder in ("_posts", "_drafts", "assets/images"):
        make_folder(root / folder)
    for name, text in files.items():
        path = root / name
        if not path.exists():
            make_folder(path.parent)
            save(path, text.encode(), expected=None)
    return Site.open(root)
