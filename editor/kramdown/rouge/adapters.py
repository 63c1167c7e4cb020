"""Pygments' tokens brought nearer to Rouge's where one rule does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from editor.kramdown.rouge.shell_tokens import adapt_shell
from editor.kramdown.rouge.yaml_tokens import adapt_yaml

Token = tuple[str, str]
"""Class and text."""


def adapt_ruby(tokens: Iterable[Token]) -> Iterator[Token]:
    """Make the name behind a point a function, and the point punctuation (`ruby.rb`)."""
    after_point = False
    for name, text in tokens:
        if name == "o" and text in (".", "&."):
            after_point = True
            yield "p", text
            continue
        if after_point and name in ("n", "nb", "k") and not text[:1].isupper():
            yield "nf", text
        else:
            yield name, text
        after_point = False


def adapt_html(tokens: Iterable[Token]) -> Iterator[Token]:
    """Make the brackets part of the tag and the `=` part of the attribute (`html.rb`)."""
    for name, text in tokens:
        if name == "p" and text.strip("</>?!") == "":
            yield "nt", text
        elif name == "o" and text == "=":
            yield "na", text
        else:
            yield name, text


def adapt_php(tokens: Iterable[Token]) -> Iterator[Token]:
    """Make the name behind `new` a class (`php.rb`)."""
    after_new = False
    for name, text in tokens:
        if after_new and name in ("nx", "n", "nb"):
            yield "nc", text
        else:
            yield name, text
        after_new = (name == "k" and text == "new") or (after_new and not text.strip())


ADAPTERS: dict[str, Callable[[Iterable[Token]], Iterator[Token]]] = {
    "ruby": adapt_ruby,
    "erb": adapt_html,
    "html": adapt_html,
    "xml": adapt_html,
    "php": adapt_php,
    "shell": adapt_shell,
    "yaml": adapt_yaml,
}
"""By Rouge's tag."""
