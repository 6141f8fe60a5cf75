"""A network class that uses its base class before initialising it."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Super
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule(
    "API001",
    "missing-super-init",
    Severity.ERROR,
    "`super().__init__()` is missing, or comes after layers are set",
    needs=("super_inits",),
)
def missing_super_init(self: Rule, program: Program) -> Iterator[Finding]:
    """One finding for each class."""
    for fault in program.super_inits:
        if fault.missing:
            message = f"`{fault.class_name}` sets layers, but never calls `super().__init__()`"
        else:
            message = f"`{fault.class_name}` sets a layer before `super().__init__()`"
        fix = Fix("call `super().__init__()` first", safe=True, changes=(Super(fault.span),))
        help = "make `super().__init__()` the first line of `__init__`"
        yield self.report(fault.span, message, help=help, fix=fix)
