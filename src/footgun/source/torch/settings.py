"""Settings that a layer gets after it was made: `conv.stride = (1, 1)`, as dilated backbones do."""

from __future__ import annotations

from footgun.ops.convolution import Conv, ConvTranspose
from footgun.ops.pooling import Pool
from footgun.source.bindings import bind
from footgun.source.callsite import At
from footgun.source.torch._common import pads
from footgun.source.values import Instance, LayerObject, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.source.interpret.machine import Machine

SLIDING = (Conv, ConvTranspose, Pool)
# What the forward of these reads from the layer, and not from its weights.
READ = ("dilation", "padding", "stride")


def setter(name: str) -> Callable[[Machine, Any, Any], None]:
    """What `layer.name = value` does to the op of a layer that slides a window."""

    def assign(m: Machine, holder: Any, value: Any) -> None:
        inner = holder.attributes.get("__layer__") if isinstance(holder, Instance) else holder
        if not isinstance(inner, LayerObject) or not isinstance(inner.layer.op, SLIDING):
            return
        op, at = inner.layer.op, At(m, name, m.here)
        if m.maybe:
            value = Unknown("set on one of two ways")
        if name == "padding":
            found = pads(at, value, op.spatial)
        else:
            found = at.sizes(value, op.spatial, name[0])
        inner.layer.op = op.replace(**{name: found})

    return assign


for _name in READ:
    bind(f"torch.nn.Module.{_name}.fset")(setter(_name))


@bind("torch.nn.Module.inplace.fset")
def inplace(m: Machine, holder: Any, value: Any) -> None:
    """What is no longer written in place breaks no gradient."""
    if isinstance(holder, LayerObject):
        holder.layer.settings["inplace"] = value
