"""`footgun check --fix`: mend each file before it is checked, and say what was done."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from footgun.cli.checking import Fixing
from footgun.cli.terminal import complain, say
from footgun.config import Config
from footgun.engine import Engine
from footgun.findings import Edit, Finding, Severity
from footgun.fix.apply import applied
from footgun.fix.diff import diff
from footgun.fix.ignores import with_ignores
from footgun.fix.mend import Mended, applicable, mend
from footgun.fix.write import replace_file
from footgun.report.place import place
from footgun.report.text import visible
from footgun.results import counted
from footgun.source.document import ReadError
from footgun.source.read import encoding, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


# (comments that ignore, files are written)
VERBS = {
    (False, False): "Would fix",
    (False, True): "Fixed",
    (True, False): "Would ignore",
    (True, True): "Ignored",
}


class Mender:
    """Mends the texts that an engine checks, and remembers what it did."""

    def __init__(self, engine: Engine, how: Fixing, hints: bool, piped: bool = False) -> None:
        self.engine, self.how, self.hints, self.piped = engine, how, hints, piped
        self.done: list[tuple[str, Mended]] = []
        self.differences: list[str] = []
        self.failed = False
        self.text: bytes | None = None  # of standard input
        engine.fixes = True

    def __call__(self, path: str, data: bytes, config: Config, as_kind: str | None) -> bytes:
        """The text to check: mended and written, or as it was where only a diff is wanted."""
        try:
            document = read(path, data, as_kind)
        except ReadError:
            return data  # said by the check itself

        def check(new: bytes) -> Sequence[Finding] | None:
            result = self.engine.check_data(path, new, config, as_kind)
            if result.error is not None or result.internal:
                return None
            if self.how.ignore:
                return with_ignores(result.findings, result.lines)
            return [*result.findings, *self._errors_beside(path, new, config, as_kind)]

        def write(new: bytes, edits: Sequence[Edit]) -> bytes:
            code = encoding(new, cookie=document.kind == "python")
            return applied(new, code, edits, document.kind == "notebook")

        mended = mend(data, check, write, self._wanted)
        self.done.append((path, mended))
        self.text = mended.data
        if not mended.applied:
            return data
        if self.how.diff:
            self.differences += diff(visible(path), document.lines, read(path, mended.data, as_kind).lines)
        if not self.writes:
            return data
        if self.piped:
            return mended.data
        try:
            replace_file(path, mended.data)
        except OSError as error:
            complain(f"{path}: not mended: {(error.strerror or str(error)).lower()}")
            self.failed = True
            return data
        return mended.data

    def _errors_beside(self, path: str, data: bytes, config: Config, as_kind: str | None) -> list[Finding]:
        """Errors of rules that are not asked for: a fix may not bring them about all the same."""
        whole = config._replace(layers=(), file_ignores=())
        codes = self.engine.codes(whole) - self.engine.codes(config)
        if not codes:
            return []
        found = self.engine.check_data(path, data, whole, as_kind).findings
        beside = (f for f in found if f.code in codes and f.severity is Severity.ERROR)
        return [finding._replace(fix=None) for finding in beside]

    @property
    def writes(self) -> bool:
        """Whether files are changed."""
        return not self.how.diff and (self.how.fix or self.how.only or self.how.ignore)

    def _wanted(self, finding: Finding) -> bool:
        shown = self.hints or finding.severity is not Severity.INFO
        return shown and any(applicable([finding], self.how.unsafe))

    @property
    def count(self) -> int:
        """How many findings were mended, or would be."""
        return sum(len(mended.applied) for _, mended in self.done)

    def told(self) -> Iterator[str]:
        """What was done, one line a fix where that is asked for."""
        if self.how.explain:
            for path, mended in self.done:
                for finding in mended.applied:
                    yield _line(path, finding, "safe" if finding.fix and finding.fix.safe else "unsafe")
                for finding in mended.refused:
                    yield _line(path, finding, "not applied: something else would be found after it")
        verb = VERBS[self.how.ignore, self.writes]
        files = sum(bool(mended.applied) for _, mended in self.done)
        if self.count:
            yield f"{verb} {counted(self.count, 'finding')} in {counted(files, 'file')}"
        elif self.how.diff or self.how.only or self.how.explain:
            yield "No fix to apply" + ("" if self.how.unsafe else "; --unsafe-fixes allows more")


def pass_on(mender: Mender) -> None:
    """Write what standard input became to standard output, and what was done beside it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(mender.text or b"")
    for line in mender.told():
        complain(line)


def show_difference(mender: Mender) -> int:
    """Write the diff, with the summary on standard error; 1 if there is one."""
    say(mender.differences)
    sys.stdout.flush()
    for line in mender.told():
        sys.stderr.write(f"{line}\n")
    return int(bool(mender.differences))


def _line(path: str, finding: Finding, words: str) -> str:
    title = finding.fix.title if finding.fix is not None else ""
    return f"{place(finding.span._replace(path=path))}: {finding.code} {finding.slug}: {title} ({words})"
