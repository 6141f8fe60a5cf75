"""The rarer functions of keras.ops take the arguments that Keras takes, and give tensors of the same shapes."""

from __future__ import annotations

import inspect
import os
from typing import Any

import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")

from footgun.network import Value  # noqa: E402
from footgun.source import Settings, bindings, registry  # noqa: E402
from footgun.source.analysis import run_document  # noqa: E402
from footgun.source.read import read  # noqa: E402

BOUND = registry.bound_by("keras")
MODULES = ("flow", "matrices", "numeric", "operators")  # the others also stand for functions of TensorFlow
SHAPES = {
    "x": (4, 5, 6), "y": (4, 5, 1), "m": (7, 3), "n": (3, 3), "b": (2, 4, 4), "v": (6,), "w": (3,),
    "i": (2, 3), "l": (6,), "image": (2, 8, 10, 4), "row": (2, 12, 4), "volume": (1, 6, 6, 6, 2),
    "q": (2, 5, 2, 8), "k": (2, 7, 2, 8), "first": (2, 9, 8, 4), "sound": (3, 256), "part": (3, 129),
    "p": (5, 4), "labels": (5,), "marks": (5, 4),
}  # fmt: skip
WHOLE = ("i", "l", "labels")
CALLS = """
max_pool(image, 2) | max_pool(image, (3, 2), strides=1, padding="same") | average_pool(row, 3, 2)
max_pool(volume, 2, data_format="channels_last") | average_pool(first, 2, data_format="channels_first")
adaptive_average_pool(image, 3) | adaptive_max_pool(row, 5) | adaptive_max_pool(image, (2, 5))
conv(image, zeros((3, 3, 4, 6))) | conv(image, zeros((3, 2, 2, 6)), strides=2, padding="same")
conv(row, zeros((3, 4, 8)), dilation_rate=2) | conv(volume, zeros((2, 2, 2, 2, 5)))
conv(first, zeros((3, 3, 9, 6)), data_format="channels_first")
depthwise_conv(image, zeros((3, 3, 4, 2))) | depthwise_conv(row, zeros((3, 4, 1)), 2, "same")
separable_conv(image, zeros((3, 3, 4, 2)), zeros((1, 1, 8, 5)), padding="same")
conv_transpose(image, zeros((3, 3, 6, 4)), strides=2) | conv_transpose(row, zeros((2, 6, 4)), 2, "same")
depth_to_space(image, 2) | space_to_depth(image, 2) | space_to_depth(first, 4, "channels_first")
unfold(first, 2) | fold(zeros((2, 12, 16)), (5, 5), 2) | extract_sequences(sound, 16, 8)
batch_normalization(image, zeros(4), ones(4), -1) | layer_normalization(x) | rms_normalization(x)
moments(x, axes=[0, 1]) | moments(x, (1,), keepdims=True) | dot_product_attention(q, k, k)
binary_crossentropy(sigmoid(x), sigmoid(x)) | categorical_crossentropy(marks, p, from_logits=True)
sparse_categorical_crossentropy(labels, p, from_logits=True) | in_top_k(labels, p, 2) | psnr(x, x, 1)
multi_hot(i, 5) | multi_hot(labels, 5)
angle(x) | conj(x) | conjugate(x) | real(x) | imag(x) | bitwise_invert(i) | i0(x) | isneginf(x) | isreal(x)
left_shift(i, i) | right_shift(i, i) | bitwise_left_shift(i, i) | gcd(i, i) | lcm(i, i) | heaviside(x, y)
ldexp(x, ones((4, 5, 6), "int32")) | logaddexp2(x, y) | nextafter(x, y) | allclose(x, x) | vdot(v, v)
count_nonzero(x) | nanprod(x, axis=(0, 2)) | ptp(x, axis=1, keepdims=True) | nanargmax(x, 1)
nanargmin(x) | argmax(x, 1, keepdims=True) | nancumsum(x) | nancumprod(x, axis=1) | cumsum(x)
norm(x) | norm(x, axis=1) | norm(x, axis=(0, 2), keepdims=True) | trapezoid(x) | trapezoid(x, axis=0)
quantile(x, 0.5) | quantile(x, [0.1, 0.9], axis=1) | percentile(x, 50, axis=0, keepdims=True)
nanquantile(x, zeros(3), axis=1) | median(x, axis=1) | trace(x) | trace(x, axis1=1, axis2=2)
append(x, x) | append(x, x, axis=1) | argpartition(x, 2) | array_split(v, 4) | array_split(x, 2, axis=1)
cross(w, w) | cross(n, n) | cdist(m, n) | corrcoef(m) | inner(v, v) | inner(x, v) | kron(m, n) | kron(v, w)
tensordot(x, x, axes=0) | tensordot(m, n, axes=1) | tensordot(x, x, axes=[[0, 2], [0, 2]])
tensordot(x, x, axes=[1, 1]) | diag(v) | diag(v, 2) | diag(m) | diagflat(w, k=-1) | diagonal(x)
diagonal(x, 1, 1, 2) | diff(x) | diff(x, n=2, axis=0) | digitize(x, v) | searchsorted(v, w) | isin(x, v)
rot90(m) | rot90(x, axes=(1, 2)) | dstack([m, m]) | hsplit(x, 5) | vsplit(x, [1, 3]) | dsplit(x, 2)
vander(w) | vander(w, 5) | meshgrid(v, w) | meshgrid(v, w, indexing="ij") | meshgrid(v, w, zeros(2))
array([[1, 2, 3]]) | empty((2, 3)) | empty_like(x) | bartlett(5) | blackman(5) | hamming(5) | hanning(5)
kaiser(5, 14.0) | logspace(0, 1, 7) | geomspace(1, 2, num=7) | tri(3) | tri(3, 5) | histogram(v, 7)
select([x > 0, x < 0], [x, y], 0) | size(x) | slice(x, (1, 1, 1), (2, 3, 4))
slice_update(x, (0, 0, 0), zeros((1, 2, 3))) | scatter(i, zeros(2), (5, 5, 5))
scatter_update(x, i, zeros(2)) | segment_sum(x, labels[:4], 3) | segment_max(x, labels[:4], num_segments=2)
get_item(x, 0) | rearrange(x, "a b c -> c (a b)") | view_as_real(view_as_complex(zeros((3, 2))))
cholesky(eye(3)) | cholesky_inverse(eye(3)) | inv(eye(3)) | det(b) | logdet(eye(3)) | slogdet(b)
eig(eye(3)) | eigh(b) | pinv(m) | pinv(x) | qr(m) | qr(x) | qr(x, mode="complete") | svd(m) | svd(x, False)
svd(x, compute_uv=False) | solve(eye(3), n) | solve_triangular(eye(3), n) | lstsq(m, zeros(7)) | matrix_rank(m)
lstsq(m, zeros((7, 2))) | fft((sound, sound)) | fft2((x, x)) | ifft2((x, x)) | rfft(sound) | rfft(sound, 100)
irfft((part, part)) | irfft((part, part), 100) | stft(sound, 32, 8, 64) | stft(sound, 32, 8, 32, center=False)
cond(True, lambda: x, lambda: y) | map(lambda r: r + 1, x) | map(lambda r: (sum(r), r), x)
vectorized_map(lambda r: matmul(r, ones((6, 2))), x) | scan(lambda c, r: (c + r, sum(r)), zeros((5, 6)), x)
fori_loop(0, 3, lambda i, s: s + 1, x) | while_loop(lambda i, s: i < 3, lambda i, s: (i + 1, s * 2), (0, x))
scan(lambda c, r: (c, c), v, length=4) | custom_gradient(lambda a: (a * 2, None))(x)
nn.relu(x) | numpy.sum(x, axis=1) | linalg.inv(eye(3))
"""
LINES = [line.strip() for row in CALLS.strip().split("\n") for line in row.split(" | ")]


