"""What `footgun check` does, once its arguments are known: check, complain, show."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from footgun.cli.terminal import Refused, complain, is_terminal, painter, say
from footgun.config import Config, ConfigError, Configs
from footgun.engine import Engine, check_paths, check_source
from footgun.records import NamedTuple
from footgun.report.closing import closing, shown_findings
from footgun.report.text import visible
from footgun.results import FileResult, Report
from footgun.selection import UnknownSelectorError

DRAWN = ("json", "sarif", "gitlab", "junit", "html")  # a document, with nothing before or after it
CACHE = ".footgun_cache"
MANY = 20  # files; below, a progress bar would only flicker


class Fixing(NamedTuple):
    """What the command line says about fixes."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    only: bool = False
    explain: bool = False
    ignore: bool = False  # put comments that ignore what is found

    @property
    def asked(self) -> bool:
        """Whether files are to be mended, or shown mended."""
        return self.fix or self.only or self.diff or self.explain or self.ignore


class Known(NamedTuple):
    """What the command line says about the baseline."""

    path: str | None = None
    write: bool = False
    prune: bool = False


class How(NamedTuple):
    """The settings that belong to the command line alone."""

    isolated: bool = False
    config: str | None = None
    as_kind: str | None = None
    stdin_filename: str | None = None
    exit_zero: bool = False
    progress: bool = True
    color: str = "auto"
    timing: bool = False
    fixing: Fixing = Fixing()
    outputs: tuple[tuple[str, str], ...] = ()  # forms of the report, each with its file
    statistics: bool = False
    baseline: Known = Known()
    jobs: int | None = None  # processes; None: as many as there are processors
    cache: str | None = CACHE  # its folder


def check(paths: tuple[str, ...], top: Config | None = None, how: How | None = None) -> int:
    """Check files and folders, `-` being standard input; 0 clean, 1 findings, 2 something went unchecked.

    Raises:
        Refused: if a configuration, a selection or the paths make no sense.
    """
    if "-" in paths and len(paths) > 1:
        raise Refused("`-` (standard input) cannot be checked together with other paths")
    top, how = top or Config(), how or How()
    if how.isolated and how.config is not None:
        raise Refused("`--isolated` and `--config` exclude each other")
    try:
        engine = Engine()
        if how.timing:
            from footgun.timing import Timing

            engine.timing = Timing()
        engine.hurried = True
        engine.codes(top)
        mender = None
        configs = Configs(top, how.isolated, how.config)
        first = configs.for_path(how.stdin_filename or "." if paths == ("-",) else paths[0])
        if how.fixing.asked:
            from footgun.cli.fixing import Mender

            mender = engine.mender = Mender(engine, how.fixing, bool(first.hints), paths == ("-",))
        if how.outputs or first.output_format in DRAWN:
            engine.fixes = True
            engine.drawings = "html" in (first.output_format, *(form for form, _ in how.outputs))
        if paths == ("-",):
            text, name = sys.stdin.buffer.read(), how.stdin_filename or "<stdin>"
            report = check_source(text, name, first, as_kind=how.as_kind, engine=engine)
        else:
            track = _progress if how.progress else None
            jobs = _prepare(engine, paths, how)
            report = check_paths(paths, configs, as_kind=how.as_kind, engine=engine, track=track, jobs=jobs)
    except (ConfigError, UnknownSelectorError) as error:
        raise Refused(str(error)) from error
    _complaints(report)
    known = how.baseline.path or first.baseline
    if known is not None or how.baseline.write or how.baseline.prune:
        from footgun.cli.knowing import hide_known

        if hide_known(report, known, how.baseline):
            return 2 if report.broken else 0
    if mender is not None and mender.how.diff:
        from footgun.cli.fixing import show_difference

        return show_difference(mender) if not report.broken else 2
    if mender is not None and mender.piped and mender.writes:
        from footgun.cli.fixing import pass_on

        pass_on(mender)
        return 0 if how.exit_zero and report.exit_code == 1 else report.exit_code
    if mender is not None:
        say(mender.told())
        if mender.failed:
            return 2
        if mender.how.only:
            return 2 if report.broken else 0
    _show(report, engine, first, how)
    if engine.timing is not None:
        sys.stdout.flush()
        sys.stderr.write("".join(f"{line}\n" for line in engine.timing.table()))
    return 0 if how.exit_zero and report.exit_code == 1 else report.exit_code


def _prepare(engine: Engine, paths: tuple[str, ...], how: How) -> int:
    """Give the engine a cache where it pays, for folders; how many processes are to work."""
    if engine.mender is not None or engine.timing is not None or not any(map(os.path.isdir, paths)):
        return 1
    usable = how.cache is not None and not (how.cache == CACHE and os.path.islink(CACHE))
    if how.cache is not None and usable and not engine.drawings:
        from footgun.cache import Cache, salt

        roots = [os.path.realpath(path) for path in paths if os.path.isdir(path)]
        codes = (rule.code for rule in engine.rules)
        engine.cache = Cache(how.cache, salt(codes, roots, (engine.fixes,)))
    if how.jobs is not None:
        return how.jobs
    from footgun.pool import usual_jobs

    return usual_jobs()


def _complaints(report: Report) -> None:
    for file in report.files:
        for words in (file.error, file.note):
            if words is not None:
                complain(f"{visible(file.path)}: {words}")
        for fault in file.internal:
            complain(fault)


def _show(report: Report, engine: Engine, config: Config, how: How) -> None:
    form, hints = config.output_format or "full", bool(config.hints)
    findings, paint = shown_findings(report.findings, hints), painter(how.color)
    if how.outputs or how.statistics or form not in ("full", "concise"):
        from footgun.cli import showing

        facts = showing.facts_of(report, findings, engine.rules)
        showing.write_outputs(how.outputs, facts)
        if how.statistics:
            say(showing.statistics(findings, paint))
        elif form not in ("full", "concise"):
            showing.show(form, facts, paint)
        if form in DRAWN:
            return
    if how.statistics:
        pass
    elif form == "concise":
        from footgun.report.concise import concise

        say(concise(findings, paint))
    elif findings and form == "full":
        from footgun.report.full import full

        say(full(findings, {file.path: file.lines for file in report.files}, paint))
    say(closing(report, hints, paint))


def _progress(results: Iterable[FileResult], total: int) -> Iterable[FileResult]:
    """A bar on the terminal if there is much to do and nobody logs it."""
    if total <= MANY or not is_terminal(sys.stderr) or os.environ.get("CI"):
        return results
    from rich.console import Console
    from rich.progress import track

    return track(results, "Checking", total, console=Console(stderr=True), transient=True)
