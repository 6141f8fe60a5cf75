"""Comparing an op with a call on real tensors: verdict, shapes and number types, and the same under names."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.oracle.agreement import shapes_of
from tests.oracle.tally import compared

from footgun.ops.base import Check, Op
from footgun.sizes import Names, name, names_in, substitute

# Few values, so that equal sizes and sizes of 1 are drawn often.
SIZES = st.sampled_from([1, 1, 2, 3, 4, 6, 2, 3, 12, 0])
POSITIVE = st.sampled_from([1, 2, 3, 4, 6, 2, 3, 12])


def shapes(low: int = 0, high: int = 4, sizes: st.SearchStrategy[int] = SIZES) -> st.SearchStrategy[Any]:
    return st.lists(sizes, min_size=low, max_size=high).map(tuple)


def judged(op: Op, inputs: Any, dtypes: Any = None, taken: Any = ()) -> tuple[Check, Any]:
    """Faults of every kind, and the output shapes."""
    check = Check(Names(taken))
    op.validate(check)
    out = op.infer(check, *inputs)
    list(op.weights(*inputs))
    op.flops(inputs, out[0] if out and isinstance(out[0], tuple) else out)
    if dtypes is not None:
        op.check_dtypes(check, inputs, dtypes)
    for fault in check.faults:
        assert fault.kind != "argument" or fault.detail, fault
    return check, out


def agrees(op: Op, inputs: Any, run: Any, dtypes: Any = None) -> Any:
    """`run()` accepts what the op accepts and gives these shapes; its result, None when refused."""
    with compared(op):
        return _agrees(op, inputs, run, dtypes)


def _agrees(op: Op, inputs: Any, run: Any, dtypes: Any) -> Any:
    check, out = judged(op, inputs, dtypes)
    what = f"{op} of {inputs} {dtypes or ''}"
    result, refusal = None, ""
    try:
        result = run()
    except Exception as error:
        refusal = f"{type(error).__name__} {error}"
    if refusal:
        assert check.faults, f"{what} is refused: {refusal}"
        return None
    assert not check.faults, f"{what} is accepted: {check.faults}"
    expected = shapes_of(result)
    assert out == expected, f"{what}: {out} is not {expected}"
    return result


def hidden(draw: Any, value: Any, values: dict[str, int], odds: int = 2, keep: Any = ()) -> Any:
    """The same with some of its numbers replaced by names; `values` takes the numbers behind the names."""
    if isinstance(value, tuple):
        return tuple(hidden(draw, part, values, odds, keep) for part in value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0 or value in keep:
        return value
    if draw(st.integers(0, odds)):
        return value
    text = f"x{len(values)}"
    values[text] = value
    return name(text, min(value, 1))


def sound(op: Op, inputs: Any, values: dict[str, int], exact_op: Op, exact_inputs: Any) -> None:
    """No fault for names where the numbers have none; an answer for names holds for the numbers."""
    with compared(exact_op):
        _sound(op, inputs, values, exact_op, exact_inputs)


def _sound(op: Op, inputs: Any, values: dict[str, int], exact_op: Op, exact_inputs: Any) -> None:
    exact, expected = judged(exact_op, exact_inputs)
    check, out = judged(op, inputs, taken=values)
    what = f"{op} of {inputs} at {values}"
    if not exact.faults:
        assert not check.faults, f"{what}: {check.faults}"
        _holds(out, expected, values, what)


def _holds(size: Any, expected: Any, values: dict[str, int], what: str) -> None:
    if isinstance(size, tuple):
        assert len(size) == len(expected), f"{what}: {size} is not {expected}"
        for part, number in zip(size, expected, strict=True):
            _holds(part, number, values, what)
    elif size is not None and set(names_in(size)) <= set(values):  # None and fresh names stand for anything
        assert substitute(size, values) == expected, f"{what}: {size} is not {expected}"
