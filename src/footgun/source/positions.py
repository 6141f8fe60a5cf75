"""Positions of a parsed text led back to the reader's own file.

`ast` counts columns in UTF-8 bytes of the text it was given. Readers count characters of their file, which
may have more in front (indented Markdown) or less in between (a bracket that was put in).
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Mapping, Sequence


def settle(
    tree: ast.Module,
    lines: Sequence[str],
    offset: int,
    columns: Sequence[int],
    shifts: Mapping[int, int],
    inserted: Mapping[int, Sequence[int]],
    original: Sequence[str] = (),
) -> None:
    """Move every node: lines by `offset`, columns from bytes of `lines` to characters of the reader's file.

    `original` is the text before it was mended: no node ends beyond its lines.
    """
    moved = {i for i, line in enumerate(lines) if not line.isascii()}
    moved.update(i for i, (old, new) in enumerate(zip(original, lines, strict=False)) if old != new)
    moved.update(shifts, inserted, (i for i, column in enumerate(columns) if column))
    if not moved and not offset:
        return

    def column_of(line: int, column: int) -> int:
        text = lines[line]
        if not text.isascii():
            column = len(text.encode()[:column].decode("utf-8", "ignore"))
        column -= sum(1 for put_in in inserted.get(line, ()) if put_in < column)
        column += shifts.get(line, 0)
        if line < len(original):  # what stands in for broken code may be longer than it
            column = min(column, len(original[line]))
        return max(column + (columns[line] if line < len(columns) else 0), 0)

    order = sorted(moved)
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if not offset and isinstance(node, ast.stmt):
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            following = bisect_left(order, first - 1)
            if following == len(order) or order[following] >= (node.end_lineno or 0):
                continue  # no line of this statement moves
        for value in node.__dict__.values():
            if isinstance(value, ast.AST):
                stack.append(value)
            elif isinstance(value, list):
                stack += [item for item in value if isinstance(item, ast.AST)]
        if node._attributes:
            if node.lineno - 1 in moved:  # type: ignore[attr-defined]
                node.col_offset = column_of(node.lineno - 1, node.col_offset)  # type: ignore[attr-defined]
            if node.end_lineno - 1 in moved:  # type: ignore[attr-defined]
                node.end_col_offset = column_of(node.end_lineno - 1, node.end_col_offset)  # type: ignore[attr-defined]
            node.lineno += offset  # type: ignore[attr-defined]
            node.end_lineno += offset  # type: ignore[attr-defined]
