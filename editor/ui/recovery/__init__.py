"""Nothing is lost: unsaved words after a crash, past versions, and posts that changed on disk."""

from editor.ui.recovery.conflict_dialog import ConflictDialog
from editor.ui.recovery.diff_view import DiffView
from editor.ui.recovery.recovery_dialog import RecoveryDialog
from editor.ui.recovery.versions_dialog import VersionsDialog

__all__ = ["ConflictDialog", "DiffView", "RecoveryDialog", "VersionsDialog"]
