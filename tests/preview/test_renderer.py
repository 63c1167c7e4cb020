from __future__ import annotations

import random
from pathlib import Path

import pytest

from editor.edit import Edit, apply_edit
from editor.preview import Page, Patch
from editor.preview.errors import OutOfStep
from editor.preview.messages import BlockHtml, EditPost, OpenPost, Working
from editor.preview.renderer import Renderer
from editor.site import Site
from editor.site.configuration import configured
from editor.theme import Theme

CONFIG = {"baseurl": "/paper", "url": "https://example.org"}
THEME = Theme(Site(Path("nowhere"), configured(CONFIG), []))

POST = """---
title: The tide
category: News
---
# Head

First paragraph with *words* and a [link]({{ '/about/' | relative_url }}).

{% include figure.html
   src="a.png"
   caption="b"
%}
after the include

{% raw %}
{{ shown }}
{% endraw %}

{% highlight ruby %}
def a
  {{ kept }}
end
{% endhighlight %}

- one
- two {{ page.title }}

Last.
"""


def opened(text: str = POST) -> tuple[Renderer, Page]:
    renderer = Renderer(THEME)
    return renderer, page_of(renderer, text)


def page_of(
    renderer: Renderer, text: str, revision: int = 0, suspects: frozenset[bytes] = frozenset()
) -> Page:
    renderer.open(OpenPost("d", revision, text, "_posts/2024-01-02-tide.md", suspects), ignore)
    return renderer.show("d")


def ignore(_message: object) -> None:
    pass


def body(page: Page) -> str:
    return "".join(block.html for block in page.blocks) + page.tail


def patched(page: Page, patch: Page | Patch) -> Page:
    """Return what the pane shows after a reply."""
    if isinstance(patch, Page):
        return patch
    blocks = list(page.blocks)
    for splice in patch.splices:
        blocks[splice.start : splice.start + splice.deleted] = splice.blocks
    return Page(
        page.document,
        patch.revision,
        page.header if patch.header is None else patch.header,
        patch.head_lines,
        tuple(blocks),
        page.tail if patch.tail is None else patch.tail,
        patch.final,
        patch.stopped,
        patch.shell or page.shell,
        page.whole if patch.whole is None else patch.whole,
        page.url if patch.shell is None else patch.shell.url,
        page.notes if patch.notes is None else patch.notes,
        patch.settled,
        page.reason,
    )


def test_every_source_line_belongs_to_the_head_or_to_one_block() -> None:
    _, page = opened()
    assert page.head_lines == 4
    assert page.head_lines + sum(block.lines for block in page.blocks) == POST.count("\n")


def test_the_header_holds_title_category_and_date() -> None:
    _, page = opened()
    assert "The tide" in page.header
    assert "News" in page.header
    assert "2 January 2024" in page.header


def test_liquid_is_run_and_what_fails_shows_jekylls_message() -> None:
    _, page = opened()
    html = body(page)
    assert 'href="/paper/about/"' in html
    assert "Could not locate the included file" in html
    assert "after the include" in html
    assert "<li>two The tide</li>" in html
    notes = [(each.kind, each.path, each.line) for each in page.notes]
    assert notes == [("missing-include", "", 9)]
    assert "{{ shown }}" in html
    assert "kept" not in html
    assert "raw" not in html


def test_a_change_of_the_title_changes_the_header_and_what_prints_it() -> None:
    renderer, page = opened()
    patch = renderer.edit(EditPost("d", 0, 1, (Edit(1, 7, "The", "A"),)), ignore)
    assert isinstance(patch, Patch)
    assert patch.header is not None
    assert "A tide" in patch.header
    assert [each.start for each in patch.splices] == [5]
    whole = page_of(renderer, POST.replace("The tide", "A tide"), 1)
    assert patched(page, patch) == whole


def test_a_line_put_into_the_front_matter_shifts_the_body() -> None:
    renderer, _ = opened()
    patch = renderer.edit(EditPost("d", 0, 1, (Edit(1, 0, "", "author: Ann\n"),)), ignore)
    assert patch.head_lines == 5
    assert isinstance(patch, Patch)
    assert patch.splices == ()
    later = renderer.edit(EditPost("d", 1, 2, (Edit(5, 2, "Head", "Feet"),)), ignore)
    assert isinstance(later, Patch)
    assert len(later.splices) == 1


def test_an_edit_from_another_revision_is_refused_and_the_text_forgotten() -> None:
    renderer, _ = opened()
    with pytest.raises(OutOfStep):
        renderer.edit(EditPost("d", 7, 8, (Edit(4, 0, "#", "-"),)), ignore)
    with pytest.raises(OutOfStep):
        renderer.show("d")


def test_an_edit_that_does_not_fit_is_refused() -> None:
    renderer, _ = opened()
    with pytest.raises(OutOfStep):
        renderer.edit(EditPost("d", 0, 1, (Edit(4, 0, "no such text", ""),)), ignore)


