"""A post's bytes, and its values as Ruby reads them.

Every byte that is not edited stays; every value reads as Psych (and, where they agree, SafeYAML)
reads it; every edit is read again before it counts. Knows no site and no open document.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.post.dates import format_time
    from editor.post.errors import EditRefused, FrontMatterTooDeep, PostError, UnknownEncoding
    from editor.post.fields import Field, Problem, ProblemKind, ValueKind
    from editor.post.handler import RubyYamlHandler, load
    from editor.post.mend import Mend, suggest
    from editor.post.post import Post
    from editor.post.ruby_yaml import same
    from editor.post.style import ListForm, Quote, Style
    from editor.post.values import parse_value

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

load_when_asked(
    __name__,
    {
        "dates": "format_time",
        "errors": "EditRefused FrontMatterTooDeep PostError UnknownEncoding",
        "fields": "Field Problem ProblemKind ValueKind",
        "handler": "RubyYamlHandler load",
        "mend": "Mend suggest",
        "post": "Post",
        "ruby_yaml": "same",
        "style": "ListForm Quote Style",
        "values": "parse_value",
    },
)
