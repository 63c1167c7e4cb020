"""The measured data and tools beside the checkout, at `../shared`: read, never copied."""

from __future__ import annotations

from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DATA = SHARED / "data"
TOOLS = SHARED / "tools"
