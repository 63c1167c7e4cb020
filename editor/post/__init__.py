"""A post's bytes, and its values as Ruby reads them.

Every byte that is not edited stays; every value reads as Psych (and, where they agree, SafeYAML)
reads it; every edit is read again before it counts. Knows no site and no open document.
"""

from __future__ import annotations

from editor.post.errors import EditRefused, FrontMatterTooDeep, PostError, UnknownEncoding
from editor.post.fields import Field, Problem, ProblemKind, ValueKind
from editor.post.post import Post
from editor.post.style import ListForm, Quote, Style

__all__ = [
    "EditRefused",
    "Field",
    "FrontMatterTooDeep",
    "ListForm",
    "Post",
    "PostError",
    "Problem",
    "ProblemKind",
    "Quote",
    "Style",
    "UnknownEncoding",
    "ValueKind",
]
