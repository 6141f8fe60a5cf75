"""itertools: what model code builds its lists of layers with."""

from __future__ import annotations

import ast
import itertools

from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of, one_item
from footgun.source.interpret.operators import binary, decide
from footgun.source.python.sequences import head
from footgun.source.values import Iterator, List, Stream, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

LIMIT = 5000
AHEAD = 256  # known items of an endless iterator


def lost(at: At, *iterables: Any) -> Stream:
    """Items of unknown number."""
    return Stream(lambda: tuple(one_item(at.m, i) for i in iterables))


@bind("itertools.chain", "itertools.chain.from_iterable")
def chain(at: At, *iterables: Any) -> Any:
    unsure = False
    if at.label == "from_iterable":
        parts = items_of(at.m, iterables[0])
        iterables, unsure = tuple(parts or ()), parts is None
    columns = [items_of(at.m, i) for i in iterables]
    return List([v for c in columns if c is not None for v in c], unsure or any(c is None for c in columns))


@bind("itertools.product")
def product(at: At, *iterables: Any, repeat: Any = 1) -> Any:
    columns = [items_of(at.m, i, 64) for i in iterables]
    if any(c is None for c in columns) or not isinstance(repeat, int) or not 0 <= repeat <= 4:
        return lost(at, *iterables)
    return List(itertools.islice(itertools.product(*columns, repeat=repeat), LIMIT))  # type: ignore[arg-type]


@bind("itertools.combinations", "itertools.permutations", "itertools.combinations_with_replacement")
def combinations(at: At, iterable: Any, r: Any = None) -> Any:
    items = items_of(at.m, iterable, 64)
    if items is None or not isinstance(r, (int, type(None))) or (r is None and at.label != "permutations"):
        return lost(at, iterable, iterable)
    if r is not None and r < 0:  # raises
        return lost(at, iterable, iterable)
    made = {
        "combinations": itertools.combinations,
        "permutations": itertools.permutations,
        "combinations_with_replacement": itertools.combinations_with_replacement,
    }[at.label](items, len(items) if r is None else r)
    return List(itertools.islice(made, LIMIT))


@bind("itertools.pairwise")
def pairwise(at: At, iterable: Any) -> Any:
    items = items_of(at.m, iterable)
    return lost(at, iterable, iterable) if items is None else List(itertools.pairwise(items))


@bind("itertools.repeat")
def repeat(at: At, object: Any, times: Any = None) -> Any:
    if times is None:
        return Iterator(List([object] * AHEAD), True)
    return List([object] * times) if isinstance(times, int) and times < LIMIT else List([object], True)


@bind("itertools.count")
def count(at: At, start: Any = 0, step: Any = 1) -> Any:
    if isinstance(start, (int, float)) and isinstance(step, (int, float)):
        return Iterator(List(itertools.islice(itertools.count(start, step), AHEAD)), True)
    return Stream(lambda: at.m.names.fresh("i"))


@bind("itertools.cycle")
def cycle(at: At, iterable: Any) -> Any:
    items = items_of(at.m, iterable)
    if items is None:
        return iterable
    return Iterator(List(itertools.islice(itertools.cycle(items), AHEAD)), True)


@bind("itertools.islice")
def islice(at: At, iterable: Any, *ends: Any) -> Any:
    if isinstance(iterable, Iterator) and (iterable.endless or iterable.items.open):
        stop = ends[0] if len(ends) == 1 else ends[1] if len(ends) > 1 else None
        known = iterable.items[iterable.place["at"] :]
        if isinstance(stop, int) and stop <= len(known):
            at.m.journal.write(iterable.place, "at", iterable.place["at"] + stop)
            return List(known[slice(*ends)])
    items = items_of(at.m, iterable)
    if items is None or not all(isinstance(e, (int, type(None))) for e in ends):
        return Stream(lambda: one_item(at.m, iterable))
    return List(itertools.islice(items, *ends))


@bind("itertools.accumulate")
def accumulate(at: At, iterable: Any, func: Any = None, *, initial: Any = None) -> Any:
    items = items_of(at.m, iterable, 200)
    if items is None:
        return Stream(Unknown("a running total"))
    totals: list[Any] = [] if initial is None else [initial]
    for item in items:
        if not totals:
            totals.append(item)
        elif func is None:
            totals.append(binary(at.m, ast.Add, totals[-1], item))
        else:
            totals.append(call_value(at.m, func, [totals[-1], item], {}, at.span))
    return List(totals)


@bind("itertools.zip_longest")
def zip_longest(at: At, *iterables: Any, fillvalue: Any = None) -> Any:
    columns = [head(at, i) for i in iterables]
    if any(endless for _, endless in columns):
        return lost(at, *iterables)
    return List(itertools.zip_longest(*(items for items, _ in columns), fillvalue=fillvalue))


@bind("itertools.starmap")
def starmap(at: At, function: Any, iterable: Any) -> Any:
    rows = items_of(at.m, iterable, 200)
    if rows is None:
        return Stream(Unknown("the value of a call"))
    return List([call_value(at.m, function, items_of(at.m, row) or [], {}, at.span) for row in rows])


@bind("itertools.takewhile", "itertools.dropwhile")
def takewhile(at: At, predicate: Any, iterable: Any) -> Any:
    items = items_of(at.m, iterable, 200)
    if items is None:
        return Stream(lambda: one_item(at.m, iterable))
    for place, item in enumerate(items):
        answer = decide(at.m, call_value(at.m, predicate, [item], {}, at.span))
        if answer is None:
            return List(items, True)
        if not answer:
            return List(items[:place] if at.label == "takewhile" else items[place:])
    return List(items if at.label == "takewhile" else [])


@bind("itertools.tee")
def tee(at: At, iterable: Any, n: Any = 2) -> Any:
    items = items_of(at.m, iterable)
    if items is None or not isinstance(n, int) or n > 16:
        return Unknown("several iterators")
    return tuple(Iterator(List(items)) for _ in range(n))


@bind("itertools.batched")
def batched(at: At, iterable: Any, n: Any) -> Any:
    items = items_of(at.m, iterable)
    if items is None or not isinstance(n, int) or n < 1:
        return Stream(Unknown("a part of a sequence"))
    return List([tuple(items[i : i + n]) for i in range(0, len(items), n)])


@bind("itertools.groupby", "itertools.compress", "itertools.filterfalse")
def parts(at: At, *args: Any, **more: Any) -> Any:
    return Stream((Unknown("a key"), Unknown("a group")) if at.label == "groupby" else Unknown("an item"))
