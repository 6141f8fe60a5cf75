"""Transforms of signals into frequencies and back."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import normal_axes, normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.ops.complex import PARTS, WHOLES
from footgun.ops.dtypes import require_floating
from footgun.ops.elementwise import Unary
from footgun.sizes import DType, Shape, Size, at_least, is_floating, promote, same


class Fourier(Op):
    """A Fourier transform along axes (None: all, or as many of the last as there are `sizes`).

    `side` says what becomes of the last of them: "both" keeps its size, "half" gives the frequencies of a
    real signal, "back" makes a real signal of such a half.
    """

    name: str
    side: str = "both"
    axes: tuple[Size, ...] | None = (-1,)
    sizes: tuple[Size, ...] | None = None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Each axis gets the size that is asked for, the last one a half or twice as many."""
        x = inputs[0]
        if x is None:
            return None
        if self.axes is not None and self.sizes is not None and len(self.axes) != len(self.sizes):
            text = f"{len(self.sizes)} sizes for {len(self.axes)} axes"
            check.fail("argument", argument="s", detail=text)
            return None
        if self.axes is None and self.sizes is not None and len(self.sizes) > len(x):
            text = f"{len(self.sizes)} sizes for a tensor of {len(x)} dimensions"
            check.fail("argument", argument="s", detail=text)
            return None
        axes = self._places(check, x)
        if axes is None or (not axes and self.side == "both"):
            return x if axes is not None else None
        if not axes:
            check.fail("argument", argument="dim", detail="there is no axis to transform")
            return None
        sizes = [same_or(x[axis], given) for axis, given in zip(axes, self._given(len(axes)), strict=True)]
        made = x
        for axis, size in zip(axes, sizes, strict=True):
            made = replaced(made, axis, size)
        last = sizes[-1]
        if self.side == "half":
            made = replaced(made, axes[-1], last // 2 + 1)
        elif self.side == "back" and self._given(len(axes))[-1] is None:
            sizes[-1] = 2 * (last - 1)
            made = replaced(made, axes[-1], sizes[-1])
        for axis, size in zip(axes, sizes, strict=True):
            if at_least(size, 1) is False:
                text = f"a transform of {size} numbers along axis {axis}"
                check.fail("argument", got=size, axis=axis, argument="n", detail=text)
                return None
        return made

    def _places(self, check: Check, x: Shape) -> list[int] | None:
        if self.axes is None:
            return list(range(len(x) - len(x if self.sizes is None else self.sizes), len(x)))
        if self.axes and not check.require(len(x) > 0, "rank", expected=(1,), got=x):
            return None
        return normal_axes(check, self.axes, len(x))

    def _given(self, count: int) -> tuple[Size | None, ...]:
        """The sizes that are asked for; in the forms for several axes, -1 asks for none."""
        if self.sizes is None:
            return (None,) * count
        several = not self.name.endswith("fft")
        return tuple(None if several and size == -1 else size for size in self.sizes)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Only real signals have half a spectrum."""
        if self.side == "half" and dtypes[0] in PARTS:
            check.fail("argument", got=dtypes[0], detail=f"takes real numbers, but gets {dtypes[0]}")

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Complex numbers, or real ones on the way back, as wide as the input's."""
        x = inputs[0]
        if x is None:
            return None
        wide = x if x in PARTS else WHOLES.get(x if is_floating(x) else "float32")
        return PARTS.get(wide or "") if self.side == "back" else wide


def same_or(size: Size, given: Size | None) -> Size:
    """The size that is asked for, else that of the input."""
    return size if given is None else given


class Shift(Unary):
    """Numbers moved round along axes (None: all)."""

    axes: tuple[Size, ...] | None = None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The axes exist."""
        x = inputs[0]
        for axis in (self.axes or ()) if x is not None else ():
            normal_axis(check, axis, len(x or ()))
        return x


class ShortTime(Op):
    """The spectra of a signal under a window that hops on. A second input is the window."""

    size: Size
    hop: Size
    width: Size
    center: bool = True
    onesided: bool = True
    mode: str = "reflect"

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """(frequencies, frames) for each signal."""
        x, window = (*inputs, None)[:2]
        self._window(check, window)
        if x is None:
            return None
        if not check.require(len(x) in (1, 2), "rank", expected=(1, 2), got=x):
            return None
        length, pad = x[-1], self.size // 2 if self.center else 0
        if self.center and self.mode == "reflect" and at_least(length, pad + 1) is False:
            text = f"a signal of {length} numbers cannot be reflected by {pad} at its ends"
            check.fail("argument", got=length, argument="n_fft", detail=text)
        padded = length + 2 * pad
        if at_least(padded, self.size) is False and not check.faults:
            text = f"a window of {self.size} on a signal of {padded} numbers"
            check.fail("argument", got=padded, argument="n_fft", detail=text)
        if check.faults:
            return None
        bins = self.size // 2 + 1 if self.onesided else self.size
        return (*x[:-1], bins, (padded - self.size) // self.hop + 1)

    def _window(self, check: Check, window: Shape | None) -> None:
        """The window is a vector, and no longer than the transform."""
        for text, size in (("n_fft", self.size), ("hop_length", self.hop), ("win_length", self.width)):
            if at_least(size, 1) is False:
                check.fail("argument", got=size, argument=text, detail=f"`{text}` is {size}")
                return
        if at_least(self.size, self.width) is False:
            text = f"`win_length` {self.width} is more than `n_fft` {self.size}"
            check.fail("argument", got=self.width, argument="win_length", detail=text)
        elif window is not None and (len(window) != 1 or same(window[0], self.width) is False):
            shape = f"({', '.join(map(str, window))}{',' if len(window) == 1 else ''})"
            text = f"a window of {shape} for a `win_length` of {self.width}"
            check.fail("argument", argument="window", detail=text)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Integers are no signal."""
        require_floating(check, dtypes[:1])
        if dtypes[0] in PARTS and self.onesided:
            check.fail("argument", argument="onesided", detail="complex signals have both sides")

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Complex, as wide as the wider of signal and window."""
        x = inputs[0] if len(inputs) == 1 else promote(*inputs[:2])
        return x if x in PARTS else WHOLES.get(x or "")


class InverseShortTime(ShortTime):
    """Signals out of such spectra, of a `length` or as many numbers as the frames cover."""

    length: Size | None = None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """(frequencies, frames) become one axis."""
        x = inputs[0]
        self._window(check, None)
        if x is None or check.faults:
            return None
        if not check.require(len(x) in (2, 3), "rank", expected=(2, 3), got=x):
            return None
        bins = self.size // 2 + 1 if self.onesided else self.size
        text = f"`n_fft` {self.size} gives {bins} frequencies, the input has {x[-2]}"
        check.require(same(x[-2], bins), "argument", got=x[-2], argument="n_fft", detail=text)
        if at_least(self.width, self.hop) is False:
            text = f"`hop_length` {self.hop} is more than `win_length` {self.width}"
            check.fail("argument", got=self.hop, argument="hop_length", detail=text)
        covered = self.size + self.hop * (x[-1] - 1)
        if self.length is None and self.center:
            covered = covered - 2 * (self.size // 2)
        return (*x[:-2], covered if self.length is None else self.length)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Older releases take real and imaginary parts as an axis."""
