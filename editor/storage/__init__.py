"""The only code that writes into a site: durable saves, recovery, versions, locks, the trash.

It knows bytes and edits, never posts. Nothing here calls Qt, and nothing that waits for the disk
(`save`, `move`, `Journal.sync`, `versions`) belongs on the window's own thread.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.storage import versions
    from editor.storage.bounds import file_to_write, leads_inside, name_to_change
    from editor.storage.errors import (
        ChangedOnDisk,
        DiskState,
        JournalDamaged,
        MarkedReadOnly,
        MoveFailed,
        NotAllowed,
        PostLocked,
        ReadFailed,
        SaveFailed,
        StorageError,
        TargetExists,
        TrashFailed,
    )
    from editor.storage.files import Digest, read, read_post
    from editor.storage.folders import make_folder
    from editor.storage.journal import Journal, JournalKey, JournalState
    from editor.storage.journal_sync import finish_journals
    from editor.storage.lock import Holder, PostHeld, PostLock
    from editor.storage.merge import Chunk, Merge, line_changes, merge3
    from editor.storage.move import move
    from editor.storage.output import write_output
    from editor.storage.recovery import (
        Recovery,
        pending,
        pending_beside,
        put_aside_before,
        text_diff,
    )
    from editor.storage.save import Saved, save
    from editor.storage.sweeping import sweep
    from editor.storage.trash import move_to_trash
    from editor.storage.watch import FolderWatch

__all__ = [
    "ChangedOnDisk",
    "Chunk",
    "Digest",
    "DiskState",
    "FolderWatch",
    "Holder",
    "Journal",
    "JournalDamaged",
    "JournalKey",
    "JournalState",
    "MarkedReadOnly",
    "Merge",
    "MoveFailed",
    "NotAllowed",
    "PostHeld",
    "PostLock",
    "PostLocked",
    "ReadFailed",
    "Recovery",
    "SaveFailed",
    "Saved",
    "StorageError",
    "TargetExists",
    "TrashFailed",
    "file_to_write",
    "finish_journals",
    "leads_inside",
    "line_changes",
    "make_folder",
    "merge3",
    "move",
    "move_to_trash",
    "name_to_change",
    "pending",
    "pending_beside",
    "put_aside_before",
    "read",
    "read_post",
    "save",
    "sweep",
    "text_diff",
    "versions",
    "write_output",
]

load_when_asked(
    __name__,
    {
        "bounds": "file_to_write leads_inside name_to_change",
        "errors": (
            "ChangedOnDisk DiskState JournalDamaged MarkedReadOnly MoveFailed NotAllowed "
            "PostLocked ReadFailed SaveFailed StorageError TargetExists TrashFailed"
        ),
        "files": "Digest read read_post",
        "folders": "make_folder",
        "journal": "Journal JournalKey JournalState",
        "journal_sync": "finish_journals",
        "lock": "Holder PostHeld PostLock",
        "merge": "Chunk Merge line_changes merge3",
        "move": "move",
        "output": "write_output",
        "recovery": "Recovery pending pending_beside put_aside_before text_diff",
        "save": "Saved save",
        "sweeping": "sweep",
        "trash": "move_to_trash",
        "watch": "FolderWatch",
    },
)
