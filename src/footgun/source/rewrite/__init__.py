"""Changes that rules ask for -> edits of the user's own text, which keep its formatting and its comments.

What cannot be changed with certainty (the place is written in another way than the change knows, a `*` or
`**` hides it) is left out: the finding is told without a fix.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from footgun.changes import (
    Added,
    Argument,
    Around,
    Assign,
    Beside,
    Erase,
    Exchange,
    Follow,
    Fuse,
    Given,
    Hoist,
    Hold,
    Ignored,
    Import,
    Index,
    Insert,
    Instead,
    Itself,
    Keyword,
    Left,
    Module,
    Move,
    Outplace,
    Own,
    Reapply,
    Remove,
    Rename,
    Reorder,
    Replace,
    Shift,
    Start,
    Stated,
    Super,
    Swap,
    Unassign,
    Under,
    Unmade,
    Without,
    Wrap,
)
from footgun.findings import Edit, Finding
from footgun.source.document import Document
from footgun.source.rewrite.applications import assign, instead, outplace, reapply
from footgun.source.rewrite.arguments import argument, index, keyword, rename
from footgun.source.rewrite.attributes import hoist, hold, own, super_first
from footgun.source.rewrite.elements import erase, follow, reorder, swap
from footgun.source.rewrite.fusing import fuse
from footgun.source.rewrite.imports import import_line, module_of
from footgun.source.rewrite.kept import changes_weights, loads_weights
from footgun.source.rewrite.lines import insert, remove, replace, under, wrap
from footgun.source.rewrite.names import worded
from footgun.source.rewrite.operands import around
from footgun.source.rewrite.places import added, drop, exchange, given, ignored, itself, left, shift
from footgun.source.rewrite.stated import stated
from footgun.source.rewrite.statements import beside, move, start, unassign, unmade
from footgun.source.rewrite.text import CannotChangeError, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WRITERS: dict[type, Callable[[Text, Any], list[Edit]]] = {
    Argument: argument,
    Stated: stated,
    Rename: rename,
    Keyword: keyword,
    Erase: erase,
    Follow: follow,
    Instead: instead,
    Around: around,
    Reapply: reapply,
    Fuse: fuse,
    Outplace: outplace,
    Super: super_first,
    Module: module_of,
    Assign: assign,
    Own: own,
    Hoist: hoist,
    Hold: hold,
    Import: import_line,
    Index: index,
    Swap: swap,
    Reorder: reorder,
    Shift: shift,
    Exchange: exchange,
    Without: drop,
    Given: given,
    Ignored: ignored,
    Added: added,
    Itself: itself,
    Left: left,
    Beside: beside,
    Start: start,
    Move: move,
    Unmade: unmade,
    Unassign: unassign,
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
            fits = finding.code.startswith("SHP") or not loads_weights(text)  # those of shapes do not run
            kept = fits or not any(map(changes_weights, finding.fix.changes))
            edits = _edits(text, finding.fix.changes) if kept else ()
            finding = finding._replace(fix=finding.fix._replace(edits=edits, changes=()) if edits else None)
        done.append(finding)
    return done


def _edits(text: Text, changes: Sequence[Any]) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    try:
        for change in changes:
            known, imports = worded(text, change)
            edits += [*imports, *WRITERS[type(change)](text, known)]
    except (CannotChangeError, KeyError):
        return ()
    edits = list(dict.fromkeys(edits))
    edits.sort(
        key=lambda e: (e.span.cell or 0, e.span.line, e.span.column, e.span.end_line, e.span.end_column)
    )
    for one, next_one in pairwise(edits):
        overlaps = (next_one.span.line, next_one.span.column) < (one.span.end_line, one.span.end_column)
        if one.span.cell == next_one.span.cell and overlaps:
            return ()
    return tuple(edits)
