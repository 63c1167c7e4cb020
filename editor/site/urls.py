"""Addresses as a site writes them: its own address and base URL put on.

Follows Jekyll 4 `lib/jekyll/filters/url_filters.rb`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from editor.liquid import literal, split_output

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_SAFE = "/%:@!$&'()*+,;=~-._?#[]"
_OWN = frozenset(("site.baseurl", "site.url", "site.github.url", "site.base_url"))


class SiteUrls:
    """The address of one site.

    Attributes:
        base: `baseurl` without a slash at its end.
        site: `url` without a slash at its end.
    """

    def __init__(self, config: Mapping[str, object]) -> None:
        self.base = _text(config.get("baseurl")).rstrip("/")
        self.site = _text(config.get("url")).rstrip("/")

    def relative(self, address: str) -> str:
        """Return what Jekyll's `relative_url` makes of `address`."""
        if _SCHEME.match(address):
            return address
        joined = "".join(_with_slash(part) for part in (self.base, address))
        return quote(joined, safe=_SAFE)

    def absolute(self, address: str) -> str:
        """Return what Jekyll's `absolute_url` makes of `address`."""
        if _SCHEME.match(address):
            return address
        return self.site + self.relative(address)

    def printed(self, markup: str) -> str | None:
        """Return what an output prints, where that is an address that needs no build.

        Args:
            markup: The inside of `{{ … }}`: a text or the site's own address, and filters that
                put addresses together.

        Returns:
            What Jekyll prints; None where only a build can tell.
        """
        parts = split_output(markup)
        value = self._value(parts.head)
        for call in parts.filters:
            argument = self._value(call.arguments[0]) if len(call.arguments) == 1 else None
            match call.name:
                case _ if value is None:
                    return None
                case "relative_url" if not call.arguments:
                    value = self.relative(value)
                case "absolute_url" if not call.arguments:
                    value = self.absolute(value)
                case "prepend" if argument is not None:
                    value = argument + value
                case "append" if argument is not None:
                    value += argument
                case _:
                    return None
        return value

    def _value(self, expression: str | None) -> str | None:
        expression = (expression or "").strip()
        text = literal(expression)
        if text is not None:
            return text
        return {"site.baseurl": self.base, "site.url": self.site}.get(expression)


def written_path(markup: str) -> str | None:
    """Return the path that an output puts the site's address before, as it is written.

    Args:
        markup: The inside of `{{ … }}`.

    Returns:
        The path, empty for the site's address itself; None where only a build can tell.
    """
    parts = split_output(markup)
    head = (parts.head or "").strip()
    path = "" if head in _OWN else literal(head)
    for call in parts.filters:
        if path is None:
            return None
        own = [argument.strip() in _OWN for argument in call.arguments]
        texts = [literal(argument) for argument in call.arguments]
        match call.name:
            case "relative_url" | "absolute_url" if not call.arguments:
                continue
            case "prepend" if len(own) == 1 and (own[0] or texts[0] is not None):
                path = ("" if own[0] else texts[0] or "") + path
            case "append" if len(own) == 1 and texts[0] is not None:
                path += texts[0]
            case _:
                return None
    return path


def _with_slash(part: str) -> str:
    return part if not part or part.startswith("/") else "/" + part


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
