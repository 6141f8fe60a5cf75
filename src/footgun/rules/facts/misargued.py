"""Calls whose arguments the library refuses: what the layer would be without them is not known."""

from __future__ import annotations

from footgun.network import Node, Program


def misargued(program: Program, node: Node) -> bool:
    """Whether the call that makes a layer is refused, which is told as such."""
    made = node.made
    return any(
        fault.span.path == made.path
        and (made.line, made.column) <= (fault.span.line, fault.span.column)
        and (fault.span.end_line, fault.span.end_column) <= (made.end_line, made.end_column)
        and fault.span.cell == made.cell
        for fault in program.arguments
    )
