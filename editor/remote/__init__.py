"""What a theme takes from the network: found, listed, and fetched once when a person says so.

The only folder that asks the network. Nothing here does so by itself: `wanted` only reads, and
`RemoteCache.fetch` asks for exactly the addresses it is given. It knows bytes, addresses and
folders; no site, no post. What is taken is style sheets, fonts and pictures, nothing that runs.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.remote.addresses import Kind, RemoteAddress
    from editor.remote.bounds import Bounds
    from editor.remote.cache import RemoteCache
    from editor.remote.entries import CachedFile, Entry
    from editor.remote.errors import RemoteError
    from editor.remote.fetching import Fetched, FetchReport
    from editor.remote.wanting import wanted

__all__ = [
    "Bounds",
    "CachedFile",
    "Entry",
    "FetchReport",
    "Fetched",
    "Kind",
    "RemoteAddress",
    "RemoteCache",
    "RemoteError",
    "wanted",
]

load_when_asked(
    __name__,
    {
        "addresses": "Kind RemoteAddress",
        "bounds": "Bounds",
        "cache": "RemoteCache",
        "entries": "CachedFile Entry",
        "errors": "RemoteError",
        "fetching": "Fetched FetchReport",
        "wanting": "wanted",
    },
)
