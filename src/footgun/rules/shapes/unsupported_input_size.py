"""Data of a size that the network cannot take, though each of its layers is right for some other size."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import Node, Program
from footgun.ops.feed import Feed
from footgun.rules.base import Rule, rule
from footgun.rules.facts.refused import Refusal, refusals
from footgun.rules.facts.words import by, one_of, shown


@rule(
    "SHP021",
    "unsupported-input-size",
    Severity.ERROR,
    "the data has a size that the network cannot take",
    needs=("concat", "broadcast", "Feed"),
)
def unsupported_input_size(self: Rule, program: Program) -> Iterator[Finding]:
    """Sizes that do not halve evenly before a skip connection, and images unlike the learned positions."""
    for found in refusals(program):
        from footgun.calculate.wording import phrase

        got = by(found.sizes)
        text = phrase(found.accepted._replace(bound=None, guarded=False))
        fed = isinstance(found.node.op, Feed)
        yield self.report(
            found.node.span if fed else found.data.span or found.node.span,
            f"`{found.network.name}` gets {got}, but accepts {text}",
            labels=[_data(found) if fed else _stop(found.node)],
            help=_help(found),
        )


def _data(found: Refusal) -> tuple[Span | None, str]:
    node = found.data.made_by
    return (node.span if node is not None else found.data.span), f"{by(found.sizes)} here"


def _stop(node: Node) -> tuple[Span | None, str]:
    """Where the sizes no longer agree."""
    shapes = list(dict.fromkeys(shown(value.shape) for value in node.inputs if value.shape))
    return node.span, f"here {' and '.join(shapes)} do not fit together"


def _help(found: Refusal) -> str | None:
    """The nearest sizes that it takes."""
    sides = found.accepted.each or (found.accepted.square,) * len(found.sizes)
    near = [side.near(size) for side, size in zip(sides, found.sizes, strict=True)]
    if any(not sizes for sizes in near):
        return None
    pairs = zip(*near, strict=True) if len(set(map(len, near))) == 1 else [[sizes[-1] for sizes in near]]
    sizes = one_of(list(dict.fromkeys(by(pair) for pair in pairs)))
    other = "" if isinstance(found.node.op, Feed) else ", or resize one of the two where they meet"
    return f"resize, crop or pad it to {sizes}{other}"
