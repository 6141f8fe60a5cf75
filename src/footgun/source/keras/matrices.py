"""keras.ops: matrices and what they come apart into; signals and their spectra."""

from __future__ import annotations

from footgun.ops.elementwise import Unary
from footgun.source.bindings import bind
from footgun.source.keras.backend import is_tensor, lost
from footgun.source.keras.operators import placed, shape_of
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.sizes import Size
    from footgun.source.callsite import At


# --- matrices ---


@bind("keras.ops.kron")
def kron(at: At, x1: Any, x2: Any) -> Any:
    a, b = at.m.tensor(x1).shape, at.m.tensor(x2).shape
    known = a is not None and b is not None and len(a) == len(b)
    return placed(at, tuple(m * n for m, n in zip(a or (), b or (), strict=True)) if known else None, x1, x2)


@bind("keras.ops.pinv")
def pinv(at: At, x: Any, rcond: Any = None) -> Any:
    shape = shape_of(at, x, 2)
    return placed(at, None if shape is None else (*shape[:-2], shape[-1], shape[-2]), x)


def smaller(at: At, a: Size, b: Size) -> Size:
    """The smaller of two sizes, a new name where that is not known."""
    return min(a, b) if isinstance(a, int) and isinstance(b, int) else at.m.names.fresh("k")


@bind("keras.ops.qr")
def qr(at: At, x: Any, mode: Any = "reduced") -> Any:
    shape = shape_of(at, x, 2)
    if shape is None:
        return (lost(at, x), lost(at, x))
    *lead, rows, columns = shape
    inner = smaller(at, rows, columns) if mode == "reduced" else rows
    return (placed(at, (*lead, rows, inner), x), placed(at, (*lead, inner, columns), x))


@bind("keras.ops.svd")
def svd(at: At, x: Any, full_matrices: Any = True, compute_uv: Any = True) -> Any:
    shape = shape_of(at, x, 2)
    if shape is None:
        return Unknown("the parts of a matrix")
    *lead, rows, columns = shape
    inner, full = smaller(at, rows, columns), at.flag(full_matrices, True)
    values = placed(at, (*lead, inner), x)
    if compute_uv is False:
        return values
    left = placed(at, (*lead, rows, rows if full else inner), x)
    return (left, values, placed(at, (*lead, columns if full else inner, columns), x))


@bind("keras.ops.solve_triangular")
def solve_triangular(at: At, a: Any, b: Any, lower: Any = False) -> Any:
    return placed(at, at.m.tensor(b).shape, a, b)


@bind("keras.ops.lstsq")
def lstsq(at: At, a: Any, b: Any, rcond: Any = None) -> Any:
    first, second = shape_of(at, a, 2), shape_of(at, b)
    return placed(at, None if first is None or second is None else (first[-1], *second[1:]), a, b)


# --- signals, as a pair of tensors: the real and the imaginary parts ---


@bind("keras.ops.fft", "keras.ops.fft2", "keras.ops.ifft2")
def transform(at: At, x: Any) -> Any:
    return tuple(at.apply(Unary("fft"), part) for part in pair(x)) or Unknown("a spectrum")


@bind("keras.ops.rfft")
def rfft(at: At, x: Any, fft_length: Any = None) -> Any:
    shape = shape_of(at, x)
    if shape is None:
        return (lost(at, x), lost(at, x))
    length = shape[-1] if fft_length is None else at.size(fft_length, "t")
    return tuple(placed(at, (*shape[:-1], length // 2 + 1), x, dtype="float32") for _ in range(2))


@bind("keras.ops.irfft")
def irfft(at: At, x: Any, fft_length: Any = None) -> Any:
    parts = pair(x)
    shape = shape_of(at, parts[0]) if parts else None
    if shape is None:
        return lost(at, *parts)
    length = 2 * (shape[-1] - 1) if fft_length is None else at.size(fft_length, "t")
    return placed(at, (*shape[:-1], length), *parts, dtype="float32")


def pair(x: Any) -> tuple[Any, ...]:
    """The two parts of a signal; none where they are not known."""
    return tuple(x) if isinstance(x, (tuple, List)) and len(x) == 2 and is_tensor(*x) else ()


@bind("keras.ops.stft")
def stft(
    at: At,
    x: Any,
    sequence_length: Any,
    sequence_stride: Any,
    fft_length: Any,
    window: Any = "hann",
    center: Any = True,
) -> Any:
    """Frames along the signal, which is lengthened by half a frame on both sides."""
    shape, length, step = shape_of(at, x), at.size(fft_length, "t"), at.size(sequence_stride, "s")
    if shape is None or not isinstance(center, bool):
        return (lost(at, x), lost(at, x))
    signal = shape[-1] + (length // 2) * 2 if center else shape[-1]
    frames = (signal - length) // step + 1
    return tuple(placed(at, (*shape[:-1], frames, length // 2 + 1), x, dtype="float32") for _ in range(2))
