"""Which handlers a file can meet: those of the libraries that it imports, itself or through its own files.

What was loaded for an earlier file stays in memory, but counts only once this file asks for it too: what is
said of a file never depends on the files before it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from footgun.index import keep, recall
from footgun.plugins import BINDINGS, entries
from footgun.plugins import load as import_plugin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, TypeAlias

    from footgun.plugins import Entry

Handler: TypeAlias = "Callable[..., Any]"

PACKAGES = {
    "torch": ("torch",), "torchvision": ("torch", "torchvision"), "timm": ("torch", "timm"),
    "keras": ("keras",), "tensorflow": ("keras",),
    "numpy": ("numpy",), "pandas": ("numpy", "pandas"), "PIL": ("images",), "cv2": ("images",),
    "torchsummary": ("torch",), "torchinfo": ("torch",),
    "sklearn": ("torch", "numpy", "sklearn"),
    "einops": ("einops",), "lightning": ("torch",), "pytorch_lightning": ("torch",),
}  # fmt: skip
OURS = "footgun.source."
# By package of bindings, ours or a plugin's: names with their handlers, or the modules that bind them.
BOUND: dict[str, dict[str, Any]] = {}
_WHERE: dict[str, dict[str, str]] = {}  # by package: the module that binds a name
_KNOWN: set[str] = set()


class Registry(dict):  # type: ignore[type-arg]
    """Handlers by canonical name, of the packages that count for the file at hand."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: frozenset[str] = frozenset()

    def get(self, name: str, default: Any = None) -> Any:
        """The handler of a name."""
        found = super().get(name, default)
        return self._imported(name, found) if type(found) is str else found

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        return self._imported(name, found) if type(found) is str else found

    def _imported(self, name: str, module: str) -> Handler:
        self[name] = handler = imported(name, module)
        return handler

    def items(self) -> Any:
        """Every name with its handler."""
        return {name: self[name] for name in self}.items()


REGISTRY = Registry()


def begin() -> None:
    """Start a file: it knows the builtins and the standard library."""
    REGISTRY.clear()
    REGISTRY.loaded = frozenset()
    _activate("python")


def load(name: str) -> None:
    """Let the bindings of the package that a module name belongs to count for this file."""
    top = name.split(".", 1)[0]
    for package in PACKAGES.get(top, ()):
        if package not in REGISTRY.loaded:
            _activate(package)
    for entry in entries(BINDINGS):
        if entry.name == top and _owner(entry.module) not in REGISTRY.loaded:
            REGISTRY.update(_of_plugin(entry))
            REGISTRY.loaded |= {_owner(entry.module)}


def handler_of(package: str, name: str) -> Handler:
    """The handler that a package of bindings has for a name, whether it counts for this file or not."""
    _learn(package)
    found = BOUND[package][name]
    return imported(name, found) if type(found) is str else found


def bound_by(package: str) -> dict[str, Handler]:
    """Every name that a package of bindings binds, with its handler."""
    _learn(package)
    return {name: handler_of(package, name) for name in BOUND[package]}


def imported(name: str, module: str) -> Handler:
    """Import the module that binds a name; its handler."""
    import_module(module)
    handler: Handler = BOUND[_owner(module)][name]
    return handler


def register(name: str, handler: Handler) -> None:
    """Bind a name, for the package whose module is being run."""
    module = _running()
    package = _owner(module)
    BOUND.setdefault(package, {})[name] = handler
    _WHERE.setdefault(package, {})[name] = module
    if package in REGISTRY.loaded and type(dict.get(REGISTRY, name, "")) is str:  # else a plugin has its own
        REGISTRY[name] = handler


def _running() -> str:
    """The module whose import leads here, through whichever functions of others."""
    frame = sys._getframe(1)
    while frame.f_code.co_name != "<module>" and frame.f_back is not None:
        frame = frame.f_back
    name: str = frame.f_globals["__name__"]
    return name


def _owner(module: str) -> str:
    """The package of bindings that a module lies in, or the plugin's package."""
    return module.removeprefix(OURS).partition(".")[0]


def _activate(package: str) -> None:
    _learn(package)
    plugins = REGISTRY.loaded - _KNOWN
    REGISTRY.loaded |= {package}
    REGISTRY.update(BOUND[package])
    for plugin in sorted(plugins):  # what they say of a library goes before what we say
        REGISTRY.update(BOUND[plugin])


def _learn(name: str) -> None:
    """What a package of bindings binds: from the index, or by importing every module of it."""
    if name in _KNOWN:
        return
    _KNOWN.add(name)
    package = import_module(f"{OURS}{name}")
    index = recall(package)
    if index is None:
        index = _walk(package, name)
        keep(package, index)
    bound = BOUND.setdefault(name, {})
    for module, names in index.items():
        for each in names:
            bound.setdefault(each, module)


def _of_plugin(entry: Entry) -> dict[str, Any]:
    """What a plugin binds, in all that it offers: one package's modules may import each other."""
    owner = _owner(entry.module)
    for other in entries(BINDINGS):
        if _owner(other.module) == owner:
            import_plugin(other)
    return BOUND.setdefault(owner, {})


def _walk(package: ModuleType, name: str) -> dict[str, list[str]]:
    """Import every module of a package: which names each binds."""
    for entry in sorted(os.listdir(package.__path__[0])):
        if entry.endswith(".py") and not entry.startswith("_"):
            import_module(f"{package.__name__}.{entry[:-3]}")
    index: dict[str, list[str]] = {}
    for each in BOUND.setdefault(name, {}):
        index.setdefault(_WHERE[name][each], []).append(each)
    return index


@lru_cache(maxsize=8)
def beginnings(loaded: frozenset[str]) -> frozenset[str]:
    """Every module and class that a bound name lies in, of the packages that are `loaded`."""
    found: set[str] = set()
    for name in REGISTRY:
        head = name.rpartition(".")[0]
        while head and head not in found:
            found.add(head)
            head = head.rpartition(".")[0]
    return frozenset(found)
