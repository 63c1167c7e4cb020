"""What is open, whoever works on it: site, posts, views, settings. Panels stand below it."""

from editor.ui.workbench.file_state import DiskLook, FileState, Standing
from editor.ui.workbench.kept import Kept
from editor.ui.workbench.open_post import OpenPost
from editor.ui.workbench.open_posts import OpenPosts
from editor.ui.workbench.panels import PANELS, Panel, Side
from editor.ui.workbench.post_file import FindPost, PostFile, let_go, same_file
from editor.ui.workbench.site_session import SiteSession
from editor.ui.workbench.views import PostView, Views
from editor.ui.workbench.workbench import Workbench

__all__ = [
    "PANELS",
    "DiskLook",
    "FileState",
    "FindPost",
    "Kept",
    "OpenPost",
    "OpenPosts",
    "Panel",
    "PostFile",
    "PostView",
    "Side",
    "SiteSession",
    "Standing",
    "Views",
    "Workbench",
    "let_go",
    "same_file",
]
