"""torch: tensors made from nothing, and what is asked of a tensor without changing it."""

from __future__ import annotations

import math

from footgun.network import Value
from footgun.ops.elementwise import Cast
from footgun.ops.indexing import SizeOf
from footgun.sizes import Expr
from footgun.source.bindings import bind
from footgun.source.devices import moved
from footgun.source.figures import Figure
from footgun.source.freezing import set_trained
from footgun.source.given import Cell
from footgun.source.interpret.loose import LOOSE, same_rank
from footgun.source.interpret.operators import truth
from footgun.source.tensors import count, rank_of, shape_of, size_at
from footgun.source.told import unread
from footgun.source.torch._common import shape_args
from footgun.source.torch.nesting import written
from footgun.source.values import Library, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

DTYPES = {
    "float": "float32",
    "double": "float64",
    "half": "float16",
    "long": "int64",
    "int": "int32",
    "short": "int16",
    "bool": "bool",
    "byte": "uint8",
    "char": "int8",
    "bfloat16": "bfloat16",
    "float32": "float32",
    "float64": "float64",
    "float16": "float16",
    "int64": "int64",
    "int32": "int32",
    "int16": "int16",
    "int8": "int8",
    "uint8": "uint8",
    "cfloat": "complex64",
    "complex64": "complex64",
    "complex128": "complex128",
    "FloatTensor": "float32",
    "LongTensor": "int64",
    "DoubleTensor": "float64",
    "IntTensor": "int32",
    "ByteTensor": "uint8",
    "BoolTensor": "bool",
    "HalfTensor": "float16",
}


FARTHEST = 1e15  # what a range of floats counts exactly
DEEPEST = 5  # axes of a tensor that is written out
FEW = 12  # items of a list that tell its type


def dtype_of(value: Any) -> str | None:
    """`torch.float32` and the like."""
    return DTYPES.get(value.name.rsplit(".", 1)[-1]) if isinstance(value, Library) else None


@bind(
    *(
        f"torch.{n}"
        for n in (
            "zeros",
            "ones",
            "rand",
            "randn",
            "empty",
            "Tensor.new_zeros",
            "Tensor.new_ones",
            "Tensor.new_empty",
        )
    )
)
def filled(at: At, *size: Any, dtype: Any = None, **more: Any) -> Any:
    usual = default_float(at)
    if at.label.startswith("new_") and size and isinstance(size[0], Value):  # the method's receiver
        usual, size = size[0].dtype, size[1:]
    if not size and "size" in more:
        size = (more["size"],)
    made = at.value(shape_args(at, size), usual if dtype is None else dtype_of(dtype))
    if at.label in ("zeros", "ones"):
        made.facts["constant"] = at.label
    elif at.label in ("randn", "empty", "new_empty"):
        made.facts["normal" if at.label == "randn" else "empty"] = True
    return made


@bind("torch.full", "torch.randint", "torch.Tensor.new_full")
def sized(at: At, *args: Any, size: Any = None, dtype: Any = None, **more: Any) -> Any:
    found = size if size is not None else next((a for a in args if isinstance(a, (tuple, List))), None)
    shape = None if found is None else shape_args(at, (found,))
    default = "int64" if at.label == "randint" else None
    if at.label == "full":
        kind = nested(more["fill_value"] if "fill_value" in more else args[-1] if args else None)[1]
        default = default_float(at) if kind == "float32" else kind
    elif at.label == "new_full" and args and isinstance(args[0], Value):
        default = args[0].dtype
    made = at.value(shape, default if dtype is None else dtype_of(dtype))
    if at.label == "randint":
        ends = [a for a in args if not isinstance(a, (tuple, List))][:2]
        if len(ends) < 2:
            ends = (
                [more.get("low", 0), *ends]
                if "high" not in more
                else [*(ends or [more.get("low", 0)]), more["high"]]
            )
        keep_range(made, ends)
        made.facts["drawn"] = True
    return made


def keep_range(value: Value, ends: list[Any]) -> None:
    """Note which whole numbers a tensor holds: from the first up to, but without, the last."""
    if len(ends) == 2 and all(isinstance(end, int) for end in ends) and ends[0] < ends[1]:
        value.facts["range"] = (ends[0], ends[1] - 1)


def steps(*ends: float) -> int | None:
    """How many numbers `arange` gives."""
    start, stop, step = (0, *ends, 1) if len(ends) == 1 else (*ends, 1)[:3]
    return max(0, math.ceil((stop - start) / step)) if step and abs(stop - start) < FARTHEST else None


