"""How one site makes pages of its posts: the one way from a post to its body and its header."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.kramdown import to_html
from editor.post import Post
from editor.site import (
    PostData,
    Resolver,
    Rules,
    Site,
    SiteUrls,
    Where,
    info_of,
    kramdown_options,
    own_data,
    people,
    plain_target,
    read_document,
)
from editor.text_lines import split_lines
from editor.theme.errors import ThemeError
from editor.theme.head import Head
from editor.theme.notes import Note
from editor.theme.prepared import BodyLines
from editor.theme.reading import HtmlPage, render_header, render_page
from editor.theme.tokens import Tokens

if TYPE_CHECKING:
    from editor.site import SiteIndex
    from editor.theme.build import SiteBuild
    from editor.theme.build_setup import Memory
    from editor.theme.live import LiveSite
    from editor.theme.options import Options
    from editor.theme.posts import PostSource


@dataclass(frozen=True, slots=True)
class Prepared:
    """A post on its way to a page.

    Attributes:
        head: What it says about itself.
        body: Its text with Liquid replaced.
        body_line: Where the text begins.
    """

    head: Head
    body: BodyLines
    body_line: int


class Theme:
    """One site's pages; made anew when its configuration has changed.

    Attributes:
        site: The site; None for posts without one, which are read by Jekyll's defaults.
        rules: How posts are read.
        urls: The site's own address.
        resolver: Finds what links and pictures mean.
        options: Kramdown's.
    """

    def __init__(self, site: Site | None) -> None:
        self.site = site
        self.rules = site.rules if site is not None else Rules.without_site()
        config = self.rules.config
        self.urls = SiteUrls(config)
        self.resolver = site.resolver if site is not None else Resolver(None, config)
        self.options = kramdown_options(config, site.root if site is not None else None)
        self._memory: Memory | None = None

    def build(
        self,
        options: Options | None = None,
        given: tuple[str, Post] | None = None,
        *,
        index: SiteIndex | None = None,
    ) -> SiteBuild:
        """Return the site as Jekyll would build it now; what is read is kept for the next time.

        Args:
            options: How it is asked for.
            given: The site path of a post or page and what it is to say.
            index: Where the posts come from; they are read from their files without one.

        Raises:
            ThemeError: There is no site.
        """
        from editor.theme.build import SiteBuild
        from editor.theme.build_setup import Memory
        from editor.theme.posts import read_all
        from editor.theme.source_text import text_of

        if self.site is None:
            raise ThemeError("A post without a site has no layouts.")
        if self._memory is None:
            self._memory = Memory()
        text = None if given is None else (given[0], text_of(given[1]))
        source: PostSource = read_all
        if index is not None:
            from editor.theme.stored import from_index

            source = from_index(index)
        return SiteBuild(self.site, options=options, memory=self._memory, posts=source, given=text)

    def live(self, tick: Callable[[], None] | None = None) -> LiveSite | None:
        """Return the site for posts that are being edited; None without a site."""
        from editor.theme.live import LiveSite
        from editor.theme.options import Options

        if self.site is None:
            return None
        build = self.build(Options(for_screen=True))
        build.tick = tick
        return LiveSite(build)

    def prepare(
        self,
        post: Post,
        site_path: str = "",
        *,
        lines: Sequence[str] | None = None,
        tokens: Tokens | None = None,
    ) -> Prepared:
        """Read a post and replace the Liquid in its body.

        Args:
            post: The post.
            site_path: Where it is in the site; empty for one that has no place yet.
            lines: Those of its whole text, where they are at hand.
            tokens: Those of the same document before.
        """
        head = self.head(post, site_path)
        body = BodyLines(self.urls, with_liquid=head.with_liquid, tokens=tokens)
        source = split_lines(post.body) if lines is None else lines
        first = 0 if lines is None else post.body_line
        body.fill(source, first)
        return Prepared(head, body, first)

    def head(self, post: Post, site_path: str = "") -> Head:
        """Return what a post says about itself."""
        rules = self.rules
        now = rules.now()
        if self.site is not None:
            reading = self.site.read(site_path, post, now=now)
        else:
            reading = read_document(rules, site_path, own_data(post), now=now)
        info = info_of(rules, site_path, reading, now=now)
        return Head(
            data=reading.data,
            info=info,
            where=Where(site_path, info.url if site_path else ""),
            with_liquid=reading.with_liquid,
            is_markdown=rules.is_markdown_file(site_path),
            author=info.author or people(rules.config.get("author")),
            is_dated=info.date is not None and (bool(site_path) or _has_date(reading)),
            language=_text(reading.data.get("lang")) or _text(rules.config.get("lang")) or "en",
        )

    def body_html(self, prepared: Prepared) -> str:
        """Return a whole body as HTML, the stand-ins filled in."""
        text = "".join(prepared.body.lines)
        html = to_html(text, self.options) if prepared.head.is_markdown else text
        return prepared.body.tokens.fill(html)

    def page(self, prepared: Prepared, body_html: str, notes: Sequence[Note] = ()) -> HtmlPage:
        """Return a post as a whole page in the plain reading style.

        Args:
            prepared: The post.
            body_html: Its converted body.
            notes: What the maker of the body has to say.
        """
        head = prepared.head
        header = render_header(
            head, words=prepared.body.words, picture_address=self.printed_address
        )
        return render_page(head, header, body_html, notes=notes)

    def printed_address(self, address: str) -> str | None:
        """Return a front matter address as themes print it, through `relative_url`."""
        plain = plain_target(address)
        return None if plain is None else self.urls.relative(plain)


def _has_date(reading: PostData) -> bool:
    return isinstance(reading.data.get("date"), datetime.datetime)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
