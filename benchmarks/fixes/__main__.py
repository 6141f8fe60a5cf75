"""`python -m benchmarks.fixes FOLDER [TABLE]`: whether fixes mend programs, and break none.

Each program is run as it is and after `check --fix --unsafe-fixes`. Broken is one that came further before.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click
from benchmarks.fixes.execute import Executor, Outcome
from benchmarks.fixes.mending import Copy, apart, mended
from benchmarks.fixes.programs import chosen, programs

VERDICTS = ("runs as before", "mended", "broken", "still failing", "not run")
ALONE = "one rule alone"
Counts = dict[str, Counter[str]]


def verdict(before: Outcome, after: Outcome) -> str:
    """What the fixes came to; broken is also what lacked nothing but data before, and fails after."""
    if after.ran:
        return "runs as before" if before.ran else "mended"
    if before.lacking and before.lacking == after.lacking:
        return "not run"
    if before.ran or (before.lacking and not after.lacking):
        return "broken"
    return "not run" if after.lacking else "still failing"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--python", default=sys.executable, metavar="PYTHON", help="The Python with the frameworks.")
@click.option("--only", multiple=True, metavar="NAME", help="Names that begin so; may be repeated.")
@click.option("--fault", metavar="WORDS", help="Only programs whose label has this regular expression.")
@click.option("--safe", is_flag=True, help="Only the safe fixes.")
@click.option("--hints", is_flag=True, help="The fixes of hints as well.")
@click.option("--apart", "alone", is_flag=True, help="The fixes of each rule alone as well.")
@click.option("--all", "every", is_flag=True, help="Run and list programs without a fix too.")
@click.option("--seconds", default=60.0, help="For one program.")
@click.option("--megabytes", default=12000, help="For one program.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the programs here, before and after.")
def main(
    folder: Path,
    table: Path | None,
    python: str,
    only: tuple[str, ...],
    fault: str | None,
    safe: bool,
    hints: bool,
    alone: bool,
    every: bool,
    seconds: float,
    megabytes: int,
    keep: Path | None,
) -> None:
    """Mend the programs in FOLDER, those ID.py that TABLE lists if there is one, and run both texts."""
    options = [option for option, on in (("--unsafe-fixes", not safe), ("--hints", hints)) if on]
    found = chosen(programs(folder, table), only, fault)
    counts: Counts = {}
    with tempfile.TemporaryDirectory() as scratch, Executor(python, seconds, megabytes) as executor:
        place = keep or Path(scratch)
        copies = mended(found, place, options)
        ran = run(executor, copies, every, counts)
        if alone:
            run(executor, apart(ran, place / "apart", options), False, counts)
    heads = ("programs", "changed", "run", *VERDICTS)
    click.echo("\n" + "\t".join(("", *heads)))
    whole = sum((count for name, count in counts.items() if name != ALONE), Counter[str]())
    for name, count in [*counts.items(), ("all", whole)]:
        click.echo("\t".join((name, *(str(count[head]) for head in heads))))


def run(executor: Executor, copies: Iterable[Copy], every: bool, counts: Counts) -> list[Copy]:
    """Run copies before and after, count and show them; those that ran before are given back."""
    ran = []
    for copy in copies:
        count = counts.setdefault(ALONE if copy.only else copy.program.group, Counter())
        count["programs"] += 1
        count["changed"] += copy.changed
        if not copy.changed and not every:
            continue
        count["run"] += 1
        # What is mended by one rule alone ran before: it was run with all fixes.
        before = Outcome() if copy.only else executor.run(copy.before)
        after = executor.run(copy.after) if copy.changed else before
        word = verdict(before, after)
        count[word] += 1
        show(copy, word, before, after)
        if before.ran:
            ran.append(copy)
    return ran


def show(copy: Copy, word: str, before: Outcome, after: Outcome) -> None:
    """A line of the table, and under a program that does not run what was done to it."""
    lacking = f" ({after.lacking})" if word == "not run" else ""
    name = f"{copy.program.name} {copy.only}".rstrip()
    click.echo("\t".join((name, word + lacking, str(before), str(after))))
    if word in ("broken", "still failing"):
        for fix in copy.fixes:
            click.echo(f"\t{fix}")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.fixes")
