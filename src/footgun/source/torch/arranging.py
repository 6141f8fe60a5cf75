"""torch: places in triangles and products, parts by an axis, so many axes at least; questions, settings."""

from __future__ import annotations

from itertools import pairwise

from footgun.network import Value
from footgun.ops.elementwise import Unary
from footgun.ops.join import Split
from footgun.ops.reshape import Transpose, Unsqueeze
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.torch._common import axes_of, shape_args
from footgun.source.torch.create import default_float, dtype_of, steps
from footgun.source.torch.shapes import lost, pieces, tensors_in
from footgun.source.values import Library, List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.tril_indices", "torch.triu_indices")
def triangle(
    at: At,
    row: Any,
    col: Any,
    offset: Any = 0,
    *,
    dtype: Any = None,
    device: Any = None,
    layout: Any = None,
    pin_memory: Any = None,
) -> Any:
    count: Size = at.m.names.fresh("k", 0)
    if all(isinstance(n, int) for n in (row, col, offset)):
        below = sum(max(0, min(col, i + offset + 1)) for i in range(min(row, 10_000)))
        above = sum(max(0, min(col, i + offset)) for i in range(min(row, 10_000)))
        count = below if at.label == "tril_indices" else row * col - above
    return at.value((2, count), "int64" if dtype is None else dtype_of(dtype))


@bind("torch.atleast_1d", "torch.atleast_2d", "torch.atleast_3d")
def at_least_axes(at: At, *tensors: Any) -> Any:
    found = tensors_in(at, tensors[0] if len(tensors) == 1 and not isinstance(tensors[0], Value) else tensors)
    if found is None or any(t.rank is None for t in found):
        return Unknown("tensors of unknown rank")
    made = tuple(raised(at, t, int(at.label[-2])) for t in found)
    return made[0] if len(made) == 1 and isinstance(tensors[0], Value) else made


def raised(at: At, tensor: Value, rank: int) -> Value:
    """A tensor with axes of 1 added, as many as are missing."""
    shape = tensor.shape or ()
    full = shape or {1: (1,), 2: (1, 1), 3: (1, 1, 1)}[rank]
    if len(full) < rank:
        full = (1, *full) if len(full) == 1 else full
        full = (*full, 1) if len(full) < rank else full
    return Value(full, tensor.dtype, span=at.span, assumed=tensor.assumed)


@bind(*(f"{p}{n}" for p in ("torch.", "torch.Tensor.") for n in ("hsplit", "vsplit", "dsplit")))
def split_by_axis(at: At, input: Any, *args: Any, **more: Any) -> Any:
    rank = at.m.tensor(input).rank
    where = args[0] if args else next(iter(more.values()), None)
    if rank is None:
        return Unknown("parts")
    axis = {"hsplit": 1 if rank > 1 else 0, "vsplit": 0, "dsplit": 2}[at.label]
    if isinstance(where, (tuple, List)) and all(isinstance(w, int) for w in where):
        size = (at.m.tensor(input).shape or ())[axis] if axis < rank else None
        ends = [0, *where, size]
        if isinstance(size, int) and ends == sorted(ends):
            lengths = tuple(b - a for a, b in pairwise(ends))
            return at.apply(Split(lengths, axis), input)
        return Unknown("parts")
    return pieces(at, input, where, axis)


@bind("torch.diagflat", "torch.Tensor.diagflat")
def diagflat(at: At, input: Any, offset: Any = 0) -> Any:
    tensor = at.m.tensor(input)
    if tensor.shape is None or not isinstance(offset, int):
        return lost(at, input)
    size: Size = abs(offset)
    count: Size = 1
    for n in tensor.shape:
        count = count * n
    return Value((size + count,) * 2, tensor.dtype, span=at.span, assumed=tensor.assumed)


@bind("torch.as_strided", "torch.Tensor.as_strided")
def as_strided(at: At, input: Any, size: Any, stride: Any, storage_offset: Any = None) -> Any:
    return Value(shape_args(at, (size,)), at.m.tensor(input).dtype, span=at.span)


@bind(
    "torch.slice_scatter",
    "torch.Tensor.slice_scatter",
    "torch.select_scatter",
    "torch.Tensor.select_scatter",
    "torch.index_put",
    "torch.index_put_",
    "torch.Tensor.index_put",
    "torch.Tensor.put_",
    "torch.Tensor.put",
    "torch.put",
    "torch.index_reduce",
    "torch.Tensor.index_reduce",
    "torch.Tensor.index_reduce_",
    "torch.fill",
    "torch.fill_",
    "torch.zero_",
    "torch.Tensor.map_",
    "torch.Tensor.apply_",
    "torch.Tensor.set_",
    "torch.poisson",
    "torch.alias_copy",
    "torch.Tensor.as_subclass",
    "torch.Tensor.coalesce",
    "torch.Tensor.to_dense",
    "torch.Tensor.xpu",
    "torch.Tensor.ipu",
    "torch.Tensor.mtia",
    "torch.Tensor.to_sparse",
)
def same(at: At, input: Any, *args: Any, **more: Any) -> Any:
    return at.apply(Unary("index_fill"), input)


