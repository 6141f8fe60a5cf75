"""The bindings of Keras take what the installed Keras takes: names, order and defaults."""

from __future__ import annotations

import inspect
import os
from typing import Any

import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")

from keras.src import activations, initializers, losses, metrics, optimizers  # noqa: E402

from footgun.source import bindings, registry  # noqa: E402
from footgun.source.keras import _strings as strings  # noqa: E402
from footgun.source.keras import objects  # noqa: E402
from footgun.source.keras.training import POSITIONS  # noqa: E402

BOUND = registry.bound_by("keras")
NEWEST = (3, 15)
RELEASE = tuple(int(part) for part in keras.__version__.split(".")[:2])
recent = pytest.mark.skipif(RELEASE < NEWEST, reason=f"signatures of Keras {NEWEST} and later")

# Base classes, whose binding is for `super().__init__`.
BASES = frozenset(("Layer", "Initializer", "Optimizer", "Loss"))
VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
PLACES = {
    "layers": keras.layers,
    "initializers": keras.initializers,
    "regularizers": keras.regularizers,
    "constraints": keras.constraints,
    "optimizers": keras.optimizers,
    "optimizers.schedules": keras.optimizers.schedules,
    "losses": keras.losses,
    "metrics": keras.metrics,
    "callbacks": keras.callbacks,
}
CLASSES = [
    (place, name)
    for place, module in PLACES.items()
    for name, thing in sorted(vars(module).items())
    if inspect.isclass(thing) and name not in BASES
]


def plain(value: Any) -> Any:
    """(1, 1) and 1 mean the same."""
    while isinstance(value, tuple) and value and all(v == value[0] for v in value):
        value = value[0]
    return value.lower() if isinstance(value, str) else value


def parameters(callable_: Any) -> list[tuple[str, Any]]:
    """Names and defaults, without `self` or the call site in front and without `**kwargs`."""
    found = list(inspect.signature(callable_).parameters.values())
    found = found[1:] if found and found[0].name in ("self", "at") else found
    return [(p.name, plain(p.default)) for p in found if p.kind not in VARIADIC]


def theirs_of(thing: Any) -> list[tuple[str, Any]]:
    return parameters(thing.__init__ if isinstance(thing, type) else thing)


def written(handler: Any) -> list[tuple[str, bool]]:
    """The parameters of a binding that has them as a text, and which of them are needed."""
    known = bindings.SIGNATURES[handler]
    old = {name for names in objects.OLD.values() for name in names}
    names = (*known.positional, *(n for n in known.keyword_only if n not in old))
    return [(name, name in known.needed) for name in names]


@recent
@pytest.mark.parametrize(("place", "name"), CLASSES)
def test_classes(place: str, name: str) -> None:
    """Names, order, and defaults, or which are needed where the binding's parameters are a text."""
    handler, theirs = BOUND[f"keras.{place}.{name}"], theirs_of(getattr(PLACES[place], name))
    if place == "losses":  # each has its own default name
        theirs = [(n, None if n == "name" else d) for n, d in theirs]
    if handler in bindings.SIGNATURES and not parameters(handler):
        assert written(handler) == [(n, d is inspect.Parameter.empty) for n, d in theirs]
    else:
        assert parameters(handler) == theirs


def test_every_class_is_bound() -> None:
    assert not [f"{p}.{n}" for p, n in CLASSES if f"keras.{p}.{n}" not in BOUND]
    assert len(CLASSES) > 300


@recent
def test_compile_takes_what_keras_takes() -> None:
    mine = parameters(BOUND["keras.Model.compile"])[1:]
    assert mine == parameters(keras.Model.compile)


@recent
@pytest.mark.parametrize("name", [n for n in POSITIONS if hasattr(keras.Model, n)])
def test_fit_and_its_like_name_their_positions(name: str) -> None:
    assert POSITIONS[name].split() == [n for n, _ in parameters(getattr(keras.Model, name))]


@recent
@pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10", "cifar100", "imdb", "reuters"])
def test_datasets(name: str) -> None:
    mine = parameters(BOUND[f"keras.datasets.{name}.load_data"])
    assert mine == parameters(getattr(keras.datasets, name).load_data)


TABLES = {
    "activation": (strings.ACTIVATION_NAMES, activations, strings.OLD_ACTIVATIONS),
    "initializer": (strings.INITIALIZER_NAMES, initializers, ()),
    "loss": (strings.LOSS_NAMES, losses, strings.OLD_LOSSES),
    "optimizer": (strings.OPTIMIZER_NAMES, optimizers, ()),
    "metric": (strings.METRIC_NAMES, metrics, strings.OLD_METRICS),
}
# Base classes that no string should name, and words that `compile` itself understands.
UNNAMED = {"Loss", "LossFunctionWrapper", "Metric", "MeanMetricWrapper"}
WORDS = {"accuracy", "acc", "crossentropy", "ce", "Accuracy"}


@recent
@pytest.mark.parametrize("role", TABLES)
def test_strings_are_those_that_keras_resolves(role: str) -> None:
    mine, module, old = TABLES[role]
    theirs = set(module.ALL_OBJECTS_DICT) - UNNAMED
    assert not theirs - set(mine)
    extra = set(mine) - theirs - set(old) - UNNAMED - WORDS
    assert not {name for name in extra if resolves(module, name) is False}


def resolves(module: Any, name: str) -> bool:
    """Whether Keras finds an object under a name."""
    try:
        return module.get(name) is not None
    except (ValueError, TypeError, AttributeError):
        return False


@recent
@pytest.mark.parametrize("role", [r for r in TABLES if TABLES[r][2]])
def test_old_strings_are_no_longer_resolved(role: str) -> None:
    _, module, old = TABLES[role]
    assert not {name for name in old if resolves(module, name)}
