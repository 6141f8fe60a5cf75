"""A learning rate is set, and the optimiser does not get it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.optimizers import with_setting


@rule(
    "OPT006",
    "unused-hyperparameter",
    Severity.WARNING,
    "a learning rate is set and not passed on",
    needs=("optimizers",),
)
def unused_hyperparameter(self: Rule, program: Program) -> Iterator[Finding]:
    """Silent where another optimiser or a schedule gets the value."""
    for use in program.optimizers:
        if use.near is None:
            continue
        name, value = use.near
        given = [s for other in program.optimizers for s in other.settings.values()]
        given += [s for schedule in program.schedules for s in schedule.settings.values()]
        if "." in name and _read(program, name):
            continue
        if value not in [number for number in given if isinstance(number, float)]:
            yield self.report(
                use.span,
                f"`{name}` is {value:g}, but `{use.label}` does not get it and runs on its default",
                help=f"pass it on: `lr={name}`",
                fix=with_setting(program, use, "lr", name),
            )


def _read(program: Program, name: str) -> bool:
    """Whether an attribute is read other than to be shown in a text, or the whole object is handed on."""
    holder, attribute = name.split(".")
    used = re.compile(rf"(?<!{{{holder})\.{attribute}\b(?!\s*=[^=])")
    handed = re.compile(rf"[(,=*]\s*{holder}\s*[,)\n]")
    text = "\n".join(program.sources)
    given = holder != "self" and handed.search(text)
    return "param_groups" in text or bool(given or used.search(text))