def test_a_long_text_comes_in_parts_that_make_the_whole() -> None:
    text = POST + "\n".join(f"Paragraph {number} of many.\n" for number in range(8_000))
    renderer = Renderer(THEME)
    messages: list[object] = []
    last = renderer.open(OpenPost("d", 3, text, "", frozenset()), messages.append)
    pages = [each for each in messages if isinstance(each, Page)]
    assert len(pages) == 1
    assert not pages[0].final
    page = pages[0]
    parts = [each for each in messages if isinstance(each, Patch)]
    assert isinstance(last, Patch)
    assert last.final
    for part in [*parts, last]:
        assert part.base == part.revision == 3
        page = patched(page, part)
    assert page == renderer.show("d")
    assert sum(isinstance(each, Working) for each in messages) == len(parts) + 2
    renderer.edit(EditPost("d", 3, 4, (Edit(5_000, 0, "", "x"),)), ignore)


def test_a_suspected_passage_gives_way_to_a_notice_until_it_changes() -> None:
    seen: list[Working] = []
    renderer = Renderer(THEME)
    text = "Good one.\n\nBad one,\nof two lines.\n\nGood two.\n"
    renderer.open(OpenPost("d", 0, text, "", frozenset()), ignore)
    edit = Edit(2, 3, "", "d")
    renderer.edit(
        EditPost("d", 0, 1, (edit,)), lambda m: seen.append(m) if isinstance(m, Working) else None
    )
    suspects = frozenset(each.digest for each in seen)
    page = page_of(renderer, apply_edit(text, edit), 1, suspects)
    assert page.stopped
    assert "takes too long" in body(page)
    assert "Good one." in body(page)
    assert sum(block.lines for block in page.blocks) == 6
    patch = renderer.edit(EditPost("d", 1, 2, (Edit(5, 0, "", "Still "),)), ignore)
    assert "takes too long" in body(patched(page, patch))
    again = renderer.edit(EditPost("d", 2, 3, (Edit(2, 3, "d", ""),)), ignore)
    assert not again.stopped
    assert "Bad one" in body(patched(patched(page, patch), again))


def test_a_suspected_piece_is_cut_into_its_passages() -> None:
    first: list[Working] = []
    renderer = Renderer(THEME)
    text = "One.\n\nTwo.\n\nThree.\n"
    report = lambda m: first.append(m) if isinstance(m, Working) else None  # noqa: E731
    renderer.open(OpenPost("d", 0, text, "", frozenset()), report)
    assert len(first) == 1
    second: list[Working] = []
    report = lambda m: second.append(m) if isinstance(m, Working) else None  # noqa: E731
    renderer.open(OpenPost("d", 0, text, "", frozenset({first[0].digest})), report)
    assert len(second) > 3
    page = page_of(renderer, text, 0, frozenset({first[0].digest, second[2].digest}))
    assert "takes too long" in body(page)
    assert "One." in body(page)
    assert "Three." in body(page)


def test_undecodable_bytes_and_private_characters_do_no_harm() -> None:
    renderer, page = opened("a \udcff b \U00100001 {{ x }}\n")
    assert "\N{REPLACEMENT CHARACTER}" in body(page)
    assert "\U00100001" in body(page)
    patch = renderer.edit(EditPost("d", 0, 1, (Edit(0, 2, "\udcff", "\udcfe"),)), ignore)
    assert "\N{REPLACEMENT CHARACTER}" in body(patched(page, patch))


PIECES = [
    "\n", "\n\n", "word ", "{{ page.x }}", "{%", "%}", "{% raw %}", "{% endraw %}", "{{", "}}",
    "{% comment %}", "{% endcomment %}", "{% highlight py %}\n", "\n{% endhighlight %}\n", "# ",
    "- ", "---\n", "title: x\n", "{% include a.html\n b=1 %}", "*", "[a](b)", "\r\n", "é", "> ",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_after_any_edits_the_page_is_the_one_of_the_whole_text(seed: int) -> None:
    chance = random.Random(seed)
    text = POST if seed % 3 else ""
    renderer, page = opened(text)
    for revision in range(1, 60):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice([0, 0, 0, 1, 5, 40]))
        before = text[:start]
        line = before.count("\n")
        column = start - (before.rfind("\n") + 1)
        inserted = "".join(chance.choices(PIECES, k=chance.randint(0, 3)))
        edit = Edit(line, column, text[start:end], inserted)
        text = apply_edit(text, edit)
        page = patched(page, renderer.edit(EditPost("d", revision - 1, revision, (edit,)), ignore))
        whole = page_of(Renderer(THEME), text, revision)
        assert page.head_lines == whole.head_lines
        assert page.header == whole.header
        assert lines_of(page.blocks) == lines_of(whole.blocks)
        assert body(page) == body(whole)


def lines_of(blocks: tuple[BlockHtml, ...]) -> int:
    return sum(block.lines for block in blocks)
