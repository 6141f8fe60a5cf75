"""An imported file, parsed: which of its statements define or change which of its names.

Importers ask for one name at a time, so only the statements that make it are run. What a process has parsed
is kept as long as the file stays the same.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable
from functools import cached_property

from footgun.source.document import Cell, ReadError
from footgun.source.recover import Parsed, parse
from footgun.source.syntax import children, walk, yield_lines

KEPT = 1_500_000  # bytes of source whose trees are kept; they take thirty times as much
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Script:
    """The statements of a file; `touches`: by name, those that define or change it, in order."""

    def __init__(self, cell: Cell, result: Parsed, size: int) -> None:
        self.cell = cell
        self.result = result
        self.body = result.tree.body
        self.size = size
        self.yields = yield_lines(cell.source)
        self.touches: dict[str, list[int]] = {}
        self.stars: list[int] = []  # `from ... import *`
        self.calls: list[tuple[int, str]] = []  # `f(...)` alone, `f` being of another file, and its name
        self.ordered: set[str] = set()
        self.definitions = {s.name: s for s in self.body if isinstance(s, DEFINITIONS)}
        self.known: dict[ast.AST, frozenset[str]] = {}
        for place, statement in enumerate(self.body):
            if is_main(statement):
                continue
            called = called_alone(statement)
            if called and called not in self.definitions:
                self.calls.append((place, called))
            for name in self.names_of(statement):
                if name == "*":
                    self.stars.append(place)
                else:
                    self.touches.setdefault(name, []).append(place)

    def needed(self, name: str) -> list[int]:
        """The statements to run for a name: also those that read it before a later one changes it."""
        places = self.touches.get(name, [])
        if len(places) > 1 and name not in self.ordered:
            self.ordered.add(name)
            between = [p for p in range(places[0] + 1, places[-1]) if reads(self.body[p], name)]
            places = self.touches[name] = sorted({*places, *between})
        return places

    def names_of(self, statement: ast.stmt) -> set[str]:
        """The names that running a statement defines or may change; `*` for a star import."""
        if isinstance(statement, DEFINITIONS) and not statement.decorator_list:
            return {statement.name}
        found: set[str] = set()
        for node in outside_definitions(statement):
            found.update(bound(node))
            if isinstance(node, ast.Call):
                found |= self.changed(node.func)
            for decorator in getattr(node, "decorator_list", ()):
                found.update(root(decorator.func if isinstance(decorator, ast.Call) else decorator, 1))
                found |= self.changed(decorator)
        return found

    def changed(self, called: ast.expr) -> frozenset[str]:
        """The global names that a function of this file changes."""
        definition = self.definitions.get(called.id) if isinstance(called, ast.Name) else None
        return frozenset() if definition is None else self.changes(definition)

    def changes(self, definition: ast.AST) -> frozenset[str]:
        """The global names whose objects a function of this file changes."""
        if definition not in self.known:
            self.known[definition] = changes(definition)
        return self.known[definition]

    @cached_property
    def growing(self) -> frozenset[str]:
        """The names of lists and dicts that some function changes: no telling what they hold in the end."""
        return frozenset(name for one in self.definitions.values() for name in self.changes(one))


CACHE: dict[str, tuple[tuple[int, int], Script | ReadError]] = {}


def load(path: str) -> Script:
    """The parsed file.

    Raises:
        ReadError: if it cannot be read or parsed.
    """
    try:
        stat = os.stat(path)
    except OSError as error:
        raise ReadError((error.strerror or str(error)).lower()) from error
    stamp = stat.st_mtime_ns, stat.st_size
    kept = CACHE.pop(path, None)
    if kept is None or kept[0] != stamp:
        kept = stamp, parsed(path, stat.st_size)
        make_room(kept[1])
    CACHE[path] = kept  # at the end: the first is what was not used for longest
    if isinstance(kept[1], ReadError):
        raise kept[1]
    return kept[1]


def make_room(new: Script | ReadError) -> None:
    """Forget what was not used for longest, until there is room for one more."""
    size = sum(script.size for _, script in CACHE.values() if isinstance(script, Script))
    size += new.size if isinstance(new, Script) else 0
    while size > KEPT and CACHE:
        _, old = CACHE.pop(next(iter(CACHE)))
        size -= old.size if isinstance(old, Script) else 0


def size_of(path: str) -> int:
    """The bytes of a file, 0 if there is none."""
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def parsed(path: str, size: int) -> Script | ReadError:
    """Read and parse a file; what is wrong with it else."""
    from footgun.source.project import LARGEST
    from footgun.source.read import read

    if size > LARGEST:
        return ReadError(f"larger than {LARGEST // 1000} kB")
    try:
        with open(path, "rb") as file:
            document = read(path, file.read(LARGEST + 1), "python")
    except ReadError as error:
        return error
    except OSError as error:
        return ReadError((error.strerror or str(error)).lower())
    if not document.cells:
        return Script(Cell(""), Parsed(ast.Module([], [])), 0)
    cell = document.cells[0]
    result = parse(cell)
    if any(not fault.limit for fault in result.faults):
        return ReadError("it has a syntax error")
    return Script(cell, result, size)


def parsed_once(path: str, cell: Cell) -> Parsed:
    """The parsed cell of a checked file, whose real path it is; another file may have imported it before."""
    kept = CACHE.get(path)
    if kept is not None and isinstance(kept[1], Script) and kept[1].cell == cell:
        return kept[1].result
    return parse(cell)


def is_main(statement: ast.stmt) -> bool:
    """`if __name__ == "__main__":`, which no import runs."""
    if not isinstance(statement, ast.If) or not isinstance(statement.test, ast.Compare) or statement.orelse:
        return False
    sides = (statement.test.left, *statement.test.comparators)
    return isinstance(statement.test.ops[0], ast.Eq) and any(
        isinstance(side, ast.Name) and side.id == "__name__" for side in sides
    )


def called_alone(statement: ast.stmt) -> str:
    """The name of the function that a statement only calls."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""


