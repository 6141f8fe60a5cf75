"""Nodes of the graph, and the layers (objects that live longer than one application) behind them."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network.pixels import Trained
from footgun.network.value import Value
from footgun.ops.base import Fault, Op
from footgun.records import NamedTuple
from footgun.sizes import DType, Shape, Size, product

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.network.network import Network


class Initializer(NamedTuple):
    """How a parameter gets its first values; `explicit` when the user chose it, `span` where."""

    kind: str  # "zeros", "ones", "constant", "glorot_uniform", "he_normal", "normal", "uniform", ...
    explicit: bool = False
    span: Span | None = None
    # The constant, the gain; of "normal" and "uniform" the root mean square of the numbers drawn.
    scale: float | None = None


class Parameter:
    """A trainable weight."""

    __slots__ = ("initializer", "name", "requires_grad", "shape")

    def __init__(self, name: str, shape: Shape, initializer: Initializer | None = None) -> None:
        self.name = name
        self.shape = shape
        self.initializer = initializer
        self.requires_grad: bool | None = True

    @property
    def size(self) -> Size:
        """How many numbers it holds."""
        return product(self.shape)


class Layer:
    """An object that holds an op and its parameters, `nn.Conv2d(...)`; it may be applied several times."""

    __slots__ = (
        "device",
        "dtype",
        "fleeting",
        "initializers",
        "label",
        "made",
        "op",
        "parameters",
        "path",
        "settings",
        "trainable",
        "trained",
        "turn",
    )

    def __init__(self, op: Op, label: str, made: Span, settings: dict[str, Any] | None = None) -> None:
        self.op = op
        self.label = label  # as the user's framework calls it: "Conv2d", "Dense"
        self.made = made  # where it is constructed
        self.path = ""  # dotted path in its network: "features.3"
        self.turn = ""  # the pass of the loop that made it: "4th pass, filters=256"
        self.fleeting = False  # made anew in every run of a forward, and kept nowhere
        self.settings = (
            settings or {}
        )  # the arguments as the user's framework names them; Spans under "<name>@"
        self.parameters: list[Parameter] = []
        self.initializers: dict[str, Initializer] = {}
        self.trainable: bool | None = True
        self.trained: Trained | None = None  # the published weights that take the images here
        self.dtype: DType | None = None  # the element type of its weights, None where not known
        self.device: str | None = None  # where its weights are, None where not known


class Node:
    """One application of an op."""

    __slots__ = (
        "called",
        "faults",
        "inputs",
        "label",
        "layer",
        "network",
        "op",
        "outputs",
        "perhaps",
        "recorded",
        "turn",
    )

    def __init__(
        self,
        op: Op,
        inputs: tuple[Value, ...],
        label: str,
        called: Span,
        layer: Layer | None = None,
        turn: str = "",
    ) -> None:
        self.op = op
        self.inputs = inputs
        self.outputs: tuple[Value, ...] = ()
        self.label = label
        # The user's own line that applies it: a call in forward, or the layer's place in Sequential.
        self.called = called
        self.layer = layer
        self.turn = turn
        self.faults: list[Fault] = []
        self.network: Network | None = None
        self.recorded: bool | None = True  # for gradients
        self.perhaps = False  # on one way of a branch that is perhaps not taken
        for value in inputs:
            value.users.append(self)

    @property
    def span(self) -> Span:
        """Where findings about this node point: the user's own line that applies it."""
        return self.called

    @property
    def made(self) -> Span:
        """Where its settings are written: the layer's construction, or the call itself."""
        return self.layer.made if self.layer else self.called

    @property
    def path(self) -> str:
        """Dotted path of its layer, empty for a function call."""
        return self.layer.path if self.layer else ""

    @property
    def output(self) -> Value:
        """The first (mostly the only) output."""
        return self.outputs[0]

    @property
    def parameters(self) -> list[Parameter]:
        """The weights of its layer."""
        return self.layer.parameters if self.layer else []

    def __repr__(self) -> str:
        return f"Node({self.label}, {[v.shape for v in self.inputs]} -> {[v.shape for v in self.outputs]})"
