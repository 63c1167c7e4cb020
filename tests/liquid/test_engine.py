"""The engine as a library: own tags, filters, drops and pieces; errors and budgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import pytest

from editor.liquid import (
    Body,
    BudgetExceeded,
    Budgets,
    Context,
    Drop,
    Engine,
    LiquidError,
    LiquidSyntaxError,
    Literal,
    ParseState,
    Render,
    Tag,
    Template,
)


class Note(Tag):
    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        self._body: Body = state.parse_block(name)

    def compile(self) -> Render:
        body = self._body.compile()

        def render(context: Context, out: list[object]) -> None:
            out.append("<aside>")
            body(context, out)
            out.append("</aside>")

        return render


def shout(context: Context, value: object, sign: object = "!", options: object = None) -> object:
    assert isinstance(options, dict | None)
    return f"{value}{sign}{options or ''}".upper() + str(context.registers.get("site", ""))


class Page:
    """Not a `Drop`: it is enough to offer the methods."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def liquid_has(self, key: object) -> bool:
        return key != "nothing"

    def liquid_get(self, key: object) -> object:
        self.asked.append(key)
        return f"<{key}>"

    def liquid_str(self) -> str:
        return "the page"


class Posts(Sequence[object]):
    """A list of a million posts of which only what is asked for is made."""

    def __init__(self, numbers: range = range(1_000_000)) -> None:
        self.numbers = numbers
        self.made = 0

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Posts: ...
    def __getitem__(self, at: int | slice) -> object:
        if isinstance(at, slice):
            return Posts(self.numbers[at])
        self.made += 1
        return {"title": f"post {self.numbers[at]}"}


class Content:
    def __init__(self) -> None:
        self.read = 0

    def liquid_read(self) -> str:
        self.read += 1
        return "one two"


def test_a_tag_of_the_callers_reads_its_block() -> None:
    engine = Engine({"note": Note})
    assert engine.parse("{% note %}{{ 1 | plus: 1 }}{% endnote %}").render() == "<aside>2</aside>"
    with pytest.raises(LiquidSyntaxError, match=r"line 2.*'note' tag was never closed"):
        engine.parse("\n{% note %}")


def test_a_filter_gets_context_value_arguments_and_named_ones_last() -> None:
    engine = Engine(filters={"shout": shout})
    context = Context({"x": "a"}, registers={"site": 1})
    assert engine.parse("{{ x | shout: '?', k: 2 }}").render(context) == "A?{'K': 2}1"
    with pytest.raises(LiquidError, match=r"given 4, expected 1\.\.3"):
        engine.parse("{{ x | shout: 1, 2, 3 }}").render({})


def test_a_drop_computes_only_what_is_asked_for() -> None:
    page = Page()
    template = Template.parse("{{ page.title }}{{ page.nothing }}{{ page }}")
    assert template.render({"page": page}) == "<title>the page"
    assert page.asked == ["title"]


def test_a_drop_is_looped_over_where_it_offers_items() -> None:
    class Pairs(Drop):
        def liquid_iter(self) -> Iterator[object]:
            return iter([["a", 1], ["b", 2]])

    source = "{% for p in d %}{{ p[0] }}{{ p[1] }}{% endfor %}{{ d | first }}{{ d | size }}"
    assert Template.parse(source).render({"d": Pairs()}) == "a1b2a10"


def test_a_lazy_list_makes_only_the_items_that_are_printed() -> None:
    posts = Posts()
    source = (
        "{{ posts.size }} {{ posts.first.title }} {{ posts[-1].title }}"
        "{% for p in posts limit: 2 offset: 5 %} {{ p.title }}{% endfor %}"
    )
    want = "1000000 post 0 post 999999 post 5 post 6"
    assert Template.parse(source).render({"posts": posts}) == want
    assert posts.made == 2


def test_a_piece_is_printed_as_the_object_it_is_and_read_only_where_it_is_used() -> None:
    content = Content()
    context = Context({"content": content})
    pieces = Template.parse("<p>{{ content }}</p>{% if content %}y{% endif %}").pieces(context)
    assert content in pieces
    assert content.read == 0
    assert Template.parse("{{ content | upcase }}").render({"content": content}) == "ONE TWO"
    assert content.read == 1
    captured = "{% capture c %}{{ content }}{% endcapture %}{{ c.size }}"
    assert Template.parse(captured).render({"content": content}) == "7"
    compared = "{% if content contains 'two' and content == 'one two' %}y{% endif %}"
    assert Template.parse(compared).render({"content": content}) == "y"
    assert (
        Template.parse("{{ content.size }}{{ 'a' | append: content }}").render({"content": content})
        == "7aone two"
    )


def test_literal_pieces_know_their_line_and_template() -> None:
    source = "a\n{% if true %}\nb\n{%- endif -%}\n\nc"
    pieces = Engine().parse(source, name="post.html").pieces(Context())
    found = [(p.strip(), p.line, p.template) for p in pieces if isinstance(p, Literal)]
    assert found == [("a", 1, "post.html"), ("b", 2, "post.html"), ("c", 6, "post.html")]


