"""`check`: what is wrong with posts, and with `--fix` what can surely be mended is mended."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.checks import Finding, Severity, with_fixes
from editor.checks import run as run_checks
from editor.cli.editing import require_one_post, write_back
from editor.cli.errors import NoSite
from editor.cli.output import DONE, FINDINGS, REFUSED, Result
from editor.cli.places import Opened, SiteOf, open_post, open_site
from editor.errors import StandfirstError
from editor.post import Post, PostError
from editor.site import AddressBook, Site, SiteIndex, indexer
from editor.storage import StorageError, read_post

# A repair may bring another finding to light, and that one's repair another; not without end.
_ROUNDS = 20


def run(arguments: argparse.Namespace) -> Result:
    """Check posts; without any, all of the site."""
    if arguments.fix:
        for each in arguments.posts:
            require_one_post(each)
    with contextlib.ExitStack() as stack:
        return _Checking(arguments, stack).result()


@dataclass(slots=True)
class _Checking:
    arguments: argparse.Namespace
    stack: contextlib.ExitStack
    found: list[dict[str, Any]] = field(default_factory=list)
    fixed: list[dict[str, Any]] = field(default_factory=list)
    diffs: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    books: dict[Path, AddressBook] = field(default_factory=dict)
    refused: bool = False

    def result(self) -> Result:
        arguments = self.arguments
        opened: Iterable[Opened]
        if arguments.posts:
            opened = [open_post(each, arguments.site) for each in arguments.posts]
        else:
            opened = self._posts_of(open_site(arguments.site))
        for each in opened:
            self._check(each)
        data: dict[str, Any] = {"findings": self.found}
        lines = [_line(each) for each in self.found if not each["overridden"]]
        if arguments.fix:
            data["fixed"] = self.fixed
            verb = "would be mended" if arguments.dry_run else "mended"
            lines = [f"{_line(each)} ({verb})" for each in self.fixed] + lines
            if arguments.dry_run:
                data["diff"] = "".join(self.diffs)
                lines = ["".join(self.diffs), *lines]
        code = FINDINGS if any(map(self._counts, self.found)) else DONE
        text = "\n".join(each for each in lines if each)
        return Result(data, text, REFUSED if self.refused else code, warnings=(*self.warnings,))

    def _counts(self, found: dict[str, Any]) -> bool:
        is_note = found["level"] == Severity.NOTE.value
        return not found["overridden"] and (not is_note or self.arguments.strict)

    def _check(self, opened: Opened) -> None:
        findings = self._findings(opened, opened.post)
        mended: list[Finding] = []
        post = opened.post
        for _ in range(_ROUNDS if self.arguments.fix else 0):
            sure = [each for each in findings if each.fix and each.fix.is_sure]
            text, made = with_fixes(post.text, [each for each in sure if not each.overridden])
            if not made:
                break
            mended += made
            post = Post.from_text(text, bom=post.bom, encoding=post.encoding)
            findings = self._findings(opened, post)
        if mended and self._written(opened, post):
            self.fixed += [_told(opened, each) for each in mended]
        elif mended:
            findings = self._findings(opened, opened.post)
        self.found += [_told(opened, each) for each in findings]

    def _written(self, opened: Opened, post: Post) -> bool:
        """Write a mended post back. One that may not be written holds up none of the others."""
        try:
            changed = dataclasses.replace(opened, post=post)
            done = write_back(changed, self.arguments, [], [])
        except (StorageError, PostError) as error:
            self.refused = True
            self.warnings.append(f"{opened.name} was not changed: {error.sentence}")
            return False
        if self.arguments.dry_run:
            self.diffs.append(done.text)
        self.warnings += done.told
        return True

    def _findings(self, opened: Opened, post: Post) -> Sequence[Finding]:
        if opened.site is None:
            raise NoSite(f"{opened.name} stands in no Jekyll site; name one by --site.")
        book = self._book(opened.site)
        return run_checks(
            post,
            opened.site,
            opened.site_path,
            near=book.near if book else None,
            only=self.arguments.only,
            skip=self.arguments.skip,
        )

    def _book(self, site: Site) -> AddressBook | None:
        """Return the site's addresses, brought up to date once; None where no check asks."""
        wanted = {"same-url", "link-missing"} - set(self.arguments.skip)
        if self.arguments.only:
            wanted &= set(self.arguments.only)
        if site.root not in self.books and wanted:
            index = self.stack.enter_context(contextlib.closing(SiteIndex.open(site)))
            indexer.refresh(site, index=index, words=False)
            book = self.books[site.root] = AddressBook(site, index)
            book.refresh()
        return self.books.get(site.root)

    def _posts_of(self, site: Site) -> Iterator[Opened]:
        """Give the posts of a site one by one; one that cannot be read is a finding itself."""
        for path in site.post_paths():
            site_path = site.relative(path)
            try:
                data, digest = read_post(path)
            except StorageError as error:
                self.found.append(_unreadable(site_path, error))
                continue
            post = Post.from_bytes(data, encoding=site.encoding)
            yield Opened(post, data, path, digest, SiteOf(site.root, site), site_path)


def _told(opened: Opened, finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.check,
        "level": finding.severity.value,
        "sentence": finding.sentence,
        "path": opened.site_path if opened.path is not None else "-",
        "line": finding.line + 1,
        "column": finding.column + 1,
        "fixable": finding.fix is not None and finding.fix.is_sure,
        "overridden": finding.overridden,
    }


def _unreadable(site_path: str, error: StandfirstError) -> dict[str, Any]:
    return {
        "id": "front-matter",
        "level": Severity.ERROR.value,
        "sentence": error.sentence,
        "path": site_path,
        "line": 1,
        "column": 1,
        "fixable": False,
        "overridden": False,
    }


def _line(found: dict[str, Any]) -> str:
    place = f"{found['path']}:{found['line']}:{found['column']}"
    return f"{place}: {found['level']}: {found['sentence']} [{found['id']}]"
