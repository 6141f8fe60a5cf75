"""torch.nn.init: how a weight gets its first values."""

from __future__ import annotations

from footgun.network import Initializer, Value
from footgun.ops.elementwise import Unary
from footgun.source.bindings import bind, bind_texts
from footgun.source.torch.numbers import change
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.bindings import Handler
    from footgun.source.callsite import At

KINDS = {
    "zeros_": "zeros",
    "ones_": "ones",
    "constant_": "constant",
    "xavier_uniform_": "glorot_uniform",
    "xavier_normal_": "glorot_normal",
    "kaiming_uniform_": "he_uniform",
    "kaiming_normal_": "he_normal",
    "normal_": "normal",
    "uniform_": "uniform",
    "trunc_normal_": "truncated_normal",
    "orthogonal_": "orthogonal",
    "eye_": "identity",
    "dirac_": "identity",
    "sparse_": "sparse",
    "xavier_uniform": "glorot_uniform",
    "xavier_normal": "glorot_normal",
    "kaiming_uniform": "he_uniform",
    "kaiming_normal": "he_normal",
    "constant": "constant",
    "normal": "normal",
    "uniform": "uniform",
    "orthogonal": "orthogonal",
    "sparse": "sparse",
    "eye": "identity",
    "dirac": "identity",
}


# Methods that write over a tensor.
METHODS = {"fill_": "constant", "zero_": "zeros", "normal_": "normal", "uniform_": "uniform"}


@bind(*(f"torch.Tensor.{n}" for n in METHODS))
def in_place(at: At, input: Any, *args: Any, **kwargs: Any) -> Any:
    """`layer.weight.data.normal_(0, 0.02)`; of any other tensor only its numbers change."""
    if isinstance(input, Value) and "parameter" in input.facts:
        return initialise(at, input, *args, **kwargs)
    return at.apply(Unary(at.label.rstrip("_")), input)


def initialise(at: At, tensor: Any, *args: Any, **kwargs: Any) -> Any:
    at.m.notes["set"] = at.m.notes.get("set", 0) + 1  # how often numbers were written into tensors
    parameter = tensor.facts.get("parameter") if isinstance(tensor, Value) else None
    if parameter is not None:
        at.m.begun += 1
        kind = {**KINDS, **METHODS}[at.label]
        value = args[0] if args else kwargs.get("val", kwargs.get("value"))
        if kind == "constant" and value == 0:
            kind = "zeros"
        if kind in ("normal", "truncated_normal", "uniform"):
            scale = root_mean_square(kind, args, kwargs)
        else:
            scale = args[-1] if args else kwargs.get("gain")
        parameter.initializer = Initializer(
            kind, True, at.span, scale if isinstance(scale, (int, float)) else None
        )
        layer = tensor.facts.get("layer")
        if layer is not None:
            layer.initializers["bias" if "bias" in parameter.name else "kernel"] = parameter.initializer
    elif isinstance(tensor, Value):
        change(tensor)
    return tensor


def root_mean_square(kind: str, args: tuple[Any, ...], named: dict[str, Any]) -> float | None:
    """How large the drawn numbers are: of `mean, std` or of the ends of a range; None where not known."""
    names = ("a", "b") if kind == "uniform" else ("mean", "std")
    if kind == "uniform" and "from" in named:
        named = {**named, "a": named["from"], "b": named.get("to", 1.0)}
    first, second = (
        args[i] if i < len(args) else named.get(name, usual)
        for i, (name, usual) in enumerate(zip(names, (0.0, 1.0), strict=True))
    )
    if not isinstance(first, (int, float)) or not isinstance(second, (int, float)):
        return None
    if kind == "uniform":
        return float(((first * first + first * second + second * second) / 3) ** 0.5)
    return float((first * first + second * second) ** 0.5)


def make(name: str) -> Handler:
    """The handler of one way to begin."""

    def begin(at: At, *args: Any, **named: Any) -> Any:
        return initialise(at, *args, **named)

    return begin


FAN = "tensor a=0 mode=fan_in nonlinearity=leaky_relu generator=None"
TEXTS = {
    "uniform": "tensor a=0.0 b=1.0 generator=None",
    "normal": "tensor mean=0.0 std=1.0 generator=None",
    "trunc_normal": "tensor mean=0.0 std=1.0 a=-2.0 b=2.0 generator=None",
    "constant": "tensor val",
    "ones": "tensor",
    "zeros": "tensor",
    "eye": "tensor",
    "dirac": "tensor groups=1",
    "xavier_uniform": "tensor gain=1.0 generator=None",
    "xavier_normal": "tensor gain=1.0 generator=None",
    "kaiming_uniform": FAN,
    "kaiming_normal": FAN,
    "orthogonal": "tensor gain=1 generator=None",
    "sparse": "tensor sparsity std=0.01 generator=None",
}
bind_texts({name: TEXTS[name.rstrip("_")] for name in KINDS}, make, "torch.nn.init")


@bind("torch.nn.init.calculate_gain")
def gain(at: At, nonlinearity: Any, param: Any = None) -> Any:
    slope = param if isinstance(param, (int, float)) else 0.01
    gains = {"relu": 2**0.5, "leaky_relu": (2 / (1 + slope**2)) ** 0.5, "tanh": 5 / 3, "selu": 0.75}
    return gains.get(nonlinearity, 1.0) if isinstance(nonlinearity, str) else Unknown("a gain")
