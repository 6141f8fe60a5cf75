"""Limits and options of one analysis."""

from __future__ import annotations

from footgun.records import NamedTuple

RECURSION = 12_000  # Python frames: about 8 for each level of nested code


class Settings(NamedTuple):
    """`input_shape` is what `--input 3,64,64` says, without the batch. The rest are budgets."""

    input_shape: tuple[int, ...] | None = None
    steps: int = 400_000  # evaluated nodes of the syntax tree; about half a second
    depth: int = 60  # nested calls
    unroll: int = 128  # passes of a loop over known things
    nodes: int = 20_000  # applied ops
    visits: int = 2_000  # steps for all that nobody calls, before variants are left out
    roots: tuple[str, ...] = ()  # folders named on the command line: imports are searched there too
