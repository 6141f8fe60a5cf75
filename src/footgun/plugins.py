"""Rules and bindings of other packages, by their entry points `footgun.rules` and `footgun.bindings`.

`importlib.metadata` takes as long to import as a whole check: here the installed packages are read by their
folders, and what they say is kept until such a folder changes. Only what is installed counts, nothing that
lies in the checked project.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module

import footgun
from footgun.index import draft_of, place_of
from footgun.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

RULES, BINDINGS = "footgun.rules", "footgun.bindings"
INSTALLED = ("site-packages", "dist-packages")


class PluginError(Exception):
    """A plugin that cannot be used, with the package and the reason."""


class Entry(NamedTuple):
    """One line of a package's `entry_points.txt`."""

    group: str
    name: str
    module: str
    package: str


@cache
def entries(group: str) -> tuple[Entry, ...]:
    """What the installed packages offer in a group, sorted."""
    return tuple(sorted(entry for entry in _all() if entry.group == group))


def load(entry: Entry) -> ModuleType:
    """Import the module of a plugin.

    Raises:
        PluginError: if that fails, in whatever way.
    """
    try:
        return import_module(entry.module)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise PluginError(
            f"plugin `{entry.package}` cannot be loaded: {reason}; uninstall or update it"
        ) from error


@cache
def _all() -> tuple[Entry, ...]:
    import marshal

    place = place_of(footgun, ".plugins")
    folders = {path: _stamp(path) for path in sys.path if os.path.basename(path) in INSTALLED}
    kept: dict[str, tuple[int, list[tuple[str, ...]]]] = {}
    if place is not None:
        try:
            with open(place, "rb") as file:
                kept = marshal.loads(file.read())
        except (OSError, EOFError, ValueError, TypeError):
            kept = {}
    known = {path: kept[path] for path, stamp in folders.items() if path in kept and kept[path][0] == stamp}
    if known.keys() != folders.keys():
        known = {path: (stamp, [tuple(e) for e in _offered(path)]) for path, stamp in folders.items()}
        if place is not None:
            draft_of(place, marshal.dumps(known))
    return tuple(Entry(*said) for _, offered in known.values() for said in offered)


def _stamp(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0


def _offered(folder: str) -> Iterator[Entry]:
    """The entry points of ours in a folder of installed packages."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in sorted(names):
        if name.endswith((".dist-info", ".egg-info")):
            try:
                with open(os.path.join(folder, name, "entry_points.txt"), encoding="utf-8") as file:
                    yield from _parsed(file.read(), name.split("-")[0])
            except (OSError, UnicodeDecodeError):
                continue


def _parsed(text: str, package: str) -> Iterator[Entry]:
    group = ""
    for line in text.splitlines():
        row = line.strip()
        if row.startswith("[") and row.endswith("]"):
            group = row[1:-1].strip()
        elif group in (RULES, BINDINGS) and "=" in row and not row.startswith(("#", ";")):
            name, _, value = row.partition("=")
            yield Entry(group, name.strip(), value.split("[")[0].partition(":")[0].strip(), package)
