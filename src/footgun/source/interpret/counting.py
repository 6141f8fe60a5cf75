"""`a, b = x.chunk(3)`: tensors, or the sizes of one, taken apart into another number of names."""

from __future__ import annotations

from footgun.network import ArgumentFault, Value
from footgun.source.interpret.raising import failure
from footgun.source.values import Abstract, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine


def note_count(m: Machine, value: Abstract, items: Sequence[Abstract], names: int, span: Span) -> None:
    """Report the ValueError that Python raises, where the number of items is certain."""
    tensors = all(isinstance(item, Value) and not item.assumed for item in items)
    what = "tensors" if tensors else "sizes" if all(map(is_size, items)) else ""
    known = isinstance(value, tuple) or (isinstance(value, Value) and tensors)
    if not items or not known or not what or m.maybe or m.visiting or m.documents or m.doubt:
        return  # code that nobody calls may be called with others
    if any(node.faults for node in m.program.nodes):
        return  # perhaps it comes from that
    failure(m, "ValueError", "")
    wrong = "few" if len(items) < names else "many"
    found = ArgumentFault(
        f"{len(items)} {what if len(items) > 1 else what[:-1]} taken apart into {names} names: too {wrong}",
        span,
    )
    if found not in m.program.arguments:
        m.program.arguments.append(found)
