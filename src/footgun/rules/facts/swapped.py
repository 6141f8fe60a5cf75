"""A loss whose arguments stand the wrong way round."""

from __future__ import annotations

from footgun.network import Node
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
    plain = bool(prediction.origin) or (prediction.made_by is None and "labels" in prediction.facts)
    return plain and not holds_graph(prediction) and holds_graph(target, cut=False)
