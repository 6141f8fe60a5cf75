"""Targets that `fit` takes, refuses or stretches: what is found in the text is what Keras does."""

from __future__ import annotations

import os
from itertools import product

import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")
import numpy as np  # noqa: E402

from footgun.engine import check_source  # noqa: E402

# Losses that compare numbers of equal places, those that stretch them, and class numbers.
LOSSES = (
    "binary_crossentropy",
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "mse",
    "hinge",
)
OUTPUTS = ((1,), (4,), (5, 1), (5, 4))
TARGETS = ((), (1,), (3,), (4,), (5,), (5, 1), (5, 4), (5, 3), (1, 4))
MODEL = "model = keras.Sequential([keras.Input({shape}), keras.layers.Dense({units}, activation={end!r})])\n"
TEXT = (
    "import keras\nimport numpy as np\n"
    + MODEL
    + "model.compile('sgd', {loss!r})\nmodel.fit(np.zeros({x}), np.zeros({y}), batch_size=6, verbose=0)\n"
)
EXAMPLES = 7  # a number that no axis has


def text(loss: str, output: tuple[int, ...], target: tuple[int, ...]) -> str:
    x = (EXAMPLES, *output[:-1], 7)
    end = "softmax" if output[-1] > 1 else "sigmoid"
    return TEXT.format(shape=x[1:], units=output[-1], end=end, loss=loss, x=x, y=(EXAMPLES, *target))


def taken(program: str) -> bool:
    """Whether Keras fits it, whatever the result is worth."""
    keras.utils.clear_session()
    try:
        exec(program, {})
    except (ValueError, RuntimeError):
        return False
    return True


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.filterwarnings("ignore:In loss categorical", "ignore:__array__")
def test_targets(loss: str) -> None:
    wrong = []
    for output, target in product(OUTPUTS, TARGETS):
        source = text(loss, output, target)
        codes = {f.code for f in check_source(source).findings if f.code in ("SHP006", "SHP009", "OUT010")}
        if not taken(source):
            right = bool(codes)
        else:  # where nothing raises, numbers may be held against others than their own
            right = not codes or (codes == {"SHP009"} and stretched(output, target))
        if not right:
            wrong.append((output, target, sorted(codes)))
    assert not wrong


def stretched(output: tuple[int, ...], target: tuple[int, ...]) -> bool:
    """Whether the loss of each number is of another shape than the output, once axes of 1 are dropped."""
    a, b = np.zeros((EXAMPLES, *output)), np.zeros((EXAMPLES, *target))
    if a.ndim == b.ndim + 1 and a.shape[-1] == 1:
        b = b[:, None] if b.ndim == 1 else b
        a = a if b.ndim == a.ndim else a[..., 0]
    if b.ndim == a.ndim + 1 and b.shape[-1] == 1:
        b = b[..., 0]
    try:
        both = np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        return True
    return both != a.shape or both != b.shape
