"""A name or an argument that current releases no longer have."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.releases import REMOVED, REMOVED_ARGUMENTS, change_of
from footgun.rules.facts.replacing import replacement

WHOLE = 5  # so many old names make an old program


@rule(
    "API002",
    "removed-api",
    Severity.ERROR,
    "a name or argument that current releases no longer have",
    needs=("uses",),
)
def removed_api(self: Rule, program: Program) -> Iterator[Finding]:
    """Each place, for each must be mended; a program written for an old Keras as one finding."""
    told: dict[tuple[object, ...], list[tuple[Finding, str]]] = {}
    for use in program.uses:
        change = None if use.guarded else change_of(use, REMOVED, REMOVED_ARGUMENTS)
        if change is None:
            continue
        what = f"`{use.name.rsplit('.', 1)[-1]}`"
        help = f"use {change.now} instead"
        if not use.keyword:
            message, short = f"`{use.name}` is gone: {change.since} replaced it", f"now {change.now}"
        elif change.ignored:
            message = f"the argument `{use.keyword}` of {what} has no effect since {change.since}"
            short = "has no effect"
        else:
            message = f"{what} has no argument `{use.keyword}` any more: {change.since} replaced it"
            short = f"now {change.now}"
        severity = Severity.WARNING if change.ignored else self.severity
        key = (use.keyword, change) if use.keyword else (use.name,)
        fix = replacement(use, change)
        fix = fix._replace(reveals=True) if fix is not None else None
        made = self.report(use.span, message, severity=severity, help=help, fix=fix)
        told.setdefault((use.name.split(".", 1)[0], *key), []).append((made, short))
    keras = (found for key, found in told.items() if key[0] == "keras")
    old = [found for found in keras if found[0][0].severity is self.severity]
    if len(old) >= WHOLE:
        yield _whole(self, old)
    for found in told.values():
        if len(old) < WHOLE or found not in old:
            yield from (made for made, _ in found)


def _whole(self: Rule, old: list[list[tuple[Finding, str]]]) -> Finding:
    """Every name of a program for an older Keras, told where the first of them stands."""
    (first, _), *rest = sorted((found[0] for found in old), key=lambda pair: pair[0].span)
    return self.report(
        first.span,
        f"this is written for an older Keras: {first.message}, and {len(rest)} other names are gone too",
        labels=[(other.span, short) for other, short in rest],
        help=f"{first.help}, and so on for the others; or run it with the Keras it was written for",
        fix=_together([made.fix for pairs in old for made, _ in pairs]),
    )


def _together(fixes: list[Fix | None]) -> Fix | None:
    """One fix for all the names, if each has one."""
    known = [fix for fix in fixes if fix is not None]
    if len(known) != len(fixes):
        return None
    changes = dict.fromkeys(change for fix in known for change in fix.changes)
    return Fix("the names of today's Keras", safe=True, changes=tuple(changes), reveals=True)
