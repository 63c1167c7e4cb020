"""Standfirst: a desktop Markdown post editor for Jekyll sites.

Four libraries that know nothing of each other (`post`, `storage`, `images`, `kramdown`), a `site`
and an open `document` on top of them, what one does with those (`theme`, `checks`, `preview`,
`bundle`), and two faces (`ui`, `cli`). import-linter holds the layers (see pyproject.toml).
"""

__version__ = "0.1.0"
