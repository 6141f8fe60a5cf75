"""torch: functions of several tensors that broadcast: choices by a mask, numbers mixed and filled in."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Several, Where
from footgun.source.bindings import bind
from footgun.source.torch.math import both
from footgun.source.torch.places import nonzero
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.where")
def where(at: At, condition: Any, input: Any = None, other: Any = None, *, out: Any = None) -> Any:
    if input is None and other is None:
        return nonzero(at, condition, as_tuple=True)
    return at.apply(Where(), condition, input, other)


@bind("torch.Tensor.where")
def where_else(at: At, input: Any, condition: Any, other: Any) -> Any:
    return at.apply(Where(), condition, input, other)


@bind(*both(("addcmul", "addcdiv")))
def add_combined(at: At, input: Any, tensor1: Any, tensor2: Any, *, value: Any = 1, out: Any = None) -> Any:
    return several(at, input, tensor1, tensor2)


@bind(*both(("lerp",)))
def lerp(at: At, input: Any, end: Any, weight: Any, *, out: Any = None) -> Any:
    return several(at, input, end, weight)


@bind(*both(("masked_fill",)))
def masked_fill(at: At, input: Any, mask: Any, value: Any) -> Any:
    if isinstance(value, Value) and value.rank and not value.assumed:
        at.refuse(
            f"`value` is one number, but gets a tensor of {value.rank} dimension{'s' * (value.rank > 1)}",
            argument="value",
            help="`torch.where(mask, value, input)` takes a tensor",
        )
    return several(at, input, mask)


@bind(*both(("masked_scatter",)))
def masked_scatter(at: At, input: Any, mask: Any, source: Any) -> Any:
    return several(at, input, mask)


def several(at: At, *tensors: Any) -> Any:
    """What broadcasts; a number among it has no shape to add."""
    ranked = [t for t in tensors if not isinstance(t, (int, float))]
    if not ranked:
        return Unknown(f"`{at.label}` of numbers")
    return at.apply(Several(at.label.rstrip("_"), at.label.endswith("_")), *ranked)
