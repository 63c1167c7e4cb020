from __future__ import annotations

import re

import pytest

from editor.site import SiteUrls
from editor.theme import PLAIN, LiquidLines, Tokens
from editor.theme.liquid import LOOKAHEAD

URLS = SiteUrls({"baseurl": "/base/", "url": "https://example.org"})


def converted(text: str) -> tuple[list[str], Tokens]:
    tokens = Tokens()
    liquid = LiquidLines(tokens, URLS)
    lines = text.splitlines(keepends=True)
    out = []
    state = PLAIN
    for index in range(len(lines)):
        line, state = liquid.convert(lines, index, state)
        out.append(line)
    return out, tokens


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("{{ site.baseurl }}/a", "/base/a"),
        ("{{site.url}}/a", "https://example.org/a"),
        ("{{ '/a.png' | relative_url }}", "/base/a.png"),
        ('{{- "a b.png" | relative_url -}}', "/base/a%20b.png"),
        ("{{ '/é' | absolute_url }}", "https://example.org/base/%C3%A9"),
        ("{{ '/a' | prepend: site.baseurl }}", "/base/a"),
        ("{{ site.baseurl | append: '/a' }}", "/base/a"),
        ("{{ 'https://x.org/a' | relative_url }}", "https://x.org/a"),
        ("no { liquid } here", "no { liquid } here"),
        ("an open {{ stays", "an open {{ stays"),
        ("an open {% stays", "an open {% stays"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        # Ruby's tokeniser ends an output at its first brace, and Jekyll stops on this one.
        ("{{ x | append: '}' }}", "{{ x | append: '}' }}"),
    ],
)
def test_addresses_resolve_and_text_stays(source: str, result: str) -> None:
    assert converted(source)[0] == [result]


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("{{ page.title }}", "{{ page.title }}"),
        ("{% include figure.html src='a' %}", "include figure.html"),
        ("{% if a %}", "{% if a %}"),
        ("{{ '/a' | unknown }}", "{{ &#x27;/a&#x27; | unknown }}"),
    ],
)
def test_other_liquid_becomes_a_label(source: str, label: str) -> None:
    lines, tokens = converted(source)
    assert len(lines[0]) == 1
    assert f">{label}</span>" in tokens.fill(f"<p>{lines[0]}</p>")


def test_a_label_in_an_attribute_is_text_and_a_picture_of_it_is_a_label() -> None:
    lines, tokens = converted('{{ page["x"] }}')
    kept = tokens.fill(f'<img alt="{lines[0]}" src="a.png">')
    assert kept == '<img alt="{{ page[&quot;x&quot;] }}" src="a.png">'
    assert tokens.fill(f'<img alt="b" src="{lines[0]}">').startswith('<span class="sf-liquid"')


def test_a_tag_over_many_lines_keeps_their_number() -> None:
    lines, tokens = converted("a {% include x.html\n  b=1\r\n%} c\nd\n")
    assert [line.endswith("\n") for line in lines] == [True] * 4
    assert lines[1].endswith("\r\n")
    assert tokens.plain("".join(lines)).replace("\r", "") == (
        "a {% include x.html\n  b=1\r\n%}\n\n c\nd\n".replace("\r", "")
    )
    assert lines[3] == "d\n"


def test_a_tag_longer_than_the_lookahead_is_text() -> None:
    source = "{% include x.html\n" + "y\n" * (LOOKAHEAD + 1) + "%}\n"
    assert "".join(converted(source)[0]) == source


def test_a_highlight_block_becomes_a_fence_with_its_language() -> None:
    lines, _ = converted("{% highlight ruby linenos %}\n{{ x }}\n{% endhighlight %}\n{{ x }}\n")
    assert lines[0].split() == ["~" * 16, "ruby"]
    assert lines[1] == "{{ x }}\n"
    assert lines[2].strip() == "~" * 16
    assert "x" not in lines[3]


def test_a_comment_is_not_shown() -> None:
    lines, tokens = converted("a {% comment %} secret\nsecret\nsecret {% endcomment %} b\n")
    assert "secret" not in tokens.fill("".join(lines))
    assert lines[2].endswith(" b\n")


def test_a_comment_in_a_comment_ends_by_itself() -> None:
    source = "{% comment %}a\n{% comment %}b{% endcomment %}\nc{% endcomment %} shown\n"
    lines, tokens = converted(source)
    assert lines[-1].endswith(" shown\n")
    assert not set("abc") & set(
        re.sub(r"<[^>]*>|\{%.*?%\}| shown", "", tokens.fill("".join(lines)))
    )


def test_the_same_liquid_gives_the_same_character() -> None:
    lines, _ = converted("{{ a }}\n{{ a }}\n{{ b }}\n")
    assert lines[0] == lines[1] != lines[2]
