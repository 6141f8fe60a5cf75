"""Dense kernels of 9 and over at stride 1: stacks of small kernels see as much for less."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import Network, Node, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.kernels import OVERSIZED_KERNEL, window
from footgun.rules.facts.makers import built
from footgun.rules.facts.maps import channels, dense_kernel, makes_maps, shrink
from footgun.rules.facts.passing import convolutions
from footgun.rules.facts.resizing import small_kernel
from footgun.rules.facts.words import by, in_pass
from footgun.sizes import at_least, product, same


@rule(
    "ARC003",
    "oversized-kernel",
    Severity.WARNING,
    "a dense kernel of 9 or over at stride 1",
    needs=("Conv", "ConvTranspose", "SeparableConv"),
)
def oversized_kernel(self: Rule, program: Program) -> Iterator[Finding]:
    """Each layer once; kernels as large as the map are dense layers in disguise and stay out.

    One that is larger than its map is told: it is a mistake on a larger map as well.
    """
    seen = set()
    for network in program.networks:
        for node in convolutions(network):
            kernel = dense_kernel(node) if node.layer is not None else None  # a filter given is not learned
            if kernel is None or node.made in seen or not all(at_least(k, OVERSIZED_KERNEL) for k in kernel):
                continue
            if same(shrink(node), 1) is not True or _covers(node) or _frames(node, network):
                continue
            seen.add(node.made)
            stack, weights = _stack(kernel), product(kernel)
            yield self.report(
                node.span,
                f"`{node.label}` has a kernel of {by(kernel)}: {weights} weights for each pair of channels"
                f"{in_pass(node)}",
                labels=[(built(node), "its size is set here")],
                help=f"take {by(3 for _ in kernel)}: {stack} such layers see as far with "
                f"{stack * 3 ** len(kernel)}",
                fix=_fix(program, node),
            )


def _fix(program: Program, node: Node) -> Fix | None:
    slides = window(node)
    return small_kernel(program, node, slides) if slides is not None else None


def _stack(kernel: tuple[object, ...]) -> int:
    """How many layers of kernel 3 see as far."""
    return max((k // 2 for k in kernel if isinstance(k, int)), default=0)


def _covers(node: Node) -> bool:
    """Whether the kernel is exactly as large as the padded map."""
    slides = window(node)
    return slides is not None and all(same(a, b) for a, b in zip(slides.span, slides.padded, strict=True))


def _frames(node: Node, network: Network) -> bool:
    """The first or last convolution from images to images, where large kernels are usual."""
    if not makes_maps(network):
        return False
    inner = convolutions(network)
    few = channels(node, node.inputs[0]), channels(node, node.outputs[0])
    return node in (inner[0], inner[-1]) or any(c is not None and at_least(3, c) for c in few)
