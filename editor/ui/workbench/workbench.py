"""What everything that is done in the window is done on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from editor.ui.tasks import Tasks
from editor.ui.workbench.kept import Kept
from editor.ui.workbench.open_posts import OpenPosts
from editor.ui.workbench.site_session import SiteSession
from editor.ui.workbench.views import Views

if TYPE_CHECKING:
    from editor.settings import Session, Settings
    from editor.ui.workbench.open_post import OpenPost


@dataclass(frozen=True, slots=True)
class Workbench:
    """The open site, the open posts and the views on them; it knows neither desks nor window.

    Attributes:
        kept: Settings, and what the window remembers.
        tasks: The window's threads.
        session: The open site.
        posts: The open posts.
        views: The views on them.
        say: Says something that may be missed.
    """

    kept: Kept
    tasks: Tasks
    session: SiteSession
    posts: OpenPosts
    views: Views
    say: Callable[[str], None]

    @classmethod
    def make(
        cls, settings: Settings, session: Session, say: Callable[[str], None], parent: QObject
    ) -> Workbench:
        """Make one on which nothing is open.

        Args:
            settings: What the person chose.
            session: What the window remembers.
            say: Says something that may be missed.
            parent: Owns what is on it.
        """
        tasks = Tasks()
        site = SiteSession(tasks, parent)
        return cls(
            kept=Kept(settings, session, tasks, parent),
            tasks=tasks,
            session=site,
            posts=OpenPosts(tasks, site, parent),
            views=Views(parent),
            say=say,
        )

    def site_path(self, post: OpenPost | None) -> str | None:
        """Return a post's path below the site; None where it has none."""
        return self.session.path_in_site(post.path) if post is not None else None
