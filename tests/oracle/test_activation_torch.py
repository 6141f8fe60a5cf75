"""Activations, dropout and embeddings answer as torch's own layers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import POSITIVE, SIZES, agrees, hidden, shapes, sound

from footgun.ops.activation import ACTIVATIONS, GLU, Activation, PReLU, Softmax
from footgun.ops.dropout import Dropout
from footgun.ops.embedding import Embedding, EmbeddingBag

torch = pytest.importorskip("torch")
nn = torch.nn
functional = nn.functional
DTYPES = ["float32", "float64", "float16", "int64", "int32", "uint8", "bool"]
LAYERS = {
    "celu": nn.CELU(),
    "elu": nn.ELU(),
    "gelu": nn.GELU(),
    "hardshrink": nn.Hardshrink(),
    "hardsigmoid": nn.Hardsigmoid(),
    "hardswish": nn.Hardswish(),
    "hardtanh": nn.Hardtanh(),
    "leaky_relu": nn.LeakyReLU(),
    "linear": nn.Identity(),
    "logsigmoid": nn.LogSigmoid(),
    "mish": nn.Mish(),
    "relu": nn.ReLU(),
    "relu6": nn.ReLU6(),
    "selu": nn.SELU(),
    "sigmoid": nn.Sigmoid(),
    "silu": nn.SiLU(),
    "softplus": nn.Softplus(),
    "softshrink": nn.Softshrink(),
    "softsign": nn.Softsign(),
    "tanh": nn.Tanh(),
    "tanhshrink": nn.Tanhshrink(),
}


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_facts_about_activations(name):
    """Bounds, monotony and vanishing gradients, measured."""
    x = torch.linspace(-30, 30, 60001, dtype=torch.float64, requires_grad=True)
    y = LAYERS[name](x)
    (slope,) = torch.autograd.grad(y.sum(), x)
    facts = ACTIVATIONS[name]
    assert facts.monotone == bool((y.diff() >= -1e-12).all())
    assert facts.identity == torch.equal(x, y)
    assert facts.saturates == bool(slope[x.abs().sub(5.5).abs() < 1e-4].abs().max() < 0.03)
    low, high = y.min().item(), y.max().item()
    # A bound holds and is nearly reached; without a bound the values go on growing.
    assert slope[0] > 0.005 if facts.low is None else facts.low <= low < facts.low + 0.04
    assert slope[-1] > 0.005 if facts.high is None else facts.high - 0.04 < high <= facts.high


@pytest.mark.parametrize("name", sorted(LAYERS))
@pytest.mark.parametrize("dtype", DTYPES)
def test_types_of_activations(name, dtype):
    """Where torch gives an answer, ours is the same or unknown."""
    try:
        got = LAYERS[name](torch.ones(3, dtype=getattr(torch, dtype)))
    except RuntimeError:
        return
    assert Activation(name).dtype(dtype) in (None, str(got.dtype).removeprefix("torch."))
    assert Activation(name).dtype("float16") == "float16"


@cases(120)
@given(shapes(0, 5), st.integers(-5, 5), st.sampled_from(["softmax", "log_softmax", "softmin"]))
def test_softmax(shape, axis, name):
    op = Softmax(axis, log=name == "log_softmax", minimum=name == "softmin")
    agrees(op, (shape,), lambda: getattr(functional, name)(torch.zeros(shape), axis))


@pytest.mark.filterwarnings("ignore:Implicit dimension")
@pytest.mark.parametrize("rank", range(6))
def test_implicit_axis_of_softmax(rank):
    shape = (2, 3, 4, 5, 6)[:rank]
    x = torch.randn(shape)
    axis = Softmax(None, implicit=True).axis_for(rank)
    assert torch.equal(functional.softmax(x), functional.softmax(x, axis))


@pytest.mark.parametrize("rank", range(6))
def test_softmax_over_channels(rank):
    shape = (2, 3, 4, 5, 6)[:rank]
    op = Softmax(None, spatial=2)
    result = agrees(op, (shape,), lambda: nn.Softmax2d()(torch.ones(shape)))
    assert result is None or torch.allclose(result.sum(op.axis_for(rank)), torch.tensor(1.0))


@cases(120)
@given(shapes(0, 4), biased(st.none(), st.sampled_from([1, 2, 3, 4]), 2))
def test_prelu(shape, parameters):
    parameters = (shape[1] if len(shape) > 1 else 1) or 1 if parameters is None else parameters
    layer = nn.PReLU(parameters)
    op = PReLU(parameters)
    agrees(op, (shape,), lambda: layer(torch.zeros(shape)))
    assert [s for _, s in op.weights(shape)] == [tuple(p.shape) for p in layer.parameters()]


@cases(120)
@given(shapes(0, 4), st.integers(-4, 3), st.data())
def test_glu(shape, axis, data):
    agrees(GLU(axis), (shape,), lambda: functional.glu(torch.zeros(shape), axis))
    values = {}
    sound(GLU(axis), (hidden(data.draw, shape, values),), values, GLU(axis), (shape,))


@pytest.mark.filterwarnings("ignore:dropout")
@cases(120)
@given(shapes(0, 6, POSITIVE), st.sampled_from([0.5, 0.3, 1.0, 1.5, -0.1]), st.sampled_from([None, 1, 2, 3]))
def test_dropout(shape, p, spatial):
    kind = {None: nn.Dropout, 1: nn.Dropout1d, 2: nn.Dropout2d, 3: nn.Dropout3d}[spatial]
    agrees(Dropout(p, spatial), (shape,), lambda: kind(p)(torch.zeros(shape)))


@cases(60)
@given(shapes(0, 3), SIZES, SIZES, st.sampled_from(DTYPES))
def test_embedding(shape, count, width, dtype):
    op = Embedding(count, width)
    layer = nn.Embedding(count, width, device="meta")
    result = agrees(
        op, (shape,), lambda: layer(torch.zeros(shape, dtype=getattr(torch, dtype), device="meta")), [dtype]
    )
    assert [s for _, s in op.weights(shape)] == [tuple(p.shape) for p in layer.parameters()]
    assert result is None or str(result.dtype) == f"torch.{op.dtype(dtype)}"


@cases(120)
@given(
    shapes(0, 3, POSITIVE),
    st.one_of(st.none(), shapes(0, 2, POSITIVE)),
    st.sampled_from(["sum", "mean", "max", "x"]),
)
def test_embedding_bag(shape, offsets, mode):
    inputs = (shape,) if offsets is None else (shape, offsets)

    def run():
        layer = nn.EmbeddingBag(5, 3, mode=mode)
        return layer(*(torch.zeros(s, dtype=torch.int64) for s in inputs))

    agrees(EmbeddingBag(5, 3, mode), inputs, run)
