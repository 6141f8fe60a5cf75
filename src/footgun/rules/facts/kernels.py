"""Windows of convolutions and pools, and when they are oversized."""

from __future__ import annotations

from footgun.network import Node
from footgun.ops.convolution import Conv, SeparableConv
from footgun.ops.pooling import Pool
from footgun.ops.window import batched_shape, each, effective, pads_of
from footgun.records import NamedTuple
from footgun.sizes import Shape, Size, at_least

# Kernels from this size on are oversized where they slide densely. Public classifiers (torchvision, timm,
# keras.applications) stay below it at stride 1: 7 x 1 in Inception, 7 x 7 in ConvNeXt; larger are depthwise.
OVERSIZED_KERNEL = 9


class Window(NamedTuple):
    """What slides over a map: all entries are one for each spatial axis."""

    kernel: tuple[Size, ...]
    span: tuple[Size, ...]  # the kernel with its dilation
    padding: tuple[tuple[Size, Size] | str, ...]
    stride: tuple[Size, ...]
    size: Shape  # the map's
    first: int  # its first spatial axis
    last: bool

    @property
    def padded(self) -> Shape:
        """The map's size with what is put around it."""
        pairs = zip(self.size, self.padding, strict=True)
        return tuple(s if isinstance(p, str) else s + p[0] + p[1] for s, p in pairs)

    @property
    def oversized(self) -> bool:
        """Whether the kernel itself, without dilation, is larger than sound ones."""
        return any(at_least(k, OVERSIZED_KERNEL) for k in self.kernel)


def window(node: Node) -> Window | None:
    """The window of a convolution or pool on a map of a rank it takes."""
    op, shape = node.op, node.inputs[0].shape if node.inputs else None
    if not isinstance(op, (Conv, SeparableConv, Pool)) or shape is None or len(shape) not in op.ranks:
        return None
    lead, _, size = batched_shape(shape, op.spatial, op.last)
    kernel, stride, dilation = (tuple(each(v, op.spatial)) for v in (op.kernel, op.stride, op.dilation))
    spans = tuple(effective(k, d) for k, d in zip(kernel, dilation, strict=True))
    first = len(lead) if op.last else len(lead) + 1
    return Window(kernel, spans, tuple(pads_of(op.padding, op.spatial)), stride, size, first, op.last)
