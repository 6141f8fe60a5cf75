"""Comparing an op with the framework's own layer, and an op with itself under names for its sizes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from tests.oracle.tally import compared

from footgun.ops.base import Check, Fault, Op
from footgun.sizes import Names, Size, name, names_in, product, substitute

LONG = os.environ.get("FOOTGUN_LONG") == "1"
# Settings that count axes or layers of Python structure: never a size.
STRUCTURE = {"spatial", "axis", "batch_ranks", "min_rank", "layers"}


def cases(count: int) -> settings:
    """The same examples on every run; FOOTGUN_LONG=1 draws twenty times as many."""
    return settings(
        max_examples=count * 20 if LONG else count,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


class Answer(NamedTuple):
    """What an op says: faults, output shapes, weights by name."""

    faults: list[Fault]
    shapes: Any
    weights: dict[str, tuple[Size, ...]]

    @property
    def count(self) -> Size:
        total: Size = 0
        for shape in self.weights.values():
            total = total + product(shape)
        return total


def validated(op: Op) -> list[Fault]:
    check = Check(Names())
    op.validate(check)
    return check.faults


def ours(op: Op, *inputs: Any, taken: Iterable[str] = ()) -> Answer:
    """What the op says; it must never raise and always have an answer."""
    check = Check(Names(taken))
    op.validate(check)
    shapes = op.infer(check, *inputs)
    weights = dict(op.weights(*inputs))
    first = shapes[0] if isinstance(shapes, tuple) and shapes and isinstance(shapes[0], tuple) else shapes
    op.flops(inputs, first)
    for fault in check.faults:
        assert fault.kind != "argument" or fault.detail, fault
    return Answer(check.faults, shapes, weights)


def shapes_of(result: Any) -> Any:
    """Shapes of one result, or of several in the order given."""
    if isinstance(result, (tuple, list)):
        flat: list[Any] = []
        for part in result:
            inner = shapes_of(part)
            flat += inner if isinstance(part, (tuple, list)) else [inner]
        return tuple(flat)
    return tuple(result.shape)


def attempt(do: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """The result, or the error instead of it."""
    try:
        return do(), None
    except Exception as error:
        return None, error


def same_verdict(op: Op, inputs: Any, make: Callable[[], Any], call: Callable[[Any], Any]) -> Answer | None:
    """Accepted and refused alike; what a constructor refuses, `validate` has refused. None if refused."""
    with compared(op):
        return _same_verdict(op, inputs, make, call)


def _same_verdict(op: Op, inputs: Any, make: Callable[[], Any], call: Callable[[Any], Any]) -> Answer | None:
    mine = ours(op, *inputs)
    layer, error = attempt(make)
    if error is not None:
        assert validated(op), f"{op}: {error}"
        return None
    result, error = attempt(lambda: call(layer))
    if error is not None:
        assert mine.faults, f"{op} with {inputs}: {error}"
        return None
    assert not mine.faults, f"{op} with {inputs} is accepted: {mine.faults}"
    assert mine.shapes == shapes_of(result), f"{op} with {inputs}"
    return mine


def named(draw: Any, op: Op, inputs: Any) -> tuple[Op, Any, dict[str, int]]:
    """The op and its inputs with some numbers replaced by names, and the numbers behind the names."""
    values: dict[str, int] = {}
    hidden = draw(st.integers(0, 2**30))

    def hide(value: Any) -> Any:
        nonlocal hidden
        if isinstance(value, tuple):
            return tuple(hide(part) for part in value)
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        hidden = (hidden * 1103515245 + 12345) % 2**31
        if hidden >> 16 & 1:
            return value
        text = f"x{len(values)}"
        values[text] = value
        return name(text, min(value, 1))

    settings = {key: value if key in STRUCTURE else hide(value) for key, value in op.settings().items()}
    return type(op)(**settings), hide(inputs), values


def sound(draw: Any, op: Op, inputs: Any) -> None:
    """An answer for names must hold for the numbers behind them."""
    with compared(op):
        _sound(draw, op, inputs)


def _sound(draw: Any, op: Op, inputs: Any) -> None:
    exact = ours(op, *inputs)
    general, shapes, values = named(draw, op, inputs)
    answer = ours(general, *shapes, taken=values)
    if answer.faults:
        assert exact.faults, f"{general} with {shapes} at {values}: {answer.faults}"
    if not exact.faults:
        _equal(answer.shapes, exact.shapes, values, f"{general} with {shapes} at {values}")
        _equal(answer.count, exact.count, values, f"weights of {general} with {shapes} at {values}")


def _equal(size: Any, expected: Any, values: dict[str, int], what: str) -> None:
    if isinstance(size, tuple):
        assert len(size) == len(expected), what
        for part, number in zip(size, expected, strict=True):
            _equal(part, number, values, what)
    elif set(names_in(size)) <= set(values):  # names made on the way stand for anything
        assert substitute(size, values) == expected, what


def biased(
    usual: st.SearchStrategy[Any], rare: st.SearchStrategy[Any], odds: int = 8
) -> st.SearchStrategy[Any]:
    """Mostly `usual`, so that a case with several settings is often legal."""
    return st.integers(0, odds).flatmap(lambda k: rare if k == odds else usual)
