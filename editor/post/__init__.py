"""A post's bytes, and its values as Ruby reads them.

Every byte that is not edited stays; every value reads as Psych (and, where they agree, SafeYAML)
reads it; every edit is read again before it counts. Knows no site and no open document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.post.dates import format_time
from editor.post.errors import EditRefused, FrontMatterTooDeep, PostError, UnknownEncoding
from editor.post.fields import Field, Problem, ProblemKind, ValueKind
from editor.post.mend import Mend, suggest
from editor.post.post import Post
from editor.post.ruby_yaml import same
from editor.post.style import ListForm, Quote, Style
from editor.post.values import parse_value

if TYPE_CHECKING:
    from editor.post.handler import RubyYamlHandler, load

__all__ = [
    "EditRefused",
    "Field",
    "FrontMatterTooDeep",
    "ListForm",
    "Mend",
    "Post",
    "PostError",
    "Problem",
    "ProblemKind",
    "Quote",
    "RubyYamlHandler",
    "Style",
    "UnknownEncoding",
    "ValueKind",
    "format_time",
    "load",
    "parse_value",
    "same",
    "suggest",
]


def __getattr__(name: str) -> object:
    # python-frontmatter is loaded only where someone reads through it.
    if name in {"RubyYamlHandler", "load"}:
        from editor.post import handler

        return getattr(handler, name)
    raise AttributeError(name)
