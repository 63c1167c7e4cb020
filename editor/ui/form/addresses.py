"""Where a post will stand on the web, now and as saved. No Qt here."""

from __future__ import annotations

from editor.document import Document
from editor.errors import StandfirstError
from editor.post import Post
from editor.site import Site


class Addresses:
    """Works out URLs for one post of a site; what is on the disk is worked out once a save."""

    def __init__(self, site: Site | None = None, site_path: str | None = None) -> None:
        self._site = site
        self._site_path = site_path
        self._saved_data: bytes | None = None
        self._saved_url = ""

    def of(self, document: Document) -> tuple[str, str, str]:
        """Return the URL now, the URL as saved, and the file name that would fit (if another)."""
        site, path = self._site, self._site_path
        if site is None or not path:
            return "", "", ""
        url = self._url(document.post)
        if document.saved_data is not self._saved_data:
            self._saved_data = document.saved_data
            saved = Post.from_bytes(document.saved_data, encoding=document.coding.encoding)
            self._saved_url = self._url(saved) if document.saved_data else ""
        return url, self._saved_url, ""

    def _url(self, post: Post) -> str:
        try:
            if self._site is None or self._site_path is None:
                return ""
            return self._site.describe(self._site_path, post).url
        except (StandfirstError, ValueError):
            return ""
