"""The table of verbs. A verb stands here only when all of it works."""

from __future__ import annotations

from editor.cli.verb import Verb, arg

_POST = arg("post", metavar="POST", help="path of a post; - is standard input")
_STATES = ("draft", "scheduled", "published", "unpublished")

VERBS: tuple[Verb, ...] = (
    Verb(
        "new",
        "make a post or a draft",
        "new",
        (
            arg("title", metavar="TITLE"),
            arg("--draft", action="store_true", help="in _drafts, without a date"),
            arg("--date", help="such as '2026-09-01 18:30'; by default now"),
            arg("--slug", help="by default made of the title"),
            arg("--layout"),
            arg("--set", action="append", default=[], metavar="KEY=VALUE", help="value as YAML"),
        ),
        writes=True,
    ),
    Verb(
        "list",
        "list the posts, newest first",
        "list",
        (
            arg("--state", action="append", choices=_STATES, default=[]),
            arg("--category"),
            arg("--tag"),
            arg("--author"),
            arg("--layout"),
            arg("--sort", choices=("date", "title", "path"), default="date"),
            arg("--limit", type=int, default=0, help="0: all"),
        ),
    ),
    Verb(
        "get",
        "print a post's front matter",
        "get",
        (
            _POST,
            arg("keys", nargs="*", metavar="KEY", help="such as title or author.name or tags.0"),
            arg("--defaults", action="store_true", help="with the site's front matter defaults"),
        ),
    ),
    Verb(
        "set",
        "change keys of a post's front matter, and nothing else",
        "set",
        (
            _POST,
            arg("values", nargs="*", metavar="KEY=VALUE", help="value as YAML; path as a.b.0"),
            arg("--string", action="store_true", help="values are texts, not YAML"),
            arg(
                "--rename-key",
                action="append",
                default=[],
                metavar="OLD=NEW",
                help="give a key another name",
            ),
        ),
        writes=True,
    ),
    Verb(
        "unset",
        "take keys out of a post's front matter",
        "unset",
        (_POST, arg("keys", nargs="+", metavar="KEY")),
        writes=True,
    ),
    Verb(
        "rename",
        "rename a post's file after a new title, date or slug",
        "rename",
        (
            _POST,
            arg("--title"),
            arg("--date"),
            arg("--slug"),
            arg("--redirect", action="store_true", help="keep the old address by redirect_from"),
        ),
        writes=True,
    ),
    Verb(
        "publish",
        "move a draft to _posts with its date",
        "publish",
        (_POST, arg("--date", help="by default now")),
        writes=True,
    ),
    Verb(
        "render",
        "turn a post, or all, into HTML",
        "render",
        (
            arg("post", metavar="POST", nargs="?", help="path of a post; - is standard input"),
            arg("--all", action="store_true", help="every post, where Jekyll would write it"),
            arg("--body", action="store_true", help="the converted body only, without a page"),
            arg("--output", metavar="FILE", help="with --all a folder"),
            arg("--drafts", action="store_true", help="with --all: drafts too"),
            arg("--future", action="store_true", help="with --all: posts of a date to come too"),
        ),
    ),
    Verb(
        "compare",
        "compare every post's page with the one that the site's own Jekyll makes",
        "compare",
        (
            arg(
                "--yes", action="store_true", help="let the site's own Ruby run, without a question"
            ),
        ),
    ),
    Verb(
        "check",
        "say what is wrong with posts, and mend what can surely be mended",
        "check",
        (
            arg("posts", nargs="*", metavar="POST", help="by default all of the site"),
            arg("--only", action="append", default=[], metavar="ID"),
            arg("--skip", action="append", default=[], metavar="ID"),
            arg("--strict", action="store_true", help="notes count as findings too"),
            arg("--fix", action="store_true", help="mend what can only be meant in one way"),
        ),
        writes=True,
    ),
    Verb(
        "export",
        "write posts and their pictures, stripped of metadata, into one file",
        "export",
        (
            arg("posts", nargs="+", metavar="POST"),
            arg("--output", required=True, metavar="FILE"),
            arg("--format", default="bag", choices=("bag",)),
            arg("--drafts", action="store_true", help="drafts and unpublished posts too"),
            arg(
                "--other-files",
                action="store_true",
                help="files too whose metadata cannot be taken out (SVG, PDF, films)",
            ),
        ),
        writes=True,
    ),
    Verb(
        "import",
        "take a bundle into the site; never overwrites",
        "importing",
        (
            arg("file", metavar="FILE"),
            arg("--plan", action="store_true", help="only say what would be written"),
        ),
        writes=True,
    ),
    Verb(
        "search",
        "find words in the posts",
        "search",
        (
            arg("words", nargs="+", metavar="WORDS"),
            arg("--in", dest="where", choices=("title", "body", "all"), default="all"),
            arg("--limit", type=int, default=50),
        ),
    ),
    Verb(
        "index",
        "bring the search index up to date",
        "index",
        (arg("--rebuild", action="store_true", help="from nothing"),),
    ),
    Verb(
        "strip",
        "take place, person and machine out of pictures",
        "strip",
        (
            arg("pictures", nargs="+", metavar="PICTURE"),
            arg("--output", metavar="DIR", help="write there; by default in place"),
            arg("--restore", action="store_true", help="put the originals back that were kept"),
        ),
        writes=True,
    ),
)
