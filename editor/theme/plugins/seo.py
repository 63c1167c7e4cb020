"""jekyll-seo-tag 2.8: what search engines and social networks read in a page's head.

The values are those of the gem's `lib/jekyll-seo-tag/drop.rb`, `author_drop.rb`, `image_drop.rb`
and `json_ld_drop.rb`; the lines those of its template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.liquid.filters.text import escape_once, strip_html
from editor.liquid.parsing import Tag
from editor.theme import json_text, uris
from editor.theme.errors import JekyllError
from editor.theme.filters.dates import date_to_xmlschema
from editor.theme.filters.text import normalize_whitespace
from editor.theme.filters.urls import absolute
from editor.theme.plugins.plugin import Plugin
from editor.theme.registers import PAGE, build_of

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render

VERSION = "2.8.0"
_HOME = re.compile(r"^/(about/)?(index.html?)?$", re.MULTILINE)
_FORMAT = re.compile(r"%<(\w+)>s|%\{(\w+)\}|%%")
_VERIFICATIONS = (
    ("google", "google-site-verification"),
    ("bing", "msvalidate.01"),
    ("alexa", "alexaVerifyID"),
    ("yandex", "yandex-verification"),
    ("baidu", "baidu-site-verification"),
    ("facebook", "facebook-domain-verification"),
)


class SeoTag(Tag):
    """`{% seo %}`, `{% seo title=false %}`."""

    def compile(self) -> Render:
        with_title = not re.search(r"title=false", self.markup, re.IGNORECASE)

        def render(context: Context, out: list[object]) -> None:
            seo = Seo(context)
            text = "\n".join(seo.lines(with_title=with_title))
            context.spend_output(len(text))
            out.append(text)

        return render


class Seo:
    """What the tag says of one page."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._build = build_of(context)
        self._page = context.registers.get(PAGE)
        self._site = self._build.site_drop

    # -- its lines

    def lines(self, *, with_title: bool) -> Iterator[str]:
        """Give the lines of the head."""
        page, site = self.page, self.site
        yield f"<!-- Begin Jekyll SEO tag v{VERSION} -->"
        if with_title and self.title:
            yield f"<title>{self.title}</title>"
        yield f'<meta name="generator" content="Jekyll v{self._build.gems.jekyll}" />'
        if self.page_title is not None:
            yield _property("og:title", self.page_title)
        if ruby.truthy(self.author.get("name")):
            yield _named("author", ruby.to_s(self.author["name"]))
        yield _property("og:locale", self.locale)
        if self.description is not None:
            yield _named("description", self.description)
            yield _property("og:description", self.description)
        if ruby.truthy(site("url")):
            yield f'<link rel="canonical" href="{self.canonical}" />'
            yield _property("og:url", self.canonical)
        if self.site_title is not None:
            yield _property("og:site_name", self.site_title)
        image = self.image
        if image is not None:
            yield _property("og:image", ruby.to_s(image["path"]))
            for key in ("height", "width", "alt"):
                if ruby.truthy(image.get(key)):
                    yield _property(f"og:image:{key}", ruby.to_s(image[key]))
        if ruby.truthy(page("date")):
            yield _property("og:type", "article")
            when = ruby.to_s(date_to_xmlschema(self._context, page("date")))
            yield _property("article:published_time", when)
        else:
            yield _property("og:type", "website")
        yield from self._pager_lines()
        yield from self._twitter_lines(image)
        yield from self._facebook_lines()
        yield from self._verification_lines()
        yield '<script type="application/ld+json">'
        yield json_text.generate(self.json_ld) + "</script>"
        yield "<!-- End Jekyll SEO tag -->"

    def _pager_lines(self) -> Iterator[str]:
        pager = self._context.find("paginator")
        for side, name in (("previous", "prev"), ("next", "next")):
            if ruby.truthy(_at(pager, f"{side}_page")):
                path = ruby.to_s(_at(pager, f"{side}_page_path"))
                yield f'<link rel="{name}" href="{absolute(self._build.config, path)}" />'

    def _twitter_lines(self, image: Mapping[str, object] | None) -> Iterator[str]:
        site = self.site("twitter")
        if image is not None:
            card = _default(_at(self.page("twitter"), "card"), _at(site, "card"))
            yield _named("twitter:card", ruby.to_s(_default(card, "summary_large_image")))
            yield _property("twitter:image", ruby.to_s(image["path"]))
            if ruby.truthy(image.get("alt")):
                yield _named("twitter:image:alt", ruby.to_s(image["alt"]))
        else:
            yield _named("twitter:card", "summary")
        if self.page_title is not None:
            yield _property("twitter:title", self.page_title)
        if ruby.truthy(site):
            yield _named("twitter:site", "@" + ruby.to_s(_at(site, "username")).replace("@", ""))
            if self.author_twitter:
                yield _named("twitter:creator", "@" + self.author_twitter.replace("@", ""))

    def _facebook_lines(self) -> Iterator[str]:
        facebook = self.site("facebook")
        for key, name in (
            ("admins", "fb:admins"),
            ("publisher", "article:publisher"),
            ("app_id", "fb:app_id"),
        ):
            if ruby.truthy(found := _at(facebook, key)):
                yield _property(name, ruby.to_s(found))

    def _verification_lines(self) -> Iterator[str]:
        known = self.site("webmaster_verifications")
        if ruby.truthy(known):
            for key, name in _VERIFICATIONS:
                if ruby.truthy(found := _at(known, key)):
                    yield _named(name, ruby.to_s(found))
        elif ruby.truthy(found := self.site("google_site_verification")):
            yield _named("google-site-verification", ruby.to_s(found))

    # -- its values

    def page(self, key: str) -> object:
        """Return one of the page's values."""
        return ruby.plain(_at(self._page, key))

    def site(self, key: str) -> object:
        """Return one of the site's values."""
        return self._site.liquid_get(key)

    @cached_property
    def site_title(self) -> str | None:
        """The site's title or name."""
        title = self.site("title")
        return self._formatted(title if ruby.truthy(title) else self.site("name"))

    @cached_property
    def site_description(self) -> str | None:
        """The site's description."""
        return self._formatted(self.site("description"))

    @cached_property
    def page_title(self) -> str | None:
        """The page's title, else the site's."""
        found = self._formatted(self.page("title"))
        return self.site_title if found is None else found

    @cached_property
    def title(self) -> str | None:
        """The title of the window."""
        page, site = self.page_title, self.site_title
        if site is not None and page != site:
            title = f"{page} | {site}"
        elif self.site_description is not None and site is not None:
            tagline = self._formatted(self.site("tagline"))
            title = f"{site} | {self.site_description if tagline is None else tagline}"
        else:
            found = site if page is None else page
            if found is None:
                return None
            title = found
        return self._page_number + title

    @property
    def _page_number(self) -> str:
        pager = self._context.find("paginator")
        number = _at(pager, "page")
        if not isinstance(number, int) or number <= 1:
            return ""
        message = self.site("seo_paginator_message")
        message = message if ruby.truthy(message) else "Page %<current>s of %<total>s for "
        values = {"current": number, "total": _at(pager, "total_pages")}

        def fill(found: re.Match[str]) -> str:
            return "%" if found[0] == "%%" else ruby.to_s(values.get(found[1] or found[2]))

        return _FORMAT.sub(fill, ruby.to_s(message))

    @cached_property
    def description(self) -> str | None:
        """The page's description or excerpt, else the site's."""
        given = self.page("description")
        found = self._formatted(given if ruby.truthy(given) else self.page("excerpt"))
        return self.site_description if found is None else found

    @cached_property
    def author(self) -> Mapping[str, object]:
        """The author as a map (`author_drop.rb`)."""
        authors = self.page("authors")
        sources = [self.page("author")]
        if ruby.is_array(authors):
            items: list[object] = list(authors)  # type: ignore[call-overload]
            sources.append(items[0] if items else None)
        sources.append(self.site("author"))
        found = next((each for each in sources if ruby.to_s(each)), None)
        if isinstance(found, Mapping):
            return found
        if not isinstance(found, str):
            return {}
        known = _at(self.site("data"), "authors")
        details = known.get(found) if isinstance(known, Mapping) else None
        more = details if isinstance(details, Mapping) else {}
        return {"name": found, **more}

    @cached_property
    def author_twitter(self) -> str | None:
        """The author's name there."""
        given = self.author.get("twitter")
        found = given if ruby.truthy(given) else self.author.get("name")
        return found.removeprefix("@") if isinstance(found, str) else None

    @cached_property
    def image(self) -> Mapping[str, object] | None:
        """The page's picture with its whole address (`image_drop.rb`); None without one."""
        given = self.page("image")
        values: dict[str, object] = {"path": None}
        if isinstance(given, Mapping):
            values.update({ruby.to_s(key): each for key, each in given.items()})
        elif isinstance(given, str):
            values["path"] = given
        path = next(
            (
                each
                for key in ("path", "facebook", "twitter")
                if ruby.truthy(each := values.get(key))
            ),
            None,
        )
        if path is None:
            return None
        if not isinstance(path, str):
            raise JekyllError("Can't convert the page's image into String.")
        values["path"] = uris.normalize(self._whole(path))
        return values

    @cached_property
    def locale(self) -> str:
        """The page's language as Facebook writes it."""
        given = (self.page("locale"), self.site("locale"), self.page("lang"), self.site("lang"))
        found = next((each for each in given if ruby.truthy(each)), "en_US")
        return ruby.to_s(found).replace("-", "_")

    @cached_property
    def canonical(self) -> str:
        """The page's whole address."""
        given = self.page("canonical_url")
        if ruby.to_s(given):
            return ruby.to_s(given)
        address = absolute(self._build.config, ruby.to_s(self.page("url")))
        return re.sub(r"/index\.html$", "/", address, flags=re.MULTILINE)

    @property
    def _is_home(self) -> bool:
        return _HOME.search(ruby.to_s(self.page("url"))) is not None

    @property
    def type(self) -> object:
        """What the page is, in the words of schema.org."""
        given = _at(self._own, "type")
        if ruby.truthy(given):
            return given
        if self._is_home:
            return "WebSite"
        return "BlogPosting" if ruby.truthy(self.page("date")) else "WebPage"

    @property
    def _own(self) -> object:
        found = self.page("seo")
        return found if isinstance(found, Mapping) else {}

    @property
    def _social(self) -> object:
        found = self.site("social")
        return found if isinstance(found, Mapping) else {}

    @property
    def _name(self) -> object:
        if ruby.truthy(own := _at(self._own, "name")):
            return self._formatted(own)
        if not self._is_home:
            return None
        social = _at(self._social, "name")
        return self._formatted(social) if ruby.truthy(social) else self.site_title

    @property
    def _links(self) -> object:
        if ruby.truthy(own := _at(self._own, "links")):
            return own
        return _at(self._social, "links") if self._is_home else None

    @cached_property
    def _logo(self) -> str | None:
        given = self.site("logo")
        return None if not ruby.truthy(given) else uris.normalize(self._whole(ruby.to_s(given)))

    @property
    def json_ld(self) -> Mapping[str, object]:
        """The page for search engines, its keys in their order (`json_ld_drop.rb`)."""
        published = self.page("date")
        modified = next(
            (
                each
                for each in (
                    _at(self._own, "date_modified"),
                    self.page("last_modified_at"),
                    published,
                )
                if ruby.truthy(each)
            ),
            None,
        )
        kind = self.type
        values: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": kind,
            "author": self._json_author(),
            "dateModified": modified and date_to_xmlschema(self._context, modified),
            "datePublished": published and date_to_xmlschema(self._context, published),
            "description": self.description,
            "headline": self.page_title,
            "image": self._json_image(),
            "mainEntityOfPage": {"@type": "WebPage", "@id": self.canonical}
            if kind in ("BlogPosting", "CreativeWork")
            else None,
            "name": self._name,
            "publisher": self._json_publisher(),
            "sameAs": self._links,
            "url": self.canonical,
        }
        return {key: each for key, each in values.items() if each is not None}

    def _json_author(self) -> Mapping[str, object] | None:
        name, kind = self.author.get("name"), self.author.get("type")
        if not ruby.truthy(name):
            return None
        if ruby.truthy(kind) and kind not in ("Organization", "Person"):
            return None
        found: dict[str, object] = {
            "@type": kind if ruby.truthy(kind) else "Person",
            "name": name,
        }
        if ruby.truthy(url := self.author.get("url")):
            found["url"] = url
        return found

    def _json_image(self) -> object:
        image = self.image
        if image is None or len(image) == 1:
            return None if image is None else image["path"]
        found = {key: each for key, each in image.items() if key != "path"}
        return found | {"url": image["path"], "@type": "imageObject"}

    def _json_publisher(self) -> Mapping[str, object] | None:
        if self._logo is None:
            return None
        found: dict[str, object] = {
            "@type": "Organization",
            "logo": {"@type": "ImageObject", "url": self._logo},
        }
        if ruby.truthy(name := self.author.get("name")):
            found["name"] = name
        return found

    def _whole(self, address: str) -> str:
        try:
            is_absolute = uris.Uri.parse(address).is_absolute
        except uris.InvalidUri:
            return address
        return address if is_absolute else absolute(self._build.config, address)

    def _formatted(self, value: object) -> str | None:
        """Return a text as it stands in an attribute; None for nothing (`format_string`)."""
        text = ruby.to_s(value)
        if not text:
            return None
        html = self._build.convert.markdown(text)
        plain = normalize_whitespace(self._context, strip_html(self._context, html))
        return ruby.to_s(escape_once(self._context, plain)) or None


def _at(value: object, key: str) -> object:
    if isinstance(value, Mapping):
        return value.get(key)
    get = getattr(value, "liquid_get", None)
    return None if get is None else get(key)


def _default(value: object, other: object) -> object:
    return other if not ruby.truthy(value) or value == "" else value


def _named(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}" />'


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}" />'


SEO = Plugin("jekyll-seo-tag", tags={"seo": SeoTag})
