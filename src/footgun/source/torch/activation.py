"""torch.nn: activations and dropout, as layers, functions and tensor methods."""

from __future__ import annotations

from footgun.ops.activation import GLU, Activation, PReLU, Softmax
from footgun.ops.dropout import Dropout
from footgun.ops.linear import Weights
from footgun.source.bindings import bind
from footgun.source.syntax import walk
from footgun.source.torch._common import axis_of, given
from footgun.source.torch._functional import of_weight, refused
from footgun.source.torch.create import dtype_of
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# torch's class name -> our name; the functions are named as ours.
CLASSES = {
    "ReLU": "relu",
    "ReLU6": "relu6",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
    "SELU": "selu",
    "CELU": "celu",
    "GELU": "gelu",
    "SiLU": "silu",
    "Mish": "mish",
    "Softplus": "softplus",
    "Softsign": "softsign",
    "Hardtanh": "hardtanh",
    "Hardsigmoid": "hardsigmoid",
    "Hardswish": "hardswish",
    "Sigmoid": "sigmoid",
    "LogSigmoid": "logsigmoid",
    "Tanh": "tanh",
    "Tanhshrink": "tanhshrink",
    "Softshrink": "softshrink",
    "Hardshrink": "hardshrink",
    "Threshold": "threshold",
    "RReLU": "rrelu",
}
NO_ARGUMENTS = ("Sigmoid", "Tanh", "LogSigmoid", "Softsign", "Tanhshrink")
IN_PLACE_ONLY = ("ReLU", "ReLU6", "SELU", "SiLU", "Mish", "Hardsigmoid", "Hardswish")
FUNCTIONS = tuple(CLASSES.values())


@bind(*(f"torch.nn.{name}" for name in NO_ARGUMENTS))
def no_arguments(at: At) -> Any:
    return at.layer(Activation(CLASSES[at.label]))


@bind(*(f"torch.nn.{name}" for name in IN_PLACE_ONLY))
def in_place_only(at: At, inplace: Any = False) -> Any:
    return at.layer(Activation(CLASSES[at.label]), given(locals()))


@bind("torch.nn.LeakyReLU")
def leaky_relu(at: At, negative_slope: Any = 0.01, inplace: Any = False) -> Any:
    return at.layer(Activation("leaky_relu"), given(locals()))


@bind("torch.nn.ELU", "torch.nn.CELU")
def elu(at: At, alpha: Any = 1.0, inplace: Any = False) -> Any:
    return at.layer(Activation(CLASSES[at.label]), given(locals()))


@bind("torch.nn.GELU")
def gelu(at: At, approximate: Any = "none") -> Any:
    return at.layer(Activation("gelu"), given(locals()))


@bind("torch.nn.Softplus")
def softplus(at: At, beta: Any = 1.0, threshold: Any = 20.0) -> Any:
    return at.layer(Activation("softplus"), given(locals()))


@bind("torch.nn.Hardtanh")
def hardtanh(
    at: At,
    min_val: Any = -1.0,
    max_val: Any = 1.0,
    inplace: Any = False,
    min_value: Any = None,
    max_value: Any = None,
) -> Any:
    return at.layer(Activation("hardtanh"), given(locals()))


@bind("torch.nn.Softshrink", "torch.nn.Hardshrink")
def shrink(at: At, lambd: Any = 0.5) -> Any:
    return at.layer(Activation(CLASSES[at.label]), given(locals()))


@bind("torch.nn.Threshold")
def threshold(at: At, threshold: Any, value: Any, inplace: Any = False) -> Any:
    return at.layer(Activation("threshold"), given(locals()))


@bind("torch.nn.RReLU")
def rrelu(at: At, lower: Any = 0.125, upper: Any = 1 / 3, inplace: Any = False) -> Any:
    return at.layer(Activation("rrelu"), given(locals()))


@bind(
    *(f"torch.nn.functional.{n}" for n in FUNCTIONS),
    *(f"torch.{n}" for n in ("relu", "sigmoid", "tanh", "selu", "celu")),
    *(f"torch.Tensor.{n}" for n in ("relu", "sigmoid", "tanh", "relu_", "sigmoid_", "tanh_")),
    "torch.relu_",
    "torch.special.expit",
    "torch.nn.functional.relu_",
    "torch.nn.functional.leaky_relu_",
    "torch.nn.functional.elu_",
)
def functional(at: At, input: Any, *args: Any, **kwargs: Any) -> Any:
    name = {"expit": "sigmoid"}.get(at.label, at.label.rstrip("_"))
    made = at.apply(Activation(name), input)
    limit = at.number(args[0] if args else kwargs.get("lambd"))
    if name == "softshrink" and limit is not None and limit < 0:
        refused(at, made, "lambd", f"`lambd` must be 0 or more, got {limit}")
    if name in ("hardtanh", "rrelu"):
        words = ("min_val", "max_val") if name == "hardtanh" else ("lower", "upper")
        usual = (-1.0, 1.0) if name == "hardtanh" else (1 / 8, 1 / 3)
        given = dict(zip(words, usual, strict=True)) | dict(zip(words, args, strict=False)) | kwargs
        low, high = (at.number(given[word]) for word in words)
        if low is not None and high is not None and low > high:
            refused(at, made, words[0], f"`{words[0]}` {low} is above `{words[1]}` {high}")
    way = args[0] if args else kwargs.get("approximate")
    if name == "gelu" and isinstance(way, str) and way not in ("none", "tanh"):
        refused(at, made, "approximate", f"`approximate` must be 'none' or 'tanh', got '{way}'")
    return made


