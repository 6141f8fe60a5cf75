"""What the user is told: one finding, where it is, why, and how to mend it."""

from __future__ import annotations

from enum import Enum

from footgun.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Severity(str, Enum):
    """How bad: `error` crashes or cannot learn, `warning` learns worse, `info` is advice."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Witness(str, Enum):
    """Who saw it: the source text, a live model, or a training run."""

    SOURCE = "source"
    LIVE = "live"
    RUN = "run"


class Span(NamedTuple):
    """A stretch of the reader's own file; lines and columns count from 1, the end is exclusive.

    In a notebook `cell` counts from 1 over all cells and `line` is within the cell.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None


class Elsewhere(Span):
    """A stretch of an imported file; `entry` is where the checked file leads there, `above` the last call."""

    entry: Span
    above: Span


class Label(NamedTuple):
    """A secondary span with a few words, shown in the source frame."""

    span: Span
    text: str


class Edit(NamedTuple):
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """What mends a finding; `safe` means the same numbers for the same seed.

    `reveals`: the fault kept the text around it from being read; what is wrong there shows once it is mended.
    A rule that knows no text says `changes` (`footgun.changes`); they become edits where fixes are asked for.
    """

    title: str
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    changes: tuple[Any, ...] = ()
    reveals: bool = False


class Finding(NamedTuple):
    """One mistake, told once."""

    code: str
    slug: str
    severity: Severity
    message: str
    span: Span
    labels: tuple[Label, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    witness: Witness = Witness.SOURCE


class NotChecked(NamedTuple):
    """Something the analysis could not follow, so that silence never reads as clean."""

    reason: str
    span: Span
