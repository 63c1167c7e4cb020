"""The list of the site's posts, and the dialogs that make, rename and publish one."""

from editor.ui.posts.new_post import NewPostDialog
from editor.ui.posts.panel import PostListPanel
from editor.ui.posts.publish import PublishDialog
from editor.ui.posts.rename import RenameDialog

__all__ = ["NewPostDialog", "PostListPanel", "PublishDialog", "RenameDialog"]
