"""`python -m footgun.dev corpus`: how much of many files is followed, what is found, what it costs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from footgun.cutoff import SECONDS
from footgun.dev.figures import SEVERITIES, USUAL, by_rule, document, reasons, slowest, times
from footgun.dev.measure import MEGABYTES, Measured, measure_all
from footgun.discover import discover

MOST_REASONS = 30


@click.command("corpus")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("--jobs", "-j", type=click.IntRange(1), default=1, help="Processes.")
@click.option("--findings", "codes", metavar="CODES", multiple=True, help="Print these; ALL, or a severity.")
@click.option("--reason", metavar="TEXT", help="Print the places of the reasons that hold TEXT.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
def command(
    paths: tuple[str, ...], jobs: int, codes: tuple[str, ...], reason: str | None, output_format: str
) -> None:
    """Measure footgun on the files of PATHS.

    Leaves with 1 if a file made it fail or took more than its budget.
    """
    found = discover(paths)
    with _progress(len(found)) as each:
        files = measure_all([item.path for item in found], jobs, each)
    if output_format == "json":
        import json

        click.echo(json.dumps(document(files), indent=2))
    else:
        for line in _lines(files):
            click.echo(line)
        for line in _triage(files, [code for text in codes for code in text.split(",")], reason):
            click.echo(line)
    sys.exit(int(any(file.internal or file.over_budget for file in files)))


def _lines(files: Sequence[Measured]) -> Iterator[str]:
    networks, followed, ranked = (
        sum(getattr(file, name) for file in files) for name in ("networks", "followed", "ranked")
    )
    unreadable = [file for file in files if file.error is not None]
    yield f"{len(files)} files, {sum(file.networks > 0 for file in files)} with a network"
    yield (
        f"{networks} networks, {followed} followed to their output ({_share(followed, networks)}), "
        f"{ranked} with its rank known ({_share(ranked, networks)})"
    )
    yield from _reason_table(files)
    yield from _finding_table(files)
    yield from _time_table(files)
    yield ""
    yield f"internal faults: {sum(len(file.internal) for file in files)}"
    yield from (f"  {file.path}: {fault}" for file in files for fault in file.internal)
    over = [file for file in files if file.over_budget]
    yield f"over {SECONDS:.0f} s or {MEGABYTES} MB: {len(over)}"
    yield from (f"  {file.path}: {file.seconds:.1f} s, {file.megabytes} MB" for file in over)
    cut = [file for file in files if file.cut_short]
    yield f"cut short by the budget of steps: {len(cut)}"
    yield from (f"  {file.path}" for file in cut)
    yield f"unreadable: {len(unreadable)}"
    yield from (f"  {file.path}: {file.error}" for file in unreadable)


def _reason_table(files: Sequence[Measured]) -> Iterator[str]:
    found = reasons(files)
    yield ""
    yield f"Not followed, {len(found)} reasons ({MOST_REASONS} shown):"
    yield f"  {'files':>6} {'places':>6}"
    for reason in found[:MOST_REASONS]:
        yield f"  {reason.files:6} {reason.places:6}  {reason.text}  ({reason.example})"


def _finding_table(files: Sequence[Measured]) -> Iterator[str]:
    found = by_rule(files)
    yield ""
    yield "Findings:"
    yield "  " + " ".join(f"{severity:>8}" for severity in SEVERITIES)
    for code, slug, counts in found:
        yield "  " + " ".join(f"{counts[severity]:8}" for severity in SEVERITIES) + f"  {code} {slug}"
    totals = [sum(counts[severity] for _, _, counts in found) for severity in SEVERITIES]
    yield "  " + " ".join(f"{total:8}" for total in totals) + "  in all"


def _time_table(files: Sequence[Measured]) -> Iterator[str]:
    spent = times(files)
    yield ""
    yield (
        f"CPU time a file: median {spent.median:.1f} ms, p95 {spent.p95:.1f} ms, most {spent.most:.0f} ms; "
        f"{spent.a_second:.1f} files a second a core, "
        f"{spent.usual:.1f} counted as files of {USUAL} lines; "
        f"peak {max((f.megabytes for f in files), default=0)} MB"
    )
    yield from (f"  {1000 * file.seconds:7.0f} ms  {file.path}" for file in slowest(files))


def _triage(files: Sequence[Measured], wanted: Sequence[str], reason: str | None) -> Iterator[str]:
    for file in files:
        for code, slug, severity, line, message in file.findings:
            if severity in wanted or any(word == "ALL" or code.startswith(word) for word in wanted):
                yield f"{file.path}:{line}: {severity} {code}[{slug}] {message}"
        for text, line in file.gaps:
            if reason is not None and reason in text:
                yield f"{file.path}:{line}: {text}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], object]]:
    """A bar for whoever watches; silence for a log."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

    columns: Any = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Checking", total=total)
        yield lambda: bar.advance(task)
