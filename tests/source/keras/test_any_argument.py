"""Whatever the checked code hands to a binding, it never raises."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.source.keras.reading import HEADER

from footgun.findings import Span
from footgun.network import Value
from footgun.sizes import name
from footgun.source import Settings, bindings, registry
from footgun.source.analysis import run_document
from footgun.source.callsite import At
from footgun.source.interpret.budget import OutOfBudget
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.machine import UserRaise
from footgun.source.read import read
from footgun.source.values import Dict, LayerObject, Library, List, Stream, Thing, Unknown

BOUND = registry.bound_by("keras")
SPAN = Span("model.py", 1, 1, 1, 1)
NAMES = sorted(n for n in BOUND if n.startswith(("keras.", "tensorflow.")))
TEXT = f"""{HEADER}
class Own(keras.layers.Layer):
    def call(self, x):
        return x
own = Own()
sequence = keras.Sequential([layers.Dense(3)])
start = keras.Input((4, 5))
graph = keras.Model(start, layers.Dense(2)(start))
function = lambda x: x
"""


def pool() -> tuple[Any, list[Any]]:
    """A machine after a small program, and values of every kind."""
    m = run_document(read("model.py", TEXT.encode()), Settings())
    made = [m.globals[n] for n in ("own", "sequence", "graph", "start", "function", "Own")]
    symbol = name("s0")
    return m, [
        *(None, True, -1, 0, 3, 2.5, "same", "relu", "x", b"x", ..., symbol, Unknown("why")),
        *(
            (),
            (2, 3),
            (1, (2, 3)),
            (None, "x", Unknown("why")),
            List([]),
            List([1, 2], open=True),
            List([3, 3]),
        ),
        *(Dict(), Dict({"a": 1, 2: None}, open=True), Stream(3), Thing("keras.losses", "keras.losses.Own")),
        *(Library("keras.layers.Dense"), Library("tensorflow.nn.relu"), Library("keras.unheard")),
        *(Value(None), Value(()), Value((2, 3, 4), "float32"), Value((symbol, 4), "int64"), *made),
        List([Value((2, 3)), Value((2, 4))]),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_bindings(seed: int) -> None:
    draw = random.Random(seed)
    m, values = pool()
    for full in NAMES:
        handler = BOUND[full]
        if full.endswith((".fget", ".fset")):
            continue
        known = bindings.signature(getattr(handler, "__wrapped__", handler))
        args = [draw.choice(values) for _ in range(draw.randint(0, 4))]
        kwargs = {n: draw.choice(values) for n in known.positional[len(args) :] if draw.random() < 0.4}
        guarded(full, m, Library(full), args, kwargs, draw)


def guarded(
    full: str, m: Any, function: Any, args: list[Any], kwargs: dict[str, Any], draw: random.Random
) -> None:
    """Call it, and what it gives as well; only the budget may stop it."""
    try:
        result = call_value(m, function, args, kwargs, SPAN)
        if isinstance(result, LayerObject):
            call_value(m, result, [draw.choice(pool_of(m)) for _ in range(draw.randint(0, 3))], {}, SPAN)
    except (OutOfBudget, UserRaise):
        return
    except Exception as error:
        raise AssertionError(f"{full}({args}, {kwargs})") from error


def pool_of(m: Any) -> list[Any]:
    return [
        Unknown("why"),
        None,
        3,
        Value(None),
        Value((2, 3)),
        Value((2, 8, 8, 3)),
        List([Value((2, 3))] * 2),
        List([]),
    ]


@pytest.mark.parametrize("full", [n for n in NAMES if n.endswith(".fget")])
def test_properties(full: str) -> None:
    m, values = pool()
    for holder in values:
        if hasattr(holder, "attributes") and not isinstance(holder, Thing):
            BOUND[full](At(m, full.removesuffix(".fget"), SPAN), holder)
