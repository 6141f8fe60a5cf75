"""What people who read a finding's source say of it: a table, a finding a line.

A finding is known by its corpus, file, code and the text of its line: its verdict stays when lines move, and
is asked anew when the line is written anew. Equal lines of a file share a row; `places` counts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from footgun.records import NamedTuple

TABLE = Path(__file__).parent / "verdicts.tsv"
TRUE, BY_DESIGN, FALSE, UNCLEAR, UNREAD = "true", "by design", "false", "unclear", "unread"
VERDICTS = (TRUE, BY_DESIGN, FALSE, UNCLEAR)
COLUMNS = ("corpus", "file", "line", "code", "places", "verdict", "reason")


class Place(NamedTuple):
    """What names a finding."""

    corpus: str
    file: str
    line: str  # of its text, a few digits of the hash
    code: str


class Verdict(NamedTuple):
    """What was read, how many findings it covers, and why."""

    verdict: str
    reason: str
    places: int = 0


def digits(text: str) -> str:
    """What names the text of a line, however far it is indented."""
    return sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()[:8]


def load(path: Path = TABLE) -> dict[Place, Verdict]:
    """The table; a word that is no verdict is refused."""
    found: dict[Place, Verdict] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines[1:], 2):
        corpus, file, text, code, places, verdict, reason = line.split("\t")
        place = Place(corpus, file, text, code)
        if verdict not in VERDICTS or not reason or place in found:
            raise ValueError(f"{path.name}, line {number}: no verdict, no reason, or told before")
        found[place] = Verdict(verdict, reason, int(places or 0))
    return found


def save(verdicts: dict[Place, Verdict], path: Path = TABLE) -> None:
    """Write the table in order, whatever order people added lines in."""
    rows = [
        "\t".join((*place, str(known.places), known.verdict, known.reason))
        for place, known in sorted(verdicts.items())
    ]
    path.write_text("\n".join(["\t".join(COLUMNS), *rows, ""]), encoding="utf-8")


def refreshed(
    verdicts: dict[Place, Verdict], found: Iterable[Place], corpora: Iterable[str]
) -> dict[Place, Verdict]:
    """The verdicts on what is found; of corpora that were not read again, all."""
    counts: dict[Place, int] = {}
    for place in found:
        counts[place] = counts.get(place, 0) + 1
    again = set(corpora)
    return {
        place: known._replace(places=counts.get(place, known.places))
        for place, known in verdicts.items()
        if place in counts or place.corpus not in again
    }
