"""einops: functions that move, join, repeat and reduce axes by a pattern."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.einsum import Einsum
from footgun.ops.join import Stack
from footgun.ops.rearrange import Rearrange
from footgun.source.bindings import bind
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

REDUCTIONS = ("min", "max", "sum", "mean", "prod", "any", "all")


def operation(at: At, pattern: Any, mode: Any, lengths: dict[str, Any]) -> Rearrange | None:
    """The op of a pattern; None where the pattern or what reduces is not known."""
    if not isinstance(pattern, str) or mode not in ("rearrange", "repeat", *REDUCTIONS):
        return None
    return Rearrange(pattern, tuple((name, at.m.size(size, name)) for name, size in lengths.items()), mode)


def moved(at: At, tensor: Any, pattern: Any, mode: Any, lengths: dict[str, Any]) -> Any:
    """A tensor, or a list of them that makes the first axis, by a pattern."""
    op = operation(at, pattern, mode, lengths)
    if op is None or at.open_arguments:
        return at.value(None, tensor.dtype if isinstance(tensor, Value) else None, "")
    if isinstance(tensor, (tuple, List)) and not getattr(tensor, "open", False):
        tensor = at.apply(Stack(0), *tensor, label="stack")
    return at.apply(op, tensor)


@bind("einops.rearrange")
def rearrange(at: At, tensor: Any, pattern: Any, **axes_lengths: Any) -> Any:
    return moved(at, tensor, pattern, "rearrange", axes_lengths)


@bind("einops.repeat")
def repeat(at: At, tensor: Any, pattern: Any, **axes_lengths: Any) -> Any:
    return moved(at, tensor, pattern, "repeat", axes_lengths)


@bind("einops.reduce")
def reduce(at: At, tensor: Any, pattern: Any, reduction: Any, **axes_lengths: Any) -> Any:
    return moved(at, tensor, pattern, reduction, axes_lengths)


@bind("einops.einsum")
def einsum(at: At, *tensors_and_pattern: Any) -> Any:
    *tensors, pattern = tensors_and_pattern or (None,)
    equation = lettered(pattern) if isinstance(pattern, str) else None
    if equation is None or not tensors:
        return at.value(None, None, "")
    return at.apply(Einsum(equation), *tensors)


def lettered(pattern: str) -> str | None:
    """The pattern with one letter for each name, as `torch.einsum` writes it; None if that cannot be."""
    left, arrow, right = pattern.replace(",", " , ").replace("...", " ... ").partition("->")
    words = [left.split(), right.split()]
    names = sorted({w for side in words for w in side if w not in (",", "...")})
    letters = dict(zip(names, "abcdefghijklmnopqrstuvwxyz", strict=False))
    if not arrow or len(names) > len(letters) or not all(n.isidentifier() for n in names):
        return None
    return "->".join("".join(letters.get(w, w) for w in side) for side in words)


@bind("einops.parse_shape")
def parse_shape(at: At, x: Any, pattern: Any) -> Any:
    shape = at.m.tensor(x).shape
    names = pattern.split() if isinstance(pattern, str) else []
    if shape is None or len(shape) != len(names) or "..." in names:
        return Unknown("`einops.parse_shape`")
    return {name: size for name, size in zip(names, shape, strict=True) if name != "_" and not name.isdigit()}
