"""What `activation=` may be: a name, a function of a library or of the checked code, a layer."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.activation import GLU, Activation, Softmax
from footgun.ops.base import Op
from footgun.records import NamedTuple
from footgun.source.keras._naming import unknown_string
from footgun.source.keras._strings import ACTIVATION_NAMES
from footgun.source.values import Bound, Class, Function, Instance, LayerObject, Library, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from footgun.source.callsite import At


class Named(NamedTuple):
    """An activation that is an op of ours."""

    op: Op
    label: str


# One of ours, or something of the checked code to call.
Following: TypeAlias = "Any"
CALLED = (Bound, Class, Function, Instance, LayerObject, Native)


def activation_of(at: At, activation: Any, argument: str = "activation") -> Following | None:
    """What follows a layer; None for nothing, or for the identity."""
    if activation is None:
        return None
    if isinstance(activation, str):
        name = ACTIVATION_NAMES.get(activation)
        if name is None:
            unknown_string(at.m, "activation", activation, at.argument_span(argument))
            return Named(Activation("unknown"), activation)  # one mistake: what was meant is no identity
        return None if name == "linear" else Named(named(name), activation)
    if isinstance(activation, Library):
        text = activation.name.rsplit(".", 1)[-1]
        name = ACTIVATION_NAMES.get(text)
        if activation.name.startswith("keras.layers."):
            name = None
        return None if name == "linear" else Named(named(name or "unknown"), text)
    if isinstance(activation, (*CALLED, Named)):
        return activation
    return Named(Activation("unknown"), "activation")


def apply_activation(at: At, following: Following, made: Value) -> Any:
    """Put it after a value; a function of the checked code is run."""
    if isinstance(following, Named):
        return at.m.apply(following.op, (made,), following.label, at.span)
    from footgun.source.interpret.calls import call_value

    result = call_value(at.m, following, [made], {}, at.span)
    if isinstance(result, Value):
        return result
    return at.m.apply(Activation("unknown"), (made,), "activation", at.span)


def named(name: str, axis: int = -1) -> Op:
    """The op of a name of ours."""
    if name in ("softmax", "log_softmax"):
        return Softmax(axis, log=name == "log_softmax")
    return GLU(axis) if name == "glu" else Activation(name)
