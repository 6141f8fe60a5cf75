"""Padding as large as the kernel: the windows at the border see nothing but zeros."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.ops.convolution import Conv
from footgun.rules.base import Rule, rule
from footgun.rules.facts.kernels import Window, window
from footgun.rules.facts.resizing import padded
from footgun.rules.facts.words import by, in_pass, percent
from footgun.sizes import Size, at_least

WIDEST = 100_000  # a wider map is not counted through


@rule(
    "ARC005",
    "padding-beyond-kernel",
    Severity.WARNING,
    "padding so large that whole outputs see only zeros",
    needs=("Conv",),
)
def padding_beyond_kernel(self: Rule, program: Program) -> Iterator[Finding]:
    """Padding against the stretch that the dilated kernel covers."""
    seen = set()
    for network in program.networks:
        for node in network.nodes:
            slides = window(node) if isinstance(node.op, Conv) and node.op.padding_mode == "zeros" else None
            if slides is None or node.made in seen or not _beyond(slides):
                continue
            seen.add(node.made)
            pads = tuple(p[0] for p in slides.padding if not isinstance(p, str))
            yield self.report(
                node.span,
                f"`{node.label}` pads by {_short(pads)} for a kernel that covers {by(slides.span)}: "
                f"{_share(slides)} see only zeros{in_pass(node)}",
                labels=[(node.made, "padded here")],
                help=_help(node, slides),
                fix=padded(program, node, slides),
            )


def _beyond(slides: Window) -> bool:
    """Whether on some axis a window lies in the padding alone."""
    return any(
        not isinstance(pad, str) and (at_least(pad[0], span) or at_least(pad[1], span))
        for pad, span in zip(slides.padding, slides.span, strict=True)
    )


def _share(slides: Window) -> str:
    """The share of the outputs without any input number."""
    live = total = 1
    axes = zip(slides.size, slides.padding, slides.span, slides.stride, strict=True)
    for size, pad, span, stride in axes:
        if isinstance(pad, str) or not isinstance(size, int) or not isinstance(span, int):
            return "the outputs at the border"
        before, after = pad
        if not isinstance(before, int) or not isinstance(after, int) or not isinstance(stride, int):
            return "the outputs at the border"
        if stride < 1 or before + size + after > WIDEST:
            return "the outputs at the border"
        starts = range(-before, size + after - span + 1, stride)
        total *= len(starts)
        live *= sum(-span < start < size for start in starts)
    return f"{percent(1 - live / total)} of the outputs" if total else "the outputs at the border"


def _short(sizes: tuple[Size, ...]) -> str:
    return str(sizes[0]) if len(set(sizes)) == 1 else by(sizes)


def _help(node: Node, slides: Window) -> str:
    halves = tuple(span // 2 for span in slides.span)
    if node.op.last:  # type: ignore[attr-defined]
        return '`padding="same"` keeps the size of the map'
    return f"`padding={halves[0] if len(set(halves)) == 1 else halves}` keeps the size of the map"
