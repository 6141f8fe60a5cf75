"""Dense layers along named axes, and attention with shared heads, are what Keras makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import cases
from tests.oracle.agreement_keras import agrees, layers

from footgun.ops.einsum_dense import EinsumDense
from footgun.ops.grouped_attention import GroupedAttention

FORMS = [
    ("ab,bc->ac", (7,), "c"),
    ("abc,cd->abd", (None, 9), "d"),
    ("abc,cde->abde", (None, 3, 5), "de"),
    ("abc,cd->abd", (None, 9), None),
    ("...x,xy->...y", (8,), "y"),
    ("ab...,bc->ac...", (6,), "c"),
    ("abcd,cde->abe", (None, 4), "e"),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[0])
@cases(12)
@given(data=st.data())
def test_einsum_dense(form, data):
    equation, out, bias = form
    rank = len(equation.partition(",")[0].replace("...", ""))
    extra = data.draw(st.integers(1, 2)) if "..." in equation else 0
    shape = tuple(data.draw(st.lists(st.integers(2, 5), min_size=rank + extra, max_size=rank + extra)))
    known = dict(zip(equation, shape, strict=False))  # what stays is left open for us and spelt out for Keras
    made = equation.partition("->")[2][1:]
    asked = tuple(known[name] if size is None else size for name, size in zip(made, out, strict=False))
    spelt = asked if None in out else out
    agrees(
        EinsumDense(equation, out, bias),
        (shape,),
        lambda: layers.EinsumDense(equation, spelt, bias_axes=bias),
    )


@cases(25)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 5), st.booleans(), st.booleans())
def test_grouped_attention(groups, times, width, bias, gate):
    heads = groups * times
    op = GroupedAttention(heads, groups, width, bias, gate)
    made = agrees(
        op,
        ((2, 4, 6), (2, 3, 6)),
        lambda: layers.GroupQueryAttention(width, heads, groups, use_bias=bias, use_gate=gate),
    )
    assert made is not None


def test_heads_that_cannot_be_shared_are_refused():
    with pytest.raises(ValueError, match="divisible"):
        layers.GroupQueryAttention(4, 3, 2)
    assert not agrees(
        GroupedAttention(3, 2, 4), ((2, 4, 6), (2, 4, 6)), lambda: layers.GroupQueryAttention(4, 3, 2)
    )
