"""`python -m benchmarks.cases FOLDER TABLE`: public faulty programs, what is labelled, and what footgun says.

A program counts as found if a finding of now has a code that `verdicts.tsv` says names its labelled fault.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click

from footgun import check
from footgun.findings import Severity
from footgun.records import NamedTuple

TABLE = Path(__file__).parent / "verdicts.tsv"
NO_FAULT = "none"
# Programs of ten years ago use names that releases since then have taken away.
OUTDATED = frozenset(("API002", "API004"))


class Verdict(NamedTuple):
    """What is labelled, the codes that name it, why there are none; of a corrected one, its true errors."""

    label: str
    codes: frozenset[str]
    reason: str


class Case(NamedTuple):
    """A program with what was found in it."""

    name: str
    verdict: Verdict | None
    codes: dict[str, str]  # each with the first letter of its gravest severity

    @property
    def found(self) -> bool:
        """Whether a finding names the labelled fault."""
        return self.verdict is not None and bool(self.verdict.codes & self.codes.keys())

    def unconfirmed(self, letter: str) -> list[str]:
        """Errors ("E") or warnings ("W") of a corrected program that nobody has confirmed."""
        confirmed = OUTDATED if self.verdict is None else OUTDATED | self.verdict.codes
        return [code for code, gravest in self.codes.items() if gravest == letter and code not in confirmed]


def verdicts(path: Path = TABLE) -> dict[str, Verdict]:
    """The committed table; a program without codes needs a reason."""
    known = {}
    for row in rows(path):
        codes = frozenset(row["codes"].split())
        if not row["label"] or not (codes or row["reason"]) or row["id"] in known:
            raise ValueError(f"{path.name}: {row['id']} has no label, no code and no reason, or stands twice")
        known[row["id"]] = Verdict(row["label"], codes, row["reason"])
    return known


def rows(path: Path) -> list[dict[str, str]]:
    """A table with tabs between its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def cases(folder: Path, table: Path, faulty: bool) -> Iterator[Case]:
    """The programs of a table that verdicts speak of, or of their kind if corrected."""
    known = verdicts()
    kinds = {name.partition("-")[0] for name in known}
    places = {path.stem: path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".txt")}
    for row in rows(table):
        name, wanted = row["id"], row["buggy_or_fixed"] == ("buggy" if faulty else "fixed")
        if not wanted or name.partition("-")[0] not in kinds or name not in places:
            continue
        codes: dict[str, str] = {}
        for finding in sorted(
            check(str(places[name])).findings, key=lambda f: list(Severity).index(f.severity)
        ):
            codes.setdefault(finding.code, finding.severity.value[0].upper())
        yield Case(name, known.get(name), codes)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(folder: Path, table: Path) -> None:
    """Check the programs ID.py in FOLDER that TABLE lists."""
    faulty = list(cases(folder, table, faulty=True))
    for case in faulty:
        codes = " ".join(f"{code}({letter})" for code, letter in case.codes.items())
        seen = "found" if case.found else "missed"
        if case.verdict is None:
            seen = "no verdict"
        elif not case.verdict.codes:
            seen = f"not in the text: {case.verdict.reason}"
        click.echo("\t".join((case.name, case.verdict.label if case.verdict else "?", seen, codes)))
    real = [case for case in faulty if case.verdict is None or case.verdict.label != NO_FAULT]
    found = sum(case.found for case in real)
    told = [case for case in real if case.verdict is not None and not case.verdict.codes]
    corrected = list(cases(folder, table, faulty=False))
    for case in corrected:
        errors, warnings = case.unconfirmed("E"), case.unconfirmed("W")
        if errors or warnings:
            told_of = "\t".join((" ".join(errors) or "no error", " ".join(warnings) or "no warning"))
            click.echo(f"{case.name}\tcorrected\t{told_of}")
    for kind in sorted({case.name.partition("-")[0] for case in real}):
        mine = [case for case in real if case.name.partition("-")[0] == kind]
        click.echo(f"{kind}: {sum(case.found for case in mine)} of {len(mine)} found")
    counts = [sum(bool(case.unconfirmed(letter)) for case in corrected) for letter in "EW"]
    click.echo(
        f"{found} of {len(real)} faulty programs found for their label ({found / max(1, len(real)):.1%})"
    )
    click.echo(f"{len(told)} of the others have no fault that their text could show")
    click.echo(
        f"{counts[0]} of {len(corrected)} corrected programs with an error that running does not confirm"
    )
    click.echo(f"{counts[1]} of {len(corrected)} corrected programs with a warning")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.cases")
