"""torch: complex numbers, their parts, and the transforms of signals."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Binary, Unary
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.torch._common import axis_of
from footgun.source.torch.create import default_float, dtype_of
from footgun.source.torch.shapes import lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

PARTS = {"complex64": "float32", "complex128": "float64"}
WHOLES = {part: whole for whole, part in PARTS.items()}


@bind("torch.real", "torch.imag")
def part(at: At, input: Any) -> Any:
    dtype = at.m.tensor(input).dtype
    return at.apply(Unary("clone"), input, dtype=PARTS.get(dtype or "", dtype))


@bind("torch.conj", "torch.Tensor.conj", "torch.resolve_conj", "torch.Tensor.resolve_conj",
      "torch.Tensor.conj_physical", "torch.conj_physical", "torch.Tensor.resolve_neg")  # fmt: skip
def conj(at: At, input: Any) -> Any:
    return at.apply(Unary("conj"), input)


@bind("torch.complex")
def of_parts(at: At, real: Any, imag: Any, *, out: Any = None) -> Any:
    return combined(at, real, imag)


@bind("torch.polar")
def polar(at: At, abs: Any, angle: Any, *, out: Any = None) -> Any:
    return combined(at, abs, angle)


def combined(at: At, first: Any, second: Any) -> Any:
    """Complex numbers of two parts."""
    return at.apply(Binary("add"), first, second, dtype=WHOLES.get(at.m.tensor(first).dtype or ""))


@bind("torch.view_as_real", "torch.view_as_complex")
def view(at: At, input: Any) -> Any:
    tensor = at.m.tensor(input)
    shape, to_real = tensor.shape, at.label == "view_as_real"
    dtype = (PARTS if to_real else WHOLES).get(tensor.dtype or "")
    if shape is not None:
        shape = (*shape, 2) if to_real else shape[:-1]
    return Value(shape, dtype, span=at.span, assumed=tensor.assumed)


@bind(*(f"torch.fft.{name}" for name in ("fft", "ifft", "fft2", "ifft2", "fftn", "ifftn")))
def transform(at: At, input: Any, n: Any = None, dim: Any = -1, norm: Any = None, **more: Any) -> Any:
    tensor = at.m.tensor(input)
    if n is not None or "s" in more:
        return Value(None, WHOLES.get(tensor.dtype or ""), span=at.span)
    dtype = tensor.dtype if tensor.dtype in PARTS else WHOLES.get(tensor.dtype or "")
    return at.apply(Unary("fft"), input, dtype=dtype)


@bind("torch.fft.fftshift", "torch.fft.ifftshift")
def shift(at: At, input: Any, dim: Any = None) -> Any:
    return at.apply(Unary("roll"), input)


@bind("torch.fft.rfft", "torch.fft.irfft")
def half(at: At, input: Any, n: Any = None, dim: Any = -1, norm: Any = None, *, out: Any = None) -> Any:
    return halved(at, input, n, dim)


@bind("torch.fft.rfft2", "torch.fft.irfft2", "torch.fft.rfftn", "torch.fft.irfftn")
def half_of_many(
    at: At, input: Any, s: Any = None, dim: Any = None, norm: Any = None, *, out: Any = None
) -> Any:
    last = dim[-1] if isinstance(dim, (tuple, list)) and dim else -1
    return lost_kind(at, input) if s is not None else halved(at, input, None, last)


def lost_kind(at: At, input: Any) -> Value:
    """A transform of unknown size."""
    dtype = at.m.tensor(input).dtype or ""
    return Value(None, PARTS.get(dtype) if at.label.startswith("ir") else WHOLES.get(dtype), span=at.span)


def halved(at: At, input: Any, n: Any, dim: Any) -> Value:
    """A real signal has half as many frequencies, and one."""
    tensor = at.m.tensor(input)
    shape, back = tensor.shape, at.label.startswith("ir")
    if shape is None or axis_of(dim) is None or not -len(shape) <= dim < len(shape):
        return lost_kind(at, input)
    place = dim % len(shape)
    length: Size = shape[place] if n is None else at.m.size(n, "n")
    if back:
        length = 2 * (length - 1) if n is None else length
    else:
        length = length // 2 + 1
    dtype = (PARTS if back else WHOLES).get(tensor.dtype or "")
    made = (*shape[:place], length, *shape[place + 1 :])
    return Value(made, dtype, span=at.span, assumed=tensor.assumed)


WINDOWS = ("hann_window", "hamming_window", "blackman_window", "bartlett_window", "kaiser_window")


@bind(*(f"torch.{name}" for name in WINDOWS))
def window(at: At, window_length: Any, *args: Any, dtype: Any = None, **more: Any) -> Any:
    return at.value((at.m.size(window_length, "t"),), default_float(at) if dtype is None else dtype_of(dtype))


@bind("torch.stft", "torch.Tensor.stft")
def stft(
    at: At,
    input: Any,
    n_fft: Any,
    hop_length: Any = None,
    win_length: Any = None,
    window: Any = None,
    center: Any = True,
    pad_mode: Any = "reflect",
    normalized: Any = False,
    onesided: Any = None,
    return_complex: Any = None,
    align_to_window: Any = None,
) -> Any:
    tensor = at.m.tensor(input)
    if tensor.shape is None or len(tensor.shape) not in (1, 2) or return_complex is not True:
        return lost(at, input)
    length, size = tensor.shape[-1], at.m.size(n_fft, "n_fft")
    hop = size // 4 if hop_length is None else at.m.size(hop_length, "hop")
    bins = size // 2 + 1 if onesided is not False else size
    padded = length + 2 * (size // 2) if at.flag(center, True) else length
    frames = (padded - size) // hop + 1
    dtype = WHOLES.get(tensor.dtype or "")
    return Value((*tensor.shape[:-1], bins, frames), dtype, span=at.span, assumed=tensor.assumed)


@bind("torch.istft", "torch.Tensor.istft")
def istft(at: At, input: Any, n_fft: Any, *args: Any, **more: Any) -> Any:
    tensor = at.m.tensor(input)
    if tensor.shape is None or len(tensor.shape) not in (2, 3):
        return Value(None, "float32", span=at.span)
    return Value((*tensor.shape[:-2], at.m.names.fresh("t")), PARTS.get(tensor.dtype or ""), span=at.span)
