"""Where a file binds each name: asked for the names that are used and found nowhere."""

from __future__ import annotations

import ast
from collections.abc import Callable

from footgun.records import NamedTuple
from footgun.source.interpret.frame import Frame
from footgun.source.syntax import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine
    from footgun.source.recover import Parsed


class Place(NamedTuple):
    """Where a name is bound."""

    span: Span
    order: tuple[int, int]
    cells: dict[int | None, int]

    def later(self, use: Span) -> bool:
        """Whether this binding comes after a use."""
        return self.order > (self.cells.get(use.cell, 0), use.line)


def places(m: Machine, parsed: list[tuple[Any, Parsed]]) -> dict[str, list[Place]]:
    """Every place that binds a name: assignment, import, def, parameter, except, match ..."""
    cells = {cell.number: i for i, (cell, _) in enumerate(parsed)}
    found: dict[str, list[Place]] = {}
    for i, (cell, result) in enumerate(parsed):
        frame = Frame({}, cell=cell.number)
        nodes: list[ast.AST] = [result.tree]
        for node in nodes:
            nodes += children(node)
            bound = BINDERS.get(type(node))
            for name in bound(node) if bound else ():
                order = (i if cell.number is not None else 0, getattr(node, "lineno", 0))
                place = Place(m.span(node, frame), order, cells if cell.number is not None else {})
                found.setdefault(name, []).append(place)
    return found


def _named(node: Any) -> tuple[str, ...]:
    return (node.name,) if node.name else ()


def _imported(node: Any) -> tuple[str, ...]:
    return tuple((a.asname or a.name).split(".")[0] for a in node.names)


TYPE_PARAMETERS = ("TypeVar", "ParamSpec", "TypeVarTuple")  # of Python 3.12 and later
# The names that one piece of syntax binds, by its kind.
BINDERS: dict[type[ast.AST], Callable[[Any], tuple[str, ...]]] = {
    ast.Name: lambda node: () if isinstance(node.ctx, ast.Load) else (node.id,),
    ast.FunctionDef: _named,
    ast.AsyncFunctionDef: _named,
    ast.ClassDef: _named,
    ast.ExceptHandler: _named,
    ast.MatchAs: _named,
    ast.MatchStar: _named,
    ast.MatchMapping: lambda node: (node.rest,) if node.rest else (),
    **{kind: _named for kind in (getattr(ast, n, None) for n in TYPE_PARAMETERS) if kind is not None},
    ast.Import: _imported,
    ast.ImportFrom: _imported,
    ast.arg: lambda node: (node.arg,),
    ast.Global: lambda node: tuple(node.names),
    ast.Nonlocal: lambda node: tuple(node.names),
}
