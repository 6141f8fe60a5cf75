"""Data sets that the code itself goes through, example by example, outside of any loader."""

from __future__ import annotations

import ast

from footgun.network import Value
from footgun.sizes import same
from footgun.source.interpret.expressions import evaluate
from footgun.source.interpret.iteration import length
from footgun.source.loops import data_of
from footgun.source.torch.data import length_of
from footgun.source.values import Instance, Stream, Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.findings import Span
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

DATASET = "torch.utils.data.Dataset"
PLAIN = frozenset({"enumerate", "range", "tqdm"})


def is_data_set(value: Any) -> bool:
    """Whether it is a data set of torch's, or one of the checked code's own."""
    if isinstance(value, Instance):
        return any(getattr(base, "name", "") == DATASET for base in value.cls.ancestors())
    return isinstance(value, Thing) and value.kind == DATASET


def walked(m: Machine, data: Any, mode: str, place: Span | None = None) -> None:
    """Every example of a data set is made, to be kept in a list."""
    if is_data_set(data):
        m.event("walk", data_of(data), mode, place)


def collected(m: Machine, frame: Frame, node: ast.ListComp, found: Any) -> None:
    """`[x for x in data]`, `[data[i] for i in order]`: what is kept tells whether the images are."""
    over = node.generators[0].iter
    if len(node.generators) != 1 or not (isinstance(over, (ast.Name, ast.Attribute)) or plain_call(over)):
        return
    mode = "list" if any(map(is_image, parts(found))) else "labels"
    iterable = evaluate(m, frame, over)
    while isinstance(iterable, Stream) and iterable.of is not None:
        iterable = iterable.of
    if is_data_set(iterable):
        walked(m, iterable, mode, m.span(node, frame))
        return
    item = node.elt
    while isinstance(item, ast.Subscript) and isinstance(item.value, ast.Subscript):
        item = item.value
    if isinstance(item, ast.Subscript) and isinstance(item.value, (ast.Name, ast.Attribute)):
        data = evaluate(m, frame, item.value)
        made = data_of(data) if is_data_set(data) else None
        count = length(m, iterable)
        if made is not None and (isinstance(count, int) or same(count, length_of(m, data)) is True):
            m.event("walk", made, mode, m.span(node, frame), (count,))


def plain_call(node: ast.expr) -> bool:
    """`range(len(data))`, `tqdm(data)`: nothing changes when it is asked once more."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLAIN


def is_image(value: Any) -> bool:
    """Whether it is a picture or a tensor, and no class number."""
    return isinstance(value, Value) or getattr(value, "kind", "") == "image"


def parts(value: Any) -> tuple[Any, ...]:
    """What an example consists of."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def fetched(m: Machine, frame: Frame, holder: Any, key: Any) -> None:
    """`data[i]` in a method of a data set or in a loop: a second time for the same `i` is noted."""
    if m.maybe or not is_data_set(holder):
        return
    before = m.notes.setdefault("fetched", {})
    here = id(frame), id(holder), key
    if here in before and before[here][0] is frame:
        first = before[here][1]
        if first != m.here:
            m.event("walk", data_of(holder), "twice", given=(first,))
    else:
        before[here] = frame, m.here, holder  # kept, so that no others get their ids
