"""The same values under another shape: flatten, view, permute, squeeze, expand, repeat."""

from __future__ import annotations

from footgun.ops.axes import normal_axes, normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, at_least, divides, product, same


class Flatten(Op):
    """Joins the axes from `start` to `end` into one."""

    affine = moves = True
    start: int = 1
    end: int = -1

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The joined size is the product."""
        x = inputs[0]
        if x is None:
            return _flat_unknown(check, self.start, self.end)
        start = normal_axis(check, self.start, len(x), "start_dim")
        end = normal_axis(check, self.end, len(x), "end_dim")
        if start is None or end is None:
            return None
        if start > end:
            check.fail(
                "argument", argument="start_dim", detail=f"start {self.start} comes after end {self.end}"
            )
            return x
        return (*x[:start], product(x[start : end + 1]), *x[end + 1 :])


def _flat_unknown(check: Check, start: int, end: int) -> Shape | None:
    if end == -1 and start in (0, 1):
        return (check.fresh("n"), check.fresh("f"))[1 - start :]
    return None


class KerasFlatten(Op):
    """Joins all axes after the batch axis; a bare batch gets an axis of 1."""

    affine = moves = True

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """(n, everything else)."""
        x = inputs[0]
        if x is None:
            return (check.fresh("n"), check.fresh("f"))
        if not x:
            check.fail("rank", expected=(1, 2, 3, 4, 5), got=x)
            return (check.fresh("n"), check.fresh("f"))
        return (x[0], product(x[1:]))


class Reshape(Op):
    """Reads the values in order into `shape`, where one size may be -1: what is left.

    `keep_batch`: `shape` leaves out the batch axis, as Keras.
    """

    affine = moves = True
    shape: tuple[Size, ...]
    keep_batch: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """As many elements as before."""
        x = inputs[0]
        if not self.keep_batch:
            return fill(check, self.shape, x)
        if x is None:
            return (check.fresh("n"), *fill(check, self.shape, None))
        if not x:
            check.fail("rank", expected=(1, 2, 3, 4, 5), got=x)
            return (check.fresh("n"), *fill(check, self.shape, None))
        return (x[0], *fill(check, self.shape, x[1:]))


def fill(check: Check, wanted: Shape, have: Shape | None) -> Shape:
    """`wanted` with its -1 replaced by what is left of the elements of `have`."""
    holes = [i for i, size in enumerate(wanted) if size == -1]
    if any(at_least(size, 0) is False for i, size in enumerate(wanted) if i not in holes):
        check.fail("argument", argument="shape", detail="a size is not negative, but for one -1")
    elif len(holes) > 1:
        check.fail("argument", argument="shape", detail="only one size can be -1")
    else:
        if have is None:
            return tuple(check.fresh() if size == -1 else size for size in wanted)
        total, others = _without_shared(have, tuple(size for size in wanted if size != -1))
        if not holes:
            check.require(same(total, others), "elements", expected=wanted, got=have)
            return wanted
        fits = False if others == 0 else divides(others, total)
        if check.require(fits, "elements", expected=wanted, got=have):
            return replaced(wanted, holes[0], total // others)
    return tuple(check.fresh() if at_least(size, 0) is False else size for size in wanted)


def _without_shared(a: Shape, b: Shape) -> tuple[Size, Size]:
    """Both products without the factors they share: 16·h·w against 400 tells more than times n."""
    left, right = list(a), list(b)
    for size in a:
        if size in right and at_least(size, 1):
            left.remove(size)
            right.remove(size)
    return product(left), product(right)


class Unflatten(Op):
    """Splits one axis into several, of which one size may be -1."""

    affine = moves = True
    axis: int
    shape: tuple[Size, ...]

    def validate(self, check: Check) -> None:
        """There is something to split into."""
        if not self.shape:
            check.fail("argument", argument="unflattened_size", detail="no sizes are given")

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The new sizes multiply to the old."""
        x = inputs[0]
        if x is None:
            return None
        if not x:
            check.fail("rank", expected=(1, 2, 3, 4, 5), got=x)
            return self.shape
        axis = normal_axis(check, self.axis, len(x))
        return None if axis is None else replaced(x, axis, *fill(check, self.shape, (x[axis],)))


