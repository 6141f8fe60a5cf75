"""A window larger than the padded map that it slides over: nothing would be left."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Node, Program, Value
from footgun.ops.pooling import Pool
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import (
    faulty,
    window_fault_behind,
)
from footgun.rules.facts.kernels import Window, window
from footgun.rules.facts.layout import layout_swapped, swapped
from footgun.rules.facts.makers import maker, makes
from footgun.rules.facts.mending import erase, once
from footgun.rules.facts.resizing import padded, small_kernel
from footgun.rules.facts.unstated import UNSTATED_LIMIT, first_beyond
from footgun.rules.facts.words import by, in_pass
from footgun.sizes import at_least


@rule("SHP003", "window-exceeds-input", Severity.ERROR, "a kernel or pool is larger than the map it gets")
def window_exceeds_input(self: Rule, program: Program) -> Iterator[Finding]:
    """Kernels and pools that cannot fit; one warning for a network that only large images survive."""
    for node, faults in faulty(program, "window"):
        slides, value = window(node), node.inputs[0]
        if slides is None:  # a crop, or a transposed convolution whose padding crops
            if window_fault_behind(value):
                continue
            yield self.report(
                node.span, f"`{node.label}` crops an axis of {faults[0].got} to nothing{in_pass(node)}"
            )
            continue
        if swapped(node) or layout_swapped(value):
            continue
        if not slides.oversized and window_fault_behind(value):
            continue  # an echo: how small the map is follows from an earlier window that did not fit
        yield self.report(
            node.span,
            f"`{node.label}` cannot slide {_kernel(node, slides)} over {_map(slides)}{in_pass(node)}",
            labels=[_small_since(value, slides)],
            help=_help(node, slides),
            fix=_fix(program, node, slides),
        )
    for network in program.networks:
        greedy = first_beyond(network, UNSTATED_LIMIT)
        if greedy is not None:
            node, pixels = greedy.node, by(greedy.least)
            yield self.report(
                node.span,
                f"`{node.label}` fits only inputs of at least {pixels} pixels{in_pass(node)}",
                severity=Severity.WARNING,
                help=f"the whole network needs {by(greedy.whole)}: use padding or smaller pools, or say how "
                "large the images are",
                fix=_fix(program, node, window(node)),
            )


def _fix(program: Program, node: Node, slides: Window | None) -> Fix | None:
    if slides is None:
        return None
    if isinstance(node.op, Pool):
        return erase(program, node) if once(program, node) else None
    return small_kernel(program, node, slides) if slides.oversized else padded(program, node, slides)


def _kernel(node: Node, slides: Window) -> str:
    noun = "a window" if isinstance(node.op, Pool) else "a kernel"
    text = f"{noun} of {by(slides.kernel)}"
    if slides.span != slides.kernel:
        text += f", spread to {by(slides.span)} by its dilation,"
    return text


def _map(slides: Window) -> str:
    text = f"a map of {by(slides.size)}"
    return text if slides.padded == slides.size else f"{text}, padded to {by(slides.padded)}"


def _small_since(value: Value, slides: Window) -> tuple[Span | None, str]:
    """A label where the map became too small, looking behind windows that did not fit either."""
    small = [at_least(size, span) is False for size, span in zip(slides.padded, slides.span, strict=True)]
    if True not in small:  # averaging in 3-D, torch does not count the padding
        small = [at_least(size, span) is False for size, span in zip(slides.size, slides.span, strict=True)]
    axis = slides.first + small.index(True)
    while (before := window_fault_behind(value)) is not None:
        value = before.inputs[0]
    origin = maker(value, axis)
    shape = origin.shape or ()
    return makes(origin, f"a map of {by(shape[slides.first : slides.first + len(slides.size)])}")


def _help(node: Node, slides: Window) -> str:
    if isinstance(node.op, Pool):
        return "leave this pool out, or shrink the map less before it"
    if slides.oversized:
        keep = "`padding='same'`" if slides.last else "`padding=1`"
        return f"use small kernels: {by(3 for _ in slides.kernel)} with {keep} keeps the map"
    if slides.last:
        return "`padding='same'` keeps the map, or shrink it less before this layer"
    pads = tuple(span // 2 for span in slides.span)
    pad = str(pads[0]) if len(set(pads)) == 1 else str(pads)
    return f"`padding={pad}` keeps the map, or shrink it less before this layer"
