"""Shapes that the analysis took for granted, because nothing in the text tells so much as the rank.

A layer that works on any rank is then followed with its usual one: enough to go on, but no proof.
"""

from __future__ import annotations

from footgun.network import Node, Value
from footgun.ops.reshape import Flatten, KerasFlatten
from footgun.rules.facts.faults import FAR


def rank_guessed(value: Value) -> bool:
    """Whether the number of dimensions goes back to a tensor of unknown rank."""
    for _ in range(FAR):
        node = value.made_by
        if value.shape is None or node is None or not node.inputs:
            return value.shape is None
        if _sets_rank(node):
            return False
        value = node.inputs[0]
    return True


def any_rank_guessed(node: Node) -> bool:
    """Whether a node gets a tensor whose rank is a guess."""
    return any(rank_guessed(value) for value in node.inputs)


def _sets_rank(node: Node) -> bool:
    """Whether what a node gives has its rank for any input: maps with their batch, rows of features."""
    op = node.op
    if isinstance(op, Flatten):
        return (op.start, op.end) == (1, -1)
    return isinstance(op, KerasFlatten) or bool(getattr(op, "spatial", None))
