"""Broadcasting and number types of elementwise functions, as torch gives them."""

from __future__ import annotations

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import SIZES, agrees, hidden, shapes, sound

from footgun.ops.elementwise import Binary, Several, Unary, Where, result_type

torch = pytest.importorskip("torch")
DTYPES = ["float32", "float64", "float16", "bfloat16", "int64", "int32", "int8", "uint8", "bool"]
NAMES = [
    "add",
    "sub",
    "mul",
    "div",
    "maximum",
    "pow",
    "eq",
    "lt",
    "logical_and",
    "atan2",
    "bitwise_and",
    "remainder",
]
NUMBERS = {"bool": True, "int": 2, "float": 2.5}
UNARY = [
    "exp",
    "log",
    "sqrt",
    "neg",
    "abs",
    "sign",
    "floor",
    "square",
    "isnan",
    "logical_not",
    "reciprocal",
    "clone",
]


def ones(shape, dtype="float32"):
    return torch.ones(shape, dtype=getattr(torch, dtype))


@st.composite
def partners(draw, count=2):
    """Shapes that broadcast, mostly."""
    base = draw(shapes(0, 4))
    out = []
    for _ in range(count):
        part = tuple(draw(st.sampled_from([size, size, 1])) for size in base)[
            draw(st.integers(0, len(base))) :
        ]
        if part and draw(st.integers(0, 5)) == 0:
            at = draw(st.integers(0, len(part) - 1))
            part = (*part[:at], draw(SIZES), *part[at + 1 :])
        out.append(part)
    return tuple(out)


@cases(150)
@given(partners(), st.sampled_from(NAMES))
def test_shapes_of_pairs(pair, name):
    dtype = "int64" if name == "bitwise_and" else "float32"
    op = Binary(name)
    agrees(op, pair, lambda: getattr(torch, name)(*(ones(s, dtype) for s in pair)), [dtype, dtype])


@cases(200)
@given(partners(), st.data())
def test_pairs_by_names(pair, data):
    values = {}
    sound(Binary("add"), hidden(data.draw, pair, values), values, Binary("add"), pair)


@cases(150)
@given(partners(3))
def test_where(three):
    agrees(Where(), three, lambda: torch.where(ones(three[0], "bool"), ones(three[1]), ones(three[2])))


@cases(200)
@given(partners(3), st.sampled_from(["addcmul", "addcdiv", "lerp", "masked_fill"]), st.booleans(), st.data())
def test_several(three, name, in_place, data):
    """What stretches, and in place what does not grow; also under names."""
    masked = name == "masked_fill"
    three = three[:2] if masked else three
    op = Several(name, in_place)
    dtypes = ["float32", "bool"] if masked else ["float32"] * 3
    call = getattr(torch.Tensor, name + "_" * in_place)
    more = (0.0,) if masked else ()
    agrees(op, three, lambda: call(*map(ones, three, dtypes), *more))
    values = {}
    sound(op, hidden(data.draw, three, values), values, op, three)


@cases(100)
@given(
    st.sampled_from(["addcmul", "masked_fill"]),
    st.lists(st.tuples(st.sampled_from(DTYPES), st.sampled_from([(), (2,)])), min_size=3, max_size=3),
)
def test_types_of_several(name, parts):
    (a, x), *others = parts if name == "addcmul" else [parts[0], ("bool", parts[1][1])]
    more = () if name == "addcmul" else (0,)
    try:
        got = getattr(torch, name)(ones(x, a), *(ones(s, d) for d, s in others), *more)
    except RuntimeError:
        return
    found = Several(name).joint_dtype([x, *(s for _, s in others)], [a, *(d for d, _ in others)])
    assert f"torch.{found}" == str(got.dtype)


@cases(150)
@given(st.sampled_from(NAMES), st.sampled_from(DTYPES), st.sampled_from(DTYPES))
def test_types_of_pairs(name, a, b):
    try:
        got = getattr(torch, name)(ones(2, a), ones(2, b))
    except RuntimeError:
        return
    assert f"torch.{Binary(name).dtype(a, b)}" == str(got.dtype), (name, a, b)


@cases(150)
@given(st.sampled_from(NAMES), st.sampled_from(DTYPES), st.sampled_from(sorted(NUMBERS)))
def test_types_of_a_tensor_and_a_number(name, a, kind):
    call = {"maximum": None, "atan2": None}.get(name, getattr(torch, name))
    try:
        got = call(ones(2, a), NUMBERS[kind])
    except (TypeError, RuntimeError):
        return
    op = Binary(name, kind)
    assert f"torch.{op.dtype(a)}" == str(got.dtype), (name, a, kind)
    assert op.infer(None, (2,)) == (2,)


@cases(150)
@given(
    st.lists(st.tuples(st.sampled_from(DTYPES), st.sampled_from([(), (1,), (2, 3)])), min_size=2, max_size=2)
)
def test_scalars_do_not_widen(parts):
    """torch.result_type looks at ranks as well."""
    (a, x), (b, y) = parts
    assert f"torch.{result_type([a, b], [x, y])}" == str(torch.result_type(ones(x, a), ones(y, b)))


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("dtype", DTYPES)
def test_types_of_functions(name, dtype):
    """The same as torch, or unknown."""
    try:
        got = getattr(torch, name)(ones(2, dtype))
    except RuntimeError:
        return
    mine = Unary(name).dtype(dtype)
    assert mine == str(got.dtype).removeprefix("torch.") or (mine is None and dtype == "bool")


@cases(150)
@given(st.sampled_from(["add", "sub", "mul", "div"]), biased(st.just(()), shapes(0, 2), 2))
def test_affine_means_affine(name, shape):
    """f(a) + f(b) = f(a + b) + f(0) for an op that says so."""
    assert Binary(name, "float").affine
    call = getattr(operator, "truediv" if name == "div" else name)
    a, b = torch.rand(shape), torch.rand(shape)
    assert torch.allclose(call(a, 2.5) + call(b, 2.5), call(a + b, 2.5) + call(torch.zeros(shape), 2.5))
