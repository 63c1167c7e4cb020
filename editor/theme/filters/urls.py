"""Addresses with the site's base put before them (`lib/jekyll/filters/url_filters.rb`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from editor.liquid import ruby
from editor.liquid.context import Context
from editor.theme.errors import JekyllError
from editor.theme.registers import build_of
from editor.theme.uris import InvalidUri, Uri


def relative_url(context: Context, value: object) -> object:
    """Put `baseurl` before an address, unless it is a whole one."""
    value = ruby.plain(value)
    return None if value is None else relative(build_of(context).config, _url(value))


def absolute_url(context: Context, value: object) -> object:
    """Put `url` and `baseurl` before an address, unless it is a whole one."""
    value = ruby.plain(value)
    return None if value is None else absolute(build_of(context).config, _url(value))


def strip_index(_context: Context, value: object) -> object:
    """Take `index.html` off the end."""
    value = ruby.plain(value)
    if value is None or not ruby.to_s(value):
        return None
    return re.sub(r"/index\.html?$", "/", ruby.to_s(value), count=1, flags=re.MULTILINE)


def relative(config: Mapping[str, Any], address: str) -> str:
    """Return the address below `baseurl`.

    Raises:
        JekyllError: Addressable cannot read it, and the build stops.
    """
    try:
        if Uri.parse(address).is_absolute:
            return address
        base = config.get("baseurl")
        base = "" if base is None else ruby.to_s(base).removesuffix("/")
        joined = "".join(_with_slash(each) for each in (base, address))
        return str(Uri.parse(joined).normalized())
    except InvalidUri as error:
        raise JekyllError(str(error)) from None


def absolute(config: Mapping[str, Any], address: str) -> str:
    """Return the address below `url` and `baseurl`; raises as `relative`."""
    try:
        if Uri.parse(address).is_absolute:
            return address
        site = config.get("url")
        if site is None or site == "":
            return relative(config, address)
        return str(Uri.parse(ruby.to_s(site) + relative(config, address)).normalized())
    except InvalidUri as error:
        raise JekyllError(str(error)) from None


def _with_slash(part: str) -> str:
    return part if not part or part.startswith("/") else "/" + part


def _url(value: object) -> str:
    return ruby.to_s(value)


FILTERS: Mapping[str, Callable[..., object]] = {
    "relative_url": relative_url,
    "absolute_url": absolute_url,
    "strip_index": strip_index,
}
