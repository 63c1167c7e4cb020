"""Attribute lists such as `{: #id .class key="value" reference}` (`extensions.rb`)."""

from __future__ import annotations

import re

from editor.kramdown.definitions import Ial, add_class, add_references

ID_NAME = r"\w[\w-]*"
_ANY = re.compile(
    rf"""(?:\A|\s)(?:({ID_NAME})=("|')((?:\\\}}|\\\2|[^}}\x02])*?)\2
    |({ID_NAME})
    |((?:\#[A-Za-z][\w:-]*|\.[^\s.\#]+)+))(?=\s|\Z)""",
    re.ASCII | re.VERBOSE,
)
_ID_OR_CLASS = re.compile(r"#([A-Za-z][\w:-]*)|\.([^\s.#]+)", re.ASCII)
_LONGEST = 20_000
"""A longer list is left aside; kramdown would need a time that grows with its square."""


def parse_attribute_list(text: str, ial: Ial) -> None:
    """Add the attributes written in `text` to `ial`."""
    if len(text) > _LONGEST:
        return
    for match in _ANY.finditer(text):
        key, quote, value, ref, names = match.groups()
        if ref is not None:
            add_references(ial, (ref,))
        elif names is not None:
            for ident, name in _ID_OR_CLASS.findall(names):
                if name:
                    add_class(ial, name)
                else:
                    ial["id"] = ident
        else:
            ial[key] = re.sub(rf"\\(\}}|{quote})", r"\1", value)
