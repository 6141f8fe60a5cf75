"""Fixes that set sizes: windows that keep their map, and the dense layer behind a flatten."""

from __future__ import annotations

from footgun.changes import Argument, Follow, Reapply
from footgun.findings import Fix
from footgun.network import Node, Program, Value
from footgun.ops.linear import Linear
from footgun.ops.pooling import Pool
from footgun.rules.facts.kernels import Window
from footgun.rules.facts.mending import once
from footgun.rules.facts.passing import is_activation, keeps, path
from footgun.sizes import Size, same


def padded(program: Program, node: Node, slides: Window) -> Fix | None:
    """As much padding as keeps the map at stride 1; in a loop for every pass, if all have this kernel."""
    made = [layer.op for layer in program.layers if layer.made == node.made]
    if node.layer is None or any(getattr(op, "kernel", None) != slides.kernel for op in made):
        return None
    text = '"same"' if slides.last else _short(tuple(span // 2 for span in slides.span))
    change = Argument(node.made, "padding", text, 3 if slides.last else 4)
    return Fix(f"`padding={text}`", changes=(change,)) if text else None


def small_kernel(program: Program, node: Node, slides: Window) -> Fix | None:
    """A kernel of 3 that keeps the map."""
    if node.layer is None or not once(program, node) or slides.kernel != slides.span:
        return None
    text = '"same"' if slides.last else "1"
    kernel = Argument(node.made, "kernel_size", "3", 1 if slides.last else 2)
    padding = Argument(node.made, "padding", text, 3 if slides.last else 4)
    return Fix(f"`kernel_size=3, padding={text}`", changes=(kernel, padding))


def pool_of_two(node: Node) -> Fix | None:
    """A pool of 2 that moves by 2, in a loop for every pass."""
    if node.layer is None or not isinstance(node.op, Pool):
        return None
    changes = [Argument(node.made, "pool_size" if node.op.last else "kernel_size", "2", 0)]
    name = "strides" if node.op.last else "stride"
    if node.layer.settings.get(name) is not None:
        changes.append(Argument(node.made, name, "2", 1))
    return Fix("pool by 2", changes=tuple(changes))


def flattened(program: Program, node: Node, features: Size) -> Fix | None:
    """`x.flatten(1)` in the place of a reshape, and the dense layer after it made for what that gives."""
    if node.layer is not None or node.turn or not isinstance(features, int):
        return None
    if {"array", "symbolic"} & node.inputs[0].facts.keys():
        return None
    changes: tuple[Argument | Reapply, ...] = (Reapply(node.called, "{}.flatten(1)"),)
    dense = dense_after(node.output)
    if dense is not None and isinstance(dense.op, Linear) and same(dense.op.inp or 0, features) is False:
        if dense.layer is None or not once(program, dense):
            return None
        changes += (Argument(dense.made, "in_features", str(features), 0),)
    return Fix("`x.flatten(1)`", changes=changes)


def dense_after(value: Value) -> Node | None:
    """The dense layer that takes a value, seen through activations and dropout."""
    passed = path(value, lambda n: keeps(n) or is_activation(n))
    return passed[-1] if passed and isinstance(passed[-1].op, Linear) else None


def average_before(program: Program, flat: Node, dense: Node, channels: Size) -> Fix | None:
    """torch: the mean of the whole map before it is flattened, and the dense layer made for its channels."""
    known = isinstance(channels, int) and dense.layer is not None and once(program, dense)
    if not known or not once(program, flat):
        return None
    applied = flat.layer is None or flat.called != flat.made
    pool = Follow(flat.called, applied, "AdaptiveAvgPool2d", "adaptive_avg_pool2d", "1", before=True)
    features = Argument(dense.made, "in_features", str(channels), 0)
    return Fix("take the global average before the flatten", changes=(pool, features))


def _short(sizes: tuple[Size, ...]) -> str:
    """One number where all axes have the same; empty where one is not known."""
    if not all(isinstance(size, int) for size in sizes):
        return ""
    return str(sizes[0]) if len(set(sizes)) == 1 else str(sizes)
