"""What stands above a post's text until it is settled."""

from editor.ui.notices.banner import Banner
from editor.ui.notices.notices import Level, Notice, Notices, Told, Way

__all__ = ["Banner", "Level", "Notice", "Notices", "Told", "Way"]
