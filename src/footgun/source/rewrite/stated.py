"""The argument of a Keras layer or `Input` that states what a network takes, with other sizes in it."""

from __future__ import annotations

import ast

from footgun.changes import Stated
from footgun.findings import Edit
from footgun.source.rewrite.text import CannotChangeError, Text, end, start
from footgun.source.syntax import walk

SHAPES = ("input_shape", "shape")
WITH_BATCH = ("batch_input_shape", "batch_shape")
INPUTS = ("Input", "InputLayer")


def stated(text: Text, change: Stated) -> list[Edit]:
    """Whatever form it has: `input_shape=(8,)`, `input_dim=8`, `batch_shape=(32, 8)`, `Input((8,))`."""
    call = text.call(change.call)
    given = {keyword.arg: keyword for keyword in call.keywords}
    for name in (*WITH_BATCH, *SHAPES):
        if name in given:
            return [_shape(text, given[name].value, change, name in WITH_BATCH)]
    if "input_dim" in given and "input_length" not in given:
        return _features(text, given["input_dim"], change)
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called in INPUTS and call.args:
        return [_shape(text, call.args[0], change, False)]
    raise CannotChangeError


def _shape(text: Text, value: ast.expr, change: Stated, batch: bool) -> Edit:
    if batch:
        if not isinstance(value, (ast.Tuple, ast.List)) or not value.elts or not change.sizes:
            raise CannotChangeError
        return text.replaced(value, f"({', '.join((text.written(value.elts[0]), *change.sizes))})")
    if change.batch and isinstance(value, ast.Attribute) and value.attr == "shape":
        return text.replaced(value, f"{text.written(value)}[1:]")
    _not_a_parameter(text, value)
    return text.replaced(value, _tuple(change))


def _features(text: Text, given: ast.keyword, change: Stated) -> list[Edit]:
    _not_a_parameter(text, given.value)
    if len(change.sizes) == 1:
        return [text.replaced(given.value, change.sizes[0])]
    span = text.between(start(given), end(given), text.cells[given])
    return [Edit(span, f"input_shape={_tuple(change)}")]


def _tuple(change: Stated) -> str:
    if not change.sizes:
        raise CannotChangeError
    return f"({change.sizes[0]},)" if len(change.sizes) == 1 else f"({', '.join(change.sizes)})"


def _not_a_parameter(text: Text, value: ast.expr) -> None:
    """What a function is called with is said elsewhere, perhaps for several networks."""
    if any(isinstance(node, ast.Name) and text.binds_argument(node.id) for node in walk(value)):
        raise CannotChangeError
