"""Small tensors whose numbers the text states: `torch.arange(4) * 24`, `torch.linspace(0, 0.1, 12).tolist()`.

Nothing is computed until code asks for the numbers: then they follow from the nodes that made the tensor, in
the precision that torch works in. A tensor that was changed in place has none.
"""

from __future__ import annotations

import math
import operator
import struct
from collections.abc import Callable

from footgun.network import Value
from footgun.ops.elementwise import IDENTITIES, Binary, Cast, Unary
from footgun.ops.gathering import Turned
from footgun.ops.indexing import Index
from footgun.ops.join import Chunk, Split
from footgun.ops.reduction import Cumulate, Reduce
from footgun.sizes import is_integer
from footgun.source.bindings import bind
from footgun.source.callsite import At
from footgun.source.figures import figure_of, number_of
from footgun.source.interpret.single import require_one
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

MOST = 512  # numbers of one tensor
DEEPEST = 40  # operations behind it
Numbers: TypeAlias = "list[Any]"  # of a tensor of one axis; a tensor without axes has one

ONE: dict[str, Callable[[Any], Any]] = {
    "round": round, "floor": math.floor, "ceil": math.ceil, "trunc": math.trunc, "abs": abs,
    "neg": operator.neg, "log": math.log, "log2": math.log2, "exp": math.exp, "sqrt": math.sqrt,
    "square": lambda x: x * x, "sin": math.sin, "cos": math.cos, "reciprocal": lambda x: 1 / x,
}  # fmt: skip
TWO: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv,
    "floor_divide": operator.floordiv, "remainder": operator.mod, "pow": operator.pow,
    "maximum": max, "minimum": min,
}  # fmt: skip
WHOLE: dict[str, Callable[[Numbers], Any]] = {
    "sum": sum, "prod": math.prod, "amax": max, "amin": min, "max": max, "min": min,
}  # fmt: skip


def numbers_of(value: Value, depth: int = 0) -> Numbers | None:
    """The numbers of a tensor with at most one axis, where the text states them."""
    if "changed" in value.facts or depth > DEEPEST or value.shape is None or len(value.shape) > 1:
        return None
    found = value.facts.get("numbers")
    if found is None:
        try:
            found = computed(value, depth + 1)
        except (ArithmeticError, ValueError, TypeError):
            return None
        if found is not None and value.dtype == "float32":
            found = [single(x) for x in found]
        value.facts["numbers"] = found
    return found


def single(x: Any) -> float:
    """A number in the precision of float32."""
    known: float = struct.unpack("f", struct.pack("f", x))[0]
    return known


def computed(value: Value, depth: int) -> Numbers | None:
    """What the node behind a tensor makes of the numbers of its inputs."""
    if "stated" in value.facts:
        return stated(value)
    node = value.made_by
    inputs = [numbers_of(v, depth) for v in node.inputs] if node is not None else []
    if node is None or not inputs or any(i is None for i in inputs):
        return None
    first: Numbers = inputs[0] or []
    op = node.op
    if isinstance(op, Unary):
        return (
            first if op.name in IDENTITIES else [ONE[op.name](x) for x in first] if op.name in ONE else None
        )
    if isinstance(op, Turned):
        return first[::-1] if op.name == "flip" and value.rank == 1 else None
    if isinstance(op, Cast):
        return [int(x) for x in first] if op.to is not None and is_integer(op.to) else first
    if isinstance(op, Binary) and op.name in TWO:
        other = inputs[1] if len(inputs) > 1 else value.facts.get("scalar")
        return None if other is None else paired(op.name, first, other, "swapped" in value.facts)
    if isinstance(op, Index) and len(op.kinds) == 1 and len(inputs) == 1:
        return indexed(op.kinds[0], first)
    if isinstance(op, Reduce) and op.name in WHOLE and value.shape == ():
        return [WHOLE[op.name](first)]
    if isinstance(op, (Split, Chunk)):
        sizes = [v.shape[0] if v.shape else None for v in node.outputs]
        place = next(i for i, v in enumerate(node.outputs) if v is value)
        if not all(isinstance(s, int) for s in sizes[: place + 1]):
            return None
        ends = [0]
        for size in sizes:
            ends.append(ends[-1] + (size if isinstance(size, int) else 0))
        return first[ends[place] : ends[place + 1]]
    if isinstance(op, Cumulate) and op.name == "cumsum":
        return [sum(first[: i + 1]) for i in range(len(first))]
    return None


