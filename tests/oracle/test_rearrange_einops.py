"""Patterns of axes are read, accepted and refused as einops does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import cases
from tests.oracle.tensors import POSITIVE, agrees, hidden, sound

from footgun.ops.rearrange import Rearrange

einops = pytest.importorskip("einops")
numpy = pytest.importorskip("numpy")
NAMES = ("a", "b", "c1", "d_")


@st.composite
def sides(draw, names):
    """Names in groups, with units, sometimes with dots."""
    parts = []
    left = list(names)
    while left:
        many = draw(st.sampled_from([1, 1, 1, 2, 3]))
        group, left = left[:many], left[many:]
        parts.append(f"({' '.join(group)})" if len(group) > 1 else group[0])
    for extra, odds in (("1", 6), ("()", 12), ("...", 3), ("2", 12)):
        if draw(st.integers(0, odds)) == odds:
            parts.insert(draw(st.integers(0, len(parts))), extra)
    text = " ".join(parts)
    return text.replace("...", "(...)") if draw(st.integers(0, 4)) == 0 else text


@st.composite
def patterns(draw):
    """A pattern, sizes of some names, and a shape that mostly fits."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    others = draw(st.permutations(names))
    if draw(st.integers(0, 3)) == 0:
        others = others[:-1]
    if draw(st.integers(0, 3)) == 0:
        others = [*others, draw(st.sampled_from(NAMES))]
    left, right = draw(sides(names)), draw(sides(others))
    sizes = {name: draw(POSITIVE) for name in NAMES}
    shape, inside = [], False
    for token in left.replace("(", "( ").replace(")", " )").split():
        if token in "()":
            inside = token == "("
            if inside:
                shape.append(1)
        elif token == "...":
            shape += draw(st.lists(POSITIVE, max_size=2))
        else:
            size = sizes.get(token, int(token) if token.isdigit() else 1)
            shape[-1:] = [shape[-1] * size] if inside else [*shape[-1:], size]
    if draw(st.integers(0, 5)) == 0:
        shape = draw(st.lists(POSITIVE, max_size=4))
    told = draw(st.sets(st.sampled_from(NAMES), max_size=3))
    return f"{left} -> {right}", {n: sizes[n] for n in sorted(told)}, tuple(shape)


@cases(600)
@given(patterns(), st.sampled_from(["rearrange", "repeat", "max", "sum"]), st.data())
def test_patterns(case, mode, data):
    pattern, sizes, shape = case
    op = Rearrange(pattern, tuple(sizes.items()), mode)

    def run():
        x = numpy.zeros(shape)
        if mode in ("rearrange", "repeat"):
            return getattr(einops, mode)(x, pattern, **sizes)
        return einops.reduce(x, pattern, mode, **sizes)

    agrees(op, (shape,), run)
    values = {}
    sound(op, (hidden(data.draw, shape, values),), values, op, (shape,))
