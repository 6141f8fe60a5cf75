"""A document as text with its syntax: what stands at a place, what is around it, and edits in between."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from footgun.findings import Edit, Span
from footgun.source.document import Document
from footgun.source.recover import parse
from footgun.source.syntax import children

Key = tuple["int | None", int, int, int, int]


class CannotChangeError(Exception):
    """The text around a place has a form that the change does not fit."""


class Text:
    """The syntax of a document by place. All positions are the reader's own."""

    def __init__(self, document: Document) -> None:
        self.path = document.path
        self.lines = document.lines
        self.parents: dict[ast.AST, ast.AST] = {}
        self.cells: dict[ast.AST, int | None] = {}
        self.trees: list[ast.Module] = []
        self.imports: set[str] = set()  # the names that imports bind
        self.aliases: list[ast.alias] = []
        self.names: list[ast.Name] = []
        self.indices: list[ast.Subscript] = []
        self.attributes: set[str] = set()
        self._arguments: set[str] = set()
        self._at: dict[Key, list[ast.expr]] = {}
        self._statements: dict[tuple[int | None, int, int], ast.stmt] = {}
        for cell in document.cells:
            tree = parse(cell).tree
            self.trees.append(tree)
            stack: list[ast.AST] = [tree]
            while stack:
                node = stack.pop()
                self.cells[node] = cell.number
                if isinstance(node, ast.alias):
                    self.aliases.append(node)
                    self.imports.add((node.asname or node.name).partition(".")[0])
                elif isinstance(node, ast.Name):
                    self.names.append(node)
                elif isinstance(node, ast.Subscript):
                    self.indices.append(node)
                elif isinstance(node, ast.Attribute):
                    self.attributes.add(node.attr)
                elif isinstance(node, ast.arg):
                    self._arguments.add(node.arg)
                if isinstance(node, ast.expr):
                    self._at.setdefault(_key(node, cell.number), []).append(node)
                elif isinstance(node, ast.stmt):
                    self._statements[cell.number, node.lineno, node.col_offset] = node
                for child in children(node):
                    self.parents[child] = node
                    stack.append(child)

    # --- what stands where ---

    def expression(self, span: Span) -> ast.expr:
        """The expression that is written at exactly this place."""
        key = (span.cell, span.line, span.column - 1, span.end_line, span.end_column - 1)
        found = self._at.get(key)
        if span.path != self.path or not found:
            raise CannotChangeError
        return found[0]  # the outermost: `(x)` and `x` differ in no place

    def alias(self, span: Span) -> ast.alias | None:
        """The name that an import gives, where it is written at this place."""
        for alias in self.aliases:
            if (alias.lineno, alias.col_offset) == (span.line, span.column - 1):
                return alias if self.cells[alias] == span.cell else None
        return None

    def call(self, span: Span) -> ast.Call:
        """The call that is written there."""
        node = self.expression(span)
        if not isinstance(node, ast.Call):
            raise CannotChangeError
        return node

    def statement(self, span: Span) -> ast.stmt:
        """The innermost statement that holds the place."""
        if span.path != self.path:
            raise CannotChangeError
        begins = self._statements.get((span.cell, span.line, span.column - 1))
        if begins is not None:
            return begins
        start = (span.line, span.column - 1)
        holding = [
            s
            for (cell, *_), s in self._statements.items()
            if cell == span.cell
            and (s.lineno, s.col_offset) <= start < (s.end_lineno or 0, s.end_col_offset or 0)
        ]
        if not holding:
            raise CannotChangeError
        return max(holding, key=lambda s: (s.lineno, s.col_offset))

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """The statement that an expression is part of."""
        while not isinstance(node, ast.stmt):
            if node not in self.parents:
                raise CannotChangeError
            node = self.parents[node]
        return node

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a piece of syntax is part of, the nearest first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def binds_argument(self, name: str) -> bool:
        """Whether a function has a parameter of this name."""
        return name in self._arguments

    def block_of(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements among which one stands."""
        parent = self.parents[statement]
        for value in parent.__dict__.values():
            if isinstance(value, list) and any(item is statement for item in value):
                return value
        raise CannotChangeError

    # --- text ---

    def line(self, cell: int | None, line: int) -> str:
        """One line, counted from 1."""
        rows = self.lines[cell]
        return rows[line - 1] if line <= len(rows) else ""

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> Span:
        """Where a piece of syntax stands; a statement begins with its decorators."""
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        column = node.col_offset if first == node.lineno else self._indent_column(node, first)
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return Span(self.path, first, column + 1, end_line, end_column + 1, self.cells[node])

    def _indent_column(self, node: ast.AST, line: int) -> int:
        text = self.line(self.cells[node], line)
        return len(text) - len(text.lstrip())

    def of(self, span: Span) -> str:
        """The text at a place."""
        rows = [self.line(span.cell, number) for number in range(span.line, span.end_line + 1)]
        if len(rows) == 1:
            return rows[0][span.column - 1 : span.end_column - 1]
        return "\n".join([rows[0][span.column - 1 :], *rows[1:-1], rows[-1][: span.end_column - 1]])

    def written(self, node: ast.expr | ast.stmt) -> str:
        """The text of a piece of syntax."""
        return self.of(self.span(node))

    def between(self, start: tuple[int, int], end: tuple[int, int], cell: int | None) -> Span:
        """From one place to another, columns counted from 0."""
        return Span(self.path, start[0], start[1] + 1, end[0], end[1] + 1, cell)

    def replaced(self, node: ast.expr | ast.stmt, text: str) -> Edit:
        """Other text for a piece of syntax."""
        return Edit(self.span(node), text)

    def inserted(self, line: int, column: int, cell: int | None, text: str) -> Edit:
        """Text at a place, the column counted from 0."""
        return Edit(Span(self.path, line, column + 1, line, column + 1, cell), text)

    def front(self, statement: ast.stmt) -> str:
        """What stands before a statement on its line: indentation, perhaps a prompt; other code refuses."""
        span = self.span(statement)
        text = self.line(span.cell, span.line)[: span.column - 1]
        if text.strip() and not text.lstrip().startswith((">>>", "...", "In")):
            raise CannotChangeError
        return text


def _key(node: ast.expr, cell: int | None) -> Key:
    return cell, node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or 0


def start(node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
    """Line from 1 and column from 0, as `ast` counts."""
    return node.lineno, node.col_offset


def end(node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
    """Where it ends, exclusive."""
    return node.end_lineno or node.lineno, node.end_col_offset or 0
