"""Code as HTML: its language, its highlighting, its blanks shown (`convert_codeblock`)."""

from __future__ import annotations

import re

from editor.kramdown.element import Element
from editor.kramdown.highlight import highlight
from editor.kramdown.options import Options
from editor.kramdown.utils_html import Attributes, escape_all, html_attributes, span_html

_LANGUAGE = re.compile(r"\blanguage-(\S+)")
_SPACES = re.compile(r"(^[ \t]+)|([ \t]+$)|([ \t]+)", re.MULTILINE)


def codeblock_html(element: Element, indent: int, options: Options) -> str:
    """Return a block of code, highlighted where its language is known."""
    attr = dict(element.attr)
    lang = _take_language(attr)
    space = " " * indent
    found = highlight(element.value, element.options.get("lang") or lang, "block", options)
    if found is not None:
        _add_highlighter(attr, lang or found.default_lang, options)
        return f"{space}<div{html_attributes(attr)}>{found.html}{space}</div>\n"
    code = escape_all(element.value).removesuffix("\n")
    if re.search(r"\bshow-whitespaces\b", element.attr.get("class") or ""):
        code = _SPACES.sub(_show_spaces, code)
    code_attr: Attributes = {"class": f"language-{lang}"} if lang else {}
    return (
        f"{space}<pre{html_attributes(attr)}><code{html_attributes(code_attr)}>"
        f"{code}\n</code></pre>\n"
    )


def codespan_html(element: Element, options: Options) -> str:
    """Return a span of code."""
    attr = dict(element.attr)
    lang = _language(attr)
    found = highlight(element.value, lang, "span", options)
    if found is None:
        return span_html("code", attr, escape_all(element.value))
    _add_highlighter(attr, lang or found.default_lang, options)
    return span_html("code", attr, found.html)


def _language(attr: Attributes) -> str | None:
    match = _LANGUAGE.search(attr.get("class") or "")
    return match[1] if match else None


def _take_language(attr: Attributes) -> str | None:
    lang = _language(attr)
    if lang:
        rest = _LANGUAGE.sub("", attr["class"] or "", count=1).strip()
        if rest:
            attr["class"] = rest
        else:
            del attr["class"]
    return lang


def _add_highlighter(attr: Attributes, lang: str | None, options: Options) -> None:
    name = f"{attr.get('class') or ''} highlighter-{options.syntax_highlighter}".lstrip()
    if lang:
        match = re.match(r"\blanguage-\S+", name)
        name = f"language-{lang}{name[match.end() :]}" if match else f"language-{lang} {name}"
    attr["class"] = name


def _show_spaces(match: re.Match[str]) -> str:
    suffix = "-l" if match[1] else "-r" if match[2] else ""
    tab, space = (
        f'<span class="ws-tab{suffix}">\t</span>',
        f'<span class="ws-space{suffix}">&#8901;</span>',
    )
    return "".join(tab if char == "\t" else space for char in match[0])
