"""A weight that is made of uninitialised memory and never filled."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule("INI005", "empty-parameter", Severity.ERROR, "a weight holds what its memory held", needs=("unfilled",))
def empty_parameter(self: Rule, program: Program) -> Iterator[Finding]:
    """The front end leaves out what other code may fill."""
    for weight in program.unfilled:
        call = f"nn.init.kaiming_uniform_(self.{weight.name}, a=math.sqrt(5))"
        yield self.report(
            weight.span,
            f"`{weight.name}` is made of memory that nothing is written to: it starts with any numbers, "
            "NaN among them",
            help="make it of `torch.zeros` or `torch.ones`"
            if len(weight.shape) < 2
            else f"fill it: `{call}`",
        )
