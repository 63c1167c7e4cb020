"""The search for garbage, put off while much is made that is not garbage."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def no_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: in a batch of things that all stay, that is a quarter of it.

    Only for as long as what is made fits into memory, circles and all.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
