"""`highlight`: code with its language (`lib/jekyll/tags/highlight.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown import highlighted_code, numbered_code
from editor.liquid import ruby
from editor.liquid.engine import text_of
from editor.liquid.parsing import Tag
from editor.theme.errors import JekyllError
from editor.theme.registers import build_of

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render
    from editor.liquid.parsing import ParseState

_SYNTAX = re.compile(
    r'^([a-zA-Z0-9.+#_-]+)((\s+\w+(=(\w+|"([0-9]+\s)*[0-9]+"))?)*)$', re.ASCII | re.MULTILINE
)
_OPTION = re.compile(r'(?:\w="[^"]*"|\w=\w|\w)+', re.ASCII)
_LINE_ENDS = re.compile(r"\A[\n\r]+|[\n\r]+\Z")


class Highlight(Tag):
    """`{% highlight ruby linenos %}…{% endhighlight %}`."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        found = _SYNTAX.search(markup.strip(ruby.BLANKS))
        if found is None:
            # The block is passed over: its inside would be read as the page's otherwise.
            raise JekyllError(
                f"Syntax Error in tag 'highlight' while parsing the following markup:\n\n{markup}"
                "\n\nValid syntax: highlight <lang> [linenos]\n"
            )
        self._language = found[1].lower()
        options = {each.partition("=")[0] for each in _OPTION.findall(found[2])}
        self._numbered = "linenos" in options
        self._body = state.parse_block(name)

    def compile(self) -> Render:
        body = self._body.compile()

        def render(context: Context, out: list[object]) -> None:
            inside: list[object] = []
            body(context, inside)
            code = _LINE_ENDS.sub("", text_of(inside))
            highlighter = build_of(context).config.get("highlighter")
            if highlighter in ("rouge", "pygments"):
                html = highlighted_code(self._language, code)
                if self._numbered:
                    html = numbered_code(html, code, gutter="gutter", column="code")
            else:
                html = _escaped(code).strip(ruby.BLANKS)
            html = html.removesuffix("\n").removesuffix("\r")
            language = self._language.replace("+", "-")
            text = (
                f'<figure class="highlight"><pre><code class="language-{language}" '
                f'data-lang="{self._language}">{html}</code></pre></figure>'
            )
            before, after = (
                ruby.to_s(context.find(f"highlighter_{each}")) for each in ("prefix", "suffix")
            )
            context.spend_output(len(text))
            out.append(before + text + after)

        return render


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")
