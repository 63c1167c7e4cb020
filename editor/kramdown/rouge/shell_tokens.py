"""Shell words as Rouge names them (`lexers/shell.rb`): its lexer is short, so it is followed.

Strings and expansions keep Pygments' tokens; what stands between them is read anew by its rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Token = tuple[str, str]
"""Class and text."""

_KEYWORDS = (
    "if|fi|else|while|do|done|for|then|return|function|select|continue|until|esac|elif|in|case"
)
# The shell's own, then everyday programs.
_BUILTINS = (
    "alias|bg|bind|break|builtin|caller|cd|command|compgen|complete|declare|dirs|"
    "disown|enable|eval|exec|exit|export|false|fc|fg|getopts|hash|help|history|"
    "jobs|let|local|logout|mapfile|popd|pushd|pwd|read|readonly|set|shift|shopt|"
    "source|suspend|test|time|times|trap|true|type|typeset|ulimit|umask|unalias|"
    "unset|wait|cat|tac|nl|od|base32|base64|fmt|pr|fold|head|tail|split|csplit|"
    "wc|sum|cksum|b2sum|md5sum|sha1sum|sha224sum|sha256sum|sha384sum|sha512sum|"
    "sort|shuf|uniq|comm|ptx|tsort|cut|paste|join|tr|expand|unexpand|ls|dir|"
    "vdir|dircolors|cp|dd|install|mv|rm|shred|link|ln|mkdir|mkfifo|mknod|"
    "readlink|rmdir|unlink|chown|chgrp|chmod|touch|df|du|stat|sync|truncate|echo|"
    "printf|yes|expr|tee|basename|dirname|pathchk|mktemp|realpath|stty|printenv|"
    "tty|id|logname|whoami|groups|users|who|date|arch|nproc|uname|hostname|"
    "hostid|uptime|chcon|runcon|chroot|env|nice|nohup|stdbuf|timeout|kill|sleep|"
    "factor|numfmt|seq|tar|grep|sudo|awk|sed|gzip|gunzip"
)
_RULES = re.compile(
    rf"(?P<c>#[^\n]*)|(?P<k>\b(?:{_KEYWORDS})\s*\b|\*)"
    rf"|(?P<nb>\b(?:{_BUILTINS})\s*\b(?![.-])|\.(?=\s))"
    r"|(?P<nv>\b\w+(?==))|(?P<o>[\[\]{}()!=>]|&&|\|\||<<<)|(?P<p>;)|(?P<nt>--?[\w-]+)"
    r"|(?P<plain>\s+|[^=*\s{}()$\"'`;\\<]+|.)",
    re.DOTALL,
)


def adapt_shell(tokens: Iterable[Token]) -> Iterator[Token]:
    """Read everything but strings and expansions by Rouge's rules."""
    run = ""
    for name, text in tokens:
        if name.startswith("s") or (name == "nv" and text.startswith("$")):
            yield from _words(run)
            run = ""
            yield ("k" if name == "si" and text in ("${", "}") else name), text
        else:
            run += text
    yield from _words(run)


def _words(text: str) -> Iterator[Token]:
    for found in _RULES.finditer(text):
        kind = str(found.lastgroup)
        yield ("" if kind == "plain" else kind), found[0]
