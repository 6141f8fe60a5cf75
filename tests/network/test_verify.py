"""Each broken promise about the graph is named."""

from __future__ import annotations

import pytest

from footgun.findings import Span
from footgun.network import Layer, Node, Parameter, Program, Value
from footgun.network.network import Network
from footgun.network.verify import InvariantError, verify
from footgun.ops.base import Op

HERE = Span("net.py", 1, 1, 1, 9)


class Widen(Op):
    mixes = True
    width: int = 4


def program() -> Program:
    """x -> Widen -> Widen, in a network."""
    out = Program("net.py")
    network = Network("net", "torch", HERE)
    out.networks.append(network)
    value = Value((2, 3), "float32", span=HERE)
    network.inputs.append(value)
    for width in (4, 5):
        layer = Layer(Widen(width), "Widen", HERE)
        layer.parameters = [Parameter("weight", (width, 3))]
        node = Node(layer.op, (value,), "Widen", HERE, layer)
        value = Value((2, width), made_by=node)
        node.outputs = (value,)
        network.nodes.append(node)
        out.nodes.append(node)
        out.layers.append(layer)
    network.outputs.append(value)
    return out


def broken(change) -> str:
    p = program()
    change(p)
    with pytest.raises(InvariantError) as caught:
        verify(p)
    return str(caught.value)


def test_a_sound_program_passes():
    verify(program())


def test_output_must_name_its_maker():
    assert "is made by None" in broken(lambda p: setattr(p.nodes[0].outputs[0], "made_by", None))


def test_inputs_must_list_their_users():
    assert "not among the users" in broken(lambda p: p.nodes[0].inputs[0].users.clear())


def test_users_must_take_the_value():
    def change(p: Program) -> None:
        p.nodes[0].outputs[0].users.append(p.nodes[0])

    assert "does not take" in broken(change)


def test_nodes_stand_in_the_order_they_run():
    assert "comes before the node that makes its input" in broken(lambda p: p.nodes.reverse())


def test_network_nodes_are_listed_in_the_program():
    assert "missing from `program.nodes`" in broken(lambda p: p.nodes.pop())


@pytest.mark.parametrize("shape", [[2, 3], (2.0, 3), (True, 3), (2, None), (2, -1)])
def test_shapes_are_tuples_of_sizes(shape):
    assert "shape" in broken(lambda p: setattr(p.networks[0].outputs[0], "shape", shape))


def test_parameters_have_no_negative_sizes():
    def change(p: Program) -> None:
        p.layers[0].parameters.append(Parameter("bias", (-1,)))

    assert "parameter `bias`" in broken(change)


def test_spans_run_forwards():
    def change(p: Program) -> None:
        p.nodes[1].called = Span("net.py", 3, 1, 2, 1)

    assert "ends before it starts" in broken(change)


def test_an_unlisted_network_is_noticed():
    from footgun.network import OptimizerUse

    def change(p: Program) -> None:
        use = OptimizerUse("sgd", "SGD", HERE, {})
        use.network = Network("other", "torch", HERE._replace(line=5, end_line=5))
        p.optimizers.append(use)

    assert "missing from `program.networks`" in broken(change)