def default_float(at: At) -> str | None:
    """The type of new floating tensors, None once the code has chosen another."""
    return None if at.m.notes.get("default dtype") else "float32"


@bind(*(f"torch.{n}_like" for n in ("zeros", "ones", "rand", "randn", "empty", "full", "randint")))
def like(at: At, input: Any, *args: Any, dtype: Any = None, **more: Any) -> Any:
    tensor = at.m.tensor(input)
    return same_rank(tensor, at.value(tensor.shape, tensor.dtype if dtype is None else dtype_of(dtype)))


@bind(
    "torch.tensor",
    "torch.as_tensor",
    "torch.from_numpy",
    "torch.asarray",
    "torch.Tensor",
    "torch.FloatTensor",
    "torch.LongTensor",
    "torch.Tensor.new_tensor",
    "torch.scalar_tensor",
    "torch.DoubleTensor",
    "torch.IntTensor",
    "torch.ByteTensor",
    "torch.BoolTensor",
    "torch.HalfTensor",
)
def tensor(at: At, data: Any = None, *rest: Any, dtype: Any = None, **more: Any) -> Any:
    if at.label == "new_tensor":
        data = rest[0] if rest else None
    elif at.label.endswith("Tensor") and isinstance(data, (int, Expr)):
        made = at.value(shape_args(at, (data, *rest)), DTYPES.get(at.label, "float32"))
        made.facts["empty"] = True
        return made
    known = dtype_of(dtype) or DTYPES.get(at.label) or (default_float(at) if at.label == "Tensor" else None)
    open_ = dtype is not None or at.label == "Tensor"  # another type than that of the data
    if isinstance(data, Figure) and data.of is not None:
        made = at.value((), known or default_float(at))
        made.facts["from"] = data.of
        return made
    if isinstance(data, Value):
        made = at.value(data.shape, known if known or open_ else data.dtype)
        made.facts.update({k: v for k, v in data.facts.items() if k in ("range", "drawn", "scale")})
        made.facts["from"], data.facts["copied"] = data, True
        return made
    shape, kind = nested(data)
    stated = shape is not None
    if shape is None:
        shape, kind = written(at, data)
    kind = default_float(at) if kind == "float32" else kind
    made = at.value(shape, known if known or open_ else kind)
    parts = [part.of for part in data if isinstance(part, Figure)] if isinstance(data, List) else []
    if parts and len(parts) == len(data):
        made.facts["numbers of"] = parts[0]
    numbers = whole_numbers(data)
    if stated and shape is not None and len(shape) < 2:
        made.facts["stated"] = "tensor", (data,)
    if numbers:
        made.facts["range"] = (min(numbers), max(numbers))
    return made


def whole_numbers(data: Any) -> list[int]:
    """The numbers of nested lists that hold known integers only, else none."""
    if isinstance(data, int) and not isinstance(data, bool):
        return [data]
    found: list[int] = []
    for item in data if isinstance(data, (tuple, List)) and not getattr(data, "open", False) else ():
        inner = whole_numbers(item)
        if not inner:
            return []
        found += inner
    return found


def nested(data: Any, depth: int = 0) -> tuple[tuple[Any, ...] | None, str | None]:
    """The shape and dtype of nested lists of numbers."""
    if depth > DEEPEST:
        return None, None
    if isinstance(data, bool):
        return (), "bool"
    if isinstance(data, int):
        return (), "int64"
    if isinstance(data, float):
        return (), "float32"
    if isinstance(data, Cell):
        return (), data.dtype
    if isinstance(data, (tuple, List)) and not getattr(data, "open", False):
        if not data:
            return (0,), "float32"
        shape = nested(data[0], depth + 1)[0]
        kinds = {nested(d, depth + 1)[1] for d in data[:FEW]}
        kind = None if None in kinds else next((k for k in ("float32", "int64") if k in kinds), "bool")
        return (None if shape is None else (len(data), *shape)), kind
    return None, None


@bind("torch.Tensor.size")
def size(at: At, self: Any, dim: Any = None) -> Any:
    self = at.m.tensor(self)
    if dim is None:
        return shape_of(at.m, self)
    rank = self.rank if LOOSE not in self.facts else None
    if rank is not None and isinstance(dim, int) and not -max(rank, 1) <= dim < max(rank, 1):
        at.apply(SizeOf(dim), self)
    return size_at(at.m, self, dim)


