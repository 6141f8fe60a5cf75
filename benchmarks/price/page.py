"""The section *Price* of a rule's page, from the measured table and the remarks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from statistics import mean, stdev
from typing import NamedTuple

from benchmarks.price.programs import title
from benchmarks.price.store import Entry

SECTION = re.compile(r"^## Price\n.*?(?=^## )", re.M | re.S)
BEFORE = "## Example\n"  # what the section stands before
INTRODUCTION = "On small real data, mean ± standard deviation of three seeds:"


class Measure(NamedTuple):
    """How a figure is written: factor, decimals, unit; and from which difference on it is one."""

    words: str
    unit: str
    factor: float
    decimals: int
    least: float  # smaller differences than this say nothing, in the unit that is shown


MEASURES = {
    "accuracy": Measure("accuracy", " %", 100, 1, 1.0),
    "r2": Measure("R²", "", 1, 2, 0.03),
    "train_loss": Measure("training loss shown", "", 1, 4, 0.0),
    "seconds": Measure("computing time", " s", 1, 1, 0.0),
    "megabytes": Measure("memory", " MB", 1, 0, 10.0),
}
LEAST_RATIO = 0.15  # computing times of one program differ by a tenth between runs


class Pair(NamedTuple):
    """The same figure without and with the fault, a number for each seed."""

    name: str
    without: Sequence[float]
    with_it: Sequence[float]

    @property
    def how(self) -> Measure:
        """How it is written."""
        return MEASURES[self.name]

    @property
    def difference(self) -> float:
        """How much larger the figure is with the fault, in the unit that is shown; NaN where it is lost."""
        return self.how.factor * (mean(self.with_it) - mean(self.without))

    @property
    def ratio(self) -> float:
        """How many times as large it is: the middle one of the seeds."""
        return sorted(b / a for a, b in zip(self.without, self.with_it, strict=True))[len(self.without) // 2]

    @property
    def lost(self) -> float | None:
        """Points of accuracy that are lost, or hundredths of R²; None where something else is measured."""
        factors = {"accuracy": 1.0, "r2": 100.0}
        return -self.difference * factors[self.name] if self.name in factors else None

    @property
    def matters(self) -> bool:
        """Whether the difference is beyond what seeds alone make."""
        if math.isnan(self.difference):
            return True
        if self.name == "seconds":
            return abs(self.ratio - 1) >= LEAST_RATIO
        noise = self.how.factor * (_spread(self.without) + _spread(self.with_it)) / 2
        return abs(self.difference) >= max(self.how.least, noise)

    @property
    def verdict(self) -> str:
        """The price in a few words."""
        much = self.difference
        if math.isnan(much):
            return "nothing is learned"
        if self.name == "seconds" and self.matters:
            return f"{self.ratio:.1f} times as long" if self.ratio > 1 else f"{1 - self.ratio:.0%} less time"
        if self.name == "train_loss":
            return f"{mean(self.with_it) / mean(self.without):.2g} times what it is"
        if not self.matters:
            return "no loss" if self.name in ("accuracy", "r2") else "no difference"
        if self.name == "accuracy":
            return f"{abs(much):.1f} points {'lost' if much < 0 else 'more'}"
        if self.name == "r2":
            return f"{abs(much):.2f} {'lost' if much < 0 else 'more'}"
        return f"{abs(much):.0f} MB {'more' if much > 0 else 'less'}"

    def __str__(self) -> str:
        a, b = (self._figures(values) for values in (self.without, self.with_it))
        return f"{self.how.words} {a} without the fault, {b} with it: **{self.verdict}**"

    def _figures(self, values: Sequence[float]) -> str:
        """Mean and spread, as `97.4 ± 0.6 %`."""
        how = self.how
        if not all(map(math.isfinite, values)):
            return "not a number"
        return (
            f"{how.factor * mean(values):.{how.decimals}f} ± "
            f"{how.factor * _spread(values):.{how.decimals}f}{how.unit}"
        )


def _spread(values: Sequence[float]) -> float:
    return stdev(values) if len(values) > 1 else 0.0


def pairs(entry: Entry) -> Iterator[Pair]:
    """The measured figures of an entry."""
    return (Pair(name, entry[name]["without"], entry[name]["with"]) for name in MEASURES if name in entry)


def sentence(entry: Entry) -> str:
    """Data and network, the figures without and with the fault, the price."""
    where = title(entry["recipe"]) + (f" ({entry['label']})" if entry["label"] else "")
    what = (
        f"the program stops, with `{entry['stops']}`"
        if "stops" in entry
        else "; ".join(map(str, pairs(entry)))
    )
    return f"{where}: {what}."


def section(entries: Sequence[Entry], remark: str = "") -> str:
    """The text of the section; empty where nothing is known."""
    parts = []
    if any("stops" not in entry for entry in entries):
        parts.append("\n".join([INTRODUCTION, "", *(f"- {sentence(entry)}" for entry in entries)]))
    elif entries:
        names = " or ".join(f"`{name}`" for name in sorted({entry["stops"] for entry in entries}))
        parts.append(f"The program stops there, with {names}.")
    return "\n\n".join([*parts, remark] if remark else parts)


def priced(page: str, text: str) -> str:
    """The page with this section, or without any if it is empty."""
    page = SECTION.sub("", page)
    return page.replace(BEFORE, f"## Price\n\n{text}\n\n{BEFORE}", 1) if text else page
