"""A weight that is made of uninitialised memory and never filled."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Insert
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program, Unfilled
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
            fix=_fix(weight),
        )


def _fix(weight: Unfilled) -> Fix | None:
    """A matrix begins as that of `nn.Linear` does, a bias at 0."""
    if len(weight.shape) < 2:
        title, call = "fill it with zeros", f"zeros_(self.{weight.name})"
        if "bias" not in weight.name:
            return None
    else:
        title, call = "fill it as `nn.Linear` does", f"kaiming_uniform_(self.{weight.name}, a=5**0.5)"
    return Fix(title, changes=(Insert(weight.span, f"{{torch.nn}}.init.{call}", after=True),))
