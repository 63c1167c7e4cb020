"""The running editor with a typist in it: `python -m tests.faults.typist POST SEED`.

Starts `editor.ui.app.main` on the post (no screen), types numbered words into the editing pane,
saves now and then, sets a field now and then, and says on standard output when each word had been
typed (`typed NUMBER SECONDS`, the system's monotonic clock) until somebody kills it.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run the editor with its typist."""
    # Imported here: the render workers read this module again, and need no Qt.
    from editor.ui import app
    from tests.faults.typing_hand import Typist

    typist = Typist(int(sys.argv[2]))
    status = app.main([sys.argv[1]])
    typist.deleteLater()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
