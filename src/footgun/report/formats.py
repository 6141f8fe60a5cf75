"""The forms of a report by name; each loads when it is asked for, and shows the same facts."""

from __future__ import annotations

from importlib import import_module

from footgun.findings import Finding
from footgun.records import NamedTuple
from footgun.report.paint import Paint
from footgun.results import Report, RuleText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# For people on a terminal; for programs and pages, where a file is the usual place.
SHOWN = ("full", "concise", "github")
DOCUMENTS = ("json", "sarif", "gitlab", "junit", "html")


class Facts(NamedTuple):
    """What a form may show: `findings` are those to tell, `rules` what is known of every rule that ran."""

    report: Report
    findings: list[Finding]
    version: str
    rules: Callable[[], Sequence[RuleText]]


def document(form: str, facts: Facts) -> str:
    """The text of a report in one of the forms of DOCUMENTS."""
    write: Callable[[Facts], str] = import_module(f"footgun.report.{form}").write
    return write(facts)


def shown(form: str, facts: Facts, paint: Paint) -> list[str]:
    """The lines of a report in one of the forms of SHOWN."""
    if form == "concise":
        from footgun.report.concise import concise

        return list(concise(facts.findings, paint))
    if form == "github":
        from footgun.report.github import github

        return list(github(facts.findings))
    from footgun.report.full import full

    return list(full(facts.findings, {file.path: file.lines for file in facts.report.files}, paint))
