"""torchvision.ops: modules made of torch's own layers, and layers that torch has none of."""

from __future__ import annotations

import ast

from footgun.ops.block import Block
from footgun.ops.elementwise import Unary
from footgun.ops.reshape import Permute
from footgun.sizes import same
from footgun.source.bindings import bind, call_handler
from footgun.source.callsite import At
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.frame import Frame
from footgun.source.registry import REGISTRY
from footgun.source.torch._common import axes_of, given
from footgun.source.torch.containers import hold
from footgun.source.values import (
    Class,
    Container,
    Dict,
    Instance,
    LayerObject,
    Library,
    List,
    Native,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PLACE = "torchvision.ops"
# A default that is a class of torch: None means that there is no such layer.
NORM2, NORM3, RELU, SIGMOID = (
    Library(f"torch.nn.{name}") for name in ("BatchNorm2d", "BatchNorm3d", "ReLU", "Sigmoid")
)


def names(*found: str) -> tuple[str, ...]:
    """Each where it is exported, and where it is defined."""
    return tuple(f"{place}.{name}" for name in found for place in (PLACE, f"{PLACE}.misc"))


def all_known(items: Any) -> bool:
    """Whether a list tells all that it holds."""
    return isinstance(items, (List, tuple)) and not getattr(items, "open", False)


def torch_layer(at: At, kind: str, *args: Any, **kwargs: Any) -> Any:
    """A layer of torch, made on this line."""
    inner = At(at.m, f"torch.nn.{kind}", at.span)
    return call_handler(inner, REGISTRY[inner.name], list(args), kwargs)


def row(at: At, layers: list[Any]) -> Container:
    """Layers one after the other."""
    return hold(at, "sequential", {str(place): layer for place, layer in enumerate(layers)})


def chosen(at: At, kind: Any, *args: Any, inplace: Any = None) -> list[Any]:
    """The layer that a class or function given as an argument makes, none for None."""
    more = {} if inplace is None else {"inplace": inplace}
    return [] if kind is None else [call_value(at.m, kind, list(args), more, at.span)]


def module(at: At, parts: dict[str, Any], forward: Any) -> Instance:
    """A module of named parts with a forward of ours."""
    node = ast.ClassDef(at.label, [], [], [ast.Pass()], [])
    cls = Class(at.label, node, [Library("torch.nn.Module")], at.frame or Frame(at.m.globals), at.span)
    made = Instance(cls, at.span)
    made.turn = at.m.pass_name
    made.attributes["__super_done__"] = True
    for name, part in parts.items():
        at.m.owned(part)
        made.attributes[name] = part
    cls.attributes["forward"] = Native("forward", lambda at, args, kwargs: forward(at, *args, **kwargs))
    at.m.modules.append(made)
    at.m.made_order.append(made)
    return made


@bind(*names("Conv2dNormActivation"))
def conv_norm(
    at: At,
    in_channels: Any,
    out_channels: Any,
    kernel_size: Any = 3,
    stride: Any = 1,
    padding: Any = None,
    groups: Any = 1,
    norm_layer: Any = NORM2,
    activation_layer: Any = RELU,
    dilation: Any = 1,
    inplace: Any = True,
    bias: Any = None,
) -> Any:
    return conv_block(at, 2, **given(locals()))


@bind(*names("Conv3dNormActivation"))
def conv_norm_3d(
    at: At,
    in_channels: Any,
    out_channels: Any,
    kernel_size: Any = 3,
    stride: Any = 1,
    padding: Any = None,
    groups: Any = 1,
    norm_layer: Any = NORM3,
    activation_layer: Any = RELU,
    dilation: Any = 1,
    inplace: Any = True,
    bias: Any = None,
) -> Any:
    return conv_block(at, 3, **given(locals()))


def conv_block(
    at: At, n: int, *, kernel_size: Any, dilation: Any, padding: Any, bias: Any, norm_layer: Any, **more: Any
) -> Container:
    """A convolution that keeps the size unless told otherwise; a bias only where nothing normalises."""
    if padding is None:
        pairs = zip(at.sizes(kernel_size, n, "k"), at.sizes(dilation, n, "d"), strict=True)
        padding = tuple((k - 1) // 2 * d for k, d in pairs)
    layers = [
        torch_layer(
            at,
            f"Conv{n}d",
            more["in_channels"],
            more["out_channels"],
            kernel_size,
            more["stride"],
            padding,
            dilation,
            more["groups"],
            norm_layer is None if bias is None else bias,
        )
    ]
    layers += chosen(at, norm_layer, more["out_channels"])
    return row(at, layers + chosen(at, more["activation_layer"], inplace=more["inplace"]))


@bind(*names("SqueezeExcitation"))
def squeeze_excitation(
    at: At,
    input_channels: Any,
    squeeze_channels: Any,
    activation: Any = RELU,
    scale_activation: Any = SIGMOID,
) -> Any:
    parts = {
        "avgpool": torch_layer(at, "AdaptiveAvgPool2d", 1),
        "fc1": torch_layer(at, "Conv2d", input_channels, squeeze_channels, 1),
        "fc2": torch_layer(at, "Conv2d", squeeze_channels, input_channels, 1),
        "activation": chosen(at, activation)[0] if activation is not None else None,
        "scale_activation": chosen(at, scale_activation)[0] if scale_activation is not None else None,
    }

    def forward(at: At, input: Any) -> Any:
        scale = input
        for name in ("avgpool", "fc1", "activation", "fc2", "scale_activation"):
            scale = call_value(at.m, parts[name], [scale], {}, at.span)
        a, b = at.m.tensor(scale).shape, at.m.tensor(input).shape
        if a and b and len(a) == len(b) == 4 and same(a[1], b[1]) is False:
            return at.value((b[0], a[1], *b[2:]))  # its convolution has told so
        return call_value(at.m, Library("torch.mul"), [scale, input], {}, at.span)

    return module(at, parts, forward)


@bind(*names("MLP"))
def mlp(
    at: At,
    in_channels: Any,
    hidden_channels: Any,
    norm_layer: Any = None,
    activation_layer: Any = RELU,
    inplace: Any = None,
    bias: Any = True,
    dropout: Any = 0.0,
) -> Any:
    if not all_known(hidden_channels):
        return Unknown("an MLP of unknown widths")
    more = {} if inplace is None else {"inplace": inplace}
    layers, last = [], len(hidden_channels) - 1
    for place, width in enumerate(hidden_channels):
        layers.append(torch_layer(at, "Linear", in_channels, width, bias))
        if place < last:
            layers += chosen(at, norm_layer, width) + chosen(at, activation_layer, inplace=inplace)
        layers.append(torch_layer(at, "Dropout", dropout, **more))
        in_channels = width
    return row(at, layers)


@bind(f"{PLACE}.FeaturePyramidNetwork")
def pyramid(
    at: At, in_channels_list: Any, out_channels: Any, extra_blocks: Any = None, norm_layer: Any = None
) -> Any:
    if not all_known(in_channels_list):
        return Unknown("a pyramid of an unknown number of maps")
    parts = {"inner_blocks": Container("list", "torch.nn.ModuleList", at.span)}
    parts["layer_blocks"] = Container("list", "torch.nn.ModuleList", at.span)
    bias = norm_layer is None
    for place, channels in enumerate(in_channels_list):
        for name, cin, kernel in (("inner_blocks", channels, 1), ("layer_blocks", out_channels, 3)):
            conv = torch_layer(at, "Conv2d", cin, out_channels, kernel, 1, kernel // 2, bias=bias)
            parts[name].items[str(place)] = row(at, [conv, *chosen(at, norm_layer, out_channels)])
    if extra_blocks is not None:
        parts["extra_blocks"] = extra_blocks

    def forward(at: At, x: Any) -> Any:
        """Each map by itself; what comes from above has its size."""
        if not isinstance(x, Dict) or x.open or len(x) > len(parts["inner_blocks"].items):
            return Unknown("a pyramid of an unknown number of maps")
        found = Dict()
        for place, (name, value) in enumerate(x.items()):
            for part in ("inner_blocks", "layer_blocks"):
                value = call_value(at.m, parts[part].items[str(place)], [value], {}, at.span)
            found[name] = value
        found.open = extra_blocks is not None
        return found

    return module(at, parts, forward)


@bind(f"{PLACE}.DeformConv2d")
def deformable(
    at: At,
    in_channels: Any,
    out_channels: Any,
    kernel_size: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: Any = 1,
    bias: Any = True,
) -> Any:
    made = torch_layer(
        at, "Conv2d", in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias
    )
    made.name, made.layer.label, made.call = at.name, at.label, call_deformable
    return made


def call_deformable(at: At, holder: LayerObject, input: Any, offset: Any, mask: Any = None) -> Any:
    """Where a kernel looks changes no shape."""
    return at.apply(holder.layer.op, input, label=holder.layer.label, layer=holder.layer)


@bind(f"{PLACE}.deform_conv2d")
def deform_conv2d(
    at: At,
    input: Any,
    offset: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = (1, 1),
    padding: Any = (0, 0),
    dilation: Any = (1, 1),
    mask: Any = None,
) -> Any:
    plain = Library("torch.nn.functional.conv2d")
    channels, weights = at.m.tensor(input).shape, at.m.tensor(weight).shape
    if channels is None or weights is None or len(channels) != 4 or len(weights) != 4:
        return at.value(None, "float32", "")
    groups = channels[1] // weights[1]
    return call_value(at.m, plain, [input, weight, bias, stride, padding, dilation, groups], {}, at.span)


@bind(*names("FrozenBatchNorm2d"))
def frozen(at: At, num_features: Any, eps: Any = 1e-05) -> Any:
    """Numbers that nothing trains: a map of as many channels stays one."""
    channels = num_features if isinstance(num_features, int) else None
    return at.layer(Block(channels, channels, (), 0))


@bind(*names("Permute"))
def permute(at: At, dims: Any) -> Any:
    axes = axes_of(dims)
    return Unknown("axes in an unknown order") if axes is None else at.layer(Permute(axes))


@bind(f"{PLACE}.StochasticDepth")
def stochastic_depth(at: At, p: Any, mode: Any) -> Any:
    return at.layer(Unary("stochastic_depth"), given(locals()))


@bind(f"{PLACE}.DropBlock2d", f"{PLACE}.DropBlock3d")
def drop_block(at: At, p: Any, block_size: Any, inplace: Any = False, eps: Any = 1e-06) -> Any:
    return at.layer(Unary("drop_block"), given(locals()))


@bind(f"{PLACE}.stochastic_depth")
def functional_depth(at: At, input: Any, p: Any, mode: Any, training: Any = True) -> Any:
    return at.apply(Unary("stochastic_depth"), input)


@bind(f"{PLACE}.drop_block2d", f"{PLACE}.drop_block3d")
def functional_block(
    at: At,
    input: Any,
    p: Any,
    block_size: Any,
    inplace: Any = False,
    eps: Any = 1e-06,
    training: Any = True,
) -> Any:
    return at.apply(Unary("drop_block"), input)
