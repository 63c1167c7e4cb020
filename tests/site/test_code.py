"""What of a text is code, a picture or neither: as Debian's Jekyll shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.checks import run
from editor.kramdown import Role, fates
from editor.post import Post
from editor.site import ReferenceKind, Site, references
from editor.site.configuration import configured
from tests.oracles import RubyOracle

pytestmark = pytest.mark.shared
SITE = Site(Path("nowhere"), configured({}), [])
LIQUID_SITE = Site(Path("nowhere"), configured({"baseurl": "/base"}), [])
PATH = "_posts/2024-01-02-a.md"
PICTURES = (ReferenceKind.PICTURE, ReferenceKind.MEDIA)

# Each `PICTURE` becomes a picture of its own, written one way or the other.
BODIES = (
    "> ```\n> PICTURE\n> ```\n\nPICTURE\n",
    "- a\n\n  ```\n  PICTURE\n  ```\n\n  PICTURE\n",
    "1. a\n\n   ~~~\n   PICTURE\n   ~~~\n\nPICTURE\n",
    "- a\n\n      PICTURE\n\n- b\n\n    PICTURE\n\n        PICTURE\n",
    "- a\n- b\n\n    PICTURE\n",
    "text `code\nPICTURE` text\nPICTURE\n",
    "``code ` PICTURE\nPICTURE`` PICTURE\n",
    "{::nomarkdown}\nPICTURE\n<p>PICTURE</p>\n{:/nomarkdown}\n\nPICTURE\n",
    "{::comment}\nPICTURE\n{:/comment}\nPICTURE\n",
    "a \\`PICTURE\\` b\n",
    "a \\\\`PICTURE\\\\` b\n",
    "a ` PICTURE ` b\n",
    "```\nPICTURE\n",
    "````\n```\nPICTURE\n````\nPICTURE\n",
    "<div>PICTURE</div>\n\nPICTURE\n",
    '<div markdown="1">\nPICTURE\n</div>\n',
    "<pre>PICTURE</pre>\n<!-- PICTURE\n\nPICTURE --> PICTURE\n",
    "<script>\nPICTURE\n</script>\n\n<code>PICTURE</code>\n",
    "a\n: b\n\n      PICTURE\n\n: PICTURE\n",
    "| a | `PICTURE` |\n| PICTURE | c |\n",
    "# PICTURE `PICTURE`\n\n[^1]: PICTURE\n\n        PICTURE\n\n[^1]\n",
    "paragraph\n    PICTURE\n\n    PICTURE\n",
    "> PICTURE\nPICTURE\n\n>     PICTURE\n",
    "`PICTURE\n\nPICTURE`\n",
    "$$ PICTURE $$\n",
    "    {% highlight text %}\n    PICTURE\n",
)
LINES = (
    *("PICTURE", "a PICTURE b", "> PICTURE", "- PICTURE", "    PICTURE", "  PICTURE", "", ""),
    *(
        "```",
        "~~~",
        "- ```",
        "  ```",
        "> ```",
        ">",
        "`",
        "``",
        "a ` b",
        "\\`",
        "1. a",
        "- a",
        "   b",
    ),
    *(
        "      c",
        "<div>",
        "</div>",
        "<pre>",
        "</pre>",
        "<!--",
        "-->",
        "| a | PICTURE |",
        "# PICTURE",
    ),
    *(
        ": PICTURE",
        "a",
        "`PICTURE`",
        "``PICTURE` ``",
        "\\PICTURE",
        "{::nomarkdown}",
        "{:/nomarkdown}",
    ),
    *("{: .a}", "***", "<code>PICTURE</code>", "\t- PICTURE", "[^1]: PICTURE", "[^1]", "*PICTURE*"),
    *("[PICTURE](PICTURE)", "<span>PICTURE", "a  ", "$$ PICTURE $$", "* * *", "    > PICTURE"),
)


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found |= {value for name, value in attrs if name == "src" and value}

    handle_startendtag = handle_starttag


@pytest.fixture(scope="module")
def kramdown() -> Iterator[RubyOracle]:
    with RubyOracle("kramdown_oracle.rb") as oracle:
        yield oracle


def with_pictures(body: str, *, html: bool) -> str:
    numbers = iter(range(1000))
    form = '<img src="/p{}.png" alt="a">' if html else "![a](/p{}.png)"
    return re.sub("PICTURE", lambda _: form.format(next(numbers)), body)


def shown(oracle: RubyOracle, text: str) -> set[str]:
    parser = _Pictures()
    parser.feed(oracle.ask({"text": text})["html"])
    parser.close()
    return parser.found


def found(text: str) -> set[str]:
    post = Post.from_text(f"---\n---\n{text}")
    return {each.source for each in references(post, SITE, PATH) if each.kind in PICTURES}


@pytest.mark.parametrize("html", [False, True], ids=["markdown", "html"])
@pytest.mark.parametrize("body", BODIES)
def test_the_pictures_that_are_found_are_those_that_jekyll_shows(
    kramdown: RubyOracle, body: str, html: bool
) -> None:
    text = with_pictures(body, html=html)
    assert found(text) == shown(kramdown, text)


def check_generated(oracle: RubyOracle, lines: list[str], *, html: bool) -> None:
    text = with_pictures("\n".join(lines) + "\n", html=html)
    assert found(text) == shown(oracle, text), text


BODY = st.lists(st.sampled_from(LINES), min_size=1, max_size=14)


@settings(max_examples=250, deadline=None, database=None)
@given(lines=BODY, html=st.booleans())
def test_so_it_is_in_any_text(kramdown: RubyOracle, lines: list[str], html: bool) -> None:
    check_generated(kramdown, lines, html=html)


@pytest.mark.ci
@settings(max_examples=5_000, deadline=None, database=None)
@given(lines=BODY, html=st.booleans())
def test_so_it_is_in_many_texts(kramdown: RubyOracle, lines: list[str], html: bool) -> None:
    check_generated(kramdown, lines, html=html)


CLOSED = (
    *(
        "{% raw %}PICTURE{% endraw %}",
        "{{ 'x' }} PICTURE",
        "{% comment %}PICTURE{% endcomment %} a",
    ),
    *(
        "{% highlight text %}PICTURE{% endhighlight %}",
        "{%- assign a = 1 -%}",
        "{% assign a = 1 %}",
    ),
    *("{% if true %}PICTURE{% endif %}", "{{ 'x' -}}", "{{- 'x' }}", "a {{ 'x' }}` PICTURE"),
    *("{% raw %}{{ PICTURE }}{% endraw %}", "`{% raw %}PICTURE{% endraw %}`"),
    *("    {% if true %}PICTURE{% endif %}", "{%- raw -%}\nPICTURE\n{% endraw %}"),
    *("{%- comment -%}\nPICTURE\n{%- endcomment -%}", "{%- raw %}PICTURE{% endraw -%}"),
    *("{% highlight text %}\nPICTURE\n{% endhighlight %}", "{% raw -%}`{% endraw %}\nPICTURE `"),
)
OPEN = (
    *(
        "{% raw %}",
        "{% endraw %}",
        "{%- raw -%}",
        "{% comment %}",
        "{% endcomment %}",
        "{% if true %}",
    ),
    *("{% highlight text %}", "{% endhighlight %}", "{%- comment -%}", "{% endif %}"),
)
LIQUID_BODY = st.lists(
    st.one_of(*[st.sampled_from(CLOSED)] * 3, *[st.sampled_from(LINES)] * 2, st.sampled_from(OPEN)),
    min_size=3,
    max_size=8,
)


@pytest.fixture(scope="module")
def liquid() -> Iterator[RubyOracle]:
    with RubyOracle("liquid_oracle.rb") as oracle:
        yield oracle


def check_with_liquid(
    liquid: RubyOracle, kramdown: RubyOracle, lines: list[str], *, by_liquid: bool
) -> None:
    """Compare what is shown after Liquid, and whether Jekyll stops."""
    numbers = iter(range(1000))
    form = "![a]({{{{ '/p{}.png' | relative_url }}}})" if by_liquid else "![a](/base/p{}.png)"
    text = re.sub("PICTURE", lambda _: form.format(next(numbers)), "\n".join(lines) + "\n")
    answer = liquid.ask({"template": text})
    post = Post.from_text(f"---\ntitle: A\n---\n{text}")
    stops = [each for each in run(post, LIQUID_SITE, PATH) if each.check == "liquid"]
    assert bool(stops) == ("error" in answer), (text, answer)
    if not stops:
        names = {each.rpartition("/")[2] for each in shown(kramdown, answer["output"])}
        ours = [each for each in references(post, LIQUID_SITE, PATH) if each.kind in PICTURES]
        assert {each.target.rpartition("/")[2] for each in ours} == names, text


@pytest.mark.parametrize(
    "text",
    [
        "{%- comment -%}\n{% highlight text %}\n{% endcomment %}",
        "{% comment %}{% if true %}PICTURE{% endif %}{% endif %}{% endcomment %}PICTURE",
        "    a\n{%- raw -%}\n{% raw %}\n{% endraw %}\n- PICTURE",
        "    a\n{% raw -%}\n b\n{% endraw %}\n    PICTURE",
        "a\n{% highlight text %}PICTURE{% endhighlight %}\n{%- assign a = 1 -%}\n``\nPICTURE",
    ],
)
def test_what_was_found_so(liquid: RubyOracle, kramdown: RubyOracle, text: str) -> None:
    check_with_liquid(liquid, kramdown, [text], by_liquid=False)


@settings(max_examples=120, deadline=None, database=None)
@given(lines=LIQUID_BODY, by_liquid=st.booleans())
def test_liquid_runs_before(
    liquid: RubyOracle, kramdown: RubyOracle, lines: list[str], by_liquid: bool
) -> None:
    check_with_liquid(liquid, kramdown, lines, by_liquid=by_liquid)


@pytest.mark.ci
@settings(max_examples=2_000, deadline=None, database=None)
@given(lines=LIQUID_BODY, by_liquid=st.booleans())
def test_liquid_runs_before_in_many_texts(
    liquid: RubyOracle, kramdown: RubyOracle, lines: list[str], by_liquid: bool
) -> None:
    check_with_liquid(liquid, kramdown, lines, by_liquid=by_liquid)


@given(st.text("`~<!->{}:/%rawend \n\t>-*[]()\U000f0000\U00100000x", max_size=120), st.data())
@settings(max_examples=200, deadline=None, database=None)
def test_any_places_of_any_text_have_a_fate(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    ends = [0, *cuts, len(text)]
    pieces = [text[start:end] for start, end in pairwise(ends)]
    said = fates(pieces)
    assert len(said) == len(cuts)
    assert all(isinstance(each.role, Role) for each in said)
