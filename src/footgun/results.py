"""What a run found, file by file: made by the engine, shown by the reports.

A file that could not be read and a fault of our own are results too, so that neither reads as clean.
"""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, NotChecked, Severity
from footgun.records import NamedTuple

# The text of a file by cell (None outside notebooks), for source frames.
Lines = dict["int | None", list[str]]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.network.draw import Drawing


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "fix", "fixes"), counted(2, "error")
    ('1 fix', '2 errors')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


class RuleText(NamedTuple):
    """What a report says of a rule, beside its findings."""

    code: str
    slug: str
    severity: Severity
    summary: str
    topic: str
    page: str  # Markdown


class FileResult:
    """The findings of one file and what was not checked in it."""

    __slots__ = (
        "consulted",
        "drawings",
        "error",
        "findings",
        "internal",
        "lines",
        "networks",
        "not_checked",
        "note",
        "path",
    )

    def __init__(self, path: str, error: str | None = None, note: str | None = None) -> None:
        self.path = path
        self.error = error  # why it could not be read
        self.note = note  # what is odd about it, short of an error
        self.findings: list[Finding] = []
        self.not_checked: list[NotChecked] = []
        self.networks: list[str] = []
        self.internal: list[str] = []  # faults of footgun itself
        self.lines: Lines = {}
        self.consulted: tuple[str, ...] = ()  # other paths that it depends on
        self.drawings: list[Drawing] = []  # of the networks, where a report wants to draw them


class Report:
    """The results of a run, sorted by path.

    >>> Report([FileResult("net.py")]).exit_code
    0
    """

    __slots__ = ("files",)

    def __init__(self, files: list[FileResult]) -> None:
        self.files = files

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    @property
    def findings(self) -> list[Finding]:
        """All findings, hints among them, sorted by place."""
        return [finding for file in self.files for finding in file.findings]

    @property
    def broken(self) -> bool:
        """Whether a file could not be read, or footgun itself failed on one."""
        return any(file.error is not None or file.internal for file in self.files)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 errors or warnings, 2 something could not be checked."""
        if self.broken:
            return 2
        return int(any(finding.severity is not Severity.INFO for finding in self.findings))
