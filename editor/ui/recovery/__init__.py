"""Nothing is lost: unsaved words after a crash, past versions, and posts that changed on disk."""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.ui.recovery.conflict_dialog import ConflictDialog
    from editor.ui.recovery.diff_view import DiffView
    from editor.ui.recovery.recovery_dialog import RecoveryDialog
    from editor.ui.recovery.versions_dialog import VersionsDialog

__all__ = [
    "ConflictDialog",
    "DiffView",
    "RecoveryDialog",
    "VersionsDialog",
]

load_when_asked(
    __name__,
    {
        "conflict_dialog": "ConflictDialog",
        "diff_view": "DiffView",
        "recovery_dialog": "RecoveryDialog",
        "versions_dialog": "VersionsDialog",
    },
)
