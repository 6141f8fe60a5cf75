"""What a rule is: a code, a name, a severity, and a function from a program to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from footgun.findings import Finding, Fix, Label, Severity, Span
from footgun.network import Program

Checker = Callable[["Rule", Program], Iterator[Finding]]

TOPICS = {
    "ACT": "activations", "API": "calls", "ARC": "architecture", "DAT": "data", "INI": "initialisation",
    "LOP": "loops", "NUM": "numerics", "OPT": "optimisers", "OUT": "outputs", "REG": "regularisation",
    "REP": "reproducibility", "SHP": "shapes", "SUP": "suppressions",
}  # fmt: skip


class Rule:
    """One fact about networks. Its page, beside its file, is docs, `explain` text and test."""

    __slots__ = ("_check", "code", "page_path", "severity", "slug", "summary")

    def __init__(
        self, code: str, slug: str, severity: Severity, summary: str, check: Checker, page_path: str
    ) -> None:
        self.code = code
        self.slug = slug
        self.severity = severity
        self.summary = summary
        self._check = check
        self.page_path = page_path

    @property
    def topic(self) -> str:
        """The family of the rule in words."""
        return TOPICS[self.code[:3]]

    def page(self) -> str:
        """The Markdown page that explains the rule."""
        with open(self.page_path, encoding="utf-8") as file:
            return file.read()

    def check(self, program: Program) -> Iterator[Finding]:
        """All findings of this rule in a program."""
        return self._check(self, program)

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


def rule(code: str, slug: str, severity: Severity, summary: str) -> Callable[[Checker], Rule]:
    """Make a function the check of a rule: `@rule("SHP001", "channels-mismatch", Severity.ERROR, "...")`."""

    def wrap(check: Checker) -> Rule:
        path = check.__code__.co_filename
        return Rule(code, slug, severity, summary, check, path.rsplit(".", 1)[0] + ".md")

    return wrap
