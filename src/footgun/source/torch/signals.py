"""torch.fft and what goes with it: signals into frequencies and back, and the windows for that."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.complex import PARTS, WHOLES
from footgun.ops.signal import Fourier, InverseShortTime, Shift, ShortTime
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.torch._common import axes_of, axis_of
from footgun.source.torch.create import default_float, dtype_of
from footgun.source.torch.shapes import lost
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


SIDES = {"r": "half", "ih": "half", "ir": "back", "h": "back"}


def side_of(label: str) -> str:
    """What `rfft2`, `ihfftn`, `fft` makes of the last axis."""
    return SIDES.get(label.partition("fft")[0], "both")


@bind(*(f"torch.fft.{name}fft" for name in ("", "i", "r", "ir", "h", "ih")))
def transform(at: At, input: Any, n: Any = None, dim: Any = -1, norm: Any = None, *, out: Any = None) -> Any:
    return along(at, input, None if n is None else (at.m.size(n, "n"),), None if dim is None else (dim,))


@bind(*(f"torch.fft.{name}fft2" for name in ("", "i", "r", "ir", "h", "ih")))
def of_two(
    at: At, input: Any, s: Any = None, dim: Any = (-2, -1), norm: Any = None, *, out: Any = None
) -> Any:
    return of_many(at, input, s, dim)


@bind(*(f"torch.fft.{name}fftn" for name in ("", "i", "r", "ir", "h", "ih")))
def of_many(at: At, input: Any, s: Any = None, dim: Any = None, norm: Any = None, *, out: Any = None) -> Any:
    sizes: tuple[Size, ...] | None = None
    if isinstance(s, (tuple, List)) and not getattr(s, "open", False):
        sizes = tuple(at.m.size(size, "n") for size in s)
    elif s is not None:
        return unsure(at, input)
    axes = axes_of(dim)
    if dim is not None and axes is None:
        return unsure(at, input)
    return along(at, input, sizes, axes)


def along(at: At, input: Any, sizes: tuple[Size, ...] | None, axes: tuple[Any, ...] | None) -> Any:
    """One transform, where its axes are known."""
    if axes is not None and any(axis_of(axis) is None for axis in axes):
        return unsure(at, input)
    return at.apply(Fourier(at.label, side_of(at.label), axes, sizes), input)


def unsure(at: At, input: Any) -> Value:
    """A transform along axes, or to sizes, that are not known."""
    tensor = at.m.tensor(input)
    op = Fourier(at.label, side_of(at.label))
    return Value(None, op.dtype(tensor.dtype), span=at.span, assumed=tensor.assumed)


@bind("torch.fft.fftshift", "torch.fft.ifftshift")
def shift(at: At, input: Any, dim: Any = None) -> Any:
    return at.apply(Shift("roll", axes_of(dim)), input)


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
    unclear = (center, onesided, return_complex, align_to_window)
    if any(isinstance(flag, Unknown) for flag in unclear) or tensor.dtype is None:
        return lost(at, input)
    size, hop, width = lengths(at, n_fft, hop_length, win_length)
    onesided = tensor.dtype not in PARTS if onesided is None else onesided
    mode = pad_mode if isinstance(pad_mode, str) and align_to_window is None else ""
    op = ShortTime(size, hop, width, at.flag(center, True), at.flag(onesided, True), mode)
    made = at.apply(op, input, *(() if window is None else (window,)))
    if return_complex is not True and tensor.dtype not in PARTS and made.shape is not None:
        kind = PARTS.get(made.dtype or "")  # the form of older releases: real and imaginary parts as an axis
        return Value((*made.shape, 2), kind, span=at.span, assumed=made.assumed)
    return made


def lengths(at: At, n_fft: Any, hop_length: Any, win_length: Any) -> tuple[Size, Size, Size]:
    """Of the transform, the hop and the window."""
    size = at.m.size(n_fft, "n_fft")
    hop = size // 4 if hop_length is None else at.m.size(hop_length, "hop")
    return size, hop, size if win_length is None else at.m.size(win_length, "w")


@bind("torch.istft", "torch.Tensor.istft")
def istft(
    at: At,
    input: Any,
    n_fft: Any,
    hop_length: Any = None,
    win_length: Any = None,
    window: Any = None,
    center: Any = True,
    normalized: Any = False,
    onesided: Any = None,
    length: Any = None,
    return_complex: Any = False,
) -> Any:
    tensor = at.m.tensor(input)
    dtype = tensor.dtype
    if dtype not in PARTS or onesided not in (None, True, False) or not isinstance(center, bool):
        return Value(None, WHOLES.get(dtype or "") and dtype, span=at.span, assumed=tensor.assumed)
    size, hop, width = lengths(at, n_fft, hop_length, win_length)
    back = onesided is not False and return_complex is not True
    end = None if length is None else at.m.size(length, "t")
    kind = PARTS[dtype] if return_complex is not True else dtype
    return at.apply(InverseShortTime(size, hop, width, center, back, length=end), input, dtype=kind)
