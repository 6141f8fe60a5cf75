"""numpy: operators by their names, `np.power(x, 2)` for `x ** 2`."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.tensors import binary_tensors
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

NAMES = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "div", "true_divide": "div", "power": "pow",
    "float_power": "pow", "floor_divide": "floor_divide", "mod": "remainder", "remainder": "remainder",
}  # fmt: skip


@bind(*(f"numpy.{name}" for name in NAMES))
def operator(at: At, x1: Any, x2: Any, *rest: Any, **more: Any) -> Any:
    if rest or more or not any(isinstance(x, Value) for x in (x1, x2)):
        return Unknown(f"`numpy.{at.label}`")
    return binary_tensors(at.m, NAMES[at.label], x1, x2)
