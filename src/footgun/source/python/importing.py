"""Modules and names by their text: `importlib.import_module`, `globals`."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.interpret.imports import home, library, of_project
from footgun.source.namespaces import Globals, Module, Pending
from footgun.source.registry import load
from footgun.source.values import Dict, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("importlib.import_module")
def import_module(at: At, name: Any, package: Any = None) -> Any:
    """The module of a known name; dots at its front mean `package`, else the file's own."""
    if not isinstance(name, str):
        return at.unknown("a module that is chosen while the program runs")
    if not name.startswith("."):
        load(name)
        return known(of_project(at.m, name)) or library(name)
    bare = name.lstrip(".")
    level = len(name) - len(bare)
    if isinstance(package, str):
        parts = package.split(".")
        full = ".".join([*parts[: len(parts) - level + 1], *([bare] if bare else [])])
        return known(at.m.project.absolute(full)) or Unknown(f"`{name}` of `{package}`")
    names = at.frame.globals if at.frame is not None else {}
    folder, inside = home(at.m, names if isinstance(names, Globals) else {})
    found = at.m.project.relative(folder, level, bare, inside) if folder is not None else None
    return known(found) or Unknown(f"`{name}`")


@bind("builtins.__import__")
def dunder_import(
    at: At, name: Any, globals: Any = None, locals: Any = None, fromlist: Any = (), level: Any = 0
) -> Any:
    """`__import__("a.b")` gives `a`."""
    if isinstance(name, str) and not fromlist:
        name = name.partition(".")[0]
    return import_module(at, name)


@bind("builtins.globals", "builtins.locals")
def names_here(at: At) -> Any:
    """The names that are set so far; the code may add others through the dict."""
    at.m.star_imports = True
    frame = at.frame
    if frame is None or isinstance(frame.globals, Globals):
        return Dict({}, open=True)
    names = frame.globals if at.label == "globals" else frame.locals
    return Dict({name: value for name, value in names.items() if not isinstance(value, Pending)}, open=True)


def known(found: Any) -> Any:
    """A module, or why there is none; None where nothing of the project has the name."""
    return found if isinstance(found, Module) or found is None else Unknown(str(found))
