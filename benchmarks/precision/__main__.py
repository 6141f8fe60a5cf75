"""`python -m benchmarks.precision`: what footgun says on code that works, joined with the verdicts on it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import click
from benchmarks.precision import record, verdicts
from benchmarks.precision.corpora import packages, programs
from benchmarks.precision.record import Run, Told


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("sites", nargs=-1, type=click.Path(exists=True, file_okay=False))
@click.option("--programs", "table", nargs=2, type=click.Path(exists=True), help="A table, and its programs.")
@click.option("--only", multiple=True, metavar="CORPUS", help="Only this corpus; may be repeated.")
@click.option("--unread", is_flag=True, help="Print the findings without a verdict as lines for the table.")
@click.option("--rule", "codes", multiple=True, metavar="CODE", help="Print only this rule or topic.")
@click.option("--sample", type=int, metavar="N", help="Print N of a rule's findings at most, drawn by hash.")
@click.option(
    "--kept",
    type=click.Path(path_type=Path),
    help="A folder: what is found is kept there, and used from there.",
)
@click.option("--write", is_flag=True, help="Write the counts, and the verdicts without those that are gone.")
def main(
    sites: tuple[str, ...],
    table: tuple[str, str] | None,
    only: tuple[str, ...],
    unread: bool,
    codes: tuple[str, ...],
    sample: int | None,
    kept: Path | None,
    write: bool,
) -> None:
    """Check the packages that stand in SITES, and say what has been read of the findings."""
    wanted = [*packages(sites), *(programs(*table) if table else ())]
    known = verdicts.load()
    runs: list[Run] = []
    for corpus, version, members in wanted:
        if only and corpus.name not in only:
            continue
        file = kept / f"{corpus.name}.json" if kept is not None else None
        run = record.recall(file, corpus) if file is not None and file.is_file() else None
        if run is None:
            run = record.read(corpus, version, members, lambda: None)
            if file is not None:
                record.keep(run, file)
        runs.append(run)
        read = sum(told.place in known for told in run.told)
        click.echo(
            f"{corpus.name} {version}: {run.files} files, {len(run.told)} findings, {read} read", err=True
        )
        for name in run.failed:
            click.echo(f"  failed: {name}", err=True)
    found = [one for run in runs for one in run.told]
    if unread:
        for one in drawn((one for one in found if one.place.code.startswith(codes or "")), sample):
            if one.place not in known:
                click.echo(f"# {one.path}:{one.line}: {one.severity} {one.message}")
                click.echo("\t".join((*one.place, "1", "", "")))
    names = [run.corpus.name for run in runs]
    still = verdicts.refreshed(known, (one.place for one in found), names)
    for place in sorted(known.keys() - still.keys()):
        click.echo(f"gone: {place.corpus} {place.file} {place.code}", err=True)
    if write:
        record.save(record.counted(record.load(), runs, still))
        verdicts.save(still)
    sys.exit(int(any(run.failed for run in runs)))


def drawn(told: Iterable[Told], most: int | None) -> Sequence[Told]:
    """Of each rule and severity so many rows as are wanted, the same whenever the lines are the same."""
    groups: dict[tuple[str, str], dict[bytes, Told]] = {}
    for one in told:
        order = sha256("\t".join(one.place).encode()).digest()
        groups.setdefault((one.place.code, one.severity), {}).setdefault(order, one)
    return [one for _, group in sorted(groups.items()) for _, one in sorted(group.items())[:most]]


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.precision")
