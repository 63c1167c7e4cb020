"""What a post's source tells that its page does not: said before it leaves, never taken out.

A bundle carries the post byte for byte, so its comments, private-looking keys and anything that
looks like a password go along. The writer is warned by name and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_KEYS = re.compile(
    r"(?:\A|[_-])(?:tokens?|secrets?|passwords?|passwd|api_?keys?|key|internal|notes?|private)\Z",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--(?!\s*more\s*-->)|\{%-?\s*comment\s*-?%\}|\{::comment\}", re.IGNORECASE)

# Shapes of keys as their makers document them; a line is named, the key itself never repeated.
_SECRETS = (
    ("a private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    ("an AWS access key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("a GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})"),
    ("a GitLab token", r"\bgl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{20,}"),
    ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("a Slack web hook", r"hooks\.slack\.com/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/"),
    ("a Stripe key", r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    ("a Google key", r"\bAIza[A-Za-z0-9_-]{35}"),
    ("a Google OAuth secret", r"\bGOCSPX-[A-Za-z0-9_-]{20,}"),
    ("a SendGrid key", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("a Mailgun key", r"\bkey-[0-9a-f]{32}\b"),
    ("a Mailchimp key", r"\b[0-9a-f]{32}-us[0-9]{1,2}\b"),
    ("a Twilio key", r"\bSK[0-9a-f]{32}\b"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a PyPI token", r"\bpypi-AgE[A-Za-z0-9_-]{20,}"),
    ("an OpenAI or Anthropic key", r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}"),
    ("a JSON web token", r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}"),
    ("a Telegram bot token", r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b"),
    ("a password in an address", r"\b[a-z][a-z0-9+.-]*://[^/\s:@]{1,100}:[^/\s:@]{3,100}@"),
    ("a password", r"(?i)\b(?:password|passwd|secret|api[_-]?key)\s*[:=]\s*['\"]?[^\s'\"]{8,}"),
)
_ANY_SECRET = re.compile(
    "|".join(f"(?:{shape.removeprefix('(?i)')})" for _, shape in _SECRETS), re.IGNORECASE
)
_SHAPES = tuple((name, re.compile(shape)) for name, shape in _SECRETS)
# Where a post on someone's own machine shows through.
_LOCAL = re.compile(r"file:/{1,3}|\b[A-Za-z]:\\Users\\|(?<![\w.])/(?:home|Users)/[^/\s]+/")


def disclosures(text: str, data: Mapping[str, object]) -> list[tuple[int, str]]:
    """List what the writer should know before the post's source leaves.

    Args:
        text: The whole post.
        data: Its front matter.

    Returns:
        Line (from 0) and sentence, in the order of the text; keys first, at line 0.
    """
    found = [
        (0, f"The key “{key}” of the front matter goes along; anyone can read it.")
        for key in data
        if _KEYS.search(str(key))
    ]
    for number, line in enumerate(text.split("\n")):
        # One pass over all shapes first; nearly every line ends here.
        if _ANY_SECRET.search(line):
            found += [
                (number, f"This line seems to hold {name}.")
                for name, shape in _SHAPES
                if shape.search(line)
            ]
        if _COMMENT.search(line):
            found.append((number, "A comment in the text goes along; anyone can read it."))
        if _LOCAL.search(line):
            found.append((number, "This line names a folder of a computer."))
    return found
