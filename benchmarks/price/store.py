"""The table of all measured prices, as a file: one fault a line, and what it was measured with."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "measured.json"
LIBRARIES = ("keras", "numpy", "scikit-learn", "torch", "torchvision")
Entry = dict[str, Any]


def key(entry: Entry) -> tuple[str, str, str]:
    """What names an entry; the same as that of its fault."""
    return entry["code"], entry["recipe"], entry["label"]


def versions() -> dict[str, str]:
    """What is installed here."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def load(path: Path = TABLE) -> dict[str, Any]:
    """The table; an empty one where there is no file yet."""
    if not path.is_file():
        return {"entries": []}
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


def merged(table: dict[str, Any], entries: Iterable[Entry], seeds: Sequence[int]) -> dict[str, Any]:
    """The table with some entries replaced or added, in order."""
    rows = {key(entry): entry for entry in (*table["entries"], *entries)}
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "versions": versions(),
        "seeds": list(seeds),
        "entries": [rows[name] for name in sorted(rows)],
    }


def save(table: dict[str, Any], path: Path = TABLE) -> None:
    """Write the table, an entry a line: a new measurement is a readable difference."""
    head = {name: value for name, value in table.items() if name != "entries"}
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}," for name, value in head.items()]
    rows = ",\n".join(f"    {json.dumps(entry)}" for entry in table["entries"])
    path.write_text("\n".join(["{", *lines, '  "entries": [', rows, "  ]", "}", ""]), encoding="utf-8")
