"""The argument in which torch's layers state how many channels or features they take."""

from __future__ import annotations

from footgun.ops.activation import PReLU
from footgun.ops.attention import MultiheadAttention
from footgun.ops.base import Op
from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv
from footgun.ops.linear import Bilinear, Linear
from footgun.ops.normalisation import BatchNorm, GroupNorm, InstanceNorm, LayerNorm, RMSNorm
from footgun.ops.recurrent import Recurrent, RecurrentCell

_ARGUMENTS: dict[type[Op], str] = {
    BatchNorm: "num_features",
    Bilinear: "in1_features",
    Conv: "in_channels",
    ConvTranspose: "in_channels",
    GroupNorm: "num_channels",
    InstanceNorm: "num_features",
    LayerNorm: "normalized_shape",
    Linear: "in_features",
    MultiheadAttention: "embed_dim",
    PReLU: "num_parameters",
    RMSNorm: "normalized_shape",
    Recurrent: "input_size",
    RecurrentCell: "input_size",
    SeparableConv: "in_channels",
}
# These work on the channels of a map, though some of their faults speak of features.
_OF_CHANNELS = (BatchNorm, GroupNorm, InstanceNorm, PReLU)


def input_argument(op: Op) -> str | None:
    """`in_channels` of a convolution, `in_features` of a linear layer; None if it has no such argument."""
    return _ARGUMENTS.get(type(op))


def per_channel(op: Op) -> bool:
    """Whether its weights go with the channels of a map."""
    return isinstance(op, _OF_CHANNELS)