class Permute(Op):
    """Reorders the axes. `keep_batch` (Keras): dims leave out the batch axis 0 and so count from 1."""

    affine = moves = True
    dims: tuple[int, ...]
    keep_batch: bool = False

    def validate(self, check: Check) -> None:
        """Without the batch axis, dims are 1, 2, ... in some order."""
        known = [dim for dim in self.dims if isinstance(dim, int)]
        if (
            self.keep_batch
            and len(known) == len(self.dims)
            and sorted(known) != list(range(1, len(known) + 1))
        ):
            check.fail(
                "argument", argument="dims", detail=f"{self.dims} are not the axes from 1 in some order"
            )

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Each axis once."""
        x = inputs[0]
        dims = (0, *self.dims) if self.keep_batch else self.dims
        if x is None:
            return tuple(check.fresh() for _ in dims)
        if not check.require(len(x) == len(dims), "rank", expected=(len(dims),), got=x):
            return tuple(check.fresh() for _ in dims)
        order = normal_axes(check, dims, len(x), "dims")
        return tuple(check.fresh() for _ in dims) if order is None else tuple(x[axis] for axis in order)


class Transpose(Op):
    """Swaps two axes."""

    affine = moves = True
    a: int
    b: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Both sizes change places."""
        x = inputs[0]
        if x is None:
            return None
        a = normal_axis(check, self.a, len(x), "dim0")
        b = normal_axis(check, self.b, len(x), "dim1")
        if a is None or b is None:
            return tuple(check.fresh() for _ in x)
        return replaced(replaced(x, a, x[b]), b, x[a]) if x else x


class Squeeze(Op):
    """Drops axes of size 1: the named ones, or all. `strict` (NumPy, Keras): a named axis must be 1."""

    affine = moves = True
    axis: int | tuple[int, ...] | None = None
    strict: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Where it depends on an unknown size, the rank is unknown."""
        x = inputs[0]
        if x is None:
            return None
        if self.axis is None:
            # A batch of unknown size is meant as any size. Of other unknown sizes even the rank depends.
            if any(same(size, 1) is None for size in x[1:]):
                return None
            return tuple(size for size in x if not same(size, 1))
        axes = normal_axes(check, self.axis if isinstance(self.axis, tuple) else (self.axis,), len(x))
        if axes is None:
            return None
        if self.strict:
            for axis in axes if x else ():
                check.require(
                    same(x[axis], 1), "argument", got=x[axis], axis=axis, detail="only a size of 1 can go"
                )
            return tuple(size for axis, size in enumerate(x) if axis not in axes)
        if any(same(x[axis], 1) is None for axis in axes if x):
            return None
        return tuple(size for axis, size in enumerate(x) if axis not in axes or not same(size, 1))


class Unsqueeze(Op):
    """Puts in an axis of size 1."""

    affine = moves = True
    axis: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """One more axis."""
        x = inputs[0]
        if x is None:
            return None
        axis = normal_axis(check, self.axis, len(x) + 1)
        return tuple(check.fresh() for _ in range(len(x) + 1)) if axis is None else (*x[:axis], 1, *x[axis:])


class Expand(Op):
    """Repeats axes of size 1 without copying; -1 keeps a size, and new axes come in front."""

    affine = moves = True
    shape: tuple[Size, ...]

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape asked for."""
        x, wanted = inputs[0], self.shape
        if x is not None and len(x) > len(wanted):
            check.fail("rank", expected=tuple(range(len(wanted) + 1)), got=x)
            x = None
        if x is None:
            return tuple(check.fresh() if size == -1 else size for size in wanted)
        lead = len(wanted) - len(x)
        out: list[Size] = []
        for i, want in enumerate(wanted):
            have = x[i - lead] if i >= lead else None
            if want == -1 and have is not None:
                want = have
            elif at_least(want, 0) is False:
                check.fail(
                    "argument", argument="size", got=want, detail="a new axis needs a size of at least 0"
                )
                want = check.fresh()
            elif have is not None and same(have, 1) is False and same(have, want) is False:
                check.fail("broadcast", expected=wanted, got=x, axis=i)
            out.append(want)
        return tuple(out)


class Repeat(Op):
    """Copies the tensor side by side, so often along each axis; `tile` puts missing counts in front as 1."""

    affine = moves = True
    times: tuple[Size, ...]
    tile: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Each size times its count."""
        x, times = inputs[0], self.times
        if x is None:
            return None if self.tile else tuple(check.fresh() for _ in times)
        if len(times) < len(x):
            check.require(self.tile, "rank", expected=tuple(range(len(times) + 1)), got=x)
            times = (1,) * (len(x) - len(times)) + times
        out = tuple(a * b for a, b in zip((1,) * (len(times) - len(x)) + x, times, strict=True))
        if any(at_least(size, 0) is False for size in out):
            check.fail("argument", argument="repeats", detail="a count is not negative")
            return tuple(check.fresh() for _ in out)
        return out


class RepeatVector(Op):
    """Keras: (n, f) to (n, count, f)."""

    affine = moves = True
    count: Size

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A new axis in the middle."""
        x = inputs[0]
        if x is None or not check.require(len(x) == 2, "rank", expected=(2,), got=x):
            return (x[0] if x else check.fresh("n"), self.count, x[-1] if x else check.fresh("f"))
        return (x[0], self.count, x[1])
