"""The programs: files of a folder, and what a table says of them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

KINDS = {"buggy": "faulty", "fixed": "sound"}
MAGICS = ("%", "!", "?")


class Program(NamedTuple):
    """A program to run, with the statement that runs its network where it does not do so itself."""

    name: str
    place: Path
    kind: str = ""  # "faulty" or "sound", where a table says so
    fault: str = ""
    call: str = ""

    @property
    def group(self) -> str:
        """Where the program comes from, and what it is said to be."""
        return f"{self.name.partition('-')[0]} {self.kind}" if self.kind else self.place.parent.name

    @property
    def text(self) -> str:
        """What is run: of a notebook, the code of its cells."""
        text = self.place.read_bytes().decode("utf-8", "surrogateescape")
        if self.place.suffix == ".ipynb":
            text = code_of(text)
        return f"{text.rstrip()}\n{self.call}\n" if self.call else text


def programs(folder: Path, table: Path | None) -> Iterator[Program]:
    """Those that the table names, or all scripts and notebooks of the folder."""
    places: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".ipynb") and path.is_file():
            places.setdefault(path.stem, path)
    if table is None:
        yield from (Program(name, path) for name, path in places.items())
        return
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["id"] in places:
                kind = KINDS.get(row["buggy_or_fixed"], "")
                yield Program(
                    row["id"], places[row["id"]], kind, row.get("fault") or "", row.get("call") or ""
                )


def chosen(found: Iterator[Program], only: tuple[str, ...], fault: str | None) -> list[Program]:
    """Those whose names begin so, and whose label says so."""
    return [
        one
        for one in found
        if one.name.startswith(only or "") and (fault is None or re.search(fault, one.fault))
    ]


def code_of(notebook: str) -> str:
    """The cells of a notebook as a script, without what only a notebook understands."""
    cells = ["".join(c["source"]) for c in json.loads(notebook)["cells"] if c["cell_type"] == "code"]
    lines = "\n".join(cells).splitlines()
    return "".join(f"{line}\n" for line in lines if not line.lstrip().startswith(MAGICS))
