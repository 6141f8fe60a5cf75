"""The counts of a run: for each corpus its size, for each rule what the verdicts on its findings are."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.precision.corpora import PACKAGES, Corpus, Member
from benchmarks.precision.verdicts import UNREAD, Place, Verdict, digits

from footgun.dev.measure import Measured, measure_all
from footgun.records import NamedTuple

COUNTED = Path(__file__).parent / "counted.json"
ORDER = {corpus.name: number for number, corpus in enumerate(PACKAGES)}
Record = dict[str, Any]


class Told(NamedTuple):
    """A finding, where it is, and what it says."""

    place: Place
    slug: str
    severity: str
    path: str
    line: int
    message: str


class Run(NamedTuple):
    """A corpus after footgun has read it."""

    corpus: Corpus
    version: str
    files: int
    lines: int
    failed: tuple[str, ...]  # files that it could not follow to the end, or that made it fail
    told: tuple[Told, ...]


def read(corpus: Corpus, version: str, members: Sequence[Member], each: Callable[[], object]) -> Run:
    """Check all files of a corpus, one after another."""
    names = {member.path: member.name for member in members}
    texts: dict[str, list[str]] = {}
    measured = measure_all(list(names), 1, each)
    told: list[Told] = []
    lines = 0
    for file in measured:
        texts[file.path] = Path(file.path).read_bytes().decode("utf-8", "replace").splitlines()
        lines += len(texts[file.path])
        told += tells(corpus, file, names[file.path], texts[file.path])
    failed = tuple(names[f.path] for f in measured if f.internal or f.timed_out)
    return Run(corpus, version, len(members), lines, failed, tuple(told))


def tells(corpus: Corpus, file: Measured, name: str, lines: Sequence[str]) -> Iterable[Told]:
    """The findings of a file."""
    for code, slug, severity, line, message in file.findings:
        text = lines[line - 1] if line <= len(lines) else ""
        yield Told(Place(corpus.name, name, digits(text), code), slug, severity, file.path, line, message)


def keep(run: Run, path: Path) -> None:
    """Write what was found, so that verdicts can be counted without checking all again."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(run[1:]), encoding="utf-8")


def recall(path: Path, corpus: Corpus) -> Run:
    """What was kept of a corpus."""
    version, files, lines, failed, told = json.loads(path.read_text(encoding="utf-8"))
    again = tuple(Told(Place(*place), *rest) for place, *rest in told)
    return Run(corpus, version, files, lines, tuple(failed), again)


def load(path: Path = COUNTED) -> Record:
    """The committed counts; none where there is no file yet."""
    if not path.is_file():
        return {"date": "", "corpora": [], "rules": []}
    record: Record = json.loads(path.read_text(encoding="utf-8"))
    return record


def save(record: Record, path: Path = COUNTED) -> None:
    """Write the counts, an entry a line: another run is a readable difference."""
    parts = [f'"date": {json.dumps(record["date"])}']
    for name in ("corpora", "rules"):
        rows = ",\n".join("  " + json.dumps(row) for row in record[name])
        parts.append(f'"{name}": [\n{rows}\n]')
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def counted(record: Record, runs: Sequence[Run], verdicts: dict[Place, Verdict]) -> Record:
    """The record with the corpora of these runs counted anew."""
    again = {run.corpus.name for run in runs}
    corpora = [row for row in record["corpora"] if row["name"] not in again]
    rules = [row for row in record["rules"] if row["corpus"] not in again]
    for run in runs:
        corpora.append(
            {
                "name": run.corpus.name,
                "version": run.version,
                "strict": run.corpus.strict,
                "files": run.files,
                "lines": run.lines,
                "failed": len(run.failed),
            }
        )
        rows: dict[tuple[str, str], Record] = {}
        for told in run.told:
            key = told.place.code, told.severity
            row = rows.setdefault(
                key, {"code": key[0], "severity": key[1], "corpus": run.corpus.name, "verdicts": {}}
            )
            known = verdicts.get(told.place)
            word = known.verdict if known is not None else UNREAD
            row["verdicts"][word] = row["verdicts"].get(word, 0) + 1
        rules += rows.values()
    for row in rules:
        row["verdicts"] = dict(sorted(row["verdicts"].items()))
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "corpora": sorted(corpora, key=lambda row: (ORDER.get(row["name"], len(ORDER)), row["name"])),
        "rules": sorted(rules, key=lambda row: (row["code"], row["severity"], row["corpus"])),
    }
