"""The shape faults of a program as rules tell them: one mistake once, and what follows from it.

A layer called twice, or a line in a loop, has the same fault each time: it is told once.
"""

from __future__ import annotations

from collections.abc import Iterator

from footgun.network import Node, Program, Value
from footgun.ops.base import Fault
from footgun.ops.pooling import AdaptivePool
from footgun.rules.facts.swapped import swapped
from footgun.sizes import Size

# Walking back further than this tells nothing new and costs time on endless chains.
FAR = 500


def faulty(program: Program, *kinds: str) -> Iterator[tuple[Node, list[Fault]]]:
    """Each node with faults of these kinds, each place and set of numbers once."""
    seen: set[object] = set()
    passed_over = old_tensors(program)
    for node in program.nodes:
        if not node.faults or swapped(node) or any(id(value) in passed_over for value in node.inputs):
            continue  # swapped arguments and discarded results are mistakes that rules of their own tell
        faults = [fault for fault in node.faults if fault.kind in kinds]
        key = (node.made, tuple((_number(f.expected), _number(f.got)) for f in faults))
        if faults and key not in seen:
            seen.add(key)
            yield node, faults


def old_tensors(program: Program) -> set[int]:
    """The tensors that code goes on with, though a layer whose result it throws away gives other sizes."""
    if any(use.name.endswith("_hook") for use in program.uses):
        return set()
    thrown = (node for node in program.discarded if node.inputs and node.outputs)
    return {id(node.inputs[0]) for node in thrown if node.output.shape != node.inputs[0].shape}


def guessed(*values: Value, axis: int | None = None) -> bool:
    """Whether sizes are a guess since tensors were combined that do not fit: later conflicts are echoes.

    Where tensors were joined, only the axis on which they differ is a guess: not another `axis` asked for.
    """
    for value in values:
        fault = value.assumed
        if fault is None or fault.kind not in ("broadcast", "concat", "matmul"):
            continue
        if fault.kind != "concat" or axis is None or fault.axis == axis or fault.detail == "split":
            return True
    return False


def repaired(*values: Value) -> bool:
    """Whether sizes are a guess since any fault before: windows, ranks and reshapes with a -1 as well."""
    return guessed(*values) or any(map(_made_up, values))


def _made_up(value: Value) -> bool:
    fault = value.assumed
    return fault is not None and fault.kind in ("elements", "rank", "window")


def repaired_at(value: Value) -> Node | None:
    """The node after whose fault the shape of a value was repaired."""
    fault, node = value.assumed, value.made_by
    for _ in range(FAR):
        if fault is None or node is None or fault in node.faults:
            return node if fault is not None else None
        before = next((v for v in node.inputs if v.assumed is fault), None)
        node = before.made_by if before is not None else None
    return None


def alike(program: Program, node: Node, fault: Fault) -> bool:
    """Whether a layer that is applied at several places has the same fault at each of them."""
    places = {node.called: True}
    if "applied_by_place" not in program.remembered:
        by_place = program.remembered["applied_by_place"] = {}
        for other in program.nodes:
            if other.layer is not None:
                by_place.setdefault(other.made, []).append(other)
    for other in program.remembered["applied_by_place"].get(node.made, ()):
        if other.called != node.called:
            same = any(found.kind == fault.kind and found.got == fault.got for found in other.faults)
            places[other.called] = places.get(other.called, False) or same
    return all(places.values())


def window_fault_behind(value: Value | None) -> Node | None:
    """The nearest node on the way back whose window did not fit: the map's size since then is a guess."""
    for node in backwards(value):
        if any(fault.kind == "window" for fault in node.faults):
            return node
        if isinstance(node.op, AdaptivePool):
            return None
    return None


def backwards(value: Value | None) -> Iterator[Node]:
    """The nodes that made a value, back along first inputs to the last dense layer, which sets all anew."""
    for _ in range(FAR):
        node = value.made_by if value is not None else None
        if node is None or (node.op.mixes and not hasattr(node.op, "spatial")):
            return
        yield node
        value = node.inputs[0] if node.inputs else None


def real_size(value: Value, axis: int) -> Size | None:
    """The size on an axis before a normalisation that is made for another one; None if there is none behind.

    Such a layer passes on what it is made for, but it or the layer before it may be the wrong one.
    """
    found: Size | None = None
    for node in backwards(value):
        before, after = node.inputs[0].shape if node.inputs else None, node.outputs[0].shape
        if before is None or after is None or len(before) != len(after) or node.op.mixes:
            break
        if any(fault.kind in ("channels", "features") and fault.axis == axis for fault in node.faults):
            found = before[axis]
        elif before[axis] != after[axis]:
            break
    return found


def _number(fact: object) -> object:
    """A fact as part of a key: names of unknown sizes differ between two runs of the same line."""
    if isinstance(fact, tuple):
        return tuple(_number(part) for part in fact)
    return fact if isinstance(fact, (int, str)) else None
