r"""Values as YAML that both Rubies read as exactly that value (facts/frontmatter.md §4).

A character is plain-safe when both readers give it back unchanged and neither breaks a line there.
What is written here went through Ruby by the hundred thousand: `python -m tests.post.emission`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable

from editor.post import scalars
from editor.post.dates import format_time
from editor.post.errors import EditRefused
from editor.post.style import Quote

# As alternatives, not as one set: one of so many ranges takes 7 ms to compile.
_UNSAFE_ABOVE = "[\u2028\u2029]|[\ud800-\udfff]|[\ufeff\ufffe\uffff]"
_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f]|{_UNSAFE_ABOVE}")
_UNSAFE_IN_LITERAL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f]|{_UNSAFE_ABOVE}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "~", ""}
_NOT_IN_PLAIN = re.compile(r": |:\Z| #|\A | \Z")
_FLOW = re.compile(r"[,\[\]{}:]")
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`=~.+<^ \t"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}

Encodable = Callable[[str], bool]


def is_plain_safe(text: str, *, flow: bool, keep: bool = False) -> bool:
    """Tell whether a text may stand without quotes.

    Args:
        text: The value.
        flow: It stands in brackets or braces.
        keep: The author writes it plain: then a text that starts with a digit or a sign that is
            none of YAML's may stay so where both Rubies read it as a text (`10 things to know`).
    """
    if text.lower() in _WORDS or _UNSAFE.search(text) or _NOT_IN_PLAIN.search(text):
        return False
    if flow and _FLOW.search(text):
        return False
    if text[0].isalpha():
        return True
    if text[0] != "/" and (not keep or text[0] in _INDICATORS):
        return False
    try:
        value = scalars.resolve(text)
    except scalars.ScalarError:
        return False
    return isinstance(value, str) and scalars.alike(text, value)


def is_single_safe(text: str) -> bool:
    """Tell whether a text may stand in single quotes."""
    return _UNSAFE.search(text) is None


def is_literal_safe(text: str) -> bool:
    """Tell whether a text may stand as a literal block."""
    return (
        bool(text.strip(" \t\n"))
        and _UNSAFE_IN_LITERAL.search(text) is None
        # A line of blanks alone would be taken for the indent.
        and not any(line and not line.strip(" \t") for line in text.split("\n"))
    )


def single(text: str) -> str:
    """Write a text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def double(text: str, encodable: Encodable | None = None) -> str:
    """Write any text in double quotes.

    Args:
        text: The value.
        encodable: Whether the file's encoding has a character; others are escaped.

    Raises:
        EditRefused: The text has half a surrogate pair, which no YAML can hold.
    """
    return '"' + double_inner(text, encodable) + '"'


def double_inner(text: str, encodable: Encodable | None = None) -> str:
    """Write a text as it stands between double quotes; see `double`."""
    if _SURROGATE.search(text):
        raise EditRefused(
            "The text holds half a character (a lone surrogate), which cannot be saved; nothing "
            "was changed. Delete that character and try again.",
        )
    if encodable is None and not _UNSAFE.search(text) and '"' not in text and "\\" not in text:
        return text
    return "".join(
        _ESCAPES.get(one)
        or (
            one
            if not _UNSAFE.match(one) and (encodable is None or encodable(one))
            else _escape(one)
        )
        for one in text
    )


def _escape(one: str) -> str:
    code = ord(one)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def string(
    text: str,
    quote: Quote,
    fallback: Quote,
    *,
    flow: bool,
    keep: bool = False,
    encodable: Encodable | None = None,
) -> str:
    """Write a text on one line, in the wanted quotes where they can hold it.

    Args:
        text: The value.
        quote: The author's.
        fallback: The quotes for a text that may not stand plain; PLAIN to choose by the text.
        flow: It stands in brackets or braces.
        keep: See `is_plain_safe`.
        encodable: See `double`.
    """
    if encodable is not None and not all(map(encodable, text)):
        return double(text, encodable)
    if quote is Quote.PLAIN:
        if is_plain_safe(text, flow=flow, keep=keep):
            return text
        quote = fallback
        if quote is Quote.PLAIN:
            escapes = text.count('"') + text.count("\\")
            quote = Quote.SINGLE if escapes > text.count("'") else Quote.DOUBLE
    if quote is Quote.SINGLE and is_single_safe(text):
        return single(text)
    return double(text, encodable)


