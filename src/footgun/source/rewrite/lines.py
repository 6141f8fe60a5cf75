"""Edits of whole statements: put lines in, take a statement away, put one under a header."""

from __future__ import annotations

import ast

from footgun.changes import Insert, Remove, Replace, Under, Wrap
from footgun.findings import Edit
from footgun.source.rewrite.operands import atom, in_brackets
from footgun.source.rewrite.text import CannotChangeError, Text, end
from footgun.source.syntax import walk

INDENT = "    "
ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def insert(text: Text, change: Insert) -> list[Edit]:
    """Lines before, after or at the head of the block of a statement."""
    statement = text.statement(change.place)
    cell = text.cells[statement]
    if change.inside:
        body = getattr(statement, "body", None)
        if not isinstance(body, list) or not body:
            raise CannotChangeError
        statement = body[1] if len(body) > 1 and _is_docstring(body[0]) else body[0]
    front = text.front(statement)
    if change.after:
        if isinstance(statement, ENDS):
            raise CannotChangeError
        line, _ = end(statement)
        _alone(text, statement)
        words = "".join(f"\n{front}{row}" for row in change.text.split("\n"))
        return [text.inserted(line, len(text.line(cell, line)), cell, words)]
    words = "".join(f"{front}{row}\n" for row in change.text.split("\n"))
    return [text.inserted(text.span(statement).line, 0, cell, words)]


def under(text: Text, change: Under) -> list[Edit]:
    """A statement one step deeper, below a header."""
    statement = text.statement(change.place)
    front, cell = text.front(statement), text.cells[statement]
    _alone(text, statement)
    if front.strip() or any(is_long(node) for node in walk(statement)):
        raise CannotChangeError  # what a text of several lines holds must not move
    if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in walk(statement)):
        raise CannotChangeError  # whoever takes what it yields would stand under the header too
    span = text.span(statement)
    indent = _indent(text, statement)
    edits = []
    for line in range(span.line, span.end_line + 1):
        if text.line(cell, line).strip():
            header = f"{front}{change.header}\n" if line == span.line else ""
            edits.append(text.inserted(line, 0, cell, header + indent))
    return edits


def remove(text: Text, change: Remove) -> list[Edit]:
    """A statement taken away with its line."""
    statement = text.statement(change.place)
    if change.alone and not (isinstance(statement, ast.Expr) and text.span(statement) == change.place):
        raise CannotChangeError
    return [without_statement(text, statement)]


def wrap(text: Text, change: Wrap) -> list[Edit]:
    """Text around an expression."""
    node = text.expression(change.place)
    within = change.before.endswith("(") and change.after.startswith(")")
    words = text.written(node) if within else atom(text, node)
    if (change.before, change.after) == ("(", ",)") and in_brackets(text, node):
        return [text.replaced(node, f"{words},")]
    return [text.replaced(node, f"{change.before}{words}{change.after}")]


def replace(text: Text, change: Replace) -> list[Edit]:
    """Another text for an expression, or inside the quotes of a string."""
    node = text.expression(change.place)
    if change.string is None:
        return [text.replaced(node, change.text)]
    words = text.written(node)
    if not isinstance(node, ast.Constant) or node.value != change.string or words.count(change.string) != 1:
        raise CannotChangeError
    return [text.replaced(node, words.replace(change.string, change.text))]


def without_statement(text: Text, statement: ast.stmt) -> Edit:
    """Its lines go; `pass` stays where nothing else would be left in a block."""
    block, cell = text.block_of(statement), text.cells[statement]
    if len(block) == 1 and not isinstance(text.parents[statement], ast.Module):
        return text.replaced(statement, "pass")
    span = text.span(statement)
    before = text.line(cell, span.line)[: span.column - 1]
    after = text.line(cell, span.end_line)[span.end_column - 1 :]
    if after.lstrip().startswith(";"):
        following = block[block.index(statement) + 1]
        return Edit(
            text.between((span.line, span.column - 1), (following.lineno, following.col_offset), cell), ""
        )
    if before.rstrip().endswith(";"):
        kept = len(before.rstrip().rstrip(";").rstrip())
        return Edit(text.between((span.line, kept), (span.end_line, span.end_column - 1), cell), "")
    if before.strip() or (after.strip() and not after.lstrip().startswith("#")):
        raise CannotChangeError
    if span.end_line < len(text.lines[cell]):
        return Edit(text.between((span.line, 0), (span.end_line + 1, 0), cell), "")
    if span.line > 1:
        above = len(text.line(cell, span.line - 1))
        return Edit(
            text.between((span.line - 1, above), (span.end_line, len(text.line(cell, span.end_line))), cell),
            "",
        )
    return text.replaced(statement, "pass")


def _indent(text: Text, statement: ast.stmt) -> str:
    """By how much the block nearest to a statement is deeper, that inside it first."""
    for node in (statement, *text.around(statement)):
        body = getattr(node, "body", None)
        if isinstance(node, ast.stmt) and isinstance(body, list) and body and body[0].lineno > node.lineno:
            outer, inner = (text.line(text.cells[n], n.lineno)[: n.col_offset] for n in (node, body[0]))
            if inner.startswith(outer) and inner != outer:
                return inner.removeprefix(outer)
    return INDENT


def _alone(text: Text, statement: ast.stmt) -> None:
    """No other code stands on the line where it ends."""
    line, column = end(statement)
    after = text.line(text.cells[statement], line)[column:].strip()
    if after and not after.startswith("#"):
        raise CannotChangeError


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def is_long(node: ast.AST) -> bool:
    """Whether it is a text of several lines, whose indentation says something."""
    return isinstance(node, (ast.Constant, ast.JoinedStr)) and node.end_lineno != node.lineno
