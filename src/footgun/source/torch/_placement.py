"""Faults of devices: a layer and its input on two of them, or two tensors that meet."""

from __future__ import annotations

from footgun.network import Node
from footgun.ops.base import Fault
from footgun.ops.einsum import Einsum
from footgun.ops.elementwise import Binary
from footgun.ops.join import Concat, Stack
from footgun.ops.linear import MatMul
from footgun.ops.loss import Loss
from footgun.source.devices import apart

# Both tensors of these must be on one device; an index need not.
_TOGETHER = (Binary, Concat, Einsum, Loss, MatMul, Stack)

LOST = "lost"


def compare(node: Node) -> None:
    """Record a `device` fault where a layer and its input, or two tensors, are certainly on two devices."""
    layer = node.layer
    known = [v.facts.get("device") if v.shape else None for v in node.inputs]
    if layer is not None and layer.parameters:
        wrong = next((d for d in known if apart(d, layer.device)), None)
        if wrong is not None:
            node.faults.append(Fault("device", expected=layer.device, got=wrong, detail="layer"))
        lost = wrong is not None or LOST in known  # one of the two is to be moved, and nobody knows which
        if layer.device is not None:
            for output in node.outputs:
                output.facts["device"] = LOST if lost else layer.device
    elif len(known) > 1 and isinstance(node.op, _TOGETHER) and apart(known[0], known[1]):
        node.faults.append(Fault("device", expected=known[0], got=known[1], detail="tensors"))
