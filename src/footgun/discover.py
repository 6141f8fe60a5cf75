"""Which files to check: named files of any type, and the .py and .ipynb files of named folders.

Folders that hold other people's code are skipped unless named. Links to folders are not followed: loops end.
Nor are links to files outside of the named folder: nothing there is read, and no fix is written there.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence

from footgun.records import NamedTuple

SUFFIXES = (".py", ".ipynb")
SKIPPED = frozenset({
    ".eggs", ".footgun_cache", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pytest_cache",
    ".ruff_cache", ".svn", ".tox", ".venv", "__pycache__", "__pypackages__", "build", "dist", "node_modules",
    "site-packages", "venv",
})  # fmt: skip


class Found(NamedTuple):
    """A file to check, or a path that cannot be checked and why."""

    path: str
    error: str | None = None


def contents(path: str, most: int) -> bytes:
    """The bytes of a regular file: a pipe would wait for its writer, a device may never end.

    Raises:
        OSError: if there is no such file, it is something else, or it is larger than `most` bytes.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        facts = os.fstat(handle)
        if stat.S_ISDIR(facts.st_mode):
            raise OSError(errno.EISDIR, "is a directory", path)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        if facts.st_size > most:
            raise OSError(errno.EFBIG, f"larger than {most // 1_000_000} MB", path)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(handle)


class Exclusion(NamedTuple):
    """Patterns of a configuration file, relative to its folder."""

    folder: str
    patterns: tuple[str, ...]

    def covers(self, path: str) -> bool:
        """Whether a pattern matches the name or the path below the configuration's folder."""
        from fnmatch import fnmatchcase

        forms = (os.path.basename(path), os.path.relpath(path, self.folder).replace(os.sep, "/"))
        return any(fnmatchcase(form, pattern.rstrip("/")) for form in forms for pattern in self.patterns)


ExclusionFor = Callable[[str], "Exclusion | None"]  # what a named folder leaves out


def discover(paths: Sequence[str], exclusion: ExclusionFor = lambda folder: None) -> list[Found]:
    """The files behind `paths`, each once, sorted; relative paths stay relative."""
    found: dict[str, Found] = {}
    for path in paths:
        for item in _expand(path, exclusion):
            found.setdefault(os.path.realpath(item.path), item)
    return sorted(found.values())


def _expand(path: str, exclusion: ExclusionFor) -> Iterator[Found]:
    if "\0" in path:
        yield Found(path.replace("\0", "\\0"), "a path cannot contain a null character")
        return
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        yield Found(path, _reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, exclusion(path))
    elif stat.S_ISREG(mode):
        yield Found(path)
    else:
        yield Found(path, "not a regular file; pass the text of a pipe or device on standard input with `-`")


def _walk(root: str, exclusion: Exclusion | None) -> Iterator[Found]:
    failed: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=failed.append):
        shown = "" if folder == "." else folder[2:] if folder.startswith("." + os.sep) else folder
        left_out = exclusion.covers if exclusion else _nothing
        folders[:] = [n for n in folders if n not in SKIPPED and not left_out(os.path.join(folder, n))]
        for name in files:
            path = os.path.join(shown, name)
            if name.endswith(SUFFIXES) and _is_inside(path, root) and not left_out(path):
                yield Found(path)
    for error in failed:
        yield Found(str(error.filename or root), _reason(error))


def _is_inside(path: str, root: str) -> bool:
    """Whether it is a file, and if it is a link, one of this folder."""
    if not os.path.islink(path):
        return os.path.isfile(path)
    there = os.path.realpath(path)
    return os.path.isfile(there) and there.startswith(os.path.join(os.path.realpath(root), ""))


def _nothing(path: str) -> bool:
    return False


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the spelling and the current folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return (error.strerror or str(error)).lower()
