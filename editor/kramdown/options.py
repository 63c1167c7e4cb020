"""The options of kramdown (`options.rb`, `parser/gfm/options.rb`) and what Jekyll makes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

import yaml

from editor.kramdown.errors import KramdownError

KRAMDOWN_DEFAULTS: Mapping[str, object] = MappingProxyType(
    {
        "auto_ids": True,
        "auto_id_stripping": False,
        "auto_id_prefix": "",
        "transliterated_header_ids": False,
        "parse_block_html": False,
        "parse_span_html": True,
        "html_to_native": False,
        "link_defs": {},
        "footnote_nr": 1,
        "entity_output": "as_char",
        "toc_levels": "1..6",
        "smart_quotes": "lsquo,rsquo,ldquo,rdquo",
        "typographic_symbols": {},
        "header_offset": 0,
        "header_links": False,
        "syntax_highlighter": "rouge",
        "syntax_highlighter_opts": {},
        "math_engine": "mathjax",
        "footnote_backlink": "&#8617;",
        "footnote_backlink_inline": False,
        "footnote_prefix": "",
        "footnote_link_text": "%s",
        "remove_line_breaks_for_cjk": False,
        "forbidden_inline_options": ["template"],
        "hard_wrap": True,
        "gfm_quirks": ["paragraph_end"],
        "input": "kramdown",
        "kramdown_version": "2.5",
    }
)
"""What kramdown does when it is told nothing."""

JEKYLL_DEFAULTS: Mapping[str, object] = MappingProxyType(
    dict(KRAMDOWN_DEFAULTS)
    | {
        "input": "GFM",
        "hard_wrap": False,
        "syntax_highlighter_opts": {"default_lang": "plaintext", "guess_lang": True},
    }
)
"""What Jekyll tells kramdown (`configuration.rb`, `converters/markdown/kramdown_parser.rb`)."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options, checked and in the types that parser and converter want."""

    auto_ids: bool = True
    auto_id_stripping: bool = False
    auto_id_prefix: str = ""
    transliterated_header_ids: bool = False
    parse_block_html: bool = False
    parse_span_html: bool = True
    html_to_native: bool = False
    link_defs: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    footnote_nr: int = 1
    entity_output: str | None = "as_char"
    toc_levels: frozenset[int] = frozenset(range(1, 7))
    smart_quotes: tuple[str | int, ...] = ("lsquo", "rsquo", "ldquo", "rdquo")
    typographic_symbols: Mapping[str, str] = field(default_factory=dict)
    header_offset: int = 0
    header_links: bool = False
    syntax_highlighter: str | None = "rouge"
    syntax_highlighter_opts: Mapping[str, Any] = field(default_factory=dict)
    math_engine: str | None = "mathjax"
    footnote_backlink: str = "&#8617;"
    footnote_backlink_inline: bool = False
    footnote_prefix: str = ""
    footnote_link_text: str = "%s"
    remove_line_breaks_for_cjk: bool = False
    forbidden_inline_options: frozenset[str] = frozenset({"template"})
    hard_wrap: bool = True
    gfm_quirks: frozenset[str] = frozenset({"paragraph_end"})
    input: str = "kramdown"
    kramdown_version: str = "2.5"

    @classmethod
    def of(cls, options: Mapping[str, object] | None) -> Options:
        """Read what a site or a caller gave; `None` means Jekyll's defaults.

        Unknown names are left aside, as kramdown does. A leading colon of a name or value, as
        Ruby's YAML writes symbols, is dropped.

        Raises:
            KramdownError: A value cannot be read as its option wants it.
        """
        given = JEKYLL_DEFAULTS if options is None else options
        values: dict[str, Any] = {}
        for key, value in given.items():
            name = str(key).removeprefix(":")
            if name in _READERS:
                values[name] = _READERS[name](name, value)
        return cls(**values)

    def changed(self, name: str, value: str) -> Options | None:
        """Return the options with one set by `{::options}`, `None` when that is not allowed."""
        if name not in _READERS or name in self.forbidden_inline_options:
            return None
        if name in {"forbidden_inline_options", "input", "kramdown_version"}:
            return None
        try:
            return replace(self, **{name: _READERS[name](name, value)})
        except (KramdownError, TypeError, yaml.YAMLError):
            return None

    @property
    def gfm(self) -> bool:
        """Whether the GFM parser reads the text."""
        return self.input.lower() == "gfm"

    @property
    def smartypants(self) -> bool:
        """Whether only quotes and dashes are read: Jekyll's own input for `smartify`."""
        return self.input == "SmartyPants"

    @property
    def is_25(self) -> bool:
        """Whether kramdown 2.5 is followed, not 2.4."""
        return self.kramdown_version == "2.5"


