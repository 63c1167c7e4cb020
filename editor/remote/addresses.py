"""Addresses of the network: in one form, so that what was fetched is found again.

The form is the WHATWG URL Standard's for `http:` and `https:` as far as the two must agree: the
page asks in Chromium's words for what was fetched in the author's.
"""

from __future__ import annotations

import enum
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from editor.remote.errors import Refused

MAX_CHARACTERS = 4096
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252})")
_IGNORED = re.compile("[\t\n\r]")
_BLANK = "".join(map(chr, range(33)))
_DOT = re.compile(r"\.|%2e", re.IGNORECASE)
# Left as they are in a path or query; a percent sign is the author's own.
_PATH_SAFE = "/%:@!$&'()*+,;=~-._[]|"
_QUERY_SAFE = _PATH_SAFE + "?^`{}\\"


class Kind(enum.Enum):
    """What an address is used for in a page."""

    SHEET = "style sheet"
    FONT = "font"
    IMAGE = "picture"
    SCRIPT = "script"
    FRAME = "frame"
    MEDIA = "sound or video"

    @property
    def is_fetchable(self) -> bool:
        """Whether it may be fetched at all; the others are only listed."""
        return self in (Kind.SHEET, Kind.FONT, Kind.IMAGE)


@dataclass(frozen=True, slots=True)
class RemoteAddress:
    """Something that a page would take from the network.

    Attributes:
        address: `http:` or `https:`, in the form of `normal_address`.
        kind: What it is used for, which decides what is accepted from there.
        where: What names it: an element such as `<link>`, or the name or address of a sheet.
    """

    address: str
    kind: Kind
    where: str


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart, for a request.

    Attributes:
        scheme: `http` or `https`.
        host: In lower case and ASCII; an IPv6 address without brackets.
        port: 1 to 65535.
        path: Path and query, as the request line takes them.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def has_own_port(self) -> bool:
        """Whether the port is the scheme's own."""
        return self.port == _PORTS[self.scheme]

    @property
    def address(self) -> str:
        """The whole of it, in the one form."""
        return self.origin + self.path


def target_of(address: str) -> Target:
    """Take an absolute address apart.

    Raises:
        Refused: It is not `http:` or `https:`, names a user, or is no address at all.
    """
    text = _cleaned(address)
    if len(text) > MAX_CHARACTERS:
        raise Refused("The address is too long, so nothing was asked there.")
    try:
        parts = urlsplit(text, allow_fragments=True)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused("This is not an address, so nothing was asked.", str(error)) from error
    if scheme not in _PORTS:
        raise Refused(
            f"Only http and https addresses are fetched, not {scheme or 'a path'}:, "
            "so nothing was asked.",
        )
    if "@" in parts.netloc:
        raise Refused("The address holds a user's name, so nothing was asked there.")
    path = _without_dots(quote(parts.path, safe=_PATH_SAFE) or "/")
    query = "?" + quote(parts.query, safe=_QUERY_SAFE) if parts.query else ""
    return Target(scheme, _host(host), _PORTS[scheme] if port is None else port, path + query)


def normal_address(address: str, base: str = "") -> str:
    """Return an address in its one form, without its fragment.

    Args:
        address: As written; relative where there is a base.
        base: Absolute address of the page or sheet that names it.

    Raises:
        Refused: As for `target_of`.
    """
    try:
        whole = urljoin(base, _cleaned(address)) if base else address
    except ValueError as error:
        raise Refused("This is not an address, so nothing was asked.", str(error)) from error
    return target_of(whole).address


def _cleaned(address: str) -> str:
    """Take away what a browser ignores; a backslash before the query is a slash to it."""
    text = _IGNORED.sub("", address).strip(_BLANK)
    found = re.search("[?#]", text)
    end = found.start() if found else len(text)
    return text[:end].replace("\\", "/") + text[end:]


def _host(host: str) -> str:
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise _no_host(host) from error
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise _no_host(host) from error
    if not _HOST.fullmatch(name):
        raise _no_host(host)
    return name


def _no_host(host: str) -> Refused:
    return Refused("The address names no host, so nothing was asked.", f"{len(host)} characters")


def _without_dots(path: str) -> str:
    """Resolve `.` and `..`, however they are written (URL Standard, "path state")."""
    kept: list[str] = []
    parts = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for at, part in enumerate(parts):
        dots = _DOT.sub(".", part) if len(part) <= 6 else part
        is_last = at == len(parts) - 1
        if dots in (".", ".."):
            if dots == ".." and kept:
                kept.pop()
            if is_last:
                kept.append("")
        else:
            kept.append(part)
    return "/" + "/".join(kept)
