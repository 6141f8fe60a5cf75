"""The bindings of Keras take what the installed Keras takes: names, order and defaults."""

from __future__ import annotations

import inspect
import os
from typing import Any

import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")

from keras.src import activations, initializers, losses, metrics, optimizers  # noqa: E402

from footgun.source import bindings  # noqa: E402
from footgun.source.keras import _strings as strings  # noqa: E402
from footgun.source.keras.training import POSITIONS  # noqa: E402

bindings.load("keras")
NEWEST = (3, 15)
RELEASE = tuple(int(part) for part in keras.__version__.split(".")[:2])
recent = pytest.mark.skipif(RELEASE < NEWEST, reason=f"signatures of Keras {NEWEST} and later")

# Abstract bases, layers that wrap other frameworks, and bindings that take any arguments on purpose.
LENIENT = frozenset(
    ("Layer", "Wrapper", "InputSpec", "GRUCell", "LSTMCell", "SimpleRNNCell", "Discretization")
)
VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def bound(prefix: str, module: Any) -> list[str]:
    """The names of a module of Keras that have a binding with a signature of their own."""
    names = [n for n in dir(module) if f"{prefix}.{n}" in bindings.REGISTRY and n not in LENIENT]
    return [n for n in names if not takes_anything(bindings.REGISTRY[f"{prefix}.{n}"])]


def takes_anything(handler: Any) -> bool:
    return any(
        p.kind is inspect.Parameter.VAR_POSITIONAL for p in inspect.signature(handler).parameters.values()
    )


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


@recent
@pytest.mark.parametrize("name", bound("keras.layers", keras.layers))
def test_layers(name: str) -> None:
    assert parameters(bindings.REGISTRY[f"keras.layers.{name}"]) == theirs_of(getattr(keras.layers, name))


def test_every_layer_is_bound() -> None:
    rare = {
        *("FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper", "Wrapper", "InputSpec", "Pipeline"),
        *("EinsumDense", "GroupQueryAttention", "ReversibleEmbedding", "MelSpectrogram", "STFTSpectrogram"),
        *("MixUp", "CutMix", "MaxNumBoundingBoxes"),
    }
    classes = {n for n in dir(keras.layers) if n[:1].isupper()} - {"Input"}
    assert classes - rare <= {
        n.rsplit(".", 1)[-1] for n in bindings.REGISTRY if n.startswith("keras.layers.")
    }


@recent
@pytest.mark.parametrize("name", bound("keras.optimizers", keras.optimizers))
def test_optimizers(name: str) -> None:
    """The settings that every optimiser has come after its own, under `**kwargs`."""
    from footgun.source.keras.optimizers import COMMON

    mine = parameters(bindings.REGISTRY[f"keras.optimizers.{name}"])
    theirs = theirs_of(getattr(keras.optimizers, name))
    assert theirs[: len(mine)] == mine
    assert {n for n, _ in theirs[len(mine) :]} <= COMMON


@recent
@pytest.mark.parametrize("name", bound("keras.initializers", keras.initializers))
def test_initializers(name: str) -> None:
    thing = getattr(keras.initializers, name)
    assert parameters(bindings.REGISTRY[f"keras.initializers.{name}"]) == theirs_of(thing)


@recent
@pytest.mark.parametrize("name", bound("keras.losses", keras.losses))
def test_losses(name: str) -> None:
    """Each loss has its own default name."""
    mine = parameters(bindings.REGISTRY[f"keras.losses.{name}"])
    theirs = [(n, None if n == "name" else d) for n, d in theirs_of(getattr(keras.losses, name))]
    assert mine == theirs


@recent
def test_compile_takes_what_keras_takes() -> None:
    mine = parameters(bindings.REGISTRY["keras.Model.compile"])[1:]
    assert mine == parameters(keras.Model.compile)


@recent
@pytest.mark.parametrize("name", [n for n in POSITIONS if hasattr(keras.Model, n)])
def test_fit_and_its_like_name_their_positions(name: str) -> None:
    assert POSITIONS[name].split() == [n for n, _ in parameters(getattr(keras.Model, name))]


@recent
@pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10", "cifar100", "imdb", "reuters"])
def test_datasets(name: str) -> None:
    mine = parameters(bindings.REGISTRY[f"keras.datasets.{name}.load_data"])
    assert mine == parameters(getattr(keras.datasets, name).load_data)


TABLES = {
    "activation": (strings.ACTIVATION_NAMES, activations, strings.OLD_ACTIVATIONS),
    "initializer": (strings.INITIALIZER_NAMES, initializers, ()),
    "loss": (strings.LOSS_NAMES, losses, strings.OLD_LOSSES),
    "optimizer": (strings.OPTIMIZER_NAMES, optimizers, ()),
    "metric": (strings.METRIC_NAMES, metrics, strings.OLD_METRICS),
}
# Base classes that no string should name, and words that `compile` itself understands.
BASES = {"Loss", "LossFunctionWrapper", "Metric", "MeanMetricWrapper"}
WORDS = {"accuracy", "acc", "crossentropy", "ce", "Accuracy"}


@recent
@pytest.mark.parametrize("role", TABLES)
def test_strings_are_those_that_keras_resolves(role: str) -> None:
    mine, module, old = TABLES[role]
    theirs = set(module.ALL_OBJECTS_DICT) - BASES
    assert not theirs - set(mine)
    extra = set(mine) - theirs - set(old) - BASES - WORDS
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
