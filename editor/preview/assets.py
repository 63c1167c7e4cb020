"""What the page asks of the worker: made between two keys, or in a thread that only waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.errors import StandfirstError
from editor.preview.messages import Asset, AssetWanted, Message, Taken

if TYPE_CHECKING:
    from editor.theme.live import LiveSite


class Assets:
    """Makes assets, and sends those that take their time when they are ready."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        """Make one.

        Args:
            send: Sends to the window; may be called in any thread.
        """
        self._send = send

    def make(self, site: LiveSite | None, wanted: AssetWanted) -> Asset | Taken:
        """Return an asset, or that it will follow.

        A sheet's Liquid is done here; for Sass, which another process does, a thread waits.
        """
        try:
            making = site.asset(wanted.path) if site is not None else None
        except StandfirstError as error:
            return Asset(wanted.number, sentence=f"{wanted.path}: {error.sentence}")
        if making is None:
            return Asset(wanted.number)
        finish = making.finish
        if finish is None:
            return Asset(wanted.number, making.mime_type, making.data)

        def wait() -> None:
            try:
                data, problem = finish()
                asset = Asset(wanted.number, making.mime_type, data, problem)
            except (OSError, StandfirstError, ValueError) as error:
                sentence = f"{wanted.path} cannot be made ({type(error).__name__})."
                asset = Asset(wanted.number, sentence=sentence)
            try:
                self._send(asset)
            except OSError:
                return  # the window is gone

        threading.Thread(target=wait, name="asset", daemon=True).start()
        return Taken(wanted.number)
