"""A site as Jekyll sees it: its configuration, its posts, their addresses, its pictures.

The modules bear the names of Jekyll's own files, to be read side by side.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.site import indexer, posts, watch
    from editor.site.addresses import Address, AddressBook, plain_address
    from editor.site.assets import BODY, Asset, Assets
    from editor.site.choices import Choices
    from editor.site.document import PostData, PostInfo
    from editor.site.errors import (
        InvalidDate,
        NameTaken,
        OutsideSite,
        SiteError,
        SiteUnreadable,
        UrlImpossible,
    )
    from editor.site.index import Hit, SiteIndex
    from editor.site.indexer import Refreshed
    from editor.site.permalink import output_path
    from editor.site.posts import Created, Moved, RenamePlan
    from editor.site.publisher import PostState
    from editor.site.references import Reference, ReferenceKind, references
    from editor.site.rules import Rules
    from editor.site.site import Site
    from editor.site.skeleton import make_site
    from editor.site.slug import SlugMode, file_slug, slug_of, title_of
    from editor.site.usage import KeyUsage
    from editor.site.watch import SiteWatch

__all__ = [
    "BODY",
    "Address",
    "AddressBook",
    "Asset",
    "Assets",
    "Choices",
    "Created",
    "Hit",
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
    "Rules",
    "Site",
    "SiteError",
    "SiteIndex",
    "SiteUnreadable",
    "SiteWatch",
    "SlugMode",
    "UrlImpossible",
    "file_slug",
    "indexer",
    "make_site",
    "output_path",
    "plain_address",
    "posts",
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
        "choices": "Choices",
        "document": "PostData PostInfo",
        "errors": "InvalidDate NameTaken OutsideSite SiteError SiteUnreadable UrlImpossible",
        "index": "Hit SiteIndex",
        "indexer": "Refreshed",
        "permalink": "output_path",
        "posts": "Created Moved RenamePlan",
        "publisher": "PostState",
        "references": "Reference ReferenceKind references",
        "rules": "Rules",
        "site": "Site",
        "skeleton": "make_site",
        "slug": "SlugMode file_slug slug_of title_of",
        "usage": "KeyUsage",
        "watch": "SiteWatch",
    },
)
