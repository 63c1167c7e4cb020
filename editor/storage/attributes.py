"""Owner, mode, access list and extended attributes: what a new file takes over from the old."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import sys

_ACCESS_LIST = "system.posix_acl_access"
_UNSUPPORTED = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENODATA, errno.ENOSYS}


class NotRestorable(Exception):
    """The new file cannot get the old one's owner or access list: it must be written in place."""


def copy_attributes(old: os.stat_result, source: int, target: int) -> str:
    """Give an open new file what belongs to the old one.

    Args:
        old: Status of the old file.
        source: The old file, open.
        target: The new file, open.

    Returns:
        A warning for the user; empty when everything was kept.

    Raises:
        NotRestorable: Owner, group or access list cannot be restored.
    """
    if sys.platform == "win32":
        return ""  # ReplaceFile keeps them
    new = os.fstat(target)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(
                target,
                old.st_uid if new.st_uid != old.st_uid else -1,
                old.st_gid if new.st_gid != old.st_gid else -1,
            )
        except OSError as error:
            raise NotRestorable from error
    warning = ""
    _drop_inherited(source, target)
    mode = stat.S_IMODE(old.st_mode)
    if stat.S_IMODE(os.fstat(target).st_mode) != mode:
        try:
            os.fchmod(target, mode)
        except OSError:
            # Some mounts have one mode for all files; the text matters more.
            warning = "The file's permissions could not be kept."
    return _copy_extended(source, target) or warning


def _drop_inherited(source: int, target: int) -> None:
    """Take away an access list that the folder gives to new files and the old file has not."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        if _ACCESS_LIST in os.listxattr(target) and _ACCESS_LIST not in os.listxattr(source):
            os.removexattr(target, _ACCESS_LIST)


def _copy_extended(source: int, target: int) -> str:
    if sys.platform == "darwin":
        return _copy_on_macos(source, target)
    if sys.platform != "linux":
        return ""
    try:
        names = os.listxattr(source)
    except OSError:
        return ""
    warning = ""
    for name in names:
        # Labels of the system's own (SELinux, capabilities) are the kernel's to set.
        if name.startswith(("security.", "trusted.")):
            continue
        try:
            os.setxattr(target, name, os.getxattr(source, name))
        except OSError as error:
            if name == _ACCESS_LIST and error.errno not in _UNSUPPORTED:
                raise NotRestorable from error
            warning = "Some of the file's extended attributes could not be kept."
    return warning


def _copy_on_macos(source: int, target: int) -> str:  # untested: written after copyfile(3)
    access_list, extended = 1 << 0, 1 << 2
    try:
        refused = ctypes.CDLL(None).fcopyfile(source, target, None, access_list | extended)
    except (OSError, AttributeError):
        refused = -1
    return "Some of the file's extended attributes could not be kept." if refused else ""
