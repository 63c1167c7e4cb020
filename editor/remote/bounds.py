"""How much of the network's time and bytes one fetch may take."""

from __future__ import annotations

from dataclasses import dataclass

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of one `RemoteCache.fetch`.

    A font of all of Chinese is 8 to 17 MB, a large theme's style sheet 0.3 MB.

    Attributes:
        file_bytes: Of one file, its own bytes.
        sheet_bytes: Of one style sheet, which is read for further addresses (1.5 s for 1 MB).
        total_bytes: Of all files of a fetch.
        head_bytes: Of the head of one answer, with all that stands before it.
        file_s: Seconds for one file, from asking for its host's address to its last byte.
        total_s: Seconds for all of a fetch.
        connect_s: Seconds for one of a host's addresses to accept a connection.
        grace_s: Seconds more that the worker is given to read a sheet after its last byte; then it
            is ended, whatever it does.
        redirects: How many of them are followed for one file.
        files: Addresses that are asked for in one fetch; the others are told of.
    """

    file_bytes: int = 20 * _MEBIBYTE
    sheet_bytes: int = 2 * _MEBIBYTE
    total_bytes: int = 100 * _MEBIBYTE
    head_bytes: int = 64 * 1024
    file_s: float = 30.0
    total_s: float = 180.0
    connect_s: float = 8.0
    grace_s: float = 5.0
    redirects: int = 5
    files: int = 200
