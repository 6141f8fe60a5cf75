"""The readable dump tells all that a front end decided."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network import Layer, LossUse, Node, OptimizerUse, Parameter, Program, Value
from footgun.network.network import Network
from footgun.network.show import show_fault, show_network, show_op, show_program
from footgun.ops.base import Fault, Op
from footgun.sizes import Names


class Widen(Op):
    width: int
    bias: bool = True
    name: str | None = None


def at(line: int, cell: int | None = None) -> Span:
    return Span("net.py", line, 1, line, 9, cell)


def program() -> Program:
    out = Program("net.py")
    network = Network("net", "torch", at(4))
    out.networks.append(network)
    x = Value((Names().fresh("n"), 3), "int64", span=at(9), origin="call")
    network.inputs.append(x)
    layer = Layer(Widen(8, bias=False), "Dense", at(5))
    layer.path, layer.turn = "head.0", "2nd pass, width=8"
    layer.parameters = [Parameter("weight", (8, 4))]
    node = Node(layer.op, (x,), "Dense", at(6), layer)
    node.faults.append(Fault("features", expected=4, got=3, axis=1))
    node.outputs = (Value((x.shape[0], 8), made_by=node),)
    network.nodes.append(node)
    network.outputs.append(node.output)
    out.nodes.append(node)
    return out


def test_settings_at_their_default_are_left_out():
    assert show_op(Widen(3)) == "Widen(width=3)"
    assert show_op(Widen(3, bias=False, name="w")) == "Widen(width=3, bias=False, name='w')"


def test_a_node_is_one_line_with_all_its_facts():
    text = show_network(program().networks[0])
    assert text.splitlines() == [
        "network net (torch) @4",
        "  in (n, 3) int64 from call",
        "  head.0  Dense: Widen(width=8, bias=False)  (n, 3) int64 -> (n, 8)  32 weights"
        "  ! features: expected 4, got 3, axis 1  [2nd pass, width=8]  @6",
        "  out (n, 8)",
    ]


def test_fault_without_numbers_shows_its_words():
    fault = Fault("argument", argument="groups", detail="must be positive")
    assert show_fault(fault) == "argument: groups, must be positive"


def test_program_shows_lone_nodes_losses_and_optimisers():
    p = program()
    lone = Node(Widen(1), (), "Widen", at(2, cell=3))
    lone.outputs = (Value(None, made_by=lone),)
    p.nodes.append(lone)
    net = p.networks[0]
    p.losses.append(LossUse(Widen(1), "MSELoss", at(11), at(11), net.output, None, net, implied=True))
    p.optimizers.append(OptimizerUse("sgd", "SGD", at(12), {"lr": 0.1, "lr@": at(12)}))
    tail = show_program(p).splitlines()[4:]
    assert tail == [
        "outside networks",
        "  -  Widen(width=1)   -> ?  @3:2",
        "loss MSELoss: Widen(width=1) ((n, 8), ?) of net implied @11",
        "optimizer sgd lr=0.1, ? parameters @12",
    ]


def test_incomplete_networks_say_so():
    p = program()
    p.networks[0].complete = False
    assert show_network(p.networks[0]).startswith("network net (torch, incomplete) @4")
