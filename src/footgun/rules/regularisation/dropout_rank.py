"""Dropout of channels where there are none, and of single values where whole channels are meant."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Rename
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, Value, ahead, behind
from footgun.ops.dropout import Dropout
from footgun.ops.pooling import Pool
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import repaired
from footgun.rules.facts.guesses import any_rank_guessed
from footgun.rules.facts.mending import once
from footgun.rules.facts.passing import CONVOLUTIONS, NORMS, POOLS, is_activation, keeps, onward
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import same

AXES = {1: "(n, c, t)", 2: "(n, c, h, w)", 3: "(n, c, d, h, w)"}


@rule(
    "REG008",
    "dropout-rank",
    Severity.WARNING,
    "dropout of channels or of values on the wrong rank",
    needs=("Dropout",),
)
def dropout_rank(self: Rule, program: Program) -> Iterator[Finding]:
    """`Dropout2d` on features or sequences; as a hint, plain dropout on maps between convolutions."""
    told: set[object] = set()
    for node in program.nodes:
        op = node.op
        if not isinstance(op, Dropout) or op.p == 0 or node.made in told or node.faults:
            continue
        value = node.inputs[0]
        rank, spatial = value.rank, op.spatial
        if rank is None or any_rank_guessed(node) or repaired(value):
            continue
        if spatial is not None and op.last:
            continue  # Keras checks the rank itself
        if spatial is not None and rank not in (spatial + 1, spatial + 2):
            told.add(node.made)
            yield self.report(
                node.span,
                f"`{node.label}` drops channels of {AXES[spatial]}, but gets {shown(value.shape or ())}"
                f"{in_pass(node)}",
                help=_instead(rank),
                fix=_fix(program, node, "Dropout" if rank not in (3, 4, 5) else f"Dropout{rank - 2}d"),
            )
        elif spatial == 2 and rank == 3:
            told.add(node.made)
            yield self.report(
                node.span,
                f"`{node.label}` takes {shown(value.shape or ())} for (n, c, t) and drops its axis 1"
                f"{in_pass(node)}",
                help="`nn.Dropout1d` says that this is meant; it drops features only if they are on axis 1",
                fix=_fix(program, node, "Dropout1d"),
            )
        elif spatial is None and rank in (3, 4, 5) and op.kind == "bernoulli" and (after := _on_a_map(node)):
            if _one_position(value, after):
                continue
            told.add(node.made)
            instead = (
                "tell the same" if isinstance(after.op, CONVOLUTIONS) else "take their places in the maximum"
            )
            yield self.report(
                node.span,
                f"`{node.label}` drops single positions of a map: their neighbours {instead}{in_pass(node)}",
                severity=Severity.INFO,
                help=f"drop whole channels with `{_channelwise(node, rank)}`",
                fix=_fix(program, node, _channelwise(node, rank).removeprefix("nn.")),
            )


def _fix(program: Program, node: Node, name: str) -> Fix | None:
    """The same setting of another class, or of a function."""
    ranks = {other.inputs[0].rank for other in program.nodes if other.made == node.made}
    if "lpha" in node.label or not once(program, node) or len(ranks) > 1:
        return None
    name = name if node.layer is not None else name.lower()
    return Fix(f"`{name}`", changes=(Rename(node.made, name),))


def _instead(rank: int) -> str:
    if rank == 2:
        return "`nn.Dropout` is for features"
    return (
        f"`nn.Dropout{rank - 2}d` is for this rank" if rank in (3, 4, 5) else "`nn.Dropout` is for any rank"
    )


def _channelwise(node: Node, rank: int) -> str:
    keras = node.network is not None and node.network.framework == "keras"
    return f"SpatialDropout{rank - 2}D" if keras else f"nn.Dropout{rank - 2}d"


def _on_a_map(node: Node) -> Node | None:
    """The convolution or maximum that takes what it drops of a convolution's map."""
    value = node.inputs[0]
    before = behind(value, _passes)
    if before is None or not isinstance(before.op, CONVOLUTIONS):
        return None
    if value.rank == 3:  # steps of a sequence differ more: only where a maximum is taken at once
        return onward(node.output) if _is_maximum(onward(node.output)) else None
    return next((after for after in ahead(node.output, _passes) if isinstance(after.op, CONVOLUTIONS)), None)


def _one_position(value: Value, after: Node) -> bool:
    """Whether the map has a single position, as after global pooling: what is dropped are features."""
    shape, last = value.shape or (), getattr(after.op, "last", False)
    return all(same(size, 1) for size in (shape[1:-1] if last else shape[2:]))


def _is_maximum(node: Node | None) -> bool:
    return node is not None and isinstance(node.op, Pool) and node.op.mode == "max"


def _passes(node: Node) -> bool:
    same_map = is_activation(node) or isinstance(node.op, (*NORMS, *POOLS)) or keeps(node)
    return same_map and node.inputs[0].rank == node.output.rank
