"""A dense layer along the axes that an equation names, as Keras has it: `abc,cd->abd`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, product, same


class EinsumDense(Op):
    """`out` are the sizes after the batch, None where they are those of the input."""

    mixes = True
    affine = True
    equation: str
    out: tuple[Size | None, ...]
    bias_axes: str | None = None

    def parts(self) -> tuple[str, str, str] | None:
        """The letters of the input, the weights and the output; `...` on one side as `0`."""
        left, arrow, made = self.equation.replace(" ", "").replace("...", "0").partition("->")
        given, comma, kernel = left.partition(",")
        letters = given.strip("0"), kernel, made.strip("0")
        whole = bool(arrow and comma) and all(part.isalpha() for part in letters)
        return (given, kernel, made) if whole and given.count("0") == made.count("0") <= 1 else None

    def validate(self, check: Check) -> None:
        """Every letter of the weights and of the output comes from somewhere."""
        parts = self.parts()
        if parts is None:
            check.fail(
                "argument", argument="equation", detail=f"`{self.equation}` is not of the form ab,bc->ac"
            )
            return
        given, kernel, made = (part.strip("0") for part in parts)
        lost = sorted(set(made) - set(given + kernel)) + sorted(set(kernel) - set(given + made))
        if lost:
            check.fail("argument", argument="equation", detail=f"nothing says what `{lost[0]}` is")

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A letter that stays keeps its size; the others are as long as asked for."""
        x, parts = inputs[0] if inputs else None, self.parts()
        if x is None or parts is None:
            return None
        given, _, made = parts
        rank = len(given.strip("0"))
        if len(x) < rank or (len(x) > rank and "0" not in given):
            check.fail("rank", expected=(rank,), got=x)
            return None
        sizes = self._sizes(x)
        names = _letters(made, len(x) - rank)
        wanted = self._wanted(x, made)
        if len(wanted) != len(names):
            detail = f"`output_shape` has {len(self.out)} sizes, the equation {len(made.strip('0')) - 1}"
            check.fail("argument", argument="output_shape", detail=detail)
            return None
        result: list[Size] = []
        for name, size in zip(names, wanted, strict=True):
            kept = sizes.get(name)
            if kept is not None and size is not None and same(kept, size) is False:
                check.fail("features", expected=size, got=kept, axis=len(result))
            result.append(size if size is not None else kept if kept is not None else check.fresh("f"))
        return tuple(result)

    def _sizes(self, x: Shape) -> dict[str, Size]:
        """What the input says of each letter; axes under `...` are numbered."""
        parts = self.parts()
        given = parts[0] if parts else ""
        return dict(zip(_letters(given, len(x) - len(given.strip("0"))), x, strict=False))

    def _wanted(self, x: Shape, made: str) -> list[Size | None]:
        """The output's sizes as far as they are asked for: the batch, axes under `...`, the rest."""
        parts = self.parts()
        hidden = len(x) - len(parts[0].strip("0")) if parts else 0
        if made.startswith("0"):
            return [x[0], *x[1:hidden], *self.out] if hidden else [*self.out]
        return [x[0], *self.out, *(x[len(x) - hidden :] if hidden else ())]

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """The kernel by its letters, and a bias along the axes asked for."""
        x, parts = inputs[0] if inputs else None, self.parts()
        if x is None or parts is None:
            return
        given, kernel, made = parts
        hidden = len(x) - len(given.strip("0"))
        asked = dict(zip(_letters(made, hidden), self._wanted(x, made), strict=False))
        known = self._sizes(x)
        sizes = {n: s if s is not None else known.get(n, 1) for n, s in {**known, **asked}.items()}
        if not sizes.keys() >= set(kernel):
            return  # the output has too few sizes: `infer` says so
        yield "kernel", tuple(sizes[name] for name in kernel)
        if self.bias_axes:
            places = [name for name in made.strip("0") if name in self.bias_axes]
            yield "bias", tuple(sizes[name] for name in places)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """A multiply-add for each letter of the equation."""
        parts = self.parts()
        if not inputs or inputs[0] is None or output is None or parts is None:
            return 0
        summed = [
            s for n, s in self._sizes(inputs[0]).items() if n not in _letters(parts[2], 0) and n.isalpha()
        ]
        return 2 * product(output) * product(tuple(summed))


def _letters(text: str, hidden: int) -> list[str]:
    """One name for each axis: `...` stands for as many as are hidden."""
    return [name for part in text for name in ([str(i) for i in range(hidden)] if part == "0" else [part])]
