"""Keras' rarer layers: dense along an equation, attention by groups, a layer at every time step."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import attempt, biased, cases
from tests.oracle.agreement_keras import agrees, keras, layers
from tests.oracle.tally import compared

from footgun.ops.base import Check
from footgun.ops.einsum_dense import EinsumDense
from footgun.ops.grouped_attention import GroupedAttention
from footgun.ops.steps import Steps, Unsteps
from footgun.sizes import Names

SIZE = st.integers(1, 5)
EQUATIONS = [
    "ab,bc->ac",
    "abc,cd->abd",
    "abc,cde->abde",
    "abc,bcd->ad",
    "...x,xy->...y",
    "abc,dc->abd",
    "ab,b->ab",
]


@cases(250)
@given(
    st.sampled_from(EQUATIONS),
    st.lists(SIZE, min_size=2, max_size=4),
    st.lists(SIZE, max_size=3),
    st.booleans(),
)
def test_einsum_dense(equation, shape, out, bias):
    given, made = equation.partition(",")[0], equation.rpartition(">")[2]
    if len(shape) != len(given) and "..." not in given:
        return  # symbolic calls of Keras do not look at the rank; real ones refuse it
    if len(out) != len(made.replace("...", "")) - ("..." not in made):
        return  # nor at sizes too many or too few
    if "..." in given and len(shape) > 3:
        return  # they bring several axes under `...` into another order than a real call does
    axes = made[-1] if bias else None
    agrees(
        EinsumDense(equation, tuple(out), axes),
        (tuple(shape),),
        lambda: layers.EinsumDense(equation, output_shape=tuple(out), bias_axes=axes),
    )


@cases(80)
@given(
    SIZE,
    SIZE,
    SIZE,
    SIZE,
    biased(st.sampled_from([(4, 2), (4, 4), (6, 3), (2, 1)]), st.just((4, 3))),
    SIZE,
    st.booleans(),
)
def test_grouped_attention(batch, targets, sources, features, heads, width, bias):
    agrees(
        GroupedAttention(*heads, width, bias),
        ((batch, targets, features), (batch, sources, features)),
        lambda: layers.GroupQueryAttention(width, *heads, use_bias=bias),
    )


@cases(60)
@given(st.lists(SIZE, min_size=1, max_size=4), SIZE)
def test_time_distributed(shape, units):
    """Folded, dense, unfolded: as the wrapper does it."""
    shape = tuple(shape)
    with compared(Steps()):
        check = Check(Names())
        folded = Steps().infer(check, shape)
        mine = Unsteps(shape[1]).infer(check, (*folded[:-1], units)) if not check.faults else None
        result, refusal = attempt(
            lambda: layers.TimeDistributed(layers.Dense(units))(keras.KerasTensor(shape))
        )
        assert bool(check.faults) == (refusal is not None), f"{shape}: {check.faults} {refusal}"
        assert refusal is not None or mine == tuple(result.shape), shape
