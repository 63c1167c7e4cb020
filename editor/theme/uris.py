"""Addresses as the gem Addressable 2.8 parses and normalises them (`lib/addressable/uri.rb`).

Jekyll's `relative_url`, `absolute_url` and `uri_escape` are made of it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

_PARTS = re.compile(
    r"^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$", re.MULTILINE
)
_SCHEME = re.compile(r"[a-z][a-z0-9.+-]*\Z", re.IGNORECASE)
_UNRESERVED = "a-zA-Z0-9\\-._~"
_SUB_DELIMS = "!$&'()*+,;="
_NOT_PCHAR = re.compile(rf"[^{_UNRESERVED}{_SUB_DELIMS}:@]".encode())
_NOT_FRAGMENT = re.compile(rf"[^{_UNRESERVED}{_SUB_DELIMS}:@/?]".encode())
_NOT_QUERY = re.compile(rb"[^a-zA-Z0-9\-._~!$'()*+,=:@/?%]|%(?!2B|2b)")
_NOT_HOST = re.compile(rf"[^{_UNRESERVED}{_SUB_DELIMS}\[:\]]".encode())
_NOT_ANY = re.compile(rf"[^{_UNRESERVED}{_SUB_DELIMS}:/?#\[\]@]".encode())
_NOT_UNRESERVED = re.compile(rf"[^{_UNRESERVED}]".encode())
_ENCODED = re.compile(rb"%([0-9a-fA-F]{2})")
_BAD_HOST = re.compile(r"[<>{}/\\?#@\"\s]")
_PORTS = {"http": "80", "https": "443", "ftp": "21", "ssh": "22", "telnet": "23", "ldap": "389"}
_BLANKS = " \t\n\v\f\r\0"
_MOST_ROUNDS = 2_000


class InvalidUri(ValueError):
    """Addressable raises `InvalidURIError`, and the build stops."""


@dataclass(frozen=True, slots=True)
class Uri:
    """An address in its parts; None where one is not there."""

    scheme: str | None
    authority: str | None
    path: str
    query: str | None
    fragment: str | None

    @classmethod
    def parse(cls, text: str) -> Uri:
        """Cut an address.

        Raises:
            InvalidUri: It has a scheme that is none, or a host that cannot be one.
        """
        found = _PARTS.search(text)
        if found is None:
            return cls(None, None, "", None, None)
        scheme, authority, path, query, fragment = found.groups()
        if scheme is not None and not _SCHEME.match(scheme):
            raise InvalidUri(f"Invalid scheme format: '{scheme}'")
        uri = cls(scheme, authority, path, query, fragment)
        uri.check()
        return uri

    @property
    def is_absolute(self) -> bool:
        """Whether it has a scheme."""
        return self.scheme is not None

    def normalized(self) -> Uri:
        """Return the address as it should be written."""
        feed = re.match(r"feed:/*(http:/*.*)", str(self))
        if feed:
            return Uri.parse(feed[1]).normalized()
        scheme = None
        if self.scheme is not None:
            scheme = self.scheme.strip(_BLANKS).lower()
        path = self.path
        if self.scheme is None and re.match(r"(?!/)[^/:]*:", path):
            path = path.replace(":", "%2F", 1)
        parts = path.strip(_BLANKS).split("/")
        path = _without_dots("/".join(normalize(each, _NOT_PCHAR) for each in parts))
        if not path and scheme in ("http", "https", "ftp", "tftp"):
            path = "/"
        query = None
        if self.query is not None:
            pairs = self.query.split("&")
            query = "&".join(normalize(each, _NOT_QUERY, leave="+") for each in pairs) or None
        fragment = None
        if self.fragment is not None:
            fragment = normalize(self.fragment, _NOT_FRAGMENT) or None
        uri = Uri(scheme, None, path, query, fragment)
        if self.authority is not None:
            uri = replace(uri, authority=self._normalized_authority(scheme))
        uri.check()
        return uri

    def __str__(self) -> str:
        """Put the parts together."""
        return "".join(
            (
                f"{self.scheme}:" if self.scheme is not None else "",
                f"//{self.authority}" if self.authority is not None else "",
                self.path,
                f"?{self.query}" if self.query is not None else "",
                f"#{self.fragment}" if self.fragment is not None else "",
            )
        )

    def check(self) -> None:
        """Raise `InvalidUri` where Addressable would (`validate`)."""
        if self.authority is None and self.path.startswith("//"):
            raise InvalidUri(
                f"Cannot have a path with two leading slashes without an authority set: '{self}'"
            )
        if self.authority is not None:
            host = re.sub(r":[^:@\[\]]*$", "", re.sub(r"^[^\[\]]*@", "", self.authority))
            if _BAD_HOST.search(host):
                raise InvalidUri(f"Invalid character in host: '{host}'")
        if self.scheme in ("http", "https") and not self.authority and not self.path:
            raise InvalidUri(f"Absolute URI missing hierarchical segment: '{self}'")

    def _normalized_authority(self, scheme: str | None) -> str:
        authority = self.authority or ""
        user, at, rest = authority.rpartition("@")
        found = re.search(r":([^:@\[\]]*)$", rest)
        port = found[1] if found else ""
        host = rest[: found.start()] if found else rest
        out = ""
        if at:
            out = ":".join(normalize(each, _NOT_UNRESERVED) for each in user.split(":", 1)) + "@"
        out += _host(host)
        if port and _PORTS.get(scheme or "") != port:
            out += f":{port}"
        return out


def normalize(text: str, pattern: re.Pattern[bytes] = _NOT_ANY, leave: str = "") -> str:
    """Decode what is encoded, then encode what has to be (`normalize_component`)."""
    data = text.encode("utf-8", "surrogatepass")

    def decoded(found: re.Match[bytes]) -> bytes:
        byte = bytes([int(found[1], 16)])
        return found[0] if leave and byte == leave.encode() else byte

    data = _ENCODED.sub(decoded, data)
    try:
        data = unicodedata.normalize("NFKC", data.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        pattern = _NOT_ANY
    except UnicodeEncodeError:
        pass
    encoded = pattern.sub(lambda found: b"".join(b"%%%02X" % each for each in found[0]), data)
    return encoded.decode("ascii", "replace")


def _host(host: str) -> str:
    host = host.strip(_BLANKS).lower()
    if not host:
        return ""
    host = _ENCODED.sub(lambda found: bytes([int(found[1], 16)]), host.encode("utf-8")).decode(
        "utf-8", "replace"
    )
    labels = []
    for label in host.split("."):
        if label.isascii():
            labels.append(label)
        else:
            shown = unicodedata.normalize("NFKC", label).lower()
            labels.append("xn--" + shown.encode("punycode").decode("ascii"))
    result = ".".join(labels)
    if re.search(r"[^.]\.$", result):
        result = result[:-1]
    return normalize(result, _NOT_HOST)


def _without_dots(path: str) -> str:
    """Take `.` and `..` out (`normalize_path`), in the gem's own order of rules."""
    if "/." not in path and not path.startswith("."):
        return path
    for _ in range(_MOST_ROUNDS):
        before = path
        path = re.sub(r"/\./|/\.$", "/", path)
        if path != before:
            continue
        pair = re.search(r"/([^/]*)/\.\./|/([^/]*)/\.\.$", path)
        if pair is not None:
            parent, current = pair[1], pair[2]
            if parent not in (".", "..") or current not in (".", ".."):
                first = re.escape(parent or "")
                second = re.escape(current or "")
                path = re.sub(f"/{first}/\\.\\./|(/{second}/\\.\\.$)", "/", path)
                if path != before:
                    continue
        path = re.sub(r"^\.\.?/?", "", path)
        if path != before:
            continue
        path = re.sub(r"^/\.\.?/|^(?:/\.\.?)+/?$", "/", path)
        if path == before:
            break
    return path
