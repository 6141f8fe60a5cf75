"""Which range the pixels have that go into a network, and what its first steps make of it."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Span
from footgun.network import Network, Node, Program
from footgun.network.pixels import in_form
from footgun.ops.elementwise import Binary, Unary
from footgun.rules.facts.pipelines import misplaced, place
from footgun.rules.facts.training import learning, model_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Ends = tuple[float, float]
HUGE = 1e30  # no scale of pixels; a whole number may be larger than any float


def entering(program: Program) -> Iterator[tuple[Network, Ends | None, Span]]:
    """Each network with the range of what a line gives it, None where that is not known, and the line.

    Where a network is trained, what it gets in training counts: that evaluation differs is another mistake.
    So is a pipeline that cannot work, or normalises twice.
    """
    trained = list(learning(program))
    models = [model_of(event.subject) for event in trained]
    broken = {pipeline.span for pipeline, _, _ in misplaced(program)}
    broken |= {p.span for p in program.pipelines if [step.name for step in p.steps].count("Normalize") > 1}
    for event in program.events:
        if event not in trained and any(model_of(event.subject) is model for model in models):
            continue
        if event.kind == "forward" and isinstance(event.subject, Network) and event.given:
            loader = event.loop.over if event.loop is not None else None
            data = loader.data if loader is not None else None
            here = place(data) if data is not None else event.span
            ends = event.given[0].facts.get("range")
            yield event.subject, None if here in broken else ends, here
    for fit in program.fits:
        if fit.network is not None:
            ends = fit.batch.facts.get("range") if fit.batch is not None else None
            yield fit.network, ends, fit.span


def arriving(network: Network, ends: Ends | None) -> Iterator[tuple[Node, Ends]]:
    """The first nodes of a network with the range that each of them gets."""
    known: dict[int, Ends] = {}
    if len(network.inputs) == 1 and ends is not None:
        known[id(network.inputs[0])] = ends
    for node in network.nodes:
        before = known.get(id(node.inputs[0])) if len(node.inputs) == 1 else None
        form = node.outputs[0].facts.get("form")
        if before is None and form is None:
            continue
        if before is not None:
            yield node, before
        after = in_form(form, *(before or (0, 255))) if form is not None else changed(node, before)
        if after is not None:
            known.update((id(output), after) for output in node.outputs)


def changed(node: Node, ends: Ends | None) -> Ends | None:
    """The range after a node, None where it is not known."""
    op = node.op
    if ends is None or op.moves or (isinstance(op, Unary) and op.name == "augment"):
        return ends
    factor = factor_of(node)
    if factor is None:
        return None
    low, high = (end * factor[0] + factor[1] for end in ends)
    return min(low, high), max(low, high)


def factor_of(node: Node) -> Ends | None:
    """What a node multiplies each number by, and what it adds then; None if it does anything else."""
    op = node.op
    settings: dict[str, Any] = node.layer.settings if node.layer is not None else {}
    if not isinstance(op, Binary):
        return None
    if node.label == "Rescaling":
        scale, offset = settings.get("scale"), settings.get("offset", 0.0)
        known = all(isinstance(n, (int, float)) and abs(n) < HUGE for n in (scale, offset))
        return (scale, offset) if known else None  # type: ignore[return-value]
    facts = node.outputs[0].facts
    number = (facts.get("scalar") or [None])[0]
    if number is None or not abs(number) < HUGE or (facts.get("swapped") and op.name not in ("add", "mul")):
        return None
    ways = {"mul": (number, 0), "add": (1, number), "sub": (1, -number)}
    if op.name in ("div", "true_divide") and number:
        return 1 / number, 0
    return ways.get(op.name)
