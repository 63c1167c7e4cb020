"""A render worker of the tests' own: it answers with the pages that a test makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from editor.edit import Change
from editor.preview import (
    Asset,
    BlockHtml,
    Page,
    PageNote,
    Patch,
    Reply,
    Shell,
    Splice,
    View,
)

KEY = "f00dfeed"
HEAD = '<link rel="stylesheet" href="/base/css/site.css">'


def shell(
    *, title: str = "Tide", head: str = HEAD, url: str = "/base/2024/01/02/a/", rest: str = ""
) -> Shell:
    """Return a page round a text, as a theme would lay it out."""
    before = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><nav id='nav'>Menu</nav><main><h1 id='t'>{title}</h1><div class='text'><!--{KEY}-->"
    )
    after = f"<!--/{KEY}--></div>{rest}</main><footer>End</footer></body></html>"
    return Shell(KEY, url, before, after)


def paragraphs(text: str) -> tuple[tuple[BlockHtml, ...], int]:
    """Return a text's paragraphs as blocks, and how many lines stand before them."""
    found = re.fullmatch(r"(---\n.*?---\n)?(.*)", text, re.DOTALL)
    assert found is not None
    head, body = found.groups()
    blocks = [
        BlockHtml(f"<p>{each}</p>" if each.strip() else "", each.count("\n"))
        for each in re.findall(r"[^\n]*\n\n?", body)
    ]
    return tuple(blocks), (head or "").count("\n")


class ThemeClient:
    """Stands in for `PreviewClient`.

    Attributes:
        made: The one made last.
        shell: Of the pages that it makes; None for reading pages.
        whole: The whole page instead of that.
        notes: What the pages lack.
        reason: Why there is no theme view.
        assets: What was asked for.
        answers: What is answered to that, by path.
        changed: What changed in the site.
    """

    made: ThemeClient
    shell: Shell | None = None
    whole: str | None = None
    notes: tuple[PageNote, ...] = ()
    reason = ""

    def __init__(self, root: Path | None, on_reply: Callable[[Reply], None]) -> None:
        del root
        self.tell = on_reply
        self.texts: dict[str, tuple[int, str]] = {}
        self.views: list[View] = []
        self.assets: list[str] = []
        self.answers: dict[str, bytes] = {}
        self.changed: list[frozenset[str]] = []
        ThemeClient.made = self

    def open(self, document: str, text: str, *, revision: int, post_path: str, view: View) -> None:
        del post_path
        self.texts[document] = (revision, text)
        self.views.append(view)
        self.page(document)

    def edit(self, document: str, change: Change) -> None:
        """Tests tell their patches themselves."""

    def page(self, document: str) -> None:
        revision, text = self.texts[document]
        blocks, head_lines = paragraphs(text)
        in_theme = self.views[-1] is View.THEME
        whole = self.whole if in_theme else None
        self.tell(
            Page(
                document,
                revision,
                "<h1>Reading</h1>",
                head_lines,
                blocks if whole is None else (),
                "",
                shell=self.shell if in_theme and whole is None else None,
                whole=whole,
                url="/base/2024/01/02/a/",
                notes=self.notes if in_theme else (),
                reason=self.reason if in_theme else "",
            )
        )

    def patch(self, document: str, *splices: Splice, **more: object) -> None:
        """Tell a patch over the revision that is known."""
        revision, text = self.texts[document]
        self.texts[document] = (revision + 1, text)
        head_lines = paragraphs(text)[1]
        self.tell(
            Patch(document, revision, revision + 1, splices, None, head_lines, None, **more)  # type: ignore[arg-type]
        )

    def asset(self, path: str) -> int:
        self.assets.append(path)
        number = len(self.assets)
        self.tell(Asset(number, "text/html", self.answers.get(path)))
        return number

    def site_changed(self, paths: frozenset[str]) -> None:
        self.changed.append(paths)

    def revision_of(self, document: str) -> int:
        return self.texts.get(document, (-1, ""))[0]

    def forget(self, document: str) -> None:
        self.texts.pop(document, None)

    def close(self) -> None:
        """Nothing runs."""


def long_text(count: int) -> str:
    """Return a text of so many paragraphs under three lines of front matter."""
    return "---\ntitle: Tide\n---\n" + "".join(_paragraphs(count))


def _paragraphs(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"Paragraph {number} {'with more words ' * (number % 7)}.\n\n"
