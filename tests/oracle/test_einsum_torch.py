"""Einstein sums answer as torch's do, with and without `...` and `->`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, same_verdict, sound

from footgun.ops.einsum import Einsum

torch = pytest.importorskip("torch")

LETTERS = "abcD"


@st.composite
def sums(draw):
    """An equation of one to three operands, mostly legal, and shapes that mostly fit it."""
    sizes = {letter: draw(st.integers(1, 3)) for letter in LETTERS}
    dots = draw(st.lists(st.integers(1, 3), max_size=2))
    terms, shapes = [], []
    for _ in range(draw(st.integers(1, 3))):
        letters = draw(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=3, unique=draw(st.booleans())))
        shape = [draw(biased(st.just(sizes[letter]), st.integers(1, 3), 12)) for letter in letters]
        term = "".join(letters)
        if draw(st.integers(0, 3)) == 0:
            at = draw(st.integers(0, len(letters)))
            term = f"{term[:at]}...{term[at:]}"
            shape[at:at] = dots[draw(st.integers(0, len(dots))) :]
        terms.append(term)
        shapes.append(tuple(shape))
    equation = ",".join(terms)
    if draw(st.booleans()):
        pool = sorted(set("".join(terms)) - {"."})
        letters = draw(st.lists(st.sampled_from(pool), max_size=3, unique=draw(st.booleans())))
        equation += "->" + "..." * ("..." in equation) + "".join(letters)
    return equation, tuple(shapes)


@cases(600)
@given(st.data(), sums())
def test_einsum(data, drawn):
    equation, shapes = drawn
    tensors = [torch.zeros(shape) for shape in shapes]
    same_verdict(Einsum(equation), shapes, lambda: None, lambda _: torch.einsum(equation, *tensors))
    sound(data.draw, Einsum(equation), shapes)
