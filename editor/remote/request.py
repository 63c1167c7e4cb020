"""One GET: without cookies, referrer, credentials or proxy, and never longer or larger than said.

The standard library parses the answer; the connection is ours, because `urllib.request` follows
redirects, takes proxies from the environment and resolves a host's name once more after a check.
Here a name is resolved once, every address that it has must be public, and one of exactly those is
connected to, so that a second answer of a name server changes nothing. A proxy would resolve names
itself, out of our sight: none is used, neither the environment's nor the system's.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from editor.remote.addresses import Target
from editor.remote.bounds import Bounds
from editor.remote.errors import Refused
from editor.remote.public import is_public

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PART_BYTES = 64 * 1024
_MAX_MACHINES = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may still take.

    Attributes:
        bounds: Of the whole fetch.
        file_bytes: Of this file.
        deadline_s: On `time.monotonic`.
        loopback: Host and port, as addresses name them, that are asked though they are not
            public; for tests.
    """

    bounds: Bounds
    file_bytes: int
    deadline_s: float
    loopback: frozenset[tuple[str, int]]

    def rest_s(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: None are.
        """
        rest = self.deadline_s - time.monotonic()
        if rest <= 0:
            raise TimeoutError
        return rest


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent.

    Attributes:
        status: HTTP's; the body was read for 200 alone.
        location: Where a redirect leads, as sent.
        said_type: `Content-Type`; empty for none.
        data: The body.
    """

    status: int
    location: str
    said_type: str
    data: bytes


def get(target: Target, limits: Limits) -> Reply:
    """Ask for one address.

    Raises:
        Refused: The host is not public, does not answer as it should, or sends too much.
    """
    host = target.host
    try:
        return _get(target, limits)
    except TimeoutError as error:
        raise Refused(f"{host} takes too long, so nothing was kept; try again later.") from error
    except socket.gaierror as error:
        raise Refused(f"{host} was not found; look at the address and at your connection.") from (
            error
        )
    except ssl.SSLCertVerificationError as error:
        raise Refused(
            f"This system does not trust the certificate of {host}, so nothing was asked there.",
            error.verify_message,
        ) from error
    except ssl.SSLError as error:
        raise Refused(
            f"No secure connection to {host} could be made or kept, so nothing was kept.",
            str(error.reason),
        ) from error
    except OSError as error:
        raise Refused(
            f"The connection to {host} could not be made or broke off; try again later.",
            type(error).__name__,
        ) from error
    except (http.client.HTTPException, ValueError, OverflowError) as error:
        raise Refused(
            f"{host} does not answer as a web server should, so nothing was kept.",
            type(error).__name__,
        ) from error


def numeric_address(host: str) -> str:
    """Return the address that a host's name is in itself (`127.1`, too), empty where it is a name.

    No one is asked.
    """
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return ""
    return str(found[0][4][0])


def refuse_private(target: Target, loopback: frozenset[tuple[str, int]], address: str) -> None:
    """Refuse a machine that is not one of the public network, unless a test allows it.

    Raises:
        Refused: It is not.
    """
    if (target.host, target.port) not in loopback and not is_public(address):
        raise Refused(
            f"{target.host} is not on the public network but on your own, so nothing was asked "
            "there."
        )


def _get(target: Target, limits: Limits) -> Reply:
    if not target.has_own_port and (target.host, target.port) not in limits.loopback:
        raise Refused(
            f"Port {target.port} of {target.host} is not one of the web's own, so nothing was "
            "asked there."
        )
    connection = _connected(target, limits)
    try:
        if target.scheme == "https":
            connection = _secured(connection, target.host, limits)
        connection.settimeout(limits.rest_s())
        connection.sendall(_request(target))
        return _reply(connection, target.host, limits)
    finally:
        connection.close()


def _connected(target: Target, limits: Limits) -> socket.socket:
    # The wait for a name server has no bound of its own: the process that asks is ended then.
    found = socket.getaddrinfo(
        target.host, target.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
    )
    for *_, machine in found:
        refuse_private(target, limits.loopback, str(machine[0]))
    failure: OSError = ConnectionError()
    for family, kind, protocol, _, machine in found[:_MAX_MACHINES]:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(min(limits.bounds.connect_s, limits.rest_s()))
            connection.connect(machine)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


def _secured(connection: socket.socket, host: str, limits: Limits) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    connection.settimeout(limits.rest_s())
    # An end without TLS's own word of it may have been cut by someone on the way.
    return context.wrap_socket(connection, server_hostname=host, suppress_ragged_eofs=False)


def _request(target: Target) -> bytes:
    host = target.origin.partition("://")[2]
    return (
        f"GET {target.path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Standfirst\r\n"
        "Accept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
    ).encode("ascii")


class _Wire(io.RawIOBase):
    """What a server sends: read within the deadline, and never more than allowed."""

    def __init__(self, connection: socket.socket, host: str, limits: Limits) -> None:
        super().__init__()
        self._connection = connection
        self._host = host
        self._limits = limits
        self.left_bytes = limits.bounds.head_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if self.left_bytes <= 0:
            raise too_large(self._host)
        view = memoryview(buffer)[: self.left_bytes]
        self._connection.settimeout(self._limits.rest_s())
        count = self._connection.recv_into(view)
        self.left_bytes -= count
        return count

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Be to `http.client` what a socket is."""
        return io.BufferedReader(self)


def _reply(connection: socket.socket, host: str, limits: Limits) -> Reply:
    wire = _Wire(connection, host, limits)
    response = http.client.HTTPResponse(cast("socket.socket", wire), method="GET")
    with response:
        response.begin()
        location = response.getheader("Location") or ""
        said_type = response.getheader("Content-Type") or ""
        if response.status != 200:
            return Reply(response.status, _utf8(location), said_type, b"")
        if (response.getheader("Content-Encoding") or "identity").strip().lower() != "identity":
            raise Refused(
                f"{host} sends the file packed though it was asked not to, so it was not kept."
            )
        if (response.getheader("Transfer-Encoding") or "chunked").strip().lower() != "chunked":
            raise http.client.HTTPException("transfer encoding")
        # Chunks of one byte take six; more than that is a trick.
        wire.left_bytes = limits.bounds.head_bytes + 6 * limits.file_bytes
        return Reply(200, "", said_type, _body(response, host, limits))


def _body(response: http.client.HTTPResponse, host: str, limits: Limits) -> bytes:
    if response.length is not None and response.length > limits.file_bytes:
        raise too_large(host)
    data = bytearray()
    while part := response.read(_PART_BYTES):
        data += part
        if len(data) > limits.file_bytes:
            raise too_large(host)
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return bytes(data)


def too_large(host: str) -> Refused:
    """Return the refusal of what is larger than allowed."""
    return Refused(f"{host} sends more than is taken from the network, so nothing was kept.")


def _utf8(header: str) -> str:
    """Undo the standard library's Latin-1: servers that send more than ASCII send UTF-8."""
    return header.encode("latin-1", "replace").decode("utf-8", "replace")
