"""The editor as a user starts it, with one addition: it tells where its widgets stand.

`python -m tests.journeys.host [SITE_OR_POST]` runs `editor.ui.app.main` unchanged. A thread reads
questions from standard input, one JSON object a line, and the GUI thread answers each on standard
output behind the mark `>>> `. Questions only look: every deed of a journey is a key or a click that
comes through the X server.

    {"find": NAME}                 the visible widget of that object name: its place on the screen,
                                   text, enabled, focus; null when there is none
    {"item": NAME, "text": TEXT}   the first row of a view, tab or menu entry that shows TEXT
    {"windows": true}              titles and object names of the visible top-level widgets
    {"grab": FILE}                 the whole screen as a PNG
    {"focus": true}                the object name of the focused widget
    {"page": true}                 the text that the preview's page shows
"""

from __future__ import annotations

import sys

MARK = ">>> "


def main() -> int:
    """Run the editor with a witness."""
    # Imported here: the render workers read this module again, and need no Qt.
    from editor.ui import app
    from tests.journeys.witness import Witness

    witness = Witness()
    status = app.main(sys.argv[1:])
    witness.deleteLater()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