def test_an_error_stops_the_rendering_or_is_shown_in_its_place() -> None:
    template = Template.parse("a\n{{ 1 | divided_by: 0 }}b")
    with pytest.raises(LiquidError) as caught:
        template.render()
    assert str(caught.value) == "Liquid error (line 2): divided by 0"
    context = Context(show_error=lambda error: f"[{error}]")
    assert template.render(context) == "a\n[Liquid error (line 2): divided by 0]b"
    assert [error.line for error in context.errors] == [2]


def test_a_tolerant_reading_shows_what_is_wrong_and_the_rest_of_the_page() -> None:
    source = (
        "a{% nosuch %}b{% endnosuch %}c\n{% if %}d{% endif %}{{ e }{% if true %}f"
        "{% when %}g{% endif %}{% for %}"
    )
    template = Engine().parse(source, tolerant=True)
    context = Context(show_error=lambda error: f"[{error.line}]")
    assert template.render(context) == "a[1]bc\n[2]d[2]f[2]g[2]"
    assert [str(problem).split(": ", 1)[1] for problem in template.problems] == [
        "Unknown tag 'nosuch'",
        "Syntax Error in tag 'if' - Valid syntax: if [expression]",
        "Variable '{{ e }' was not properly terminated with regexp: /\\}\\}/",
        "Unknown tag 'when'",
        "Syntax Error in 'for loop' - Valid syntax: for [item] in [collection]",
    ]


def test_versions_know_only_their_own_tags_and_filters() -> None:
    assert Template.parse("{{ 'aa' | remove_last: 'a' }}", since=(4, 0, 4)).render() == "aa"
    assert Template.parse("{{ 'aa' | remove_last: 'a' }}", since="5.4.0").render() == "a"
    words = "{{ 'a b' | truncatewords: 2 }}"
    assert Template.parse(words, since="4.0.4").render() == "a b..."
    assert Template.parse(words).render() == "a b"
    offset = "{% for i in (1..3) offset: 'x' %}{{ i }}{% endfor %}"
    assert Template.parse(offset, since="4.0.4").render() == "123"
    with pytest.raises(LiquidError, match="invalid integer"):
        Template.parse(offset).render()
    rows = "{% tablerow i in (1..2) %} {% endtablerow %}"
    assert Template.parse(rows, since="4.0.4").render() == ""
    assert "<td" in Template.parse(rows).render()
    with pytest.raises(LiquidSyntaxError, match="Unknown tag 'echo'"):
        Template.parse("{% echo 1 %}", since="4.0.4")


@pytest.mark.parametrize(
    ("source", "budget"),
    [
        ("{% for i in (1..999999999) %}{% endfor %}", "loops"),
        ("{% for i in (1..99999) %}{% for j in (1..99999) %}x{% endfor %}{% endfor %}", "loops"),
        ("{% assign s = 'aaaaaaaa' %}" + "{% assign s = s | append: s %}" * 40, "output"),
        ("{% assign s = 'aaaaaaaa' %}" + "{% assign s = s | replace: 'a', s %}" * 9, "output"),
        ("{% assign n = 7 %}" + "{% assign n = n | times: n %}" * 40, "work"),
        ("{% assign a = 'x y' | split: ' ' %}" + "{% assign a = a | concat: a %}" * 40, "work"),
        ("{% for i in (1..9999) %}{{ long }}{% endfor %}", "output"),
        ("{% for i in (1..9999) %}{% capture x %}{{ long }}{% endcapture %}{% endfor %}", "output"),
        ("{{ '2024-01-01' | date: '%999999999d' }}", "output"),
        ("{{ (1..999999999) | join }}", "work"),
        ("{{ " + "9" * 10_000 + " }}", "work"),
    ],
)
def test_a_budget_always_raises(source: str, budget: str) -> None:
    context = Context({"long": "x" * 100_000}, show_error=str, budgets=Budgets(work=1_000_000))
    with pytest.raises(BudgetExceeded) as caught:
        Template.parse(source).render(context)
    assert caught.value.budget == budget


def test_a_worker_hears_that_a_long_rendering_lives() -> None:
    ticks: list[None] = []
    context = Context(tick=lambda: ticks.append(None))
    Template.parse("{% for i in (1..10000) %}x{% endfor %}").render(context)
    assert len(ticks) > 10


def test_blocks_nested_too_deep_are_refused_and_deep_ones_rendered() -> None:
    deep = "{% if true %}" * 95 + "x" + "{% endif %}" * 95
    assert Template.parse(deep).render() == "x"
    with pytest.raises(LiquidError, match="Nesting too deep"):
        Template.parse("{% if true %}" * 101 + "{% endif %}" * 101)
