"""A server on 127.0.0.1 that does what a test tells it, well or ill; it is the only one asked."""

from __future__ import annotations

import contextlib
import socket  # noqa: TID251 - it only listens, on this machine
import ssl  # noqa: TID251 - as above
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

CERTIFICATE = Path(__file__).parent.parent / "data" / "remote" / "loopback.pem"
"""With its key; for 127.0.0.1 alone, made for these tests, trusted nowhere."""

Handler = Callable[["Talk"], None]


class Talk:
    """One connection, with the request that came."""

    def __init__(self, connection: socket.socket, stopped: threading.Event, head: bytes) -> None:
        self.connection = connection
        self.stopped = stopped
        self.head = head

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.connection.sendall(part)

    def endlessly(self, part: bytes) -> None:
        """Send it again and again, until the other side has enough."""
        while not self.stopped.is_set():
            self.connection.sendall(part)

    def slowly(self, data: bytes) -> None:
        """Send a byte now and then, and never the last one."""
        for each in data:
            self.connection.sendall(bytes([each]))
            if self.stopped.wait(0.1):
                return
        self.wait()

    def wait(self) -> None:
        """Say nothing, until the other side has gone."""
        with contextlib.suppress(OSError):
            while self.connection.recv(4096):
                pass

    def reset(self) -> None:
        """Break the connection off without an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Server:
    """Answers each path by its handler, and remembers every request."""

    def __init__(self, *, is_secure: bool = False) -> None:
        self.handlers: dict[str, Handler] = {}
        self.heads: list[bytes] = []
        self.connections = 0
        self._stopped = threading.Event()
        self._context: ssl.SSLContext | None = None
        if is_secure:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(CERTIFICATE)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept, name="test-server")]
        self._threads[0].start()

    @property
    def paths(self) -> list[str]:
        return [head.split(b" ")[1].decode() for head in self.heads]

    def address(self, path: str) -> str:
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}{path}"

    def on(self, path: str, *parts: bytes) -> str:
        """Send these bytes for a path, and close; returns its address."""
        return self.handle(path, lambda talk: talk.send(*parts))

    def handle(self, path: str, handler: Handler) -> str:
        self.handlers[path] = handler
        return self.address(path)

    def close(self) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in list(self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.add(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), name="test-talk")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            # Whoever has enough, breaks off or does not trust us leaves: that is the tests' point.
            with contextlib.suppress(OSError, ValueError):
                if self._context is not None:
                    self._open.discard(connection)
                    connection = self._context.wrap_socket(connection, server_side=True)
                    self._open.add(connection)
                head = b""
                while b"\r\n\r\n" not in head:
                    part = connection.recv(4096)
                    if not part:
                        return
                    head += part
                    if not head.startswith(b"GET "[: len(head)]):
                        connection.sendall(answer(b"", status=400))
                        return
                self.heads.append(head)
                path = head.split(b" ")[1].decode()
                handler = self.handlers.get(path, lambda talk: talk.send(answer(b"", status=404)))
                handler(Talk(connection, self._stopped, head))
                if self._context is not None:
                    connection = connection.unwrap()  # type: ignore[attr-defined]
        finally:
            self._open.discard(connection)
            connection.close()


def answer(data: bytes, media_type: str = "", *headers: str, status: int = 200) -> bytes:
    """Return a whole answer with its right length."""
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(data)}", *headers]
    if media_type:
        lines.append(f"Content-Type: {media_type}")
    return "\r\n".join((*lines, "", "")).encode() + data


def redirect(location: str, status: int = 302) -> bytes:
    return answer(b"", "", f"Location: {location}", status=status)


@contextlib.contextmanager
def serving(*, is_secure: bool = False) -> Iterator[Server]:
    server = Server(is_secure=is_secure)
    try:
        yield server
    finally:
        server.close()
