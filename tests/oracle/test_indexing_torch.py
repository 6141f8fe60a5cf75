"""`x[...]` gives the shapes that torch gives."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import POSITIVE, agrees, hidden, judged, shapes, sound

from footgun.ops.indexing import Index
from footgun.ops.putting import Put

torch = pytest.importorskip("torch")

BOUND = st.one_of(st.none(), st.integers(-5, 7))
STEP = biased(st.none() | st.integers(1, 3), st.integers(-1, 0))
SLICE = st.tuples(st.just("slice"), BOUND, BOUND, STEP)
WHOLE = st.just(("slice", None, None, None))
NUMBER = st.tuples(st.just("int"), st.integers(-4, 3))
PLAIN = st.one_of(SLICE, SLICE, WHOLE, NUMBER, st.just(("none",)), st.just(("ellipsis",)))
TENSOR = st.tuples(st.just("tensor"), biased(st.sampled_from([(3,), (1,), (2, 3), ()]), shapes(0, 2)))


def key(kind):
    match kind[0]:
        case "int":
            return kind[1]
        case "slice":
            return slice(*kind[1:])
        case "none":
            return None
        case "ellipsis":
            return ...
        case "mask":
            return torch.ones(kind[1], dtype=torch.bool)
        case _:
            return torch.zeros(kind[1], dtype=torch.int64)


def once(kinds):
    """At most one ellipsis."""
    seen = False
    out = []
    for kind in kinds:
        if kind[0] != "ellipsis" or not seen:
            out.append(kind)
        seen = seen or kind[0] == "ellipsis"
    return tuple(out)


def entries(kinds):
    return st.lists(kinds, min_size=1, max_size=4).map(once)


@cases(300)
@given(shapes(0, 4), entries(PLAIN))
def test_numbers_and_slices(shape, kinds):
    agrees(Index(kinds), (shape,), lambda: torch.zeros(shape)[tuple(map(key, kinds))])


@cases(300)
@given(shapes(1, 4, POSITIVE), entries(st.one_of(PLAIN, TENSOR, TENSOR)))
def test_tensors(shape, kinds):
    agrees(Index(kinds), (shape,), lambda: torch.zeros(shape)[tuple(map(key, kinds))])


@cases(150)
@given(shapes(4, 4, POSITIVE), st.lists(st.one_of(WHOLE, TENSOR), min_size=4, max_size=4).map(tuple))
def test_tensors_apart_go_to_the_front(shape, kinds):
    agrees(Index(kinds), (shape,), lambda: torch.zeros(shape)[tuple(map(key, kinds))])


@cases(120)
@given(shapes(1, 4, POSITIVE), st.integers(0, 2), st.integers(1, 2), st.booleans(), entries(PLAIN))
def test_masks(shape, at, width, wrong, rest):
    """As many as the mask lets through: a fresh name."""
    mask = shape[at : at + width]
    mask = (*mask[:-1], mask[-1] + 1) if wrong and mask else mask
    kinds = once((*[("slice", None, None, None)] * min(at, len(shape)), ("mask", mask), *rest))
    check, out = judged(Index(kinds), (shape,))
    try:
        expected = tuple(torch.zeros(shape)[tuple(map(key, kinds))].shape)
    except IndexError:
        assert check.faults or not mask
        return
    except ValueError:
        assert check.faults  # a step below 1
        return
    if mask:
        assert not check.faults, f"{shape} {kinds} {check.faults}"
        assert len(out) == len(expected)
        assert all(not isinstance(a, int) or a == b for a, b in zip(out, expected, strict=True))


@cases(300)
@given(shapes(1, 3), entries(st.one_of(PLAIN, TENSOR)), st.data())
def test_by_names(shape, kinds, data):
    values = {}
    x = hidden(data.draw, shape, values, odds=1)
    sound(Index(kinds), (x,), values, Index(kinds), (shape,))


@cases(150)
@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9), st.data())
def test_bounds_by_names(size, start, stop, data):
    """Named bounds are taken to lie within."""
    start, stop = sorted((min(start, size), min(stop, size)))
    values = {}
    (d, a, b) = hidden(data.draw, (size, start, stop), values, odds=1)
    exact = Index((("slice", start, stop, None),))
    sound(Index((("slice", a, b, None),)), ((d,),), values, exact, ((size,),))


@cases(400)
@given(shapes(1, 4, POSITIVE), entries(st.one_of(PLAIN, TENSOR)), st.data())
def test_putting(shape, kinds, data):
    part = judged(Index(kinds), (shape,))[1] or ()
    other = biased(st.just(part[1:]) | st.just((1, 1, *part)) | st.just((1,) * len(part)), shapes(0, 3))
    value = data.draw(st.just(part) | other)
    assume(0 not in value or 0 not in part)

    def put():
        x = torch.zeros(shape)
        x[tuple(map(key, kinds))] = torch.ones(value)
        return x

    agrees(Put(kinds), (shape, value), put)
