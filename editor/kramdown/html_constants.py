"""Tags, attributes and content models (`parser/html.rb`, `Constants`)."""

from __future__ import annotations

import re

NAME = r"(?u:[^\W\d])(?u:[-\w.])*"
"""REXML's `NCNAME_STR`: a letter or underscore, then letters, digits and `-._`."""
UNAME = f"{NAME}(?::{NAME})?"

COMMENT_START = "<!--"
INSTRUCTION_START = "<?"
_VALUE = r"""(?:\s*+=\s*+(?:(?u:\w)++|"[^"]*+"|'[^']*+'))?+"""
TAG = re.compile(rf"<((?>{UNAME}))((?>\s+{UNAME}{_VALUE})*+)\s*+(/)?>", re.ASCII | re.DOTALL)
"""A start tag: name, attributes, slash."""
TAG_TRIED = re.compile(
    rf"<(?>{UNAME})(?>\s+{UNAME}{_VALUE})*+\s*+(=\s*[\"'])?", re.ASCII | re.DOTALL
)
"""As much of a start tag as there is; the group says that a quote has no end."""
TAG_CLOSE = re.compile(rf"</({UNAME})\s*>", re.ASCII)
ATTRIBUTE = re.compile(
    rf"""\s*({UNAME})(?:\s*=\s*(?:((?u:\w)+)|("|')(.*?)\3))?""", re.ASCII | re.DOTALL
)
ENTITY = re.compile(r"&([\w:][\-\w\.:]*);|&#(\d+);|&#x([0-9a-fA-F]+);", re.ASCII)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTENT_MODEL: dict[str, str] = dict.fromkeys(
    _words(
        """address applet article aside blockquote body dd details div dl fieldset figure
        figcaption footer form header hgroup iframe li main map menu nav noscript object section
        summary td"""
    ),
    "block",
) | dict.fromkeys(
    _words(
        """a abbr acronym b bdo big button cite caption del dfn dt em h1 h2 h3 h4 h5 h6 i ins
        label legend optgroup p q rb rbc rp rt rtc ruby select small span strong sub sup th tt"""
    ),
    "span",
)
"""How the content of an element is parsed when Markdown in it is asked for; else raw."""
_RAW = _words("script style math option textarea pre code kbd samp var")

SPAN_ELEMENTS = _words(
    """a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark
    option q rb rbc rp rt rtc ruby samp select small span strong sub sup tt u var"""
)
SPAN_ELEMENTS_25 = SPAN_ELEMENTS | {"time"}
"""kramdown 2.5 counts `time` among them."""
BLOCK_ELEMENTS = _words(
    """address article aside applet body blockquote caption col colgroup dd div dl dt fieldset
    figcaption footer form h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu li main
    map nav ol optgroup p pre section summary table tbody td th thead tfoot tr ul"""
)
WITHOUT_BODY = _words(
    "area base br col command embed hr img input keygen link meta param source track wbr"
)
KNOWN = SPAN_ELEMENTS_25 | BLOCK_ELEMENTS | WITHOUT_BODY | CONTENT_MODEL.keys() | _RAW
"""Elements of HTML: their names are lower-cased, those of others kept."""


def content_model(name: str) -> str:
    """Return `block`, `span` or `raw`."""
    return CONTENT_MODEL.get(name, "raw")
