"""Two passes over a document: run it as a script, then visit what nobody called."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from functools import cache, partial

from footgun.findings import Span
from footgun.network import Program, SyntaxFaultAt
from footgun.source import registry
from footgun.source.document import Document
from footgun.source.finish import finish
from footgun.source.interpret.budget import OutOfBudget
from footgun.source.interpret.frame import Frame
from footgun.source.interpret.machine import Machine, UserRaise
from footgun.source.interpret.raising import lineage
from footgun.source.interpret.statements import execute
from footgun.source.recover import Parsed
from footgun.source.script import parsed_once
from footgun.source.settings import RECURSION, Settings
from footgun.source.syntax import children, walk, yield_lines
from footgun.source.values import Abstract, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BLOCKS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.With,
    ast.If,
    ast.Try,
    ast.AsyncFor,
    ast.AsyncWith,
)


def analyse_document(document: Document, settings: Settings) -> Program:
    """All facts of a document."""
    return run_document(document, settings).program


def run_document(document: Document, settings: Settings) -> Machine:
    """Parse and run every cell, then finish."""
    m = Machine(document.path, settings)
    m.documents = m.program.documents = not document.standalone
    registry.begin()
    real = m.project.file if m.project.folder is not None else ""
    parsed = [(cell, parsed_once(real, cell)) for cell in document.cells]
    m.notes["trees"] = [result.tree for _, result in parsed]
    collect(m, document, parsed)
    m.yields = {cell.number: yield_lines(cell.source) for cell in document.cells}
    if not any(isinstance(n, (ast.Import, ast.ImportFrom)) for _, r in parsed for n in walk(r.tree)):
        m.documents = m.program.documents = True  # a snippet, pasted without its imports
    m.bindings = partial(binding_places, cache(partial(index_places, m, parsed)))
    names = m.globals
    old = sys.getrecursionlimit()
    sys.setrecursionlimit(max(old, RECURSION))
    try:
        run_cells(m, names, parsed)
        guard(m, lambda: finish(m, parsed), None)
    finally:
        sys.setrecursionlimit(old)
    return m


def run_cells(m: Machine, names: dict[str, Any], parsed: list[tuple[Any, Parsed]]) -> None:
    """Run every statement as a script would, until the budget is spent."""
    for cell, result in parsed:
        frame = Frame(names, cell=cell.number)
        for statement in result.tree.body:
            if not guard(m, partial(execute, m, frame, [statement]), m.span(statement, frame)):
                return


def guard(m: Machine, run: Callable[[], object], span: Span | None) -> bool:
    """Run a part; what the checked code's own `raise` cuts off is said so. False when the budget is spent."""
    where = span or Span(m.path, 1, 1, 1, 1)
    depths = len(m.line_stack), len(m.turns), len(m.running), len(m.active), len(m.journal.logs)
    del m.trying[:], m.handled[:], m.loops[:]
    m.maybe = m.open_loops = 0
    m.entered.clear()
    spent = False
    try:
        run()
        return True
    except OutOfBudget:
        m.not_checked("too much to follow: the rest from here is left out", where)
        if m.extra:
            m.extra -= 1
            m.most = m.last = m.steps + m.settings.steps // 10  # enough to visit what was built
        spent = True
    except UserRaise as error:
        m.not_checked(f"the code raises {raised(error.value)}", where)
    except RecursionError:
        m.not_checked("nested too deeply", where)
    del m.line_stack[depths[0] :], m.turns[depths[1] :], m.running[depths[2] :], m.active[depths[3] :]
    del m.journal.logs[depths[4] :]
    m.depth = 0
    return not spent


def raised(value: Abstract) -> str:
    """What an exception is called."""
    known = lineage(value)[0]
    name = getattr(known, "name", "")
    return f"`{name.rpartition('.')[2]}`" if name and not isinstance(value, Unknown) else "an exception"


def collect(m: Machine, document: Document, parsed: list[tuple[Any, Parsed]]) -> None:
    """Syntax faults, comments and the extents of blocks."""
    program = m.program
    program.sources = tuple(cell.source for cell in document.cells)
    comments: list[Any] = []
    for cell, result in parsed:
        for fault in result.faults:
            span = Span(
                document.path, fault.line, fault.column, fault.end_line, fault.end_column, cell.number
            )
            if fault.limit:  # too deep, or newer than this Python: ours, not the user's
                m.not_checked(fault.message, span)
            else:
                put = tuple(
                    (Span(document.path, row, column, row, column, cell.number), sign)
                    for row, column, sign in fault.put
                )
                program.syntax.append(SyntaxFaultAt(fault.message, span, put))
        comments += result.comments
        stack: list[ast.AST] = [result.tree]
        while stack:
            node = stack.pop()
            for child in children(node):
                if isinstance(child, ast.stmt):
                    if isinstance(child, BLOCKS):
                        program.blocks.append((child.lineno, child.end_lineno or child.lineno, cell.number))
                        stack.append(child)
                elif isinstance(child, ast.excepthandler):
                    stack.append(child)
    program.comments = tuple(comments)


def index_places(m: Machine, parsed: list[tuple[Any, Parsed]]) -> dict[str, list[Any]]:
    """Where each name is bound; most files never ask."""
    from footgun.source.places import places

    return places(m, parsed)


def binding_places(index: Callable[[], dict[str, list[Any]]], name: str) -> list[Any]:
    """Every place that binds a name."""
    return index().get(name, [])
