"""The list of the site's posts, and the dialogs that make, rename and publish one.

The window is made with the list; a dialog comes when it is first named.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked
from editor.ui.posts.panel import PostListPanel

if TYPE_CHECKING:
    from editor.ui.posts.new_post import NewPostDialog
    from editor.ui.posts.publish import PublishDialog
    from editor.ui.posts.rename import RenameDialog

__all__ = ["NewPostDialog", "PostListPanel", "PublishDialog", "RenameDialog"]

load_when_asked(
    __name__,
    {"new_post": "NewPostDialog", "publish": "PublishDialog", "rename": "RenameDialog"},
)
