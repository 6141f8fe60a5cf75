"""A changed file in the place of the old one: whole or not at all, with the mode that it had."""

from __future__ import annotations

import os
import tempfile


def replace_file(path: str, data: bytes) -> None:
    """Write beside the file, then move over it; a link is followed, so that it stays a link.

    Raises:
        OSError: if the folder or the file cannot be written.
    """
    target = os.path.realpath(path)
    mode = os.stat(target).st_mode
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "permission denied", path)
    handle, draft = tempfile.mkstemp(prefix=".footgun-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, mode & 0o7777)
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise
