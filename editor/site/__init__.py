"""A site as Jekyll sees it: its configuration, its posts, their addresses, its pictures.

The modules bear the names of Jekyll's own files, to be read side by side.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.site import indexer, posts, watch
    from editor.site.addresses import Address, AddressBook, plain_address
    from editor.site.assets import BODY, Asset, Assets
    from editor.site.body import Body, body_of
    from editor.site.choices import Choices
    from editor.site.document import PostData, PostInfo, info_of, people, read_document
    from editor.site.errors import (
        InvalidDate,
        NameTaken,
        OutsideSite,
        SiteError,
        SiteUnreadable,
        UrlImpossible,
    )
    from editor.site.full_text import Hit
    from editor.site.index import SiteIndex
    from editor.site.indexer import Refreshed
    from editor.site.markdown import kramdown_options
    from editor.site.permalink import output_path
    from editor.site.posts import Created, Moved, RenamePlan
    from editor.site.publisher import PostState
    from editor.site.references import Reference, ReferenceKind, references
    from editor.site.resolve import Resolver, Target, Where, plain_target
    from editor.site.rules import Rules
    from editor.site.site import Site, own_data
    from editor.site.skeleton import make_site
    from editor.site.slug import SlugMode, file_slug, slug_of, title_of
    from editor.site.stored_posts import Included, StoredPost, StoredPosts
    from editor.site.urls import SiteUrls
    from editor.site.usage import KeyUsage
    from editor.site.watch import SiteWatch

__all__ = [
    "BODY",
    "Address",
    "AddressBook",
    "Asset",
    "Assets",
    "Body",
    "Choices",
    "Created",
    "Hit",
    "Included",
    "InvalidDate",
    "KeyUsage",
    "Moved",
    "NameTaken",
    "OutsideSite",
    "PostData",
    "PostInfo",
    "PostState",
    "Reference",
    "ReferenceKind",
    "Refreshed",
    "RenamePlan",
    "Resolver",
    "Rules",
    "Site",
    "SiteError",
    "SiteIndex",
    "SiteUnreadable",
    "SiteUrls",
    "SiteWatch",
    "SlugMode",
    "StoredPost",
    "StoredPosts",
    "Target",
    "UrlImpossible",
    "Where",
    "body_of",
    "file_slug",
    "indexer",
    "info_of",
    "kramdown_options",
    "make_site",
    "output_path",
    "own_data",
    "people",
    "plain_address",
    "plain_target",
    "posts",
    "read_document",
    "references",
    "slug_of",
    "title_of",
    "watch",
]

load_when_asked(
    __name__,
    {
        "addresses": "Address AddressBook plain_address",
        "assets": "Asset Assets BODY",
        "body": "Body body_of",
        "choices": "Choices",
        "document": "PostData PostInfo info_of people read_document",
        "errors": "InvalidDate NameTaken OutsideSite SiteError SiteUnreadable UrlImpossible",
        "full_text": "Hit",
        "index": "SiteIndex",
        "indexer": "Refreshed",
        "markdown": "kramdown_options",
        "permalink": "output_path",
        "posts": "Created Moved RenamePlan",
        "publisher": "PostState",
        "references": "Reference ReferenceKind references",
        "resolve": "Resolver Target Where plain_target",
        "rules": "Rules",
        "site": "Site own_data",
        "skeleton": "make_site",
        "slug": "SlugMode file_slug slug_of title_of",
        "stored_posts": "Included StoredPost StoredPosts",
        "urls": "SiteUrls",
        "usage": "KeyUsage",
        "watch": "SiteWatch",
    },
)
