"""What functions of torch look at in the call: settings no constructor has seen, weights handed over."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, is_floating, is_integer, same, show
from footgun.source.values import List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.ops.base import Fault
    from footgun.source.callsite import At

Handed = tuple[str, "Any", "Shape | None"]  # an argument's name, what was given, the shape it must have
_WIDE = ("float32", "float64")


def function(at: At, op: Op, *inputs: Any, weights: tuple[Handed, ...] = (), **more: Any) -> Any:
    """Apply an op with settings that no constructor has looked at, and weights of certain shapes."""
    made = at.apply(op, *inputs, **more)
    check = Check(at.m.names)
    op.validate(check)
    for name, given, wanted in weights:
        shaped(at, check, name, given, wanted)
    note(at, made, check.faults)
    return made


def note(at: At, made: Any, faults: list[Fault]) -> None:
    """Add faults to the node that made a value: one mistake is one fault, so the first found stands."""
    value = made[0] if isinstance(made, tuple) and made else made
    node = value.made_by if isinstance(value, Value) else None
    if node is not None and faults and not node.faults and not at.m.doubt:
        if any(v.assumed is not None for v in node.inputs):
            faults = [fault for fault in faults if fault.got is None]  # the others may be echoes
        node.faults.extend(faults)


def shaped(at: At, check: Check, name: str, given: Any, wanted: Shape | None) -> None:
    """Record an `argument` fault for a tensor that certainly has not the shape it must have."""
    tensor = given if isinstance(given, Value) else None
    if tensor is None or tensor.shape is None or wanted is None or tensor.assumed is not None:
        return
    got = tensor.shape
    if len(got) != len(wanted) or any(same(a, b) is False for a, b in zip(got, wanted, strict=True)):
        detail = f"`{name}` must be of shape {show(wanted)}, got {show(got)}"
        check.fail("argument", argument=name, expected=wanted, got=got, detail=detail)


def of_weight(at: At, made: Any, given: Any, weight: Any) -> Any:
    """Mend the verdict on types: a function's weight says which type of numbers it takes."""
    value, tensor = at.m.tensor(given), at.m.tensor(weight)
    node = made.made_by if isinstance(made, Value) else None
    if node is None:
        return made
    if is_floating(tensor.dtype) is not True:
        node.faults = [fault for fault in node.faults if fault.kind != "dtype"]  # integers with integers
        made.dtype = tensor.dtype if tensor.dtype == value.dtype else None
    check = Check(at.m.names)
    if value.dtype in _WIDE and tensor.dtype in _WIDE and value.dtype != tensor.dtype:
        check.fail("dtype", expected=tensor.dtype, got=value.dtype, detail="weights")
    elif value.dtype in _WIDE and (is_integer(tensor.dtype) or tensor.dtype == "bool"):
        detail = f"`weight` is of {tensor.dtype}, the input of {value.dtype}"
        check.fail("argument", argument="weight", detail=detail)
    note(at, made, check.faults)
    return made


def refused(at: At, made: Any, argument: str, detail: str) -> None:
    """Add an `argument` fault to what a call has made."""
    check = Check(at.m.names)
    check.fail("argument", argument=argument, detail=detail)
    note(at, made, check.faults)


def listed(at: At, value: Any, count: int, hint: str, low: int = 1) -> tuple[Size, ...]:
    """As `at.sizes`, but numbers that are too few or too many stay what they are, for the op to refuse."""
    if isinstance(value, (tuple, List)) and not getattr(value, "open", False) and len(value) > 1:
        return tuple(at.m.size(v, hint, low) for v in value)
    return at.sizes(value, count, hint, low)
