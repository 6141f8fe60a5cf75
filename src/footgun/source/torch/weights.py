"""torch.nn.Parameter: weights that the code makes itself, and how their first numbers are drawn."""

from __future__ import annotations

from footgun.network import Initializer, Parameter, Value
from footgun.ops.elementwise import Binary
from footgun.source.bindings import bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.nn.Parameter")
def parameter(at: At, data: Any = None, requires_grad: Any = True) -> Any:
    value = at.m.tensor(data)
    made = at.value(value.shape, value.dtype or "float32")
    weight = made.facts["parameter"] = Parameter("parameter", value.shape or (at.m.names.fresh("p"),), None)
    deviation = drawn(value)
    at.m.program.weights.append(weight)
    if "constant" in value.facts:
        weight.initializer = Initializer(value.facts["constant"], True, at.span)
    elif "empty" in value.facts and "changed" not in value.facts:
        at.m.notes.setdefault("empty", []).append(made)
    elif deviation is not None:
        weight.initializer = Initializer("normal", True, at.span, deviation)
    return made


@bind("torch.nn.Buffer")
def buffer(at: At, data: Any = None, *, persistent: Any = True) -> Any:
    """A tensor that moves with its module and is not trained."""
    value = at.m.tensor(data)
    made = at.value(value.shape, value.dtype)
    made.facts.update({fact: held for fact, held in value.facts.items() if fact in ("range", "drawn")})
    return made


def drawn(value: Value) -> float | None:
    """The standard deviation of `torch.randn(...)`, a known factor included; None of anything else."""
    if "normal" in value.facts:
        return 1.0
    node, number = value.made_by, float(value.facts.get("scalar", [0])[0])
    if node is None or not number or not isinstance(node.op, Binary):
        return None
    inner = drawn(node.inputs[0])
    if inner is not None and node.op.name == "mul":
        return abs(inner * number)
    if inner is not None and node.op.name == "div" and "swapped" not in value.facts:
        return abs(inner / number)
    return None
