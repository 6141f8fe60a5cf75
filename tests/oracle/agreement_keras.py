"""Calling Keras layers on symbolic tensors, which no backend computes."""

from __future__ import annotations

import os
from collections.abc import Callable
from math import prod
from typing import Any

import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")

from tests.oracle.agreement import Answer, same_verdict  # noqa: E402

from footgun.ops.base import Op  # noqa: E402
from footgun.sizes import product  # noqa: E402

layers = keras.layers


def agrees(op: Op, inputs: tuple[Any, ...], make: Callable[[], Any], together: bool = False) -> Answer | None:
    """Verdict, output shape and the size of every weight are Keras' own; `together` passes one list."""
    made: list[Any] = []

    def call(layer: Any) -> Any:
        made.append(layer)
        tensors = [keras.KerasTensor(shape) for shape in inputs]
        return layer(tensors) if together else layer(*tensors)

    mine = same_verdict(op, inputs, make, call)
    if mine is not None:
        theirs = sorted(prod(weight.shape) for weight in made[0].trainable_weights)
        assert sorted(product(shape) for shape in mine.weights.values()) == theirs, op
    return mine
