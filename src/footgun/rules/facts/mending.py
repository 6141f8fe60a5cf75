"""The fixes that several rules offer, said in places of the network."""

from __future__ import annotations

from footgun.changes import Argument, Erase, Follow
from footgun.findings import Fix
from footgun.network import Node, Program


def once(program: Program, node: Node) -> bool:
    """Whether what is written where a layer is made makes this layer alone, in no loop."""
    made = sum(layer.made == node.made for layer in program.layers)
    return not node.turn and (node.layer is None or made == 1)


def set_argument(
    program: Program, node: Node, name: str, text: str, place: int | None = None, safe: bool = False
) -> Fix | None:
    """Give the layer another setting where it is made; None where others are made there too."""
    if not once(program, node):
        return None
    return Fix(f"`{name}={text}`", safe=safe, changes=(Argument(node.made, name, text, place),))


def erase(program: Program, node: Node) -> Fix | None:
    """Take a layer or an application of a function out."""
    before = node.inputs[0].made_by if node.inputs else None
    if (
        node.layer is None
        and before is not None
        and before.layer is not None
        and before.called == node.called
    ):
        change = Argument(before.made, "activation", None)  # Keras: `Dense(10, activation="softmax")`
        return Fix(f"remove the {node.label}", changes=(change,)) if once(program, before) else None
    if node.turn:
        return None
    applied = node.layer is None or node.called != node.made
    return Fix(f"remove `{node.label}`", changes=(Erase(node.called, applied),))


def follow(node: Node) -> Fix | None:
    """Put a ReLU after a layer."""
    if node.network is not None and node.network.framework == "keras":
        if node.layer is None or node.turn:
            return None
        return Fix('`activation="relu"`', changes=(Argument(node.made, "activation", '"relu"'),))
    applied = node.layer is None or node.called != node.made
    return Fix(f"put a ReLU after `{node.label}`", changes=(Follow(node.called, applied),))
