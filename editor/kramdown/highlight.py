"""Code as Rouge prints it (`converter/syntax_highlighter/rouge.rb`).

The wrappers are Rouge's own. The tokens come from Pygments, in Rouge's class names, which are the
same but for the differences below. Where a lexer of Rouge is cheap to follow, `rouge/` has it.

| what | Rouge | here |
|---|---|---|
| blanks | mostly plain text | plain text: Pygments' `w` is dropped |
| Ruby, HTML, XML, ERB, PHP, YAML, shell | own lexers | Pygments' tokens, some renamed (`rouge/`) |
| all other languages, CSS and console sessions too | own lexers | Pygments' tokens as they are |
| `kv`, `mx`, `pi`, `cd` | their own classes | never given |
| `pm`, `ges`, `esc` | unknown | `p`, `ge`, plain text |
| a language that Pygments lacks | tokens | plain text |
| code over 100 KB (Liquid 4 KB, C++ 15 KB, XML 50 KB: slow lexers) | tokens | plain text |
| guessing without a language | by the first line | plain text |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from editor.kramdown.options import Options
from editor.kramdown.rouge_names import ROUGE_TAGS
from editor.kramdown.utils_html import escape_all

_LONGEST = 100_000
"""Longer code is not coloured."""


_LONGEST_SLOW = {"liquid": 4_000, "cpp": 15_000, "xml": 50_000, "html": 50_000}
"""The same for languages whose lexers need a time that grows with the square of some inputs."""


@dataclass(frozen=True, slots=True)
class Highlighted:
    """Code as HTML, and the language that is assumed where none is given."""

    html: str
    default_lang: str | None


def highlight(code: str, lang: str | None, kind: str, options: Options) -> Highlighted | None:
    """Highlight code as kramdown with Rouge does; `None` when it would not.

    Args:
        code: The code.
        lang: Its language as written, perhaps with `?options`; `None` when none is given.
        kind: `block` or `span`: only blocks get wrappers.
        options: Of kramdown, `syntax_highlighter` and `syntax_highlighter_opts` count.
    """
    if options.syntax_highlighter != "rouge":
        return None
    given: Mapping[str, Any] = options.syntax_highlighter_opts
    opts = {key: value for key, value in given.items() if key not in ("span", "block")}
    own = given.get(kind)
    if isinstance(own, Mapping):
        opts |= {str(key).removeprefix(":"): value for key, value in own.items()}
    default = opts.get("default_lang")
    default_lang = str(default) if default else None
    guess = bool(opts.get("guess_lang"))
    name = lang or default_lang
    if name is None and not guess:
        return None
    tag = ROUGE_TAGS.get((name or "plaintext").partition("?")[0])
    if opts.get("disable") or tag is None or (tag == "plaintext" and not guess):
        return None
    is_plain = len(code) > _LONGEST_SLOW.get(tag, _LONGEST) or tag == "plaintext"
    html = escape_all(code) if is_plain else _tokens(tag, code)
    if kind == "block":
        if opts.get("line_numbers"):
            start = opts.get("start_line", 1)
            html = numbered_code(html, code, first=start if isinstance(start, int) else 1)
        if opts.get("wrap", True):
            css = opts.get("css_class") or "highlight"
            html = f'<div class="highlight"><pre class="{css}"><code>{html}</code></pre></div>'
    return Highlighted(html, default_lang)


@lru_cache(maxsize=2048)
def _tokens(tag: str, code: str) -> str:
    from editor.kramdown.rouge import tokens_html

    return tokens_html(tag, code)


def highlighted_code(language: str, code: str) -> str:
    """Return code with a span round every token, plain for a language that Rouge does not know.

    Args:
        language: As Rouge's `find_fancy` takes it: a name or alias, in lower case.
        code: The code.
    """
    tag = ROUGE_TAGS.get(language.partition("?")[0])
    if tag is None or tag == "plaintext" or len(code) > _LONGEST_SLOW.get(tag, _LONGEST):
        return escape_all(code)
    return _tokens(tag, code)


def numbered_code(
    html: str,
    code: str,
    *,
    gutter: str = "rouge-gutter",
    column: str = "rouge-code",
    first: int = 1,
) -> str:
    """Put code beside its line numbers (Rouge's `formatters/html_table.rb`).

    Args:
        html: The code as `highlighted_code` gives it.
        code: The code itself.
        gutter: Class of the numbers' cell.
        column: Class of the code's cell.
        first: Number of the first line.
    """
    count = code.count("\n") + (not code.endswith("\n"))
    if not code.endswith("\n"):
        html += "\n"
    numbers = "".join(f"{number}\n" for number in range(first, first + count))
    table = "rouge-table"
    return (
        f'<table class="{table}"><tbody><tr><td class="{gutter} gl">'
        f'<pre class="lineno">{numbers}</pre></td><td class="{column}"><pre>{html}</pre></td>'
        "</tr></tbody></table>"
    )
