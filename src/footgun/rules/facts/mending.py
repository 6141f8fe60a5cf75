"""The fixes that several rules offer, said in places of the network."""

from __future__ import annotations

from footgun.changes import Argument, Erase, Follow, Instead, Unmade
from footgun.findings import Fix
from footgun.network import Node, Program

# Keras: where an activation stands among the unnamed arguments.
PLACES = {"Dense": 1, "GRU": 1, "LSTM": 1, "SimpleRNN": 1, "Conv1D": 7, "Conv2D": 7, "Conv3D": 7}


def once(program: Program, node: Node) -> bool:
    """Whether what is written where a layer is made makes only layers like this one, in no loop."""
    layer = node.layer
    if node.turn or (layer is not None and layer.turn):
        return False
    if layer is None:
        return True
    if "layers_by_place" not in program.remembered:
        by_place = program.remembered["layers_by_place"] = {}
        for other in program.layers:
            by_place.setdefault(other.made, []).append(other)
    alike = program.remembered["layers_by_place"].get(layer.made, ())
    return all(other.op == layer.op and not other.turn for other in alike)


def set_argument(
    program: Program,
    node: Node,
    name: str,
    text: str,
    place: int | None = None,
    safe: bool = False,
    loops: bool = False,
) -> Fix | None:
    """Give the layer another setting where it is made; None where others are made there too.

    `loops`: a setting that goes for all of them.
    """
    if not loops and not once(program, node):
        return None
    return Fix(f"`{name}={text}`", safe=safe, changes=(Argument(node.made, name, text, place),))


def single(program: Program, node: Node) -> bool:
    """Whether the text that applies a layer does so once in its network, in no function called twice."""
    if "nodes_by_call" not in program.remembered:
        by_call = program.remembered["nodes_by_call"] = {}
        for other in program.nodes:
            by_call.setdefault(other.called, []).append(other)
    here = (n for n in program.remembered["nodes_by_call"].get(node.called, ()) if n.network is node.network)
    return len({id(n.layer) for n in here if n.label == node.label}) == 1


def erase(program: Program, node: Node) -> Fix | None:
    """Take a layer or an application of a function out."""
    before = node.inputs[0].made_by if node.inputs else None
    if (
        node.layer is None
        and before is not None
        and before.layer is not None
        and before.called == node.called
    ):
        # Keras: `Dense(10, activation="softmax")`
        change = Argument(before.made, "activation", None, PLACES.get(before.label))
        alone = once(program, before) and single(program, before)
        return Fix(f"remove the {node.label}", changes=(change,)) if alone else None
    if node.turn or not single(program, node):
        return None
    if node.layer is None or node.called == node.made:
        return Fix(f"remove `{node.label}`", changes=(Erase(node.called, node.layer is None),))
    unmade = Unmade(node.made, bool(node.layer.parameters))
    return Fix(f"remove `{node.label}`", changes=(Erase(node.called, True), unmade))


def follow(node: Node) -> Fix | None:
    """Put a ReLU after a layer."""
    if node.network is not None and node.network.framework == "keras":
        if node.layer is None:
            return None
        return Fix(
            '`activation="relu"`',
            changes=(Argument(node.made, "activation", '"relu"', PLACES.get(node.label)),),
        )
    applied = node.layer is None or node.called != node.made
    return Fix(f"put a ReLU after `{node.label}`", changes=(Follow(node.called, applied),))


def relu_instead(program: Program, node: Node) -> Fix | None:
    """A ReLU in the place of another activation."""
    title = f"ReLU in the place of `{node.label}`"
    if node.network is not None and node.network.framework == "keras":
        fix = other_activation(program, node, "relu")
        if fix is not None or node.layer is None:
            return fix
    if node.layer is None:
        return None if node.turn else Fix(title, changes=(Instead(node.called, True),))
    used = sum(other.layer is node.layer and other.network is node.network for other in program.nodes)
    return Fix(title, changes=(Instead(node.made, False),)) if used == 1 else None


def activation(program: Program, layer: Node | None, kind: str) -> Fix | None:
    """Keras: an activation in a layer that has none."""
    if layer is None:
        return None
    return set_argument(program, layer, "activation", f'"{kind}"', PLACES.get(layer.label))


def other_activation(program: Program, node: Node, kind: str) -> Fix | None:
    """Keras: another activation, given to the layer before or as a layer of its own."""
    before = node.inputs[0].made_by
    if node.layer is None and before is not None and before.layer is not None:
        return activation(program, before, kind) if before.called == node.called else None
    if not node.label[:1].islower():
        return None  # not an `Activation`
    return set_argument(program, node, "activation", f'"{kind}"', 0)


def instead(program: Program, node: Node, kind: str = "Sigmoid", function: str = "sigmoid") -> Fix | None:
    """Torch: another activation in the place of one."""
    if node.turn or not once(program, node):
        return None
    applied = node.layer is None
    return Fix(f"`{kind}` instead", changes=(Instead(node.made, applied, kind, function),))


def contiguous(program: Program, replaced: Node | None = None) -> str:
    """What moved axes need where code calls `view`, which takes the numbers only in the order they lie in."""
    views = sum(source.count(".view(") for source in program.sources)
    own = replaced is not None and replaced.label == "view"
    return ".contiguous()" if views > own else ""
