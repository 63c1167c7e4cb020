"""The list of the site's posts, and the dialogs that make, rename and publish one."""

from editor.ui.posts.panel import PostListPanel

__all__ = ["PostListPanel"]
