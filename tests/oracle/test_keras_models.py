"""Whole programs: what is read off their text is what Keras builds, and what fits is no error."""

from __future__ import annotations

import os
from math import prod
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")

from footgun.engine import check_source  # noqa: E402
from footgun.network import Network  # noqa: E402
from footgun.network.verify import verify  # noqa: E402
from footgun.sizes import Expr, Size, product  # noqa: E402
from footgun.source import Settings, analyse  # noqa: E402
from footgun.source.read import read  # noqa: E402

PROGRAMS = sorted((Path(__file__).parent / "keras_programs").glob("*.py"))


@pytest.fixture(params=PROGRAMS, ids=lambda path: path.stem)
def program(request: pytest.FixtureRequest) -> Path:
    return request.param


def built(path: Path) -> Any:
    """The model that Keras makes of a program, which also fits it for one epoch."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(0)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return names["model"]


def seen(path: Path) -> Network:
    """The network that the front end reads off the same text; all its promises hold."""
    found = analyse(read(str(path), path.read_bytes()), Settings())
    verify(found)
    assert not found.not_checked
    return next(use.network for use in found.fits if use.network is not None)


def same_shape(mine: tuple[Size, ...] | None, theirs: tuple[int | None, ...]) -> bool:
    """Equal but for sizes that only a call tells: None there, a name here."""
    if mine is None or len(mine) != len(theirs):
        return False
    return all(isinstance(a, Expr) if b is None else a == b for a, b in zip(mine, theirs, strict=True))


def trainable(network: Network) -> Size:
    total: Size = 0
    for parameter in network.parameters():
        if parameter.requires_grad:
            total = total + product(parameter.shape)
    return total


def test_keras_builds_the_same(program: Path) -> None:
    model, network = built(program), seen(program)
    assert network.complete
    if isinstance(model, (keras.Sequential, keras.src.models.Functional)):
        for mine, theirs in zip(network.outputs, model.outputs, strict=True):
            assert same_shape(mine.shape, theirs.shape), (mine, theirs.shape)
        for mine, theirs in zip(network.inputs, model.inputs, strict=True):
            assert same_shape(mine.shape, theirs.shape), (mine, theirs.shape)
    assert trainable(network) == sum(prod(w.shape) for w in model.trainable_weights)


def leaves(model: Any) -> list[Any]:
    """The layers that Keras lists, those of nested models too."""
    return [x for layer in model.layers for x in (leaves(layer) if hasattr(layer, "layers") else [layer])]


def test_every_layer_has_the_name_and_shape_that_keras_gives_it(program: Path) -> None:
    model, network = built(program), seen(program)
    if not isinstance(model, (keras.Sequential, keras.src.models.Functional)):
        pytest.skip("a model of one's own has no output shapes in Keras")
    last: dict[str, tuple[Size, ...] | None] = {}
    for node in network.nodes:
        if node.layer is not None:
            last[node.layer.path] = node.output.shape
    compared = 0
    for layer in leaves(model):
        if layer.name in last:
            theirs = layer._inbound_nodes[0].output_tensors[0].shape
            assert same_shape(last[layer.name], theirs), (layer.name, last[layer.name], theirs)
            compared += 1
    assert compared >= len(leaves(model)) - 4  # inputs and wrappers have no node of their own


def test_what_fits_is_no_error(program: Path) -> None:
    report = check_source(program.read_text(encoding="utf-8"), str(program))
    errors = [f"{f.span.line}: {f.code} {f.message}" for f in report.findings if f.severity.value == "error"]
    assert not errors