def outside_definitions(node: ast.AST) -> Iterable[ast.AST]:
    """A statement and its parts, but for the bodies of functions and classes."""
    stack = [node]
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, DEFINITIONS):
            stack += item.decorator_list
        elif not isinstance(item, ast.Lambda):
            stack += children(item)


def reads(statement: ast.stmt, name: str) -> bool:
    """Whether running a statement reads a name, or may."""
    return any(isinstance(node, ast.Name) and node.id == name for node in outside_definitions(statement))


def bound(node: ast.AST) -> Iterable[str]:
    """The names that one piece of syntax defines or changes."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, DEFINITIONS):
        return (node.name,)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).partition(".")[0] for alias in node.names]
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return () if isinstance(node.ctx, ast.Load) else root(node)
    if isinstance(node, ast.ExceptHandler):
        return (node.name,) if node.name else ()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value
        return [*root(call.func, 1), *(name for argument in call.args for name in root(argument))]
    return ()


def root(node: ast.AST, least: int = 0) -> tuple[str, ...]:
    """The name that a chain of attributes and items begins with, if it is at least so long."""
    length = 0
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node, length = node.value, length + 1
    return (node.id,) if isinstance(node, ast.Name) and length >= least else ()


def changes(definition: ast.AST) -> frozenset[str]:
    """The global names whose objects a function changes."""
    changed: set[str] = set()
    local: set[str] = set()
    declared: set[str] = set()
    for node in walk(definition):
        if isinstance(node, ast.Global):
            declared.update(node.names)
        elif isinstance(node, ast.arg):
            local.add(node.arg)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            local.add(node.id)
        else:
            changed.update(bound(node) if not isinstance(node, DEFINITIONS) else ())
    return frozenset((changed - local) | declared)


__all__ = ["CACHE", "Script", "changes", "load", "parsed_once", "size_of"]
