"""`import` and `from ... import`: libraries that bindings know, and files of the checked project."""

from __future__ import annotations

import ast
import os

from footgun.source import registry
from footgun.source.interpret.assign import bind
from footgun.source.names import CONSTANT_VALUES, canonical, canonical_module, known_library, star_names
from footgun.source.namespaces import Globals, Module, Pending
from footgun.source.project import Refusal
from footgun.source.uses import note
from footgun.source.values import Library, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

# Their own files are written in what their bindings mean, so these keep that meaning inside of them too.
FRAMEWORKS = frozenset({"torch", "keras", "tensorflow", "numpy"})
# Modules that other libraries with a `layers` do not have.
KERAS_ALONE = frozenset({"layers.advanced_activations", "layers.convolutional"})
# Bound by outlines, which stand in for a source that is not at hand: inside of the library it is.
OUTLINED = "torchvision.models"


def run_import(m: Machine, frame: Frame, node: ast.Import) -> None:
    for alias in node.names:
        registry.load(alias.name)
        m.notes.setdefault("imports", set()).add(alias.name)
        head = alias.name.partition(".")[0]
        module = of_project(m, alias.name)
        if module is None:
            bind(m, frame, alias.asname or head, library(alias.name if alias.asname else head))
        elif isinstance(module, Refusal):
            bind(m, frame, alias.asname or head, Unknown(module))
        else:
            bind(m, frame, alias.asname or head, module if alias.asname else of_project(m, head))


def run_import_from(m: Machine, frame: Frame, node: ast.ImportFrom) -> None:
    name = node.module or ""
    registry.load(name)
    m.notes.setdefault("imports", set()).add(name)
    source = origin(m, frame.globals, node)
    if isinstance(source, str) and not isinstance(source, Refusal):
        note(m, canonical_module(source), m.span(node, frame))
    for alias in node.names:
        if alias.name == "*":
            import_all(m, frame, copied(m, source))
            continue
        found: Any
        if isinstance(source, Module):
            found = submodule_or_library(m, source, alias.name)
        elif isinstance(source, Refusal):
            found = Unknown(source)
        elif source is None:
            found = Unknown(f"`{alias.name}` from `{'.' * node.level}{name}`")
        else:
            found = of_package(m, source, alias.name) or library(f"{source}.{alias.name}")
            if isinstance(found, Library):
                note(m, found.name, m.span(alias, frame))
        bind(m, frame, alias.asname or alias.name, found)


def copied(m: Machine, source: Any) -> Any:
    """A module of Keras, if a copy of it goes by another name: `k.layers.convolutional` is nobody else's."""
    head, _, rest = source.partition(".") if isinstance(source, str) else ("", "", "")
    copies = m.notes.setdefault("copies", set())
    if rest in KERAS_ALONE and head not in registry.PACKAGES:
        copies.add(head)
    if head not in copies or isinstance(source, Refusal):
        return source
    registry.load("keras")
    return f"keras.{rest}"


def import_all(m: Machine, frame: Frame, source: Module | str | None) -> None:
    """`from source import *`."""
    from footgun.source.interpret.imported import exported, exports_all

    if isinstance(source, Module):
        if not isinstance(frame.globals, Globals) and only_imports(frame.globals):
            m.stars.append(source)  # read when a name is looked for
            return
        for item in exported(m, source):
            bind(m, frame, item, Pending(source, item))
        if not isinstance(frame.globals, Globals) and not exports_all(m, source):
            m.star_imports = True
        return
    m.star_imports = m.star_imports or not isinstance(frame.globals, Globals)  # only bound names are known
    for item in star_names(source) if source is not None and not isinstance(source, Refusal) else ():
        bind(m, frame, item, library(f"{source}.{item}"))


def only_imports(names: dict[str, Any]) -> bool:
    """Whether nothing but imports has run, so that no name of the file's own can be hidden."""
    return all(isinstance(value, (Library, Module, Pending)) for value in names.values())


def origin(m: Machine, names: dict[str, Any], node: ast.ImportFrom) -> Module | str | None:
    """Where `from ... import` takes its names: a module, a library by name, a refusal, or None: not known."""
    if not node.level:
        name = node.module or ""
        return of_project(m, name) or (name if known_library(name) else None)
    folder, package = home(m, names)
    if folder is None:
        return None
    found = m.project.relative(folder, node.level, node.module or "", package)
    if isinstance(found, Module) and found.name.partition(".")[0] in FRAMEWORKS:
        return found.name if is_bound(found.name) else found
    return found


def starred(m: Machine, names: Globals, node: ast.stmt) -> Module | str | None:
    """What a statement that holds a star import takes all names of."""
    for part in ast.walk(node):
        if isinstance(part, ast.ImportFrom) and part.names[0].name == "*":
            found = origin(m, names, part)
            if isinstance(found, str) and not isinstance(found, Refusal):
                registry.load(found)
            return None if isinstance(found, Refusal) else found
    return None


def home(m: Machine, names: dict[str, Any]) -> tuple[str | None, str]:
    """The folder that one dot means in a file, and the dotted name of its package."""
    if isinstance(names, Globals):
        module = names.module
        if module.folder is not None:
            return module.folder, module.name
        return os.path.dirname(module.file or ""), module.name.rpartition(".")[0]
    project = m.project
    if project.package is None or project.folder is None:
        return project.folder, ""
    inside = os.path.relpath(project.folder, os.path.dirname(project.package))
    return project.folder, inside.replace(os.sep, ".")


def of_project(m: Machine, name: str) -> Module | Refusal | None:
    """The project's module of an absolute name; a library with bindings stays what it is."""
    head = name.partition(".")[0]
    if head in registry.PACKAGES and (head != m.project.top or "." not in name or means(name)):
        return None
    return m.project.absolute(name)


def of_package(m: Machine, source: str, name: str) -> Module | Pending | None:
    """`from torchvision.ops import name` inside of torchvision, where no binding knows the name."""
    head = source.partition(".")[0]
    if head not in registry.PACKAGES or head != m.project.top:
        return None
    full = f"{source}.{name}"
    if means(full):
        return None if canonical(full) in registry.REGISTRY else helpers(m, full)
    found = m.project.absolute(source)
    return submodule_or_library(m, found, name) if isinstance(found, Module) else None


def helpers(m: Machine, name: str) -> Module | None:
    """A file of a library's own that holds bound names and others beside them, which its text tells."""
    found = m.project.absolute(name)
    return found if isinstance(found, Module) and found.folder is None else None


def submodule_or_library(m: Machine, source: Module, name: str) -> Any:
    """A name of a module: read when it is used; what a framework's bindings know is theirs."""
    full = f"{source.name}.{name}"
    if source.name.partition(".")[0] in FRAMEWORKS and is_bound(full):
        return library(full)
    return Pending(source, name)


def is_bound(name: str) -> bool:
    """Whether bindings know a name, or names inside of it."""
    known = canonical(name)
    if known in CONSTANT_VALUES or known in registry.REGISTRY:
        return True
    return known in registry.beginnings(registry.REGISTRY.loaded)


def means(name: str) -> bool:
    """Whether bindings say what a name of the checked file's own package is, rather than its text."""
    return is_bound(name) and not f"{name}.".startswith(f"{OUTLINED}.")


def library(name: str) -> Any:
    """A reference to a library's module, class or function; the value of a constant."""
    if canonical(name) in CONSTANT_VALUES:
        return CONSTANT_VALUES[canonical(name)]
    return Library(canonical(name)) if known_library(name) else Unknown(f"`{name}`")
