"""What `footgun check` shows in other forms than the default one, and in files."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from footgun.cli.terminal import Refused, say
from footgun.findings import Finding
from footgun.report.formats import DOCUMENTS, Facts, document, shown
from footgun.report.paint import Paint
from footgun.results import Report, RuleText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.rules.base import Rule

Output = tuple[str, str]  # the form, and the file


def facts_of(report: Report, findings: list[Finding], rules: Sequence[Rule]) -> Facts:
    """What the forms of a report show."""
    from footgun import __version__

    def texts() -> list[RuleText]:
        return [RuleText(r.code, r.slug, r.severity, r.summary, r.topic, r.page()) for r in rules]

    return Facts(report, findings, __version__, texts)


def write_outputs(outputs: Iterable[Output], facts: Facts) -> None:
    """Write the report in several forms, each to its file.

    Raises:
        Refused: if a file cannot be written.
    """
    for form, path in outputs:
        text = document(form, facts) if form in DOCUMENTS else "\n".join(shown(form, facts, Paint(False)))
        try:
            folder = os.path.dirname(path)
            if folder:
                os.makedirs(folder, exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(text if text.endswith("\n") or not text else f"{text}\n")
        except OSError as error:
            raise Refused(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def show(form: str, facts: Facts, paint: Paint) -> None:
    """Write the report to standard output."""
    say([document(form, facts)] if form in DOCUMENTS else shown(form, facts, paint))


def statistics(findings: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """How often each rule speaks, the most frequent first; `*` where a fix is offered."""
    found = list(findings)
    count = Counter((f.code, f.slug, f.severity) for f in found)
    mended = {f.code for f in found if f.fix is not None}
    width = len(str(max(count.values(), default=0)))
    for (code, slug, severity), number in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        mark = "*" if code in mended else " "
        yield f"{number:>{width}}  {paint(severity, f'{severity.value:<7}')}  {code} {mark} {slug}"
    if mended:
        yield "* has a fix: see --diff, with --unsafe-fixes for those that change the training"