def made(name: str) -> str:
    kind = "int32" if name in WHOLE else "float32"
    return f"{name} = keras.ops.zeros({SHAPES[name]}, dtype='{kind}')\n"


MADE = "import keras\nfrom keras import ops\nfrom keras.ops import *\n" + "".join(map(made, SHAPES))


def shapes(value: Any) -> Any:
    """The shape of a tensor, or of each in a nest of them; a number is taken for a tensor of one."""
    if isinstance(value, (list, tuple)) and not isinstance(value, str):
        return tuple(map(shapes, value))
    if isinstance(value, Value):
        return value.shape
    if isinstance(value, int):
        return ()
    return tuple(value.shape) if hasattr(value, "shape") else value


@pytest.fixture(scope="module")
def ours() -> dict[str, Any]:
    text = MADE + "".join(f"r{i} = {qualified(line)}\n" for i, line in enumerate(LINES))
    m = run_document(read("model.py", text.encode()), Settings())
    assert [fault.message for fault in m.program.arguments] == []
    assert [node.faults for node in m.program.nodes if node.faults] == []
    return m.globals


def qualified(line: str) -> str:
    """Names that Python has of its own are meant in Keras."""
    for name in ("map", "sum", "slice", "round"):
        line = line.replace(f" {name}(", f" ops.{name}(").replace(f"({name}(", f"(ops.{name}(")
    return f"ops.{line}"


@pytest.mark.parametrize("line", LINES)
def test_shapes(line: str, ours: dict[str, Any]) -> None:
    space: dict[str, Any] = {}
    exec(MADE, space)
    try:
        theirs = eval(qualified(line), space)
    except (NotImplementedError, RuntimeError) as error:
        pytest.skip(f"not on this backend: {error}")
    assert shapes(ours[f"r{LINES.index(line)}"]) == shapes(theirs)


NAMES = sorted(n for n in BOUND if n.startswith("keras.ops.") and n.count(".") == 2)
STRICT = [n for n in NAMES if BOUND[n].__module__.rpartition(".")[2] in MODULES]


@pytest.mark.parametrize("name", STRICT)
def test_signatures(name: str) -> None:
    """All that Keras takes, in its order; what takes anything is not compared."""
    function = getattr(keras.ops, name.rpartition(".")[2], None)
    known = bindings.signature(BOUND[name])
    if function is None or known.variadic or known.rest:
        pytest.skip("takes anything")
    theirs = list(inspect.signature(function).parameters.values())
    assert list(known.positional) == [p.name for p in theirs if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert list(known.needed) == [p.name for p in theirs if p.default is p.empty]


def test_hardly_a_function_is_unknown() -> None:
    every = {n for n in dir(keras.ops) if not n.startswith("_") and callable(getattr(keras.ops, n))}
    bound = {n.rpartition(".")[2] for n in NAMES}
    assert len(every - bound) <= 12, every - bound
