"""Where an import of the checked file leads: a file of its own project, found as Python finds it.

Searched are the folder of a script, the package that holds the file, and the roots of the project. Nothing
outside of these is ever opened, wherever dots or links point.
"""

from __future__ import annotations

import os
import sys
from functools import cached_property

from footgun.records import NamedTuple
from footgun.source.namespaces import Module

MARKERS = ("pyproject.toml", "footgun.toml", "setup.py", "setup.cfg", ".git")
INSTALLED = ("site-packages", "dist-packages")
DEEPEST = 40  # folders above a file
MOST_FILES = 80  # read for one checked file
MOST_BYTES = 800_000  # of all of them; their trees take a hundred times as much
LARGEST = 300_000  # bytes of one


class Place(NamedTuple):
    """A folder where absolute imports are searched; `only`: it holds more packages than the file's own."""

    folder: str
    only: str | None = None


class Refusal(str):
    """Why an import is not followed."""


class Project:
    """What can be imported from one file; `roots` are the folders named on the command line."""

    def __init__(self, path: str, roots: tuple[str, ...] = ()) -> None:
        self.path = path
        self.roots = roots
        self.modules: dict[str, Module] = {}
        self.found: dict[tuple[str, str], Module | Refusal | None] = {}
        self.folders: dict[str, str] = {}
        self.bytes = 0
        self.consulted: dict[str, None] = {}  # every path that an import could have meant, there or not

    @cached_property
    def file(self) -> str:
        """The real path of the checked file."""
        return os.path.realpath(self.path)

    @cached_property
    def folder(self) -> str | None:
        """The real folder of the checked file, None for a text that is in none."""
        if self.path.startswith("<") or "\0" in self.path:
            return None
        folder = os.path.dirname(self.file)
        return folder if os.path.isdir(folder) else None

    @cached_property
    def package(self) -> str | None:
        """The outermost package that the file belongs to."""
        found, folder = None, self.folder or ""
        for _ in range(DEEPEST):
            if not os.path.isfile(os.path.join(folder, "__init__.py")):
                break
            found, folder = folder, os.path.dirname(folder)
        return found

    @cached_property
    def top(self) -> str:
        """The name of that package, empty for a script."""
        return os.path.basename(self.package) if self.package else ""

    @cached_property
    def tops(self) -> list[str]:
        """The roots of the project: named, marked, or where a relative path begins."""
        found = [os.path.realpath(root) for root in self.roots]
        if not os.path.isabs(self.path) and not os.path.normpath(self.path).startswith(".."):
            found.append(os.path.realpath("."))
        folder = self.folder or ""
        for _ in range(DEEPEST):
            if os.path.basename(folder) in INSTALLED or os.path.dirname(folder) == folder:
                break
            if any(os.path.exists(os.path.join(folder, marker)) for marker in MARKERS):
                found.append(folder)
                break
            folder = os.path.dirname(folder)
        return [root for root in dict.fromkeys(found) if self.folder and within(self.folder, root)]

    @cached_property
    def places(self) -> list[Place]:
        """Where absolute imports are searched, in order."""
        if self.folder is None:
            return []
        own = [Place(self.folder)]
        outside = [r for r in self.tops if not os.path.isfile(os.path.join(r, "__init__.py"))]
        others = [Place(r) for root in outside for r in (root, os.path.join(root, "src")) if os.path.isdir(r)]
        if self.package is None:
            found = own + others
        else:
            found = [Place(os.path.dirname(self.package), self.top), *others, *own]
        return list({place.folder: place for place in reversed(found)}.values())[::-1]

    @cached_property
    def bounds(self) -> list[str]:
        """The folders that hold all that may be read."""
        return [*self.tops, *([self.package] if self.package else [self.folder] if self.folder else [])]

    # --- finding ---

    def absolute(self, name: str) -> Module | Refusal | None:
        """The module of a dotted name; None if it is none of the project."""
        key = "", name
        if key not in self.found:
            self.found[key] = self._absolute(name)
        return self.found[key]

    def _absolute(self, name: str) -> Module | Refusal | None:
        head = name.partition(".")[0]
        if self.package is not None and head in sys.stdlib_module_names:
            return None  # a script's own folder comes before the standard library, a package's does not
        for place in self.places:
            if place.only not in (None, head):
                continue
            found = self.below(place.folder, name, name)
            if self.package is not None and isinstance(found, Module) and found.file == self.file:
                continue  # inside a package its name is another: a library of that name is meant
            if found is not None and (isinstance(found, Refusal) or found.file or "." in name):
                return found
        return None

    def relative(self, folder: str, level: int, name: str, package: str) -> Module | Refusal | None:
        """The module that some dots and a name mean in a file of this folder and package."""
        for _ in range(level - 1):
            folder, package = os.path.dirname(folder), package.rpartition(".")[0]
        if not any(within(folder, bound) for bound in self.bounds):
            return Refusal(f"`{'.' * level}{name}` is outside of the project")
        key = folder, name
        if key not in self.found:
            full = f"{package}.{name}".strip(".")
            self.found[key] = self.below(folder, name, full) if name else self.at(folder, full)
        return self.found[key]

    def below(self, folder: str, name: str, full: str) -> Module | Refusal | None:
        """The module `name`, dots and all, of a folder."""
        parts = name.split(".")
        before = full.removesuffix(name)
        for index, part in enumerate(parts):
            if not part.isidentifier():
                return None
            dotted = before + ".".join(parts[: index + 1])
            found = self.at(os.path.join(folder, part), dotted)
            if found is None or isinstance(found, Refusal) or index == len(parts) - 1:
                return found
            if found.folder is None:
                return None
            folder = found.folder
        return None

    def at(self, stem: str, name: str) -> Module | Refusal | None:
        """The package or file of this path without its suffix."""
        for path, folder in ((os.path.join(stem, "__init__.py"), stem), (f"{stem}.py", None)):
            self.consulted[path] = None
            if os.path.lexists(path):
                return self.file_at(path, folder, name)
        self.consulted[stem] = None
        return self.module(name, None, stem) if os.path.isdir(stem) else None

    def file_at(self, path: str, folder: str | None, name: str) -> Module | Refusal:
        """The module of a file, if it may be read."""
        real = self.real(path)
        if not os.path.isfile(real):
            return Refusal(f"`{name}` is no file that can be read")
        if not any(within(real, bound) for bound in self.bounds):
            return Refusal(f"`{name}` leads out of the project")
        self.consulted[real] = None
        return self.module(name, real, folder)

    def real(self, path: str) -> str:
        """The real path of a file; that of its folder is asked for once."""
        folder, name = os.path.split(path)
        if os.path.islink(path) or not name:
            return os.path.realpath(path)
        if folder not in self.folders:
            self.folders[folder] = os.path.realpath(folder)
        return os.path.join(self.folders[folder], name)

    def module(self, name: str, file: str | None, folder: str | None) -> Module:
        """One object for each file or folder."""
        key = file or os.path.realpath(folder or "")
        return self.modules.setdefault(key, Module(name, file, folder))

    def shown(self, file: str) -> str:
        """A path as the reader knows it: from where the checked file's own path begins."""
        start = os.path.dirname(self.path)
        return os.path.normpath(os.path.join(start, os.path.relpath(file, self.folder or start)))


def within(path: str, folder: str) -> bool:
    """Whether a real path is a folder or lies in it."""
    return path == folder or path.startswith(os.path.join(folder, ""))