def stated(value: Value) -> Numbers | None:
    """What was written where the tensor was made."""
    kind, args = value.facts["stated"]
    if kind == "tensor":
        rows = list(args[0]) if isinstance(args[0], (tuple, List)) else [args[0]]
        return rows if all(isinstance(x, (int, float)) for x in rows) and len(rows) <= MOST else None
    if not all(isinstance(x, (int, float)) for x in args):
        return None
    if kind == "linspace":
        start, stop, count = args
        if not isinstance(count, int) or not 0 < count <= MOST:
            return None
        return [start + (stop - start) * i / max(1, count - 1) for i in range(count)]
    length = value.shape[0] if value.shape else None
    start, step = (0, 1) if len(args) == 1 else (args[0], args[2] if len(args) > 2 else 1)
    return [start + i * step for i in range(length)] if isinstance(length, int) and length <= MOST else None


def paired(name: str, first: Numbers, other: Numbers, swapped: bool) -> Numbers | None:
    """Two tensors number by number, one number against all."""
    count = max(len(first), len(other))
    if {len(first), len(other)} - {1, count}:
        return None
    rows = zip(first * (count // len(first)), other * (count // len(other)), strict=True)
    return [TWO[name](b, a) if swapped else TWO[name](a, b) for a, b in rows]


def indexed(kind: Any, first: Numbers) -> Numbers | None:
    """One number, or a part."""
    ends = kind[1:]
    if not all(isinstance(e, (int, type(None))) for e in ends):
        return None
    if kind[0] == "int":
        return [first[ends[0]]] if -len(first) <= ends[0] < len(first) else None
    return first[slice(*ends)] if kind[0] == "slice" else None


def change(value: Any) -> None:
    """A tensor is changed in place, and so is what it looks into."""
    for _ in range(DEEPEST):
        value.facts["changed"] = True
        node = value.made_by
        if node is None or not (node.op.moves or isinstance(node.op, Index)):
            return
        value = node.inputs[0]


def forget_start(value: Value) -> None:
    """How a weight began is not known any more: it was scaled, or the like."""
    parameter = value.facts["parameter"]
    parameter.initializer = None
    layer = value.facts.get("layer")
    if layer is not None:
        layer.initializers.pop("bias" if "bias" in parameter.name else "kernel", None)


@bind(*(f"{kind}.{name}" for kind in ("torch.Tensor", "numpy.ndarray") for name in ("tolist", "item")))
def tolist(at: At, self: Any, *places: Any) -> Any:
    if at.label == "item" and isinstance(self, Value) and not places:
        require_one(at.m, self, "item")
    found = numbers_of(self) if isinstance(self, Value) and not places else None
    if found is not None and (at.label == "item" or self.shape == ()):
        return found[0] if len(found) == 1 else Unknown("`.item()` of several numbers")
    if found is not None:
        return List(found)
    count = self.shape[0] if isinstance(self, Value) and self.rank == 1 and self.shape else None
    if at.label == "tolist" and isinstance(count, int) and count <= MOST:
        return List([Unknown("a number of a tensor") for _ in range(count)])
    figure = figure_of(self) if at.label == "item" else None
    return figure or (number_of(self) if at.label == "item" else Unknown(f"`.{at.label}()` of a tensor"))


@bind("torch.diff", "torch.Tensor.diff")
def diff(
    at: At, input: Any, n: Any = 1, dim: Any = -1, prepend: Any = None, append: Any = None, **more: Any
) -> Any:
    tensor = at.m.tensor(input)
    known = isinstance(n, int) and 0 < n < 10 and isinstance(dim, int)
    plain = known and prepend is None and append is None and tensor.shape
    if not plain or tensor.shape is None or not -len(tensor.shape) <= dim < len(tensor.shape):
        return at.value(None, tensor.dtype, "")
    place = dim % len(tensor.shape)
    before = (("slice", None, None, 1),) * place
    for _ in range(n):
        later, earlier = (
            at.apply(Index((*before, ("slice", *ends, 1))), tensor) for ends in ((1, None), (None, -1))
        )
        tensor = at.apply(Binary("sub"), later, earlier)
    return tensor


__all__ = ["change", "numbers_of"]
