"""A stride larger than the kernel: positions between the windows are never read."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program
from footgun.ops.convolution import Conv
from footgun.ops.pooling import Pool
from footgun.rules.base import Rule, rule
from footgun.rules.facts.kernels import Window, window
from footgun.rules.facts.makers import built
from footgun.rules.facts.words import by, in_pass
from footgun.sizes import at_least, same


@rule("ARC019", "stride-skips-pixels", Severity.WARNING, "a stride larger than the kernel")
def stride_skips_pixels(self: Rule, program: Program) -> Iterator[Finding]:
    """A kernel of 1 with a stride is the usual way to thin out a shortcut and stays out."""
    seen = set()
    for node in program.nodes:
        slides = window(node)
        shape = node.output.shape
        if slides is None or shape is None or node.made in seen or node.faults or _grouped(node):
            continue
        after = shape[slides.first : slides.first + len(slides.kernel)]
        axes = zip(slides.kernel, slides.span, slides.stride, after, strict=False)
        if any(at_least(k, 2) and at_least(s, span + 1) and same(o, 1) is not True for k, span, s, o in axes):
            seen.add(node.made)
            yield self.report(
                node.span,
                f"`{node.label}` moves its kernel of {by(slides.kernel)} by {by(slides.stride)}: "
                f"what lies between is never read{in_pass(node)}",
                labels=[(built(node), "its stride is set here")],
                help="make the kernel at least as large as the stride",
                fix=_fix(node, slides),
            )


def _fix(node: Node, slides: Window) -> Fix | None:
    """A kernel as large as the stride."""
    strides = slides.stride
    if node.layer is None or not all(isinstance(s, int) for s in strides) or slides.kernel != slides.span:
        return None
    text = str(strides[0]) if len(set(strides)) == 1 else str(strides)
    pool = isinstance(node.op, Pool)
    name = "pool_size" if pool and slides.last else "kernel_size"
    change = Argument(node.made, name, text, 0 if pool else 1 if slides.last else 2)
    return Fix(f"`{name}={text}`", changes=(change,))


def _grouped(node: Node) -> bool:
    """Depthwise and grouped kernels: vision transformers thin out keys with them."""
    return isinstance(node.op, Conv) and (node.op.depthwise or same(node.op.groups, 1) is not True)