@bind("torch.nn.Softmax", "torch.nn.LogSoftmax", "torch.nn.Softmin")
def softmax(at: At, dim: Any = None) -> Any:
    return at.layer(softmax_op(at, dim), given(locals()))


@bind("torch.nn.Softmax2d")
def softmax2d(at: At) -> Any:
    return at.layer(Softmax(-3, spatial=2))


@bind(
    "torch.nn.functional.softmax",
    "torch.nn.functional.log_softmax",
    "torch.nn.functional.softmin",
    "torch.softmax",
    "torch.log_softmax",
    "torch.Tensor.softmax",
    "torch.Tensor.log_softmax",
)
def functional_softmax(at: At, input: Any, dim: Any = None, _stacklevel: Any = 3, dtype: Any = None) -> Any:
    return at.apply(softmax_op(at, dim), input, dtype=dtype_of(dtype))


def softmax_op(at: At, dim: Any) -> Softmax:
    """Without `dim` torch picks an axis by the rank."""
    name = at.label.lower()
    return Softmax(axis_of(dim), log="log" in name, implicit=dim is None, minimum="min" in name)


@bind("torch.nn.PReLU")
def prelu(at: At, num_parameters: Any = 1, init: Any = 0.25, device: Any = None, dtype: Any = None) -> Any:
    return at.layer(PReLU(at.size(num_parameters, "c")), given(locals()))


@bind("torch.nn.functional.prelu", "torch.prelu", "torch.Tensor.prelu")
def functional_prelu(at: At, input: Any, weight: Any) -> Any:
    shape = at.m.tensor(weight).shape
    if shape is not None and len(shape) > 1:
        at.apply(Weights((0, 1)), weight)
    if shape is None or len(shape) > 1:
        return at.apply(Activation("leaky_relu"), input)
    return of_weight(at, at.apply(PReLU(shape[0] if shape else 1), input), input, weight)


@bind("torch.nn.functional.gumbel_softmax")
def gumbel_softmax(
    at: At, logits: Any, tau: Any = 1, hard: Any = False, eps: Any = 1e-10, dim: Any = -1
) -> Any:
    return at.apply(Softmax(axis_of(dim)), logits)


@bind("torch.nn.GLU")
def glu(at: At, dim: Any = -1) -> Any:
    return at.layer(GLU(dim if isinstance(dim, int) else -1), given(locals()))


@bind("torch.nn.functional.glu")
def functional_glu(at: At, input: Any, dim: Any = -1) -> Any:
    return at.apply(GLU(dim if isinstance(dim, int) else -1), input)


@bind(
    *(
        f"torch.nn.{n}"
        for n in ("Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout")
    )
)
def dropout(at: At, p: Any = 0.5, inplace: Any = False) -> Any:
    # One made in forward is in training mode, whatever its network is in.
    return at.layer(dropout_op(at, p, always=at.in_forward and not asks_mode(at)), given(locals()))


def dropout_op(at: At, p: Any, always: bool = False) -> Dropout:
    """The share dropped, by channel for 1d, 2d, 3d."""
    spatial = int(at.label[-2]) if at.label.endswith(("1d", "2d", "3d")) else None
    return Dropout(at.number(p), spatial, always, alpha="alpha" in at.label.lower(), handed=at.handed("p"))


@bind("torch.nn.functional.alpha_dropout", "torch.nn.functional.feature_alpha_dropout")
def functional_alpha_dropout(
    at: At, input: Any, p: Any = 0.5, training: Any = False, inplace: Any = False
) -> Any:
    return input if training is False else at.apply(dropout_op(at, p), input)


@bind(*(f"torch.nn.functional.{n}" for n in ("dropout", "dropout1d", "dropout2d", "dropout3d")))
def functional_dropout(at: At, input: Any, p: Any = 0.5, training: Any = True, inplace: Any = False) -> Any:
    if training is False:
        return input
    return at.apply(dropout_op(at, p, always="training" not in at.given and not asks_mode(at)), input)


@bind("torch.dropout", "torch.alpha_dropout", "torch.feature_dropout")
def low_level_dropout(at: At, input: Any, p: Any, train: Any) -> Any:
    return input if train is False else at.apply(dropout_op(at, p), input)


def asks_mode(at: At) -> bool:
    """Whether the function around a call looks at `training` itself."""
    function = at.frame.function if at.frame is not None else None
    if function is None:
        return False
    words = (getattr(part, "attr", getattr(part, "id", "")) for part in walk(function.node))
    return "training" in words


__all__ = ["Unknown"]
