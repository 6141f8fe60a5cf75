"""Functions of keras.ops give tensors of the shape that Keras computes."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")

from footgun.source import Settings  # noqa: E402
from footgun.source.analysis import run_document  # noqa: E402
from footgun.source.keras.backend import BINARY, REDUCE, UNARY  # noqa: E402
from footgun.source.read import read  # noqa: E402

SHAPES = {"x": (4, 5, 6), "y": (4, 5, 1), "m": (7, 3), "v": (6,), "i": (2, 3), "j": (4, 2, 6)}
NOT_HERE = (
    "atan",
    "atan2",
    "floordiv",
    "pow",
    "divide_no_nan",
    "squared_difference",
    "saturate_cast",
    "count_nonzero",  # transposed on the backend of torch
    "angle",
)
CALLS = [
    *(f"{n}(x)" for n in UNARY if n not in (*NOT_HERE, "bitwise_not", "threshold")),
    *(f"{n}(x, y)" for n in BINARY if n not in NOT_HERE and not n.startswith("bitwise")),
    *(
        f"{n}(x{rest})"
        for n in REDUCE
        if not n.startswith("reduce") and n not in NOT_HERE
        for rest in ("", ", axis=1", ", axis=(0, 2)")
    ),
    *("bitwise_and(i, i)", "bitwise_or(i, i)", "bitwise_xor(i, i)", "bitwise_not(i)", "threshold(x, 0.1, 0)"),
    *("flip(x, 1)", "roll(x, 2, axis=0)", "sort(x)", "tril(m)", "triu(m)", "argsort(x, axis=1)"),
    *("swapaxes(x, 0, 2)", "moveaxis(x, 0, -1)", "moveaxis(x, 2, 0)", "broadcast_to(v, (9, 6))"),
    *("einsum('abc,abd->acd', x, y)", "take(x, i, axis=1)", "take_along_axis(x, j, axis=1)", "outer(v, v)"),
    *("hstack([m, m])", "vstack([m, m])", "full((2, 3), 1.0)", "full_like(x, 2)", "eye(3)", "eye(3, 5)"),
    *(
        "linspace(0, 1, 9)",
        "top_k(x, 2)[0]",
        "reshape(x, (4, -1))",
        "transpose(x)",
        "transpose(x, (2, 0, 1))",
    ),
    *("expand_dims(x, 1)", "squeeze(y, -1)", "concatenate([x, x], axis=1)", "stack([x, x], axis=1)"),
    *(
        "split(x, 2, axis=2)[0]",
        "tile(m, (2, 1))",
        "pad(m, ((1, 1), (0, 2)))",
        "one_hot(i, 5)",
        "clip(x, 0, 1)",
    ),
    *(
        "cumsum(x, axis=1)",
        "argmax(x, axis=-1)",
        "matmul(m, transpose(m))",
        "where(x > 0, x, y)",
        "cast(x, 'int32')",
    ),
    *(
        "zeros((2, 3))",
        "ones_like(x)",
        "arange(7)",
        "softmax(x)",
        "relu(x)",
        "gelu(x)",
        "log_softmax(x, axis=1)",
    ),
    *("logsumexp(x, axis=1)", "std(x, axis=0, keepdims=True)", "var(x)", "ravel(x)", "convert_to_tensor(x)"),
]


def made(name: str) -> str:
    kind = "int32" if name in "ij" else "float32"
    return f"{name} = keras.ops.zeros({SHAPES[name]}, dtype='{kind}')\n"


PROGRAM = "import keras\nfrom keras.ops import *\nfrom keras import ops\n" + "".join(map(made, SHAPES))


def test_every_call_gives_the_shape_that_keras_computes() -> None:
    """Calls that torch cannot compute are left out."""
    lines = [call.replace("([", "([").strip() for call in CALLS]
    text = PROGRAM + "".join(f"r{i} = ops.{line}\n" for i, line in enumerate(lines))
    text = text.replace(", transpose(", ", ops.transpose(")
    m = run_document(read("model.py", text.encode()), Settings())
    names = {"keras": keras, "ops": keras.ops}
    exec("".join(map(made, SHAPES)), names)
    compared = 0
    for i, line in enumerate(lines):
        try:
            theirs = eval(f"ops.{line.replace(', transpose(', ', ops.transpose(')}", names).shape
        except (NotImplementedError, RuntimeError, TypeError):
            continue
        mine = getattr(m.globals[f"r{i}"], "shape", None)
        assert mine == tuple(theirs), (line, mine, tuple(theirs))
        compared += 1
    assert compared > 130