def literal(
    text: str, indent: int, base: int, eol: str, header: str = "|"
) -> tuple[str, list[str]]:
    """Write a text of several lines as a literal block.

    Args:
        text: The value; `is_literal_safe`.
        indent: Column of its lines.
        base: Column of the key or dash; an indicator counts from there.
        eol: The file's line end.
        header: The author's own header, whose indicators are kept where they fit.

    Returns:
        The header, and the lines with their line ends.
    """
    trimmed = text.rstrip("\n")
    ends = len(text) - len(trimmed)
    chomp = "-" if ends == 0 else "" if ends == 1 else "+"
    if ends == 1 and "+" in header:
        chomp = "+"
    lines = trimmed.split("\n")
    filled = next(line for line in lines if line)
    needs = not lines[0] or filled[0] in " \t"
    old = re.sub(r"[^0-9]", "", header)
    indicator = str(indent - base) if needs or old else ""
    head = f"|{indicator}{chomp}"
    if "+" in header[:2] or ("-" in header[:2]):  # the author puts the sign first
        head = f"|{chomp}{indicator}"
    pad = " " * indent
    body = [(pad + line if line else "") + eol for line in lines]
    body += [eol] * (ends - 1)
    return head, body


def number(value: float) -> str:
    """Write a number; an int of any size that Python turns into digits."""
    if isinstance(value, int):
        try:
            return str(int(value))
        except ValueError:
            raise EditRefused(
                "The number has more than 4,300 digits and was not written; nothing was changed. "
                "Write it as text.",
            ) from None
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    from decimal import Decimal

    text = format(Decimal(repr(value)), "f")
    return text if "." in text else text + ".0"


def boolean(value: bool, source: str = "") -> str:
    """Write a boolean with the author's words: `yes` turns to `no`, `True` to `False`."""
    words = ("true", "false")
    for pair in (("yes", "no"), ("on", "off")):
        if source.lower() in pair:
            words = pair
    word = words[0] if value else words[1]
    if len(source) > 1 and source.isupper():
        return word.upper()
    return word.capitalize() if source[:1].isupper() else word


def inline(
    value: object,
    quote: Quote,
    fallback: Quote,
    *,
    flow: bool,
    date_shape: str | None = None,
    space: bool = False,
    null: str = "",
    encodable: Encodable | None = None,
) -> str:
    """Write any value on one line; lists and maps in brackets.

    Args:
        value: What `Post.set` takes.
        quote: The quotes for texts.
        fallback: See `string`.
        flow: It stands inside of brackets already.
        date_shape: See `dates`.
        space: A blank inside of brackets.
        null: What stands for nothing; in brackets it is `~` at least.
        encodable: See `double`.

    Raises:
        EditRefused: No YAML for such a value.
    """
    if value is None:
        return null or ("~" if flow else "")
    if isinstance(value, bool):
        return boolean(value)
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, dt.date):
        return format_time(value, date_shape)
    if isinstance(value, str):
        return string(str(value), quote, fallback, flow=flow, encodable=encodable)
    more = {"date_shape": date_shape, "space": space, "null": "~", "encodable": encodable}
    gap = " " if space else ""
    if isinstance(value, (list, tuple)):
        inner = ", ".join(inline(one, quote, fallback, flow=True, **more) for one in value)  # type: ignore[arg-type]
        return f"[{gap}{inner}{gap}]" if inner else "[]"
    items = getattr(value, "items", None)
    if items is None:
        raise EditRefused(
            f"A value of the kind “{type(value).__name__}” cannot stand in front matter; nothing "
            "was changed.",
        )
    inner = ", ".join(
        f"{key_text(key, flow=True)}: {inline(one, quote, fallback, flow=True, **more)}"  # type: ignore[arg-type]
        for key, one in items()
    )
    return f"{{{gap}{inner}{gap}}}" if inner else "{}"


def key_text(key: object, quote: Quote = Quote.PLAIN, *, flow: bool = False) -> str:
    """Write a key of a map; only texts and numbers can be one here.

    Raises:
        EditRefused: No such key is written.
    """
    if isinstance(key, str):
        if not key or len(key) > 120 or key == "<<" or "\n" in key:
            raise EditRefused(
                "A field's name needs 1 to 120 characters on one line; nothing was changed.",
            )
        return string(key, quote, Quote.DOUBLE, flow=flow)
    if isinstance(key, (bool, int, float, dt.date)) and not isinstance(key, dt.datetime):
        return inline(key, Quote.PLAIN, Quote.DOUBLE, flow=flow)
    raise EditRefused("Only a text can be the name of a field; nothing was changed.")
