"""The only code that writes into a site: durable saves, recovery, versions, locks, the trash.

It knows bytes and edits, never posts. Nothing here calls Qt, and nothing that waits for the disk
(`save`, `move`, `Journal.sync`, `versions`) belongs on the window's own thread.
"""

from editor.storage.errors import (
    ChangedOnDisk,
    DiskState,
    JournalDamaged,
    MoveFailed,
    NotAllowed,
    PostLocked,
    ReadFailed,
    SaveFailed,
    StorageError,
    TargetExists,
    TrashFailed,
)
from editor.storage.files import Digest, read, sweep
from editor.storage.lock import Holder, PostHeld, PostLock
from editor.storage.move import move
from editor.storage.save import Saved, make_folder, save
from editor.storage.trash import move_to_trash

__all__ = [
    "ChangedOnDisk",
    "Digest",
    "DiskState",
    "Holder",
    "JournalDamaged",
    "MoveFailed",
    "NotAllowed",
    "PostHeld",
    "PostLock",
    "PostLocked",
    "ReadFailed",
    "SaveFailed",
    "Saved",
    "StorageError",
    "TargetExists",
    "TrashFailed",
    "make_folder",
    "move",
    "move_to_trash",
    "read",
    "save",
    "sweep",
]
