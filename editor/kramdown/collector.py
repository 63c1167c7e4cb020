"""Keeps Python's cycle collector out of a rendering.

Each element of a tree is an object that lives until the end, so that the collector walks the grown
tree again and again and finds nothing: time that grows faster than the text. The trees are freed by
their reference counts and, cycles between parents and children, by the next collection after.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def resting_collector() -> Iterator[None]:
    """Let the collector rest for the length of a block; it rests no longer than before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
