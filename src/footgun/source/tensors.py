"""What Python does with tensors: attributes, operators, indexing."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.base import Check
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.indexing import Index
from footgun.ops.putting import Put
from footgun.sizes import Expr, is_floating, product
from footgun.source.given import Cell
from footgun.source.interpret.loose import LOOSE, Axes
from footgun.source.values import Abstract, Library, List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

SYMBOLS = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "floor_divide": "//",
    "remainder": "%",
    "pow": "**",
    "matmul": "@",
    "bitwise_and": "&",
    "bitwise_or": "|",
    "bitwise_xor": "^",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}
LABELS = {"bitwise_not": "~", "neg": "-"}
HUGE = 1e30  # beyond, a whole number may be none that a float can hold


def binary_tensors(m: Machine, name: str, a: Abstract, b: Abstract) -> Abstract:
    """An operator with a tensor on at least one side."""
    if any(isinstance(side, Value) and "pandas" in side.facts for side in (a, b)):
        from footgun.source.pandas._tables import combined

        return combined(m, name, a, b)
    if name == "matmul":
        from footgun.ops.linear import MatMul

        return m.apply(MatMul(), (m.tensor(a), m.tensor(b)), "@")
    if name in ("bitwise_and", "bitwise_or", "bitwise_xor", "lshift", "rshift"):
        name = {"lshift": "bitwise_and", "rshift": "bitwise_and"}.get(name, name)
    if isinstance(a, Value) and isinstance(b, (int, float, Expr, complex)):
        return scalar(m, name, a, b)
    if isinstance(b, Value) and isinstance(a, (int, float, Expr, complex)):
        return scalar(m, name, b, a, swapped=True)
    return m.apply(Binary(name), (m.tensor(a), m.tensor(b)), SYMBOLS.get(name, name))


def scalar(m: Machine, name: str, tensor: Value, number: Any, swapped: bool = False) -> Abstract:
    """A tensor and a Python number: the shape stays."""
    kind = (
        "bool"
        if isinstance(number, bool)
        else "float"
        if isinstance(number, float)
        else "complex"
        if isinstance(number, complex)
        else "int"
    )
    made = m.apply(Binary(name, kind), (tensor,), SYMBOLS.get(name, name))
    if isinstance(made, Value) and isinstance(number, (int, float)):
        made.facts["scalar"] = [number]
        if swapped:
            made.facts["swapped"] = True
        if "range" in tensor.facts and is_floating(made.dtype):  # whole numbers may overflow
            ends = shifted(name, tensor.facts["range"], number, swapped)
            made.facts.update({} if ends is None else {"range": ends})
    return made


def shifted(name: str, ends: tuple[Any, Any], number: float, swapped: bool) -> tuple[Any, Any] | None:
    """The range of numbers after an operator with a known one."""
    if not abs(number) < HUGE:
        return None
    if name in ("div", "true_divide") and number and not swapped:
        low, high = (end / number for end in ends)
    elif name == "mul":
        low, high = (end * number for end in ends)
    elif name in ("add", "sub"):
        sign = -1 if name == "sub" and swapped else 1
        low, high = (sign * end + (number if name == "add" or swapped else -number) for end in ends)
    else:
        return None
    return min(low, high), max(low, high)


def unary_tensor(m: Machine, name: str, value: Value) -> Abstract:
    """`-x`, `~x`."""
    if "pandas" in value.facts:
        from footgun.source.pandas._tables import table

        return table(m, value.shape, value)
    return m.apply(Unary(name), (value,), LABELS.get(name, name))


def tensor_attribute(m: Machine, value: Value, name: str) -> Abstract:
    """`x.shape`, `x.T` and the like; anything else is a method."""
    if name == "shape":
        return shape_of(m, value)
    if "pandas" in value.facts:
        from footgun.source.pandas._tables import attribute

        found = attribute(m, value, name)
        if found is not None:
            return found
    if name == "ndim":
        return rank_of(value)
    if name in ("T", "mT", "H", "mH"):
        from footgun.ops.matrix import MatrixTranspose
        from footgun.ops.reshape import Permute, Transpose

        if name == "H":
            return m.apply(MatrixTranspose(-2, -1), (value,), name)
        if name == "T" and value.shape is not None and len(value.shape) != 2:
            return m.apply(Permute(tuple(reversed(range(len(value.shape))))), (value,), "T")
        return m.apply(Transpose(-2, -1), (value,), name)
    if name == "values" and "array" in value.facts:
        return value  # a part of a table of pandas
    if name == "data" and "parameter" in value.facts:
        return value
    if name == "data":
        return m.apply(Unary("detach"), (value,), name)
    if name in ("real", "imag"):
        from footgun.ops.complex import Part

        return m.apply(Part(name, "array" in value.facts), (value,), name)
    if name == "dtype":
        return Library(f"torch.{value.dtype}") if value.dtype else Unknown("a dtype")
    if name == "is_quantized":
        return False  # what makes such tensors gives unknown values
    if name == "requires_grad" and "parameter" in value.facts:
        asked = value.facts["parameter"].requires_grad
        return Unknown("whether a weight is trained") if asked is None else asked
    if name == "grad":
        m.event("grad", value)
    if name == "device":
        from footgun.source.devices import Place, device_of

        return Place(device_of(value))
    if name in ("grad", "grad_fn", "requires_grad", "is_leaf", "layout", "is_cuda", "names"):
        return Unknown(f"`.{name}` of a tensor")
    if name in value.facts and name.startswith("attr:"):
        return value.facts[name]
    if "pandas" in value.facts:
        return Library(f"pandas.{value.facts['pandas']}.{name}", value)
    return Library(f"numpy.ndarray.{name}" if "array" in value.facts else f"torch.Tensor.{name}", value)


def shape_of(m: Machine, value: Value) -> Abstract:
    """The shape as a tuple of sizes; an unknown rank is unknown."""
    if value.shape is None:
        return Unknown("the shape of a tensor")
    return Axes(value.shape[0], value.shape[-1]) if LOOSE in value.facts else tuple(value.shape)


def rank_of(value: Value) -> Abstract:
    """`x.ndim`."""
    if value.shape is None or LOOSE in value.facts:
        return Unknown("the rank of a tensor")
    return len(value.shape)


def size_at(m: Machine, value: Value, axis: Abstract) -> Abstract:
    """`x.size(axis)`."""
    if value.shape is None or not isinstance(axis, int) or (LOOSE in value.facts and axis not in (0, -1)):
        return m.names.fresh("s")
    if -len(value.shape) <= axis < len(value.shape):
        return value.shape[axis]
    return Unknown("a size of an axis that is not there")


def count(m: Machine, value: Value) -> Abstract:
    """`x.numel()`."""
    if value.shape is None or LOOSE in value.facts:
        return m.names.fresh("numel")
    return product(value.shape)


def index(m: Machine, value: Value, key: Abstract) -> Abstract:
    """`x[key]`."""
    if "pandas" in value.facts:
        from footgun.source.pandas._tables import item

        return item(m, value, key)
    kinds = index_kinds(m, key)
    if kinds is None:
        return part(m, value)
    tensors = tuple(k for k in (key if isinstance(key, tuple) else (key,)) if isinstance(k, Value))
    op = Index(kinds, reverse="array" in value.facts)
    made = m.apply(op, (value, *tensors), "[]", dtype=value.dtype)
    if isinstance(made, Value) and "identity" in value.facts and kinds and kinds[0][0] == "tensor":
        made.facts["labels"] = "one-hot"  # rows of an identity matrix
    return plain(made)


def index_kinds(m: Machine, key: Abstract) -> tuple[Any, ...] | None:
    """The parts of an index in the form of `ops.indexing.Index`; None where one is not known."""
    kinds: list[Any] = []
    for part in key if isinstance(key, tuple) else (key,):
        if part is None:
            kinds.append(("none",))
        elif part is Ellipsis:
            kinds.append(("ellipsis",))
        elif isinstance(part, slice):
            ends = [p if p is None or is_size(p) else end_of(m, p) for p in (part.start, part.stop)]
            step = (
                part.step if isinstance(part.step, int) else 1 if part.step is None else m.names.fresh("step")
            )
            kinds.append(("slice", ends[0], ends[1], step))
        elif isinstance(part, bool):
            return None
        elif is_size(part):
            kinds.append(("int", part))
        elif isinstance(part, Value):
            if part.dtype == "bool" or part.shape is None:
                return None
            kinds.append(("tensor", part.shape))
        elif (
            isinstance(part, List)
            and not part.open
            and all(is_size(p) and not isinstance(p, bool) for p in part)
        ):
            kinds.append(("tensor", (len(part),)))
        else:
            return None
    return tuple(kinds)


def end_of(m: Machine, value: Abstract) -> Any:
    """An end of a slice that is not known: the same for the same value."""
    if not isinstance(value, Unknown):
        return m.names.fresh("i", 0)  # a library's object stands for all that is taken from it
    known = m.notes.setdefault("ends", {})
    if id(value) not in known:
        known[id(value)] = m.names.fresh("i", 0), value  # kept, so that no other gets its id
    return known[id(value)][0]


def select(m: Machine, value: Value, place: int | None = None) -> Abstract:
    """One item along the first axis, as iterating gives; without a place any of them."""
    if value.facts.get("pandas") == "DataFrame":
        return Unknown("the name of a column")
    if value.shape is None or not value.shape:
        return part(m, value)
    made = m.apply(Index((("int", place or 0),)), (value,), "[]", dtype=value.dtype)
    if place is None and isinstance(made, Value):
        made.facts["changed"] = True  # its number is not known
    return plain(made)


def part(m: Machine, value: Value) -> Value:
    """A part of a tensor, or of an array, whose shape is not known."""
    made = Value(None, value.dtype, span=m.here, assumed=value.assumed)
    if "array" in value.facts:
        made.facts["array"] = True
    return made


def plain(value: Abstract) -> Abstract:
    """An item of a numpy array is a number where it is known; tensors stay tensors."""
    if isinstance(value, Value) and value.shape == () and "array" in value.facts:
        if "cells" in value.facts and value.dtype is None:
            return Cell() if value.facts["cells"] else Unknown("what an array of objects holds")
        from footgun.source.torch.numbers import numbers_of

        found = numbers_of(value)
        return value if found is None else found[0]
    return value


def assign_item(m: Machine, holder: Value, key: Abstract, value: Abstract) -> None:
    """`x[key] = value` leaves the shape as it is, but for a table, which may get a column."""
    if "pandas" in holder.facts:
        from footgun.source.pandas._tables import assigned

        assigned(m, holder, key, value)
        return
    from footgun.source.torch.numbers import change

    change(holder)
    kinds = index_kinds(m, key)
    if kinds is not None and isinstance(value, Value):
        require_fit(m, holder, kinds, value, "[]=")
    m.overwrite(holder, "[]=")


def require_fit(m: Machine, holder: Value, kinds: tuple[Any, ...], value: Value, label: str) -> None:
    """Report a tensor put where another shape is. Names are not asked: a slice by a name may be cut off."""
    array = "array" in holder.facts
    ends = [kind[1] if kind[0] == "tensor" else kind[1:] for kind in kinds if kind[0] in ("slice", "tensor")]
    named = any(isinstance(size, Expr) for sizes in ends for size in sizes)
    if named or not stands(holder) or not stands(value) or (array and holder.dtype is None):
        return  # an array of any objects takes an array as one of them
    op, check = Put(kinds, reverse=array), Check(m.names)
    op.infer(check, holder.shape, value.shape)
    fault = next(iter(check.faults), None)
    if fault is not None and fault.kind == "broadcast" and not (array and fault.expected == ()):
        m.apply(op, (holder, value), label)


def stands(value: Value) -> bool:
    """Whether the sizes of a tensor are numbers, and no guess."""
    known = value.shape is not None and not value.assumed and LOOSE not in value.facts
    return known and all(isinstance(size, int) for size in value.shape or ())
