"""A loss whose arguments stand the wrong way round."""

from __future__ import annotations

from footgun.network import Node, Value
from footgun.ops.loss import Loss, Regression
from footgun.rules.facts.training import holds_graph

# These give the same number either way.
SYMMETRIC = frozenset({"mse", "mae", "huber", "smooth_l1"})


def swapped(node: Node) -> bool:
    """Whether what is learned stands in the place of the target, and plain data in that of the prediction."""
    if not isinstance(node.op, Loss) or len(node.inputs) < 2:
        return False
    if isinstance(node.op, Regression) and node.op.name in SYMMETRIC:
        return False
    prediction, target = node.inputs[:2]
    return _plain(prediction) and not holds_graph(prediction) and holds_graph(target, cut=False)


def _plain(value: Value) -> bool:
    """Whether it is data, or a part of it."""
    while not value.origin and value.made_by is not None and value.made_by.layer is None:
        if len(value.made_by.inputs) != 1:
            return False
        value = value.made_by.inputs[0]
    return bool(value.origin) or (value.made_by is None and "labels" in value.facts)
