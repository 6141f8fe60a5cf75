"""docs/precision.md as text: what each rule says on code that works, and what reading it came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.precision.record import Record
from benchmarks.precision.verdicts import BY_DESIGN, FALSE, TRUE, UNCLEAR, UNREAD

from footgun.findings import Severity
from footgun.rules.base import Rule

SEVERITIES = tuple(severity.value for severity in Severity)
WORDS = (TRUE, BY_DESIGN, FALSE, UNCLEAR, UNREAD)


def page(text: str, record: Record, rules: Sequence[Rule]) -> str:
    """The document with its tables made anew; its words are people's."""
    tables = {"corpora": corpora(record), "rules": [*fires(record, rules), *silent(record, rules)]}
    for name, lines in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = "\n".join([f"{before}{begin}", *lines, "", f"{end}{after}"])
    return text


def corpora(record: Record) -> Iterator[str]:
    """A line for each corpus: its size, and what it is told."""
    yield f"Read on {record['date']}."
    yield ""
    heads = ("files", "lines", "errors", "false", "warnings", "false", "lines a warning", "hints", "failed")
    yield f"| corpus | version | {' | '.join(heads)} |"
    yield "| --- | --- |" + " ---: |" * len(heads)
    for row in record["corpora"]:
        mine = [entry for entry in record["rules"] if entry["corpus"] == row["name"]]
        errors, warnings, hints = (of(mine, severity) for severity in SEVERITIES)
        figures = (
            row["files"], row["lines"], total(errors), errors[FALSE], total(warnings), warnings[FALSE],
            row["lines"] // total(warnings) if total(warnings) else "none", total(hints), row["failed"],
        )  # fmt: skip
        name = f"**{row['name']}**" if row["strict"] else row["name"]
        yield f"| {name} | {row['version'] or 'as listed'} | {' | '.join(map(shown, figures))} |"


def fires(record: Record, rules: Sequence[Rule]) -> Iterator[str]:
    """A line for each rule that says something, and for each severity in which it does."""
    lines = sum(row["lines"] for row in record["corpora"])
    yield f"| rule | severity | fires | {' | '.join(WORDS)} | lines each | where |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for rule in rules:
        for severity in SEVERITIES:
            mine = [
                row for row in record["rules"] if row["code"] == rule.code and row["severity"] == severity
            ]
            counts = of(mine, severity)
            if mine:
                where = ", ".join(f"{row['corpus']} {total(row['verdicts'])}" for row in by_size(mine))
                figures = (total(counts), *(counts[word] for word in WORDS), lines // total(counts))
                cells = " | ".join(map(shown, figures))
                yield f"| `{rule.code}` {rule.slug} | {severity} | {cells} | {where} |"
    totals = of(record["rules"], *SEVERITIES)
    figures = (total(totals), *(totals[word] for word in WORDS), lines // (total(totals) or 1))
    yield f"| all | | {' | '.join(map(shown, figures))} | |"


def silent(record: Record, rules: Sequence[Rule]) -> Iterator[str]:
    """The rules that never fire."""
    heard = {row["code"] for row in record["rules"]}
    names = [f"`{rule.code}` {rule.slug}" for rule in rules if rule.code not in heard]
    yield ""
    yield f"{len(names)} rules say nothing on all of this: {', '.join(names)}."


def of(rows: Iterable[Record], *severities: str) -> dict[str, int]:
    """The verdicts of some rows, summed."""
    counts = dict.fromkeys(WORDS, 0)
    for row in rows:
        for word, number in row["verdicts"].items() if row["severity"] in severities else ():
            counts[word] += number
    return counts


def by_size(rows: Iterable[Record]) -> list[Record]:
    """The corpus with most findings first."""
    return sorted(rows, key=lambda row: (-total(row["verdicts"]), row["corpus"]))


def total(counts: dict[str, int]) -> int:
    """All findings, whatever their verdict."""
    return sum(counts.values())


def shown(figure: int | str) -> str:
    """As people write it."""
    return f"{figure:,}" if isinstance(figure, int) else figure
