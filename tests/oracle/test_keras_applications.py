"""Published networks: read off their own text, and called by name, they are what Keras builds.

A few small ones by default; all of them with `FOOTGUN_LONG=1`.
"""

from __future__ import annotations

import inspect
import os
from functools import lru_cache
from math import prod
from pathlib import Path
from typing import Any

import pytest
from tests.oracle.network_tables import built

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")

from footgun.network import Network  # noqa: E402
from footgun.source import Settings  # noqa: E402
from footgun.source.analysis import run_document  # noqa: E402
from footgun.source.interpret.machine import Machine  # noqa: E402
from footgun.source.keras._networks import NETWORKS, parts  # noqa: E402
from footgun.source.read import read  # noqa: E402

LONG = bool(os.environ.get("FOOTGUN_LONG"))
ALL = [n for n in NETWORKS if hasattr(keras.applications, n)]
TEXTS = ALL if LONG else ["MobileNet", "MobileNetV2"]
CALLED = ALL if LONG else ["MobileNet", "VGG16", "ResNet50"]
ODD = (99, 163, 3)


@lru_cache(1)
def live(name: str, **settings: Any) -> Any:
    """The model that Keras builds, without memory for its weights."""
    return built(name, **settings)


def run(text: str, path: str = "test.py") -> Machine:
    return run_document(read(path, text.encode()), Settings())


def network_of(m: Machine) -> Network:
    return next(n for n in m.program.networks if n.name == "model")


def trainable(weights: Any) -> int:
    return sum(prod(w.shape) for w in weights)


def same(mine: Any, theirs: Any) -> bool:
    """Equal without the batch; a size that Keras does not know is a name."""
    pairs = zip(mine[1:], theirs[1:], strict=True)
    return all(not isinstance(a, int) if b is None else a == b for a, b in pairs)


@pytest.mark.parametrize("name", TEXTS)
def test_its_own_text_builds_every_layer(name: str) -> None:
    """Same names, output shapes and weights, layer by layer; a layer of its own is followed inside."""
    model = live(name)
    path = Path(inspect.getsourcefile(getattr(keras.applications, name)) or "")
    text = path.read_text(encoding="utf-8")
    m = run(f"{text}\n\nmodel = {name}(weights=None, classes=10)\n", str(path))
    assert not [f for f in m.program.arguments if f.span.line > text.count("\n")]
    network = network_of(m)
    assert network.complete
    assert not [node for node in network.nodes if node.faults]
    assert network.parameter_count() == trainable(model.trainable_weights)
    last = {node.layer.path: node for node in network.nodes if node.layer is not None}
    missing = []
    for layer in model.layers:
        if layer.name not in last:
            missing.append(type(layer))
            continue
        node = last[layer.name]
        assert same(node.output.shape, layer.output.shape), layer.name
        assert sum(p.size for p in node.layer.parameters) == trainable(layer.trainable_weights), layer.name
    own = [kind for kind in missing if getattr(keras.layers, kind.__name__, None) is kind]
    assert set(own) <= {keras.layers.InputLayer}


CALLS = {
    "whole": "classes=10",
    "body": f"include_top=False, input_shape={ODD}",
    "pooled": f"include_top=False, input_shape={(*ODD[:2], 1)}, pooling='max'",
}


@pytest.mark.parametrize("call", CALLS if LONG else ["body"])
@pytest.mark.parametrize("name", CALLED)
def test_called_by_name(name: str, call: str) -> None:
    """From the tables alone: the weights, the output, and every layer by its name."""
    if call == "pooled" and name.startswith(("ConvNeXt", "EfficientNetV2")):
        pytest.skip("its preprocessing is for 3 channels")
    model = live(name, **eval(f"dict({CALLS[call]})"))
    m = run(
        f"import keras\nmodel = keras.applications.{name}(weights=None, {CALLS[call]})\n"
        "names = [layer.name for layer in model.layers]\n"
        "shapes = {layer.name: layer.output.shape for layer in model.layers}\n"
    )
    assert not m.program.arguments
    network = network_of(m)
    assert network.parameter_count() == trainable(model.trainable_weights)
    assert same(network.output.shape, model.output_shape)
    end = call == "pooled"  # the layer that pools is not in the tables
    assert list(m.globals["names"]) == [layer.name for layer in model.layers][: len(model.layers) - end]
    for layer in model.layers[: len(model.layers) - end]:
        mine = m.globals["shapes"][layer.name]
        assert len(mine) == len(layer.output.shape), layer.name
        for a, b in zip(mine[1:], layer.output.shape[1:], strict=True):
            assert a == b or not isinstance(a, int), layer.name


@pytest.mark.parametrize("name", ALL)
def test_a_table_is_whole(name: str) -> None:
    """The weights of all its layers are the weights of the network."""
    listed = parts(name, top=False)
    if not listed:
        pytest.skip("no table")
    assert sum(part.weights for part in listed) == NETWORKS[name].weights
    assert len({part.name for part in listed}) == len(listed)


def test_what_a_network_refuses_is_told() -> None:
    m = run(
        "from keras.applications import VGG16, ResNet50\n"
        "VGG16(include_top=False, input_shape=(28, 28, 3))\n"
        "ResNet50(classes=10)\n"
        "ResNet50(include_top=False, input_shape=(64, 64, 1))\n"
        "ResNet50(weights=None, input_shape=(64, 64, 1), classes=10)\n"
    )
    assert [fault.span.line for fault in m.program.arguments] == [2, 3, 4]


def test_layers_kept_as_they_are() -> None:
    """All, none or some of a network's layers."""
    text = "import keras\nmodel = keras.applications.MobileNet(include_top=False, weights=None)\n"
    loops = ("for layer in model.layers: layer.trainable = False", "model.layers[2].trainable = True", "")
    for loop, asked in zip(loops, (False, True, True), strict=True):
        weights = network_of(run(text + loop)).parameters()
        assert [p.requires_grad for p in weights] == [asked]
    partly = network_of(run(f"{text}for layer in model.layers[:20]: layer.trainable = False")).parameters()
    assert [p.requires_grad for p in partly] == [None]
