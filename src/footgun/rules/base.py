"""What a rule is: a code, a name, a severity, and a function from a program to findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module

from footgun.findings import Finding, Fix, Label, Severity, Span
from footgun.network import Layer, Program

Checker = Callable[["Rule", Program], Iterator[Finding]]

TOPICS = {
    "ACT": "activations", "API": "calls", "ARC": "architecture", "DAT": "data", "INI": "initialisation",
    "LOP": "loops", "NUM": "numerics", "OPT": "optimisers", "OUT": "outputs", "REG": "regularisation",
    "REP": "reproducibility", "SHP": "shapes", "SUP": "suppressions",
}  # fmt: skip


class Rule:
    """One fact about networks. Its page, beside its file, is docs, `explain` text and test.

    Where an index knows the rule, its file is imported only for a program that has what the rule `needs`.
    """

    __slots__ = ("_check", "code", "needs", "page_path", "severity", "slug", "summary")

    def __init__(
        self,
        code: str,
        slug: str,
        severity: Severity,
        summary: str,
        check: Checker | None,
        page_path: str,
        needs: Sequence[str] = (),
    ) -> None:
        self.code = code
        self.slug = slug
        self.severity = severity
        self.summary = summary
        self._check = check
        self.page_path = page_path
        self.needs = tuple(needs)

    @property
    def topic(self) -> str:
        """The family of the rule in words."""
        return TOPICS.get(self.code[:3], "plugins")

    def page(self) -> str:
        """The Markdown page that explains the rule."""
        with open(self.page_path, encoding="utf-8") as file:
            return file.read()

    def speaks_of(self, known: set[str]) -> bool:
        """Whether a program with these facts has what the rule needs."""
        for need in self.needs:
            if need in known or ("+" in need and known.issuperset(need.split("+"))):
                return True
        return not self.needs

    def check(self, program: Program) -> Iterator[Finding]:
        """All findings of this rule in a program."""
        if self._check is None:
            self._check = self._imported()
        return self._check(self, program)

    def _imported(self) -> Checker:
        folder, name = os.path.split(self.page_path.removesuffix(".md"))
        module = import_module(f"footgun.rules.{os.path.basename(folder)}.{name}")
        made = (value for value in vars(module).values() if isinstance(value, Rule))
        check = next(rule._check for rule in made if rule.code == self.code)
        assert check is not None
        return check

    def report(
        self,
        span: Span,
        message: str,
        *,
        severity: Severity | None = None,
        labels: Iterable[tuple[Span | None, str]] = (),
        help: str | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """A finding of this rule; labels on the finding's own span or without a span are left out."""
        kept = tuple(dict.fromkeys(Label(s, t) for s, t in labels if s is not None and s != span))
        return Finding(self.code, self.slug, severity or self.severity, message, span, kept, help, fix)


def rule(
    code: str, slug: str, severity: Severity, summary: str, *, needs: Sequence[str] = ()
) -> Callable[[Checker], Rule]:
    """Make a function the check of a rule: `@rule("SHP001", "channels-mismatch", Severity.ERROR, "...")`.

    `needs`: the rule has nothing to say about a program without any of these facts (see `facts`); of "A+B" it
    needs both.
    """

    def wrap(check: Checker) -> Rule:
        path = check.__code__.co_filename
        return Rule(code, slug, severity, summary, check, path.rsplit(".", 1)[0] + ".md", needs)

    return wrap


# Ops that are one function or another by their name.
NAMED = frozenset(("Binary", "Unary"))


def facts(program: Program) -> set[str]:
    """What a program has: filled lists ("losses"), faults ("window"), events ("step"), ops ("Conv").

    Further: "Unary.log": such an op by name; "fleeting": a layer made where it is used; "frozen": a weight
    that may not be trained; "initializers": a start of weights that the user chose; "maps": an answer of more
    than two dimensions; "trained": published weights; "unused": a network made and not used.
    """
    found = {name for name, held in vars(program).items() if held}
    found.update(fault.kind for node in program.nodes for fault in node.faults)
    found.update(event.kind for event in program.events)
    layers = [*program.layers, *(node.layer for node in program.nodes if node.layer is not None)]
    found.update(fact for layer in layers for fact in _told(layer))
    found.update("unused" for network in program.networks if network.unused)
    answers = [value.shape for network in program.networks for value in network.outputs]
    found.update("maps" for shape in answers if shape is not None and len(shape) > 2)
    ops = [node.op for node in program.nodes] + [layer.op for layer in program.layers]
    ops += [use.op for use in program.losses]
    for kind in set(map(type, ops)):
        found.update(base.__name__ for base in kind.__mro__)
    found.update(f"{type(op).__name__}.{op.name}" for op in ops if type(op).__name__ in NAMED)  # type: ignore[attr-defined]
    return found


def _told(layer: Layer) -> Iterator[str]:
    if layer.fleeting:
        yield "fleeting"
    if layer.trained is not None:
        yield "trained"
    if any(p.requires_grad is not True for p in layer.parameters) or layer.trainable is not True:
        yield "frozen"
    starts = [*(p.initializer for p in layer.parameters), *layer.initializers.values()]
    if any(initializer is not None and initializer.explicit for initializer in starts):
        yield "initializers"
