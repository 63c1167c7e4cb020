"""The command line: made from `VERBS`, run, and answered with an exit code. Never loads Qt."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from editor import __version__
from editor.cli.errors import UsageError
from editor.cli.output import show, show_error
from editor.cli.table import VERBS
from editor.cli.verb import Verb
from editor.errors import StandfirstError

log = logging.getLogger(__name__)

_DESCRIPTION = "A Markdown post editor for Jekyll sites."
_EPILOG = """\
standfirst [SITE|POST]   opens the window
standfirst VERB …        works without one; 'standfirst VERB --help' says how

exit codes: 0 done; 1 done, with findings; 2 usage, or input that cannot be read;
3 refused to protect data"""


class _Parser(argparse.ArgumentParser):
    """Raises instead of leaving, so that `--json` holds for wrong usage too."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See '{self.prog} --help'.")


def is_verb(argument: str) -> bool:
    """Tell whether an argument is the name of a verb."""
    return any(verb.name == argument for verb in VERBS)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line, for its help."""
    parser = _Parser(
        "standfirst",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"standfirst {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, title="verbs")
    for verb in VERBS:
        verbs.add_parser(verb.name, help=verb.help)
    return parser


def make_verb_parser(verb: Verb) -> argparse.ArgumentParser:
    """Return the parser of one verb."""
    parser = _Parser(
        f"standfirst {verb.name}",
        description=f"{verb.help[:1].upper()}{verb.help[1:]}.",
        allow_abbrev=False,
    )
    for argument in verb.arguments:
        parser.add_argument(*argument.names, **argument.options)
    parser.add_argument("--site", metavar="DIR", help="the site; else found upwards")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    if verb.writes:
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, show what would change"
        )
    return parser


def run(argv: Sequence[str]) -> int:
    """Run a command line and return its exit code.

    Args:
        argv: The arguments, without the program's name.
    """
    as_json = "--json" in argv
    # Standard error is for sentences; without a handler Python would put warnings there.
    logging.getLogger("editor").addHandler(logging.NullHandler())
    try:
        verb = _verb_of(argv)
        # Intermixed: `get POST --json title` is as good as `get POST title --json`.
        arguments = make_verb_parser(verb).parse_intermixed_args(argv[1:])
        return show(verb.run(arguments), as_json=arguments.json)
    except StandfirstError as error:
        log.info("%s: %s", type(error).__name__, error.detail)
        return show_error(error, as_json=as_json)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep Python from complaining at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        sentence = f"The system said “{error.strerror or error}”; nothing was changed."
        return show_error(StandfirstError(sentence), as_json=as_json)
    except Exception as error:
        log.warning("fault: %s", type(error).__name__, exc_info=True)
        sentence = (
            f"Standfirst itself failed here ({type(error).__name__}); that is a fault of the "
            "program, and files are as they were last saved. Please report it."
        )
        return show_error(StandfirstError(sentence), as_json=as_json)


def _verb_of(argv: Sequence[str]) -> Verb:
    verb = next((each for each in VERBS if argv and each.name == argv[0]), None)
    if verb is None:
        if not argv or argv[0].startswith("-"):
            make_parser().parse_args(argv)  # --help and --version leave here
        name = argv[0] if argv else ""
        import difflib

        close = difflib.get_close_matches(name, [each.name for each in VERBS], 1)
        guess = f" Did you mean “{close[0]}”?" if close else ""
        raise UsageError(
            f"“{name}” is neither a verb nor a file or folder here.{guess} See 'standfirst --help'."
        )
    return verb
