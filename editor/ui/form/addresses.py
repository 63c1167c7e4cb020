"""Where a post will stand on the web, now and as saved, and what its file should be called.

No Qt here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.errors import StandfirstError

if TYPE_CHECKING:
    from editor.document import Document
    from editor.post import Post
    from editor.site import PostInfo, Site

_NAME = re.compile(r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>.*)(?P<end>\.[^.]+)\Z")


class Addresses:
    """Works out URLs for one post of a site; what is on the disk is worked out once a save."""

    def __init__(self, site: Site | None = None, site_path: str | None = None) -> None:
        self._site = site
        self._site_path = site_path
        self._saved_data: bytes | None = None
        self._saved: PostInfo | None = None

    def of(self, document: Document) -> tuple[str, str, str]:
        """Return the URL now, the URL as saved, and the file name that would fit (if another)."""
        from editor.post import Post

        if self._site is None or not self._site_path:
            return "", "", ""
        now = self._described(document.post)
        if document.saved_data is not self._saved_data:
            self._saved_data = document.saved_data
            self._saved = None
            if document.saved_data:
                encoding = document.coding.encoding
                self._saved = self._described(
                    Post.from_bytes(document.saved_data, encoding=encoding)
                )
        url = now.url if now is not None else ""
        url_on_disk = self._saved.url if self._saved is not None else ""
        return url, url_on_disk, self._better_name(now)

    def _described(self, post: Post) -> PostInfo | None:
        if self._site is None or not self._site_path:
            return None
        try:
            # An undated draft bears the date of its file's last change: a save makes that now.
            # Asked of the disk it would hold up the window's thread.
            return self._site.describe(self._site_path, post, mtime=self._site.now())
        except (StandfirstError, ValueError):
            return None

    def _better_name(self, now: PostInfo | None) -> str:
        """Return the name that follows what was changed since the last save; empty if it fits."""
        from editor.site import file_slug

        name = (self._site_path or "").rpartition("/")[2]
        match = _NAME.match(name)
        before = self._saved
        if match is None or now is None or before is None:
            return ""
        slug = match["slug"]
        # Only a name that was made of the headline follows it.
        if now.title != before.title and file_slug(before.title) == slug:
            slug = file_slug(now.title) or slug
        date = match["date"]
        if date and now.date is not None and now.date != before.date:
            date = f"{now.date:%Y-%m-%d}"
        better = f"{date}-{slug}{match['end']}" if date else f"{slug}{match['end']}"
        return better if better != name else ""
