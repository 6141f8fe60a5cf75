"""What a transformer of sklearn has learned from, and whether that is what it changes."""

from __future__ import annotations

from footgun.network import Scaling, Value
from footgun.ops.indexing import Index
from footgun.source.sklearn.splitting import Portion
from footgun.source.values import Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from footgun.source.callsite import At

EXAMPLE_BY_EXAMPLE = frozenset({"Normalizer"})  # learn nothing
FARTHEST = 100  # steps back


def learn(at: At, holder: Any, data: Any) -> None:
    """`fit`: from these examples."""
    if isinstance(holder, Thing):
        holder.facts["learned"] = data, at.span


def changed(at: At, holder: Any, given: Any, made: Value) -> Value:
    """`transform`: note what was learned from."""
    label = holder.name.rpartition(".")[2] if isinstance(holder, Thing) else ""
    learned = holder.facts.get("learned") if label and label not in EXAMPLE_BY_EXAMPLE else None
    if learned is not None and not at.label.startswith("inverse"):
        data, place = learned
        own = data is given
        part = any(cut for _, cut in origins(data))  # others are held out, which it has not seen
        beyond = not own and not part and part_of(given, data)
        split = next((v for v, _ in origins(data) if isinstance(v, Value) and "cut" in v.facts), None)
        found = Scaling(label, place, at.span, made, own and not part, beyond, split if own else None)
        at.m.program.scalings.append(found)
    return made


def part_of(value: Any, whole: Any) -> bool:
    """Whether an array was split off another."""
    return any(source is whole and cut for source, cut in origins(value))


def origins(value: Any) -> Iterator[tuple[Any, bool]]:
    """An array and what it was before, one after the other; with each, whether it was split since."""
    cut = False
    for _ in range(FARTHEST):
        yield value, cut
        if isinstance(value, Portion):
            value, cut = value.source, True
        elif not isinstance(value, Value):
            return
        elif "from" in value.facts:
            cut = cut or "part" in value.facts
            value = value.facts["from"]
        elif value.made_by is not None and value.made_by.inputs:
            op = value.made_by.op
            cut = cut or (isinstance(op, Index) and op.kinds[0] != ("slice", None, None, 1))
            value = value.made_by.inputs[0]
        else:
            return
