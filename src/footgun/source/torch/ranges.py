"""torch: numbers in a row, and numbers drawn about a mean."""

from __future__ import annotations

import math

from footgun.network import Value
from footgun.ops.elementwise import Binary
from footgun.ops.linear import Weights
from footgun.sizes import Expr
from footgun.source.bindings import bind
from footgun.source.torch._common import shape_args
from footgun.source.torch.create import default_float, dtype_of, keep_range, steps
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.arange", "torch.linspace", "torch.eye", "torch.randperm", "torch.logspace")
def ranged(at: At, *args: Any, dtype: Any = None, **more: Any) -> Any:
    known = dtype_of(dtype)
    usual = default_float(at) if dtype is None else None
    if at.label in ("arange", "randperm"):
        ends = [*args, *(more[key] for key in ("start", "end", "step") if key in more)]
        if dtype is None and at.label == "arange" and any(isinstance(a, float) for a in ends):
            known = usual
        elif dtype is None and all(isinstance(a, (int, Expr)) for a in ends):
            known = "int64"
        length = args[0] if len(args) == 1 and not isinstance(args[0], (float, Unknown)) else None
        if ends and all(isinstance(a, (int, float)) for a in ends) and at.label == "arange":
            refuse_ends(at, *ends)
            length = steps(*ends)
        made = at.value((at.m.size(length, "t"),), known)
        if len(args) in (1, 2) and known == "int64":
            keep_range(made, [0, *args][-2:])
        if at.label == "randperm":
            made.facts["order"] = object(), at.span
            at.m.event("order")
        if at.label == "arange":
            made.facts["stated"] = "arange", tuple(ends)
        return made
    if at.label == "eye":
        rows, columns = (*args, *(more[key] for key in ("n", "m") if key in more), None, None)[:2]
        sizes = (at.m.size(rows, "n"), at.m.size(rows if columns is None else columns, "n"))
        return at.value(sizes, known or usual)
    count = args[2] if len(args) > 2 else more.get("steps")
    refuse_count(at, count)
    for end in (*args[:2], *(more.get(key) for key in ("start", "end"))):
        if isinstance(end, Value) and end.rank:
            at.apply(Weights((0,)), end)
    made = at.value((at.m.size(count, "t"),), known or usual)
    if at.label == "linspace":
        starts = (*args[:2], *(more[key] for key in ("start", "end") if key in more))
        made.facts["stated"] = "linspace", (*starts, count)
    return made


def refuse_ends(at: At, *ends: float) -> None:
    """A range that does not lead from its start to its end."""
    start, stop, step = (0, *ends, 1) if len(ends) == 1 else (*ends, 1)[:3]
    if not all(map(math.isfinite, (start, stop))):
        at.fault(f"`arange`: from {start} to {stop} there is no end")
    elif step == 0:
        at.fault("`arange`: `step` is 0", argument="step")
    elif (stop - start) * step < 0:
        at.fault(f"`arange`: steps of {step} do not lead from {start} to {stop}")


def refuse_count(at: At, count: Any) -> None:
    """A number of steps that is none."""
    if isinstance(count, float):
        at.refuse(f"`{at.label}`: `steps` must be an int, not {count}", argument="steps")
    elif isinstance(count, int) and count < 0:
        at.fault(f"`{at.label}`: `steps` is {count}", argument="steps")


@bind("torch.normal")
def normal(at: At, mean: Any = 0, std: Any = 1, size: Any = None, *, dtype: Any = None, **more: Any) -> Any:
    if isinstance(std, (int, float)) and std < 0:
        at.fault(f"`normal`: `std` is {std}", argument="std")
    tensors = [value for value in (mean, std) if isinstance(value, Value)]
    if tensors and (size is None or isinstance(size, (int, float))):
        if size is not None:
            at.refuse("`normal` of a tensor takes no third argument", argument="size")
        return at.apply(Binary("normal"), *tensors) if len(tensors) > 1 else spread(at, *tensors)
    shape = shape_args(at, (size,)) if isinstance(size, (tuple, List)) else None
    return at.value(shape, default_float(at) if dtype is None else dtype_of(dtype))


def spread(at: At, tensor: Value) -> Any:
    """Numbers about those of one tensor, or as far from one mean."""
    return Value(tensor.shape, tensor.dtype, span=at.span, assumed=tensor.assumed)
