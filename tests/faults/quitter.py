"""The running editor that is used for a moment and quits: `python -m tests.faults.quitter POST`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the editor with its quitter."""
    # Imported here: the render workers read this module again, and need no Qt.
    from editor.ui import app
    from tests.faults.quitting_hand import Quitter

    quitter = Quitter()
    status = app.main([sys.argv[1]])
    quitter.deleteLater()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
