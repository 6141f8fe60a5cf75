"""`python -m benchmarks.price`: measure what each fault costs on small real data."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from benchmarks.price.faults import ALL
from benchmarks.price.measure import SEEDS, measure, missing
from benchmarks.price.page import sentence
from benchmarks.price.programs import needs
from benchmarks.price.store import TABLE, key, load, merged, save, versions


@contextlib.contextmanager
def shown() -> Iterator[Callable[[int, int, str], object]]:
    """A bar for a person at a terminal, nothing for a log."""
    if os.environ.get("CI") or not sys.stderr.isatty():
        yield lambda count, whole, name: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("runs")
        yield lambda count, whole, name: bar.update(
            task, completed=count, total=whole, description=f"runs, {name}"
        )


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--only", multiple=True, metavar="CODE", help="Only the faults of this rule or topic; may be repeated."
)
@click.option("--missing", "rest", is_flag=True, help="Only those that the table does not have yet.")
@click.option("--epochs", type=int, help="Train for so many epochs only: a trial, whose figures say nothing.")
@click.option("--processes", type=int, help="How many programs run at a time; one for each core by default.")
@click.option("--write", is_flag=True, help="Put the figures into the table, from which the pages are made.")
@click.option(
    "--table", type=click.Path(path_type=Path), default=TABLE, help="Another table than measured.json."
)
def main(
    only: tuple[str, ...], rest: bool, epochs: int | None, processes: int | None, write: bool, table: Path
) -> None:
    """Measure what each fault costs: accuracy, time or memory, with and without it, three seeds."""
    known = load(table)
    have = {key(entry) for entry in known["entries"]}
    faults = [fault for fault in ALL if not only or fault.code.startswith(only)]
    if not faults:
        raise click.UsageError(f"nothing is measured for {', '.join(only)}")
    faults = [fault for fault in faults if not rest or fault.key not in have]
    absent = missing(faults)
    if absent & {"sklearn", "torch"}:
        raise click.ClickException(
            f"{' and '.join(sorted(absent))} not installed: `pip install -e '.[price]'` brings all it needs"
        )
    for library in sorted(absent):
        click.echo(f"{library} is not installed: its programs are left out", err=True)
    faults = [fault for fault in faults if not needs(fault.sound) & absent]
    if write and (only or rest) and known.get("versions", versions()) != versions():
        raise click.ClickException(f"{table.name} was measured with other versions: measure all of it again")
    known = known if only or rest else {"entries": []}
    start = time.perf_counter()
    failed = 0
    with shown() as done:
        for result in measure(faults, SEEDS, epochs, processes, done):
            if isinstance(result, str):
                failed += 1
                click.echo(result, err=True)
                continue
            click.echo(f"{result['code']}  {sentence(result)}")
            if write:
                known = merged(known, [result], SEEDS)
                save(known, table)
    minutes = (time.perf_counter() - start) / 60
    click.echo(f"{len(faults)} faults, {minutes:.1f} minutes", err=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
