"""Changes that rules ask for -> edits of the user's own text, which keep its formatting and its comments.

What cannot be changed with certainty (the place is written in another way than the change knows, a `*` or
`**` hides it) is left out: the finding is told without a fix.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from footgun.changes import Argument, Erase, Follow, Insert, Remove, Rename, Replace, Swap, Under, Wrap
from footgun.findings import Edit, Finding
from footgun.source.document import Document
from footgun.source.rewrite.arguments import argument, rename
from footgun.source.rewrite.elements import erase, follow, swap
from footgun.source.rewrite.lines import insert, remove, replace, under, wrap
from footgun.source.rewrite.text import CannotChangeError, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WRITERS: dict[type, Callable[[Text, Any], list[Edit]]] = {
    Argument: argument,
    Rename: rename,
    Erase: erase,
    Follow: follow,
    Swap: swap,
    Insert: insert,
    Under: under,
    Remove: remove,
    Wrap: wrap,
    Replace: replace,
}


def with_edits(document: Document, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, each with the edits of its fix; a fix that cannot be written is taken off."""
    text: Text | None = None
    done: list[Finding] = []
    for finding in findings:
        if finding.fix is not None and finding.fix.changes:
            text = text or Text(document)
            edits = _edits(text, finding.fix.changes)
            finding = finding._replace(fix=finding.fix._replace(edits=edits, changes=()) if edits else None)
        done.append(finding)
    return done


def _edits(text: Text, changes: Sequence[Any]) -> tuple[Edit, ...]:
    try:
        edits = [edit for change in changes for edit in WRITERS[type(change)](text, change)]
    except (CannotChangeError, KeyError):
        return ()
    edits.sort(
        key=lambda e: (e.span.cell or 0, e.span.line, e.span.column, e.span.end_line, e.span.end_column)
    )
    for one, next_one in pairwise(edits):
        overlaps = (next_one.span.line, next_one.span.column) < (one.span.end_line, one.span.end_column)
        if one.span.cell == next_one.span.cell and overlaps:
            return ()
    return tuple(edits)
