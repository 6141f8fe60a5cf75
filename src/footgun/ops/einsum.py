"""Einstein's summation: a letter for each axis, letters that the output leaves out are summed over."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import broadcast_all
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_alike, require_floating
from footgun.sizes import DType, Shape, Size, broadcast, product, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Stands for the axes under `...` in a list of letters.
DOTS = "."


class Einsum(Op):
    """`equation` as torch takes it: letters, commas, `...` and, unless it is left out, `->`."""

    equation: str

    @property
    def terms(self) -> list[str]:
        """The letters of each operand, `.` for the ellipsis."""
        left = self.equation.replace(" ", "").split("->")[0]
        return [term.replace("...", DOTS) for term in left.split(",")]

    @property
    def result(self) -> str:
        """The letters of the output; by default those that occur once, in the order of the alphabet."""
        text = self.equation.replace(" ", "")
        if "->" in text:
            return text.split("->")[1].replace("...", DOTS)
        joint = "".join(self.terms)
        once = sorted(letter for letter in set(joint) if letter != DOTS and joint.count(letter) == 1)
        return DOTS * (DOTS in joint) + "".join(once)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Each letter has one size, a size of 1 stretches."""
        terms = self.terms
        if len(terms) != len(inputs):
            text = f"{len(terms)} operands in `{self.equation}`, {len(inputs)} given"
            check.fail("argument", argument="equation", detail=text)
            return None
        sizes: dict[str, Size] = {}
        seen: dict[str, tuple[Shape, int]] = {}
        under: list[Shape] = []
        for term, shape in zip(terms, inputs, strict=True):
            if shape is None:
                continue
            if not _fits(check, term, shape):
                return None
            own: dict[str, int] = {}
            for letter, axis in _places(term, len(shape)):
                if letter in own:  # a diagonal: no stretching
                    place = shape, own[letter]
                    check.require(
                        same(shape[axis], shape[own[letter]]), "matmul", **_facts(letter, place, shape)
                    )
                else:
                    own[letter] = axis
                    self._meet(check, letter, (shape, axis), sizes, seen)
            if DOTS in term:
                before = term.index(DOTS)
                under.append(shape[before : before + len(shape) + 1 - len(term)])
        if not self._known(check):
            return None
        dots = broadcast_all(check, *under) if under else ()
        if dots is None or (DOTS in self.result and None in inputs):
            return None
        out: list[Size] = []
        for letter in self.result:
            out += dots if letter == DOTS else (sizes.get(letter) or check.fresh(letter),)
        return tuple(out)

    def _meet(
        self,
        check: Check,
        letter: str,
        place: tuple[Shape, int],
        sizes: dict[str, Size],
        seen: dict[str, tuple[Shape, int]],
    ) -> None:
        """Hold one axis against what the letter has been before."""
        shape, axis = place
        known = sizes.get(letter)
        if known is None:
            sizes[letter], seen[letter] = shape[axis], place
            return
        (size,), conflict = broadcast((known,), (shape[axis],), check.names)
        if conflict is not None:
            check.fail("matmul", **_facts(letter, seen[letter], shape))
        elif size != known:
            sizes[letter], seen[letter] = size, place

    def _known(self, check: Check) -> bool:
        """Whether every letter of the output comes from an operand, and once."""
        joint = "".join(self.terms)
        for letter in self.result:
            if letter not in joint or self.result.count(letter) > 1:
                problem = "twice" if letter in joint else "though no operand has it"
                text = f"`{self.equation}` has `{letter}` in its output {problem}"
                check.fail("argument", argument="equation", detail=text)
                return False
        return True

    def axis(self, letter: str, operand: int, rank: int) -> int | None:
        """The axis that a letter stands for in an operand of this rank."""
        terms = self.terms
        return dict(_places(terms[operand], rank)).get(letter) if operand < len(terms) else None

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """A multiply-add for each combination of the letters."""
        sizes: dict[str, Size] = {}
        for term, shape in zip(self.terms, inputs, strict=False):
            if shape is None or DOTS in term:
                return 0
            sizes.update(zip(term, shape, strict=False))
        return 2 * product(tuple(sizes.values()))

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of all inputs; of several torch multiplies some kinds of equation, and refuses others."""
        return inputs[0] if len(set(inputs)) == 1 else None


class Contraction(Einsum):
    """The same of two tensors of one type."""

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Neither is converted."""
        require_alike(check, dtypes)


class Distances(Einsum):
    """From each vector of the first to each of the second: both of as many numbers, 1 does not stretch."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """(vectors of the first, vectors of the second)."""
        a, b = inputs[:2]
        if a and b and len(a) > 1 and len(b) > 1 and 1 in (a[-1], b[-1]) and same(a[-1], b[-1]) is False:
            check.fail("matmul", **_facts("m", (a, len(a) - 1), b))
            return None
        return super().infer(check, *inputs)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Integers have no distance, and neither input is converted."""
        require_floating(check, dtypes)
        if not check.faults:
            require_alike(check, dtypes)


def _facts(letter: str, first: tuple[Shape, int], second: Shape) -> dict[str, Any]:
    """What a fault says of two sizes under one letter."""
    return {"expected": first[0], "got": second, "axis": first[1], "detail": "letter", "argument": letter}


def _fits(check: Check, term: str, shape: Shape) -> bool:
    """Whether there is a letter for each axis."""
    letters = len(term) - term.count(DOTS)
    if DOTS in term:
        return check.require(len(shape) >= letters, "rank", expected=(letters,), got=shape)
    return check.require(len(shape) == letters, "rank", expected=(letters,), got=shape)


def _places(term: str, rank: int) -> list[tuple[str, int]]:
    """(letter, axis) for each letter."""
    at = term.index(DOTS) if DOTS in term else len(term)
    after = term[at + 1 :]
    return [*zip(term[:at], range(at), strict=True), *zip(after, range(rank - len(after), rank), strict=True)]
