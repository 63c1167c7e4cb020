"""The command line: everything that the window does to a site, without a window and without Qt."""

from editor.cli.parser import is_verb, make_parser, run
from editor.cli.table import VERBS
from editor.cli.verb import Verb

__all__ = ["VERBS", "Verb", "is_verb", "make_parser", "run"]
