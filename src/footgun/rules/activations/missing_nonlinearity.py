"""Two linear maps in a row with no activation between: together they are one, and the second adds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.ops.convolution import Conv
from footgun.rules.base import Rule, rule
from footgun.rules.facts.collapse import Collapse, collapse
from footgun.rules.facts.factored import factored
from footgun.rules.facts.mending import follow
from footgun.rules.facts.misargued import misargued
from footgun.rules.facts.passing import EXAMPLE_NORMS, LINEAR_MAPS, carries, path
from footgun.rules.facts.words import by, in_pass


@rule(
    "ACT001",
    "missing-nonlinearity",
    Severity.WARNING,
    "two linear layers in a row with no activation between",
)
def missing_nonlinearity(self: Rule, program: Program) -> Iterator[Finding]:
    """Each pair at its second layer; an error where the whole network is one linear map."""
    seen = set()
    for network in program.networks:
        whole = collapse(network, any(use.network is network for use in program.losses))
        for first in network.nodes:
            between = path(first.outputs[0], carries) if isinstance(first.op, LINEAR_MAPS) else []
            if not between or not isinstance(between[-1].op, LINEAR_MAPS):
                continue
            *passed, second = between
            key = (first.span, first.made, second.span, second.made)
            if key in seen or factored(first, second) or misargued(program, first):
                continue
            seen.add(key)
            yield self.report(
                second.span,
                _message(first, second, passed, whole),
                severity=Severity.ERROR if whole else Severity.WARNING,
                labels=[(first.span, "the first of the two")],
                help=_help(first, whole),
                fix=follow(first),
            )


def _message(first: Node, second: Node, passed: list[Node], whole: Collapse | None) -> str:
    message = f"no activation between {_name(first)} and {_name(second)}"
    if whole is not None:
        return f"{message}: the whole network is {whole}"
    if any(isinstance(node.op, EXAMPLE_NORMS) for node in passed):
        return f"{message}, only normalisation{in_pass(second)}"
    return f"{message}: the two are one linear map{in_pass(second)}"


def _name(node: Node) -> str:
    kernel = node.op.kernel if isinstance(node.op, Conv) else ()
    return f"the {by(kernel)} `{node.label}`" if len(kernel) > 1 and set(kernel) == {1} else f"`{node.label}`"


def _help(first: Node, whole: Collapse | None) -> str:
    if first.network is not None and first.network.framework == "keras":
        act = f'`activation="relu"` in the first `{first.label}`: it has none unless asked'
    else:
        act = f"put an activation such as `ReLU` after the first `{first.label}`"
    return f"{act}; keep one linear layer if a linear model is meant" if whole else act
