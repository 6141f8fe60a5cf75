"""What walking a package finds, kept beside its bytecode until a file of the package changes.

With an index the files of a registry load as they are needed. Without one (on the first run, in a folder that
cannot be written) all of them load, and everything works the same.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterator
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_FORMAT = 2  # raised when what is kept means something else


def recall(package: ModuleType) -> Any:
    """What was kept for a package; None where nothing was, or a file has changed since."""
    place = place_of(package, ".index")
    if place is None:
        return None
    try:
        with open(place, "rb") as file:
            stamp, found = marshal.loads(file.read())
    except (OSError, EOFError, ValueError, TypeError):
        return None
    return found if stamp == _stamp(package) else None


def keep(package: ModuleType, found: Any) -> None:
    """Keep what was found: strings, numbers, lists, tuples and dicts of them."""
    place = place_of(package, ".index")
    if place is not None:
        draft_of(place, marshal.dumps((_stamp(package), found)))


def draft_of(place: str, data: bytes) -> None:
    """Write a file whole or not at all, where Python may write bytecode."""
    if sys.dont_write_bytecode:
        return
    draft = f"{place}.{os.getpid()}"
    try:
        with open(draft, "wb") as file:
            file.write(data)
        os.replace(draft, place)  # others read the old one or the new one, nothing in between
    except OSError:
        return


def place_of(package: ModuleType, suffix: str) -> str | None:
    """Beside the bytecode of the package's `__init__.py`; None for what runs without, from a zip file say."""
    cached = package.__spec__.cached if package.__spec__ is not None else None
    return cached.removesuffix(".pyc") + suffix if cached else None


def _stamp(package: ModuleType) -> Any:
    """Changes with every change of a Python file in the package and the folders right below."""
    folder = package.__path__[0]
    installed = f"{os.sep}site-packages{os.sep}" in folder or f"{os.sep}dist-packages{os.sep}" in folder
    return _FORMAT, sorted(_folders(folder) if installed else _files(folder, 1))


def _folders(folder: str) -> Iterator[tuple[str, int, int]]:
    """What is installed is never edited in place: to replace a file changes the time of its folder."""
    yield folder, os.stat(folder).st_mtime_ns, 0
    for entry in os.scandir(folder):
        if not entry.name.startswith("_") and entry.is_dir():
            yield entry.path, entry.stat().st_mtime_ns, 0


def _files(folder: str, depth: int) -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.name.endswith(".py"):
            facts = entry.stat()
            yield entry.path, facts.st_mtime_ns, facts.st_size
        elif depth and not entry.name.startswith("_") and entry.is_dir():
            yield from _files(entry.path, depth - 1)
