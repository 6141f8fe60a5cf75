"""Which number types layers, products and losses refuse: the same as torch."""

from __future__ import annotations

from typing import Any

import pytest

from footgun.ops.activation import PReLU
from footgun.ops.attention import MultiheadAttention
from footgun.ops.base import Check
from footgun.ops.convolution import Conv, ConvTranspose
from footgun.ops.dtypes import require_weights_type
from footgun.ops.embedding import Embedding
from footgun.ops.linear import BatchMatMul, Bilinear, Linear, MatMul
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, Regression
from footgun.ops.normalisation import BatchNorm, GroupNorm, InstanceNorm, LayerNorm, RMSNorm
from footgun.ops.recurrent import Recurrent, RecurrentCell
from footgun.ops.reduction import Reduce
from footgun.sizes import Names

torch = pytest.importorskip("torch")
nn, F = torch.nn, torch.nn.functional

TYPES = ("float32", "float64", "int64", "int32", "uint8", "bool")
NONE = ((0, 0), (0, 0))

# op, the shapes of its inputs, the layer or function
LAYERS: list[tuple[Any, Any, Any]] = [
    (Linear(3, 2), [(4, 3)], lambda: nn.Linear(3, 2)),
    (Bilinear(3, 3, 2), [(4, 3)] * 2, lambda: nn.Bilinear(3, 3, 2)),
    (Conv(2, 3, 2, (3, 3), (1, 1), NONE, (1, 1)), [(4, 3, 5, 5)], lambda: nn.Conv2d(3, 2, 3)),
    (
        ConvTranspose(2, 3, 2, (3, 3), (1, 1), NONE, (0, 0), (1, 1)),
        [(4, 3, 5, 5)],
        lambda: nn.ConvTranspose2d(3, 2, 3),
    ),
    (BatchNorm(3, 1), [(4, 3)], lambda: nn.BatchNorm1d(3)),
    (LayerNorm((3,)), [(4, 3)], lambda: nn.LayerNorm(3)),
    (RMSNorm((3,)), [(4, 3)], lambda: nn.RMSNorm(3)),
    (GroupNorm(1, 3), [(4, 3)], lambda: nn.GroupNorm(1, 3)),
    (InstanceNorm(3, 2), [(4, 3, 5, 5)], lambda: nn.InstanceNorm2d(3)),
    (PReLU(1), [(4, 3)], lambda: nn.PReLU()),
    (Recurrent("lstm", 3, 2), [(4, 1, 3)], lambda: nn.LSTM(3, 2)),
    (RecurrentCell("gru", 3, 2), [(4, 3)], lambda: nn.GRUCell(3, 2)),
    (MultiheadAttention(3, 1), [(4, 1, 3)] * 3, lambda: nn.MultiheadAttention(3, 1)),
    (Embedding(2, 3), [(4, 3)], lambda: nn.Embedding(2, 3)),
    (Reduce("mean", None), [(4, 3)], lambda: torch.mean),
    (Reduce("sum", None), [(4, 3)], lambda: torch.sum),
]
PAIRS: list[tuple[Any, Any, Any]] = [
    (MatMul(), [(4, 3), (3, 2)], torch.matmul),
    (BatchMatMul(), [(1, 4, 3), (1, 3, 2)], torch.bmm),
    (CrossEntropy("logits", "index-or-probabilities"), [(4, 3), (4,)], F.cross_entropy),
    (CrossEntropy("logits", "index-or-probabilities"), [(4, 3), (4, 3)], F.cross_entropy),
    (CrossEntropy("log-probabilities", "index"), [(4, 3), (4,)], F.nll_loss),
    (BinaryCrossEntropy("logits"), [(4, 3)] * 2, F.binary_cross_entropy_with_logits),
    (BinaryCrossEntropy("probabilities"), [(4, 3)] * 2, F.binary_cross_entropy),
    (Regression("mse"), [(4, 3)] * 2, F.mse_loss),
]


def tensor(shape: tuple[int, ...], dtype: str) -> Any:
    return torch.ones(shape, dtype=getattr(torch, dtype))


def refused(op: Any, shapes: Any, dtypes: Any, weights: str | None = None) -> bool:
    check = Check(Names())
    op.check_dtypes(check, shapes, dtypes)
    if weights and op.own_type:
        require_weights_type(check, weights, dtypes[:1])
    return bool(check.faults)


def raises(call: Any, *tensors: Any) -> bool:
    try:
        call(*tensors)
    except (RuntimeError, NotImplementedError, ValueError, IndexError):
        return True
    return False


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize(("op", "shapes", "make"), LAYERS, ids=lambda x: type(x).__name__)
def test_layers(op, shapes, make, dtype):
    tensors = [tensor(shape, dtype) for shape in shapes]
    assert refused(op, shapes, [dtype] * len(shapes), "float32") == raises(make(), *tensors)


@pytest.mark.parametrize("second", TYPES)
@pytest.mark.parametrize("first", ["float32", "float64", "int64"])
@pytest.mark.parametrize(("op", "shapes", "call"), PAIRS, ids=lambda x: type(x).__name__)
def test_products_and_losses(op, shapes, call, first, second):
    tensors = [tensor(shape, dtype) for shape, dtype in zip(shapes, (first, second), strict=True)]
    if raises(call, *tensors):
        # What only some kernels cannot do is no conflict of types: a bool minus a bool.
        assert refused(op, shapes, [first, second]) or "bool" in (first, second) or first == "int64"
    else:
        assert not refused(op, shapes, [first, second])


@pytest.mark.parametrize("weights", ["float32", "float64"])
@pytest.mark.parametrize("given", ["float32", "float64"])
def test_weights_of_another_width(weights, given):
    layer = nn.Linear(3, 2, dtype=getattr(torch, weights))
    found = refused(Linear(3, 2), [(4, 3)], [given], weights)
    assert found == raises(layer, tensor((4, 3), given)) == (weights != given)
