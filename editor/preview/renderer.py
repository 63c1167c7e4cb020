"""Posts kept rendered while they are edited; runs in the worker process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.preview.errors import OutOfStep
from editor.preview.messages import EditPost, OpenPost, Page, Patch
from editor.preview.rendered_post import RenderedPost, Report
from editor.preview.shell import PageCleaner

if TYPE_CHECKING:
    from editor.theme import Theme
    from editor.theme.live import LiveSite


class Renderer:
    """The open posts of one site, rendered."""

    def __init__(self, theme: Theme, tick: Callable[[], None] | None = None) -> None:
        """Make a renderer.

        Args:
            theme: The site's pages; another theme needs another renderer.
            tick: Called now and then while templates are at work.
        """
        self._theme = theme
        self._tick = tick
        self._posts: dict[str, RenderedPost] = {}
        self._live: LiveSite | None = None
        self._cleaner = PageCleaner(str(theme.rules.config.get("url") or ""))

    @property
    def live(self) -> LiveSite | None:
        """The site as it stands, made when the first post asks for it; None without a site."""
        if self._live is None:
            self._live = self._theme.live(self._tick)
        return self._live

    def open(self, request: OpenPost, report: Report) -> Page | Patch:
        """Render a whole text and keep it.

        Args:
            request: The text.
            report: Told of every piece before it is rendered, and of a long page so far.

        Returns:
            The page, or for a long text the last part of it.
        """
        self._posts.pop(request.document, None)
        post = RenderedPost(self._theme, self.live, self._cleaner, request, report)
        reply = post.render()
        self._posts[request.document] = post
        return reply

    def edit(self, request: EditPost, report: Report) -> Page | Patch:
        """Apply edits to an open text.

        Returns:
            What changed, or a whole page where it is shown in another way now.

        Raises:
            OutOfStep: The text is not open at `request.base`, or an edit does not fit it; the
                text is forgotten and has to be opened again.
        """
        post = self._posts.pop(request.document, None)
        if post is None or post.revision != request.base or post.exhausted:
            raise OutOfStep
        reply = post.edit(request, report)
        self._posts[request.document] = post
        return reply

    def refresh(self, document: str, report: Report) -> Page | Patch:
        """Bring an open text up to date with its site, and the page round it with its body.

        Raises:
            OutOfStep: It is not open.
        """
        post = self._posts.pop(document, None)
        if post is None:
            raise OutOfStep
        reply = post.refresh(self.live, report)
        self._posts[document] = post
        return reply

    def site_changed(self, paths: frozenset[str]) -> tuple[str, ...]:
        """Forget what was read of files that are others now; `refresh` shows what they say.

        Returns:
            The addresses of the sheets that may be others now.
        """
        live = self._live
        if live is None or live.files_changed(paths):
            return ()
        live.close()
        self._live = None
        own = tuple(sorted(each for each in paths if each.endswith(".css")))
        made = self.live.sheet_paths() if self.live is not None else ()
        return tuple(dict.fromkeys([*own, *made]))

    def show(self, document: str) -> Page:
        """Return the whole page of an open text.

        Raises:
            OutOfStep: It is not open.
        """
        post = self._posts.get(document)
        if post is None:
            raise OutOfStep
        return post.page()

    def forget(self, document: str) -> None:
        """Drop a text."""
        self._posts.pop(document, None)