@bind("torch.Tensor.dim", "torch.Tensor.ndimension")
def dim(at: At, self: Any) -> Any:
    return rank_of(at.m.tensor(self))


@bind("torch.numel", "torch.Tensor.numel", "torch.Tensor.nelement")
def numel(at: At, self: Any) -> Any:
    return count(at.m, at.m.tensor(self))


@bind(
    "torch.Tensor.is_contiguous",
    "torch.Tensor.get_device",
    "torch.Tensor.element_size",
    "torch.Tensor.register_hook",
    "torch.is_tensor",
    "torch.Tensor.is_floating_point",
    "torch.Tensor.equal",
    "torch.allclose",
    "torch.equal",
    "torch.is_floating_point",
    "torch.Tensor.storage",
    "torch.Tensor.stride",
)
def asked(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return Unknown(f"`.{at.label}()` of a tensor")


@bind(
    *(
        f"torch.Tensor.{n}"
        for n in ("float", "double", "half", "long", "int", "short", "bool", "byte", "bfloat16", "char")
    )
)
def cast(at: At, self: Any, memory_format: Any = None) -> Any:
    return at.apply(Cast(DTYPES[at.label]), self)


@bind("torch.Tensor.to", "torch.Tensor.type", "torch.Tensor.type_as")
def to(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    given = (*args, *kwargs.values())
    for value in given:
        known = dtype_of(value) or (value.dtype if isinstance(value, Value) else None)
        if known:
            return moved(at, at.apply(Cast(known), self), given)
    # Whatever is not known may be a type as well as a device.
    unsure = at.label != "to" or "dtype" in kwargs or any(isinstance(v, (Unknown, Value)) for v in given)
    return moved(at, at.apply(Cast(None if unsure else at.m.tensor(self).dtype), self), given)


@bind("torch.Tensor.requires_grad_")
def requires_grad(at: At, self: Any, requires_grad: Any = True) -> Any:
    if isinstance(self, Value) and "parameter" in self.facts:
        set_trained(at.m, self.facts["parameter"], requires_grad)
    return self


@bind("torch.Tensor.backward")
def backward(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    at.m.program.trains = True
    at.m.train_events += 1
    kept = kwargs.get("retain_graph", args[1] if len(args) > 1 else None) or kwargs.get("create_graph")
    unread(at, self)
    at.m.event("backward", self, "" if kept in (None, False) else "retain")
    return None


@bind("torch.device")
def device(at: At, type: Any = None, index: Any = None) -> Any:
    return Thing("torch.device", "torch.device", at.span, type=type)


@bind(
    "torch.cuda.is_available",
    "torch.cuda.device_count",
    "torch.backends.mps.is_available",
    "torch.get_rank",
    "torch.initial_seed",
)
def environment(at: At) -> Any:
    return Unknown("what this machine has")


@bind(
    "torch.set_printoptions",
    "torch.save",
    "torch.set_num_threads",
    "torch.use_deterministic_algorithms",
    "torch.cuda.empty_cache",
    "torch.cuda.synchronize",
    "torch.autograd.set_detect_anomaly",
)
def nothing(at: At, *args: Any, **kwargs: Any) -> Any:
    return None


@bind("torch.manual_seed", "torch.random.manual_seed", "torch.seed")
def seed(at: At, seed: Any = None) -> Any:
    return Thing("torch.Generator", "torch.Generator", at.span)


@bind("torch.cuda.manual_seed", "torch.cuda.manual_seed_all")
def seed_gpu(at: At, seed: Any) -> None:
    return None


@bind(
    "torch.set_grad_enabled", "torch.autograd.set_grad_enabled", "torch.autograd.grad_mode.set_grad_enabled"
)
def set_grad(at: At, mode: Any) -> Any:
    """Switches at once; as a context manager it also switches back."""
    before, at.m.grad = at.m.grad, truth(mode)
    return Thing("torch.set_grad_enabled", at.name, at.span, grad=before)


@bind("torch.set_default_dtype", "torch.set_default_tensor_type")
def default_type(at: At, *args: Any, **kwargs: Any) -> None:
    at.m.notes["default dtype"] = True


@bind("torch.no_grad", "torch.enable_grad", "torch.inference_mode")
def grad_mode(at: At, *args: Any, **kwargs: Any) -> Any:
    return Thing("torch.grad_mode", at.name, at.span)