def _boolean(_name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = "" if value is None else str(value)
    return text.lower().strip() != "false" and text != ""


def _string(_name: str, value: object) -> str:
    return "" if value is None else str(value)


def _integer(name: str, value: object) -> int:
    try:
        return int(str(value).strip(), 10)
    except ValueError as error:
        raise _invalid(name) from error


def _symbol(_name: str, value: object) -> str | None:
    if value is None:
        return None
    text = str(value).strip().removeprefix(":")
    return None if text in {"", "nil"} else text


def _mapping(name: str, value: object) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = yaml.safe_load(value)
        except yaml.YAMLError as error:
            raise _invalid(name) from error
    if not isinstance(value, Mapping):
        raise _invalid(name)
    return {str(key).removeprefix(":"): each for key, each in value.items()}


def _list(name: str, value: object) -> list[str]:
    if isinstance(value, str):
        return value.split(",")
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(each) for each in value]
    raise _invalid(name)


def _names(name: str, value: object) -> frozenset[str]:
    return frozenset(each.strip().removeprefix(":") for each in _list(name, value))


def _link_defs(name: str, value: object) -> dict[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for key, each in _mapping(name, value).items():
        if not isinstance(each, (list, tuple)) or not 1 <= len(each) <= 2:
            raise _invalid(name)
        title = each[1] if len(each) > 1 else None
        found[str(key)] = (str(each[0]), None if title is None else str(title))
    return found


def _toc_levels(name: str, value: object) -> frozenset[int]:
    if isinstance(value, str):
        match = re.fullmatch(r"(\d)\.\.(\d)", value)
        if match:
            levels = frozenset(range(int(match[1]), int(match[2]) + 1))
        elif re.fullmatch(r"\d(?:,\d)*", value):
            levels = frozenset(int(each) for each in value.split(","))
        else:
            raise _invalid(name)
    elif isinstance(value, (list, tuple, set, frozenset, range)):
        levels = frozenset(_integer(name, each) for each in value)
    else:
        raise _invalid(name)
    if any(not 1 <= each <= 6 for each in levels):
        raise _invalid(name)
    return levels


def _smart_quotes(name: str, value: object) -> tuple[str | int, ...]:
    quotes = _list(name, value)
    if len(quotes) != 4:
        raise _invalid(name)
    return tuple(int(each) if each.isdigit() else each for each in quotes)


def _symbols(name: str, value: object) -> dict[str, str]:
    return {key: str(each) for key, each in _mapping(name, value).items()}


def _link_text(name: str, value: object) -> str:
    text = str(value)
    if "%s" not in text:
        raise _invalid(name)
    return text


def _version(_name: str, value: object) -> str:
    return "2.4" if re.match(r"2\.[0-4](\.|$)|[01]\.", str(value)) else "2.5"


def _invalid(name: str) -> KramdownError:
    return KramdownError(
        f"The option “{name}” of kramdown has a value that cannot be read; "
        "correct it in the site's configuration."
    )


_READERS: dict[str, Callable[[str, object], Any]] = {
    "entity_output": _symbol,
    "toc_levels": _toc_levels,
    "smart_quotes": _smart_quotes,
    "typographic_symbols": _symbols,
    "syntax_highlighter": _symbol,
    "syntax_highlighter_opts": _mapping,
    "math_engine": _symbol,
    "link_defs": _link_defs,
    "forbidden_inline_options": _names,
    "gfm_quirks": _names,
    "footnote_link_text": _link_text,
    "kramdown_version": _version,
}
for _field in fields(Options):
    _kind = {"bool": _boolean, "int": _integer, "str": _string}.get(str(_field.type))
    if _kind is not None:
        _READERS.setdefault(_field.name, _kind)