@bind("torch.Tensor.t_", "torch.Tensor.swapaxes_", "torch.Tensor.swapdims_")
def turned(at: At, input: Any, *axes: Any, **named: Any) -> Any:
    found = axes_of(tuple(axes or named.values()) or (0, 1))
    return lost(at, input) if found is None or len(found) != 2 else at.apply(Transpose(*found), input)


@bind("torch.adjoint", "torch.Tensor.adjoint")
def adjoint(at: At, input: Any) -> Any:
    return at.apply(Transpose(-2, -1), input)


@bind("torch.range")
def range_(at: At, start: Any = 0, end: Any = None, step: Any = 1, *, dtype: Any = None, **more: Any) -> Any:
    count: Any = None
    if all(isinstance(n, (int, float)) for n in (start, end, step)) and step:
        count = steps(start, end, step)
        count = None if count is None else int((end - start) / step) + 1
    kind = default_float(at) if dtype is None else dtype_of(dtype)
    return at.value((at.m.size(count, "t"),), kind)


@bind("torch.broadcast_shapes")
def broadcast_shapes(at: At, *shapes: Any) -> Any:
    from footgun.ops.axes import broadcast_all
    from footgun.ops.base import Check

    check = Check(at.m.names)
    sizes = [(shape,) if is_size(shape) else shape for shape in shapes]
    if not all(isinstance(shape, tuple) and all(map(is_size, shape)) for shape in sizes):
        return Unknown("a broadcast shape")
    found = broadcast_all(check, *sizes)
    return Unknown("a broadcast shape") if found is None or check.faults else found


@bind("torch.unravel_index")
def unravel_index(at: At, indices: Any, shape: Any) -> Any:
    sizes = items_of(at.m, shape)
    if sizes is None:
        return Unknown("indices")
    return tuple(at.apply(Unary("sort"), indices, dtype="int64") for _ in sizes)


@bind("torch.Tensor.sum_to_size", "torch.Tensor.resize_", "torch.Tensor.resize")
def resized(at: At, input: Any, *size: Any, **more: Any) -> Any:
    return Value(shape_args(at, size), at.m.tensor(input).dtype, span=at.span)


@bind("torch.Tensor.new")
def new(at: At, input: Any, *size: Any, **more: Any) -> Any:
    """A tensor of the same type, of sizes or of numbers that are given."""
    whole = all(isinstance(n, int) for n in size) and size
    return Value(shape_args(at, size) if whole else None, at.m.tensor(input).dtype, span=at.span)


@bind("torch.nn.functional.unsqueeze")
def unsqueezed(at: At, input: Any, dim: Any) -> Any:
    return at.apply(Unsqueeze(dim), input)


KINDS = ("is_complex", "is_nonzero", "is_same_size", "is_signed", "is_inference", "is_conj", "is_neg")


@bind(
    *(f"{p}{n}" for n in KINDS for p in ("torch.", "torch.Tensor.")),
    "torch.Tensor.is_pinned",
    "torch.Tensor.is_shared",
    "torch.Tensor.is_coalesced",
    "torch.Tensor.storage_offset",
    "torch.Tensor.untyped_storage",
    "torch.Tensor.allclose",
    "torch.Tensor.register_post_accumulate_grad_hook",
    "torch.can_cast",
    "torch.typename",
    "torch.is_storage",
    "torch.get_device",
    "torch.Tensor.record_stream",
)
def asked(at: At, self: Any = None, *args: Any, **more: Any) -> Any:
    return Unknown(f"`{at.label}` of a tensor")


STATE = (
    "set_float32_matmul_precision", "set_default_device", "set_num_interop_threads", "set_rng_state",
    "set_flush_denormal", "set_anomaly_enabled", "set_deterministic_debug_mode", "set_warn_always",
    "cuda.set_device", "cuda.reset_peak_memory_stats", "cuda.set_per_process_memory_fraction",
)  # fmt: skip


@bind(*(f"torch.{name}" for name in STATE))
def setting(at: At, *args: Any, **more: Any) -> None:
    return None


@bind("torch.get_default_dtype")
def get_default_dtype(at: At) -> Any:
    return Library("torch.float32") if default_float(at) else Unknown("a number type")


@bind("torch.promote_types", "torch.result_type")
def promote_types(at: At, first: Any = None, second: Any = None, **more: Any) -> Any:
    from footgun.sizes import promote

    joint = promote(dtype_of(first), dtype_of(second)) if at.label == "promote_types" else None
    return Unknown("a number type") if joint is None else Library(f"torch.{joint}")


@bind("torch.load")
def load(
    at: At,
    f: Any,
    map_location: Any = None,
    pickle_module: Any = None,
    *,
    weights_only: Any = None,
    mmap: Any = None,
    **pickle_load_args: Any,
) -> Any:
    return Unknown("what a file holds")
