"""Where the program starts: a verb works on the command line, anything else opens the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code.

    Args:
        argv: The arguments, without the program's name; by default those of the process.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if getattr(sys, "frozen", False):  # a frozen build's workers are the program itself, too
        import multiprocessing

        multiprocessing.freeze_support()
    if arguments and arguments[0].startswith("--"):
        from editor.processes.program import HOST_WORD

        if arguments[0] == HOST_WORD:
            from editor.processes.host import serve

            serve(int(arguments[1]))
            return 0
    # A post's front matter may be 64 KB, all of it one number: Ruby reads that, and so do we.
    sys.set_int_max_str_digits(100_000)
    from editor.cli import is_verb, run

    if arguments and (arguments[0] in ("-h", "--help", "--version") or is_verb(arguments[0])):
        if argv is None:
            # Most verbs are over before a collection pays, and loading them makes no garbage.
            gc.set_threshold(50_000)
        try:
            return run(arguments)
        except SystemExit as leaving:  # --help and --version
            return leaving.code if isinstance(leaving.code, int) else 0
        finally:
            if argv is None:
                gc.freeze()  # the process ends: nothing of it has to be looked through
    if arguments and (arguments[0].startswith("-") or not Path(arguments[0]).exists()):
        return run(arguments)  # says what is wrong with it
    from editor.ui.app import main as open_window

    return open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
