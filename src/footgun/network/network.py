"""A network: the nodes that one model applies to its input, in the order they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from footgun.findings import Span
from footgun.network.node import Layer, Node, Parameter
from footgun.network.value import Value
from footgun.sizes import Size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Network:
    """One model applied to its inputs. The same model applied twice is one Network."""

    __slots__ = (
        "complete",
        "framework",
        "free",
        "guarded",
        "inputs",
        "layers_made",
        "model",
        "name",
        "nodes",
        "outputs",
        "span",
        "unused",
    )

    def __init__(self, name: str, framework: str, span: Span) -> None:
        self.name = name  # the variable or class that names it: "cnn", "Net"
        self.framework = framework  # "torch" | "keras"
        self.span = span  # where it is made
        self.inputs: list[Value] = []
        self.outputs: list[Value] = []
        self.nodes: list[Node] = []
        self.layers_made: list[Layer] = []  # all registered layers, used or not
        # A script's model that nothing compiles, calls, saves, prints or passes on; None: not known.
        self.unused: bool | None = None
        self.complete = True  # False when some part of it could not be followed
        self.model: Any = None  # what makes two networks the same model: the object that was applied
        # The same model applied to an input of no fixed size; None where it cannot be told what that is.
        self.free: Callable[[], Network | None] | None = None
        self.guarded = False  # the code itself refuses some inputs, by a test whose answer is not known

    def layers(self) -> Iterator[Layer]:
        """Each applied layer once, in the order of first use."""
        seen: set[int] = set()
        for node in self.nodes:
            if node.layer is not None and id(node.layer) not in seen:
                seen.add(id(node.layer))
                yield node.layer

    def parameters(self) -> Iterator[Parameter]:
        """Each weight once: those of the applied layers, and those that the code itself makes and uses."""
        seen: set[int] = set()
        own = (v.facts["parameter"] for n in self.nodes for v in n.inputs if "parameter" in v.facts)
        for parameter in chain((p for layer in self.layers() for p in layer.parameters), own):
            if id(parameter) not in seen:
                seen.add(id(parameter))
                yield parameter

    def parameter_count(self) -> Size:
        """All numbers that training may change, frozen ones among them."""
        total: Size = 0
        for parameter in self.parameters():
            total = total + parameter.size
        return total

    @property
    def output(self) -> Value | None:
        """The only output, None if there are several or none."""
        return self.outputs[0] if len(self.outputs) == 1 else None
