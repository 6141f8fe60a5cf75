"""torch: types of numbers, which are no functions: `torch.float(x)` raises."""

from __future__ import annotations

from footgun.source.bindings import bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# The methods of a tensor that bring it to a type of this name.
METHODS = ("bfloat16", "bool", "double", "float", "half", "int", "long", "short")
OTHERS = ("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8")


@bind(*(f"torch.{name}" for name in (*METHODS, *OTHERS)))
def number_type(at: At, *args: Any, **kwargs: Any) -> Any:
    at.refuse(
        f"`torch.{at.label}` is a type of numbers, which cannot be called",
        help=f"`x.{at.label}()` converts a tensor"
        if at.label in METHODS
        else f"`x.to(torch.{at.label})` converts",
    )
    return at.value(None, None, "")
