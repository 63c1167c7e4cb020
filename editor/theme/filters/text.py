"""Filters that make text of text: Markdown, Sass, slugs, escapes, JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote_plus

from editor.liquid import ruby
from editor.liquid.context import Context
from editor.liquid.drop import Drop
from editor.liquid.errors import InternalError
from editor.site.ruby_values import split_words
from editor.site.slug import slug_of
from editor.theme import json_text, uris
from editor.theme.json_text import HashDrop
from editor.theme.registers import build_of

_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_CJK = (
    "\u1100-\u11ff\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u302e\u302f"
    "\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u3131-\u318e\u31f0-\u31ff"
    "\u3200-\u321e\u3260-\u327e\u32d0-\u32fe\u3300-\u3357\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c"
    "\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb\uf900-\ufa6d\ufa70-\ufad9\uff66-\uff6f\uff71-\uff9d"
    "\uffa0-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc\U00016fe2\U00016fe3"
    "\U00016ff0\U00016ff1\U0001b000-\U0001b122\U0001b150-\U0001b152\U0001b164-\U0001b167"
    "\U0001f200\U00020000-\U0002a6df\U0002a700-\U0002b738\U0002b740-\U0002b81d"
    "\U0002b820-\U0002cea1\U0002ceb0-\U0002ebe0\U0002f800-\U0002fa1d\U00030000-\U0003134a"
)
_CJK_SIGN = re.compile(f"[{_CJK}]")
_CJK_WORD = re.compile(f"[^{_CJK} \t\r\n\f\v]+")


def markdownify(context: Context, value: object) -> str:
    """Convert Markdown as the site's posts are."""
    return build_of(context).convert.markdown(ruby.to_s(value))


def smartify(context: Context, value: object) -> str:
    """Set typographic quotes and dashes."""
    return build_of(context).convert.smarty(ruby.to_s(value))


def scssify(context: Context, value: object) -> str:
    """Convert SCSS to CSS."""
    return build_of(context).convert.sass(ruby.to_s(value), "scss")


def sassify(context: Context, value: object) -> str:
    """Convert indented Sass to CSS."""
    return build_of(context).convert.sass(ruby.to_s(value), "sass")


def slugify(_context: Context, value: object, mode: object = None) -> object:
    """Make a slug (`lib/jekyll/utils.rb`, `slugify`)."""
    value = ruby.plain(value)
    if value is None:
        return None
    return slug_of(_text(value), None if mode is None else ruby.to_s(mode))


def xml_escape(_context: Context, value: object) -> str:
    """Escape as `String#encode(xml: :attr)` does, without the quotes round it."""
    return escape_attribute(ruby.to_s(value))


def escape_attribute(text: str) -> str:
    """Escape `&`, `<`, `>` and both quotes."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&apos;")


def cgi_escape(_context: Context, value: object) -> str:
    """Escape for a query, as Ruby's `CGI.escape`."""
    return quote_plus(_text(ruby.plain(value)), safe="")


def uri_escape(_context: Context, value: object) -> object:
    """Encode what may not stand in an address."""
    value = ruby.plain(value)
    return None if value is None else uris.normalize(_text(value))


def normalize_whitespace(_context: Context, value: object) -> str:
    """Make every run of white space one blank, and none at the ends."""
    return _WHITE.sub(" ", ruby.to_s(value)).strip(ruby.BLANKS)


def number_of_words(_context: Context, value: object, mode: object = None) -> int:
    """Count words; with `cjk` or `auto` each Chinese, Japanese, Korean character is one."""
    text = _text(ruby.plain(value))
    if mode == "cjk" or (mode == "auto" and _CJK_SIGN.search(text)):
        return len(_CJK_SIGN.findall(text)) + len(_CJK_WORD.findall(text))
    return len(split_words(text))


def jsonify(_context: Context, value: object) -> str:
    """Write a value as JSON."""
    return json_text.generate(ruby.plain(value))


def inspect(_context: Context, value: object) -> str:
    """Write a value for debugging, escaped."""
    value = ruby.plain(value)
    if isinstance(value, Drop) and isinstance(value, HashDrop):
        return escape_attribute(json_text.generate(value.liquid_hash(0), pretty=True))
    return escape_attribute(ruby.inspect(value))


def to_integer(_context: Context, value: object) -> int:
    """Make a whole number; true is 1, false 0."""
    value = ruby.plain(value)
    if isinstance(value, bool):
        return int(value)
    if value is None:
        return 0
    if isinstance(value, (int, float)):
        try:
            return int(value)
        except (OverflowError, ValueError):
            raise InternalError("internal") from None
    return ruby.to_i(_text(value))


def array_to_sentence_string(_context: Context, value: object, connector: object = "and") -> object:
    """Join a list as a sentence does: commas, and a word before the last."""
    value = ruby.plain(value)
    word = ruby.to_s(connector)
    if isinstance(value, str) and len(value) < 3:
        value = list(value)  # a text has a length and characters too, but no join
    if not ruby.is_array(value):
        raise InternalError("internal")
    items = list(value)  # type: ignore[call-overload]
    if len(items) > ruby.MOST_ITEMS:
        raise ruby.too_much("work")
    texts = [ruby.to_s(each) for each in items]
    match len(texts):
        case 0:
            return ""
        case 1:
            return texts[0]
        case 2:
            return f"{texts[0]} {word} {texts[1]}"
    return f"{ruby.joined(items[:-1], ', ')}, {word} {texts[-1]}"


def _text(value: object) -> str:
    """Return a text; what is none has no such method in Ruby, and the build stops."""
    if not isinstance(value, str):
        raise InternalError("internal")
    return str(value)


FILTERS: Mapping[str, Callable[..., object]] = {
    "markdownify": markdownify,
    "smartify": smartify,
    "scssify": scssify,
    "sassify": sassify,
    "slugify": slugify,
    "xml_escape": xml_escape,
    "cgi_escape": cgi_escape,
    "uri_escape": uri_escape,
    "normalize_whitespace": normalize_whitespace,
    "number_of_words": number_of_words,
    "jsonify": jsonify,
    "inspect": inspect,
    "to_integer": to_integer,
    "array_to_sentence_string": array_to_sentence_string,
}
