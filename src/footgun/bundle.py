"""The bytecode of what runs load, in one file: finding 230 modules takes longer than reading them.

It stands beside the bytecode of the package and is made from it, by a run that loads what it lacks. A module
that is not in it, or whose source has changed, loads the ordinary way: all works the same without it.

What most checks need (`usual.py`) stands in it once more, in one piece that loads before anything asks
for it: Python's own way to a module takes as long as its code, even with a finder that knows the answer.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader

import footgun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType
    from typing import BinaryIO

    # Source file, bytecode file, a package, when the source changed in nanoseconds, its size in bytes,
    # where the bytecode starts in the bundle, and its length
    Facts = tuple[str, str, bool, int, int]
    Entry = tuple[str, str, bool, int, int, int, int]

_Module = type(sys)
HEADER = 16  # bytes before the code in a bytecode file: magic number, flags, time and size of the source
MAGIC = b"footgun2"


class Bundle:
    """A finder for `sys.meta_path`.

    The file holds a magic word, its own length, where the code starts (8 bytes each), a table, the code of
    each module, and that of the usual ones once more.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        self.usual: list[str] = []  # in the order in which they load
        self.together = 0, 0  # where their code starts, and its length
        try:
            self.file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            head = os.read(self.file, 24)
            length, self.start = (int.from_bytes(head[i : i + 8], "little") for i in (8, 16))
            if head[:8] != MAGIC or length != os.fstat(self.file).st_size or self.start > length:
                return
            entries, usual, together = marshal.loads(os.read(self.file, self.start - 24))
        except (OSError, EOFError, ValueError, TypeError):
            return
        here = footgun.__path__[0] + os.sep
        if all(entry[0].startswith(here) for entry in entries.values()):  # the folder was not moved
            self.entries, self.usual, self.together = entries, usual, together

    def preload(self) -> None:
        """Load the usual modules, if the source of each is what it was."""
        if not self.usual or not all(map(self._holds, self.usual)):
            return
        early: dict[str, dict[str, ModuleType]] = {}  # what loads before the package that it is in
        for name, code in zip(self.usual, marshal.loads(self._read(*self.together)), strict=True):
            if name in sys.modules:
                continue
            module = sys.modules[name] = self._module(name)
            module.__dict__.update(early.get(name, {}))
            try:
                exec(code, module.__dict__)
            except Exception:  # the ordinary import meets it again, where it is told
                del sys.modules[name]
                return
            parent, _, child = name.rpartition(".")
            if parent in sys.modules:
                setattr(sys.modules[parent], child, module)
            else:
                early.setdefault(parent, {})[child] = module

    def _module(self, name: str) -> ModuleType:
        """What `importlib.util.module_from_spec` makes, in half the time."""
        spec = self._spec(name)
        module = _Module(name)
        attributes = module.__dict__
        attributes["__spec__"], attributes["__loader__"] = spec, spec.loader
        attributes["__file__"], attributes["__cached__"] = spec.origin, spec.cached
        attributes["__package__"] = spec.parent
        if spec.submodule_search_locations is not None:
            attributes["__path__"] = spec.submodule_search_locations
        return module

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module, if it is in the bundle and its source is what it was."""
        return self._spec(fullname) if self._holds(fullname) else None

    def _holds(self, name: str) -> bool:
        entry = self.entries.get(name)
        return entry is not None and _stamp(entry[0]) == entry[3:5]

    def _spec(self, fullname: str) -> ModuleSpec:
        source, cached, package, *_ = self.entries[fullname]
        spec = ModuleSpec(fullname, _Loader(self, fullname, source), origin=source, is_package=package)
        if package:
            spec.submodule_search_locations = [os.path.dirname(source)]
        spec.has_location = True
        spec.cached = cached
        return spec

    def code(self, name: str) -> bytes:
        """The bytecode of a module that is in the bundle."""
        return self._read(*self.entries[name][5:])

    def _read(self, place: int, length: int) -> bytes:
        if hasattr(os, "pread"):  # forked processes share the place in a file that is open
            return os.pread(self.file, length, self.start + place)
        os.lseek(self.file, self.start + place, os.SEEK_SET)
        return os.read(self.file, length)

    def keep(self) -> None:
        """Add what was loaded without it, so that the next run finds all in it."""
        loaded = [(n, m) for n, m in sys.modules.items() if n.startswith("footgun.") and not _bundled(m)]
        lacking = [(name, module) for name, module in loaded if not self._holds(name)]  # some load before it
        read = {name: _read(module) for name, module in lacking}
        new = {name: found for name, found in read.items() if found is not None}
        if sys.dont_write_bytecode or not new:
            return
        draft = f"{self.path}.{os.getpid()}"
        try:
            old = {name: (entry[:5], self.code(name)) for name, entry in self.entries.items()}
            with open(draft, "wb") as file:
                _write(file, {**old, **new})
            os.replace(draft, self.path)  # others read the old one or the new one, nothing in between
        except OSError:
            return


class _Loader(SourceFileLoader):
    """An ordinary loader but for where the code comes from."""

    def __init__(self, bundle: Bundle, name: str, path: str) -> None:
        super().__init__(name, path)
        self.bundle = bundle

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the module, which was compiled before."""
        code: CodeType = marshal.loads(self.bundle.code(fullname))
        return code


def install() -> Bundle | None:
    """Let modules load from the bundle; None where there is no place for one, in a zip file say."""
    cached = footgun.__spec__.cached if footgun.__spec__ is not None else None
    if not cached:
        return None
    bundle = Bundle(cached.removesuffix(".pyc") + ".bundle")
    sys.meta_path.insert(0, bundle)
    return bundle


def _write(file: BinaryIO, modules: dict[str, tuple[Facts, bytes]]) -> None:
    entries, end = {}, 0
    for name, (facts, code) in modules.items():
        entries[name] = (*facts, end, len(code))
        end += len(code)
    from footgun.usual import USUAL

    usual = [name for name in USUAL if name in modules]
    together = marshal.dumps([marshal.loads(modules[name][1]) for name in usual])
    table = marshal.dumps((entries, usual, (end, len(together))))
    start = 24 + len(table)
    lengths = [length.to_bytes(8, "little") for length in (start + end + len(together), start)]
    file.writelines([MAGIC, *lengths, table, *(code for _, code in modules.values()), together])


def _bundled(module: ModuleType) -> bool:
    return module.__spec__ is not None and isinstance(module.__spec__.loader, _Loader)


def _read(module: ModuleType) -> tuple[Facts, bytes] | None:
    """What the bytecode file of a module holds, if it is of the source as it stands."""
    spec = module.__spec__
    if spec is None or not spec.origin or not spec.cached:
        return None
    stamp = _stamp(spec.origin)
    try:
        with open(spec.cached, "rb") as file:
            header, code = file.read(HEADER), file.read()
    except OSError:
        return None
    flags, seconds, size = (int.from_bytes(header[i : i + 4], "little") for i in (4, 8, 12))
    if stamp is None or flags or (stamp[0] // 10**9, stamp[1]) != (seconds, size):
        return None
    return (spec.origin, spec.cached, spec.submodule_search_locations is not None, *stamp), code


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size
