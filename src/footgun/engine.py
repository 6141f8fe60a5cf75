"""Files -> front end -> rules -> suppressions -> sorted findings.

One bad file, or one rule that fails, never stops the others: it becomes a result of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from footgun.config import Config, Configs
from footgun.discover import Found, discover
from footgun.findings import Elsewhere, Finding, NotChecked
from footgun.network import Program
from footgun.results import FileResult, Lines, Report
from footgun.rules.base import Rule, facts
from footgun.selection import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.cache import Cache
    from footgun.timing import Timing

MANY = 20  # files; for fewer, a process takes longer to start than it saves
SMALL = 20_000  # bytes; the budgets of the front end alone keep what is smaller within its time
LARGEST = 50_000_000  # bytes; three copies of a larger text would not fit the memory budget


class UnreadableError(Exception):
    """The text cannot be checked at all; the message says why and what to do."""


# (path, data, kind, input shape, folders of the project) -> the facts, and the lines of the text by cell
# Passes on the results as they come, of as many as there will be
Track = Callable[["Iterable[FileResult]", int], "Iterable[FileResult]"]
Mender = Callable[[str, bytes, Config, "str | None"], bytes]
FrontEnd = Callable[
    [str, bytes, "str | None", "tuple[int, ...] | None", "tuple[str, ...]"], "tuple[Program, Lines]"
]


def source_front_end(
    path: str,
    data: bytes,
    as_kind: str | None,
    input_shape: tuple[int, ...] | None,
    roots: tuple[str, ...] = (),
) -> tuple[Program, Lines]:
    """Read and analyse a text with `footgun.source`."""
    from footgun.source import analyse
    from footgun.source.document import ReadError
    from footgun.source.read import read
    from footgun.source.settings import Settings

    try:
        document = read(path, data, as_kind)
    except ReadError as error:
        where = f" at line {error.line}" if error.line is not None else ""
        way_out = f"; {error.help}" if error.help else ""
        raise UnreadableError(f"{error.message}{where}{way_out}") from error
    return analyse(document, Settings(input_shape, roots=roots)), document.lines


def read_file(found: Found) -> bytes:
    """The bytes of a discovered file."""
    if found.error is not None:
        raise UnreadableError(found.error)
    try:
        if os.path.getsize(found.path) > LARGEST:
            raise UnreadableError(f"larger than {LARGEST // 1_000_000} MB; leave it out")
        with open(found.path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UnreadableError((error.strerror or str(error)).lower()) from error


class Engine:
    """Checks texts with a set of rules and a front end; by default the built-in ones."""

    def __init__(self, rules: Sequence[Rule] | None = None, front_end: FrontEnd = source_front_end) -> None:
        if rules is None:
            from footgun.rules.registry import all_rules

            rules = all_rules()
        self.rules = rules
        self.front_end = front_end
        self.timing: Timing | None = None  # where wanted, what each part takes
        self.roots: tuple[str, ...] = ()  # named folders, where imports are searched
        self.fixes = False  # whether findings are told with the edits that mend them
        self.drawings = False  # whether networks are told as a drawing needs them, with the text of each file
        self.cache: Cache | None = None  # where wanted, keeps results for the next run
        self.mender: Mender | None = None  # where wanted, mends a text before it is checked
        self.hurried = False  # whether what takes too long is cut off: it needs the timer of the process
        self._selected: dict[object, frozenset[str]] = {}
        self._imported: dict[tuple[str, int, int], list[Finding]] = {}

    def check_data(self, path: str, data: bytes, config: Config, as_kind: str | None = None) -> FileResult:
        """Check one text."""
        codes = self.codes(config)
        if config.file_ignores:
            from footgun.overrides import ignored_in

            codes -= ignored_in(path, config, self.rules)
        if not data.strip():
            return FileResult(path, note="empty, nothing to check")
        try:
            program, lines = self._followed(path, data, as_kind, config.input_shape)
        except UnreadableError as error:
            return FileResult(path, error=str(error))
        except Exception as error:
            return FileResult(path, error=f"internal fault in the analysis: {describe(error)}")
        result = FileResult(path)
        result.networks = [network.name for network in program.networks]
        result.consulted = tuple(program.consulted)
        result.not_checked = sorted(program.not_checked, key=_place_of_gap)
        found = list(self._run(program, codes, result.internal))
        if any(isinstance(finding.span, Elsewhere) for finding in found):
            from footgun.elsewhere import at_home

            found = at_home(found, self.findings_of)
        if any("footgun:" in comment.text for comment in program.comments):
            from footgun.suppress import suppress

            found = suppress(found, program, lines, self.rules, codes)
        if self.fixes and any(finding.fix is not None for finding in found):
            from footgun.source.read import read
            from footgun.source.rewrite import with_edits

            found = with_edits(read(path, data, as_kind), found)
        if config.severities:
            from footgun.overrides import with_severities

            found = with_severities(found, config, self.rules)
        result.findings = in_order(found)
        result.lines = lines if result.findings or self.drawings else {}
        if self.drawings:
            _draw(result, program)
        return result

    def _followed(
        self, path: str, data: bytes, as_kind: str | None, input_shape: tuple[int, ...] | None
    ) -> tuple[Program, Lines]:
        if self.timing is None:
            return self.front_end(path, data, as_kind, input_shape, self.roots)
        from footgun.timing import FOLLOWING

        return self.timing.of(FOLLOWING, lambda: self.front_end(path, data, as_kind, input_shape, self.roots))

    def check_file(self, found: Found, config: Config, as_kind: str | None = None) -> FileResult:
        """Check a discovered file."""
        try:
            data = read_file(found)
        except UnreadableError as error:
            return FileResult(found.path, error=str(error))
        return self.in_time(found.path, data, partial(self._check_bytes, found, data, config, as_kind))

    def in_time(self, path: str, data: bytes, check: Callable[[], FileResult]) -> FileResult:
        """The result of a text, or that it takes too long; to mend one it is checked several times."""
        if not self.hurried or len(data) <= SMALL:
            return check()
        from footgun.cutoff import SECONDS, TookTooLong, at_most

        seconds = SECONDS if self.mender is None else 6 * SECONDS
        try:
            with at_most(seconds):
                return check()
        except TookTooLong:
            return FileResult(path, error=f"takes more than {seconds:.0f} s; leave it out with `exclude`")

    def _check_bytes(self, found: Found, data: bytes, config: Config, as_kind: str | None) -> FileResult:
        if self.mender is not None:
            data = self.mender(found.path, data, config, as_kind)
        if self.cache is None:
            return self.check_data(found.path, data, config, as_kind)
        kept = self.cache.find(found.path, data, config, as_kind)
        if kept is None:
            kept = self.check_data(found.path, data, config, as_kind)
            self.cache.keep(found.path, data, config, as_kind, kept)
        elif kept.findings:
            from footgun.source.read import read

            kept.lines = read(found.path, data, as_kind).lines
        return kept

    def findings_of(self, path: str) -> list[Finding]:
        """What an imported file has wrong by itself, and what it does wrong to those that it imports."""
        try:
            stat = os.stat(path)
            key = path, stat.st_mtime_ns, stat.st_size
            if key not in self._imported:
                program, _ = source_front_end(path, read_file(Found(path)), "python", None, self.roots)
                codes = frozenset(rule.code for rule in self.rules)
                self._imported[key] = list(self._run(program, codes, []))
        except Exception:  # told where that file is checked
            return []
        return self._imported[key]

    def codes(self, config: Config) -> frozenset[str]:
        """The codes that a configuration selects."""
        if config.layers not in self._selected:
            self._selected[config.layers] = resolve(config.layers, self.rules)
        return self._selected[config.layers]

    def _run(self, program: Program, codes: frozenset[str], internal: list[str]) -> Iterator[Finding]:
        known = facts(program)
        for rule in self.rules:
            if rule.code not in codes or not rule.speaks_of(known):
                continue
            try:
                if self.timing is None:
                    yield from rule.check(program)
                else:
                    yield from self.timing.of(f"{rule.code} {rule.slug}", partial(_told, rule, program))
            except Exception as error:
                internal.append(f"internal fault in rule {rule.code} on {program.path}: {describe(error)}")


def _draw(result: FileResult, program: Program) -> None:
    from footgun.network.draw import drawings

    try:
        result.drawings = drawings(program)
    except Exception as error:
        result.internal.append(f"internal fault in the drawing of {program.path}: {describe(error)}")


def _told(rule: Rule, program: Program) -> list[Finding]:
    return list(rule.check(program))


def check_paths(
    paths: Sequence[str],
    configs: Configs | None = None,
    *,
    as_kind: str | None = None,
    engine: Engine | None = None,
    track: Track | None = None,
    jobs: int = 1,
) -> Report:
    """Check files and folders, each with the configuration nearest to it; many files in `jobs` processes."""
    configs = configs or Configs()
    engine = engine or Engine()
    engine.roots = tuple(path for path in paths if os.path.isdir(path))
    found = discover(paths, lambda root: configs.for_path(root).exclude)
    checks: Iterable[FileResult] = map(partial(_check, engine, configs, as_kind), found)
    if jobs > 1 and len(found) >= MANY:
        from footgun.pool import check_all

        checks = check_all(found, partial(_check, engine, configs, as_kind), jobs)
    with few_collections():
        return Report(list(track(checks, len(found)) if track else checks))


def _check(engine: Engine, configs: Configs, as_kind: str | None, found: Found) -> FileResult:
    put_away()
    return engine.check_file(found, configs.for_path(found.path), as_kind)


def check_source(
    text: str | bytes,
    path: str = "<string>",
    config: Config | None = None,
    *,
    as_kind: str | None = None,
    engine: Engine | None = None,
) -> Report:
    """Check one text as if it stood in the file `path`."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    engine, config = engine or Engine(), config or Config()

    def check() -> FileResult:
        mended = data if engine.mender is None else engine.mender(path, data, config, as_kind)
        return engine.check_data(path, mended, config, as_kind)

    return Report([engine.in_time(path, data, check)])


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by place and code; of those with the same place and code the first."""
    first: dict[object, Finding] = {}
    for finding in findings:
        first.setdefault((finding.code, finding.span), finding)
    return sorted(first.values(), key=_order)


def _order(finding: Finding) -> tuple[object, ...]:
    span = finding.span
    return (span.path, span.cell or 0, span.line, span.column, finding.code, span.end_line, span.end_column)


def _place_of_gap(gap: NotChecked) -> tuple[object, ...]:
    return (gap.span.cell or 0, gap.span.line, gap.span.column, gap.reason)


def describe(error: Exception) -> str:
    """The error and where in our own code it arose; a bug report needs no more."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace else ""
    words = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {words}{where}; this is a bug in footgun"


def put_away() -> None:
    """Free what the last file left, while it is young; what outlives its file is not looked at again."""
    import gc

    gc.collect(0)
    gc.freeze()


@contextmanager
def few_collections() -> Iterator[None]:
    """Collect garbage rarely: the graph is full of cycles, and all of it lives until its file is done."""
    import gc

    before, enabled = gc.get_threshold(), gc.isenabled()
    gc.freeze()
    gc.set_threshold(200_000, *before[1:])
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        if not enabled:
            gc.disable()
