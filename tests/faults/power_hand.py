"""Types until the power is cut: `python -m tests.faults.power_hand POST SEED [--unsynced]`.

Types into a document with its journal, which the process's own thread syncs; saves now and then
unless POST is `-` (a post that was never saved). Says on standard output when each key had been
typed (`key NUMBER SECONDS`, the system's monotonic clock), and how many a save holds (`saved
NUMBER SECONDS`), until somebody kills it.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from pathlib import Path

from editor.document import Document
from editor.storage import journal_file, read, save

LINE = 60


def key_of(number: int) -> str:
    """Return what the how-manieth key types: the text is the same however long it is."""
    return "\n" if number % LINE == LINE - 1 else "abcdefghijklmnopqrstuvw"[number % 23]


def text_of(count: int) -> str:
    """Return the text of so many keys."""
    return "".join(map(key_of, range(count)))


def main() -> None:
    path = None if sys.argv[1] == "-" else Path(sys.argv[1])
    chance = random.Random(int(sys.argv[2]))
    if "--unsynced" in sys.argv:
        journal_file._sync_data = lambda handle: None  # noqa: ARG005
    document = Document.new() if path is None else Document.from_bytes(read(path)[0])
    journal = document.open_journal(path)
    pause_s = 1 / chance.uniform(20, 200)
    for number in itertools.count():
        line, column = divmod(number, LINE)
        document.replace(line, column, line, column, key_of(number))
        print("key", number + 1, time.monotonic(), flush=True)
        if path is not None and chance.random() < 0.01:
            snapshot = document.snapshot()
            expected = document.saved_digest
            saved = save(path, snapshot.data, expected=expected, journal=journal)
            document.mark_saved(snapshot, saved)
            print("saved", number + 1, time.monotonic(), flush=True)
        time.sleep(pause_s)


if __name__ == "__main__":
    main()
