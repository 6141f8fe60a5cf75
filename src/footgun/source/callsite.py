"""The place of a call, as a binding sees it: it makes layers, applies ops, reports wrong arguments."""

from __future__ import annotations

import ast

from footgun.findings import Span
from footgun.network import ArgumentFault, Initializer, Layer, Value
from footgun.ops.base import Check, Op
from footgun.sizes import DType, Size
from footgun.source.interpret.budget import OutOfBudget
from footgun.source.interpret.operators import truth
from footgun.source.interpret.raising import failure
from footgun.source.values import Abstract, LayerObject, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


class At:
    """One call of a library's class or function."""

    __slots__ = (
        "aliases",
        "frame",
        "given",
        "m",
        "name",
        "names",
        "node",
        "open_arguments",
        "receiver",
        "span",
    )

    def __init__(
        self, m: Machine, name: str, span: Span, node: ast.Call | None = None, frame: Frame | None = None
    ) -> None:
        self.m = m
        self.name = name  # canonical: "torch.nn.Conv2d"
        self.span = span
        self.node = node
        self.frame = frame
        self.receiver: Abstract = None
        self.given: frozenset[str] = frozenset()  # the parameters that the user gave
        self.names: tuple[str, ...] = ()
        self.aliases: dict[str, str] = {}  # today's parameter -> the older one that the user wrote
        self.open_arguments = False  # *args or **kwargs of unknown content

    @property
    def label(self) -> str:
        """The last part of the name, as the user writes it."""
        return self.name.rsplit(".", 1)[-1]

    @property
    def in_forward(self) -> bool:
        """Whether this call stands in a method that runs for every input of a module."""
        function = self.frame.function if self.frame is not None else None
        return bool(self.m.active) and function is not None and function.name not in ("__init__", "build")

    # --- layers and ops ---

    def layer(
        self,
        op: Op,
        settings: dict[str, Any] | None = None,
        call: Callable[..., Abstract] | None = None,
        initializers: dict[str, Initializer] | None = None,
    ) -> LayerObject:
        """A new layer object; settings the constructor refuses are reported."""
        m = self.m
        layer = Layer(op, self.label, self.span, settings)
        layer.turn = m.pass_name
        layer.fleeting = self.in_forward
        layer.initializers = initializers or {}
        if self.name.startswith("torch."):
            layer.dtype = weights_type(m, (settings or {}).get("dtype"))
            layer.device = "default" if (settings or {}).get("device") is None else None
        check = Check(m.names)
        op.validate(check)
        for fault in check.faults:
            if fault.kind == "argument":
                self.fault(f"`{self.label}`: {fault.detail}", argument=fault.argument)
        if len(m.program.layers) >= m.settings.nodes:
            raise OutOfBudget
        m.program.layers.append(layer)
        return LayerObject(layer, self.name, call)

    def apply(
        self,
        op: Op,
        *inputs: Abstract,
        label: str | None = None,
        dtype: DType | None = None,
        layer: Layer | None = None,
    ) -> Any:
        """Apply an op here; inputs that are not tensors become tensors of unknown shape."""
        tensors = tuple(self.m.tensor(v) for v in inputs)
        return self.m.apply(op, tensors, label or self.label, self.span, layer, dtype)

    # --- arguments ---

    def size(self, value: Abstract, hint: str = "s", argument: str = "") -> Size:
        """A size; text, None and other things that cannot be one are reported."""
        if isinstance(value, (str, bytes, List, tuple)) and argument:
            self.fault(
                f"`{self.label}`: `{argument}` must be an int, not a {type(value).__name__.lower()}",
                argument=argument,
            )
        if value == -1 and self.m.visiting and self.handed(argument):
            return self.m.names.fresh(hint)  # a default that only stands for what a caller gives
        return self.m.size(value, hint)

    def sizes(self, value: Abstract, count: int, hint: str = "s", low: int = 1) -> tuple[Size, ...]:
        """`3` or `(3, 3)` as one size a dimension; what is not known is at least `low`."""
        if isinstance(value, (tuple, List)):
            items = [] if isinstance(value, List) and value.open else list(value)
            if len(items) == 1 and count > 1:
                items = items * count
            if len(items) == count:
                return tuple(self.m.size(v, hint, low) for v in items)
            return tuple(self.m.names.fresh(hint, low) for _ in range(count))
        if isinstance(value, Unknown):
            return tuple(self.m.names.fresh(hint, low) for _ in range(count))
        return (self.m.size(value, hint, low),) * count

    def number(self, value: Abstract) -> float | None:
        """A plain number, None where it is not known."""
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def flag(self, value: Abstract, default: bool) -> bool:
        """True or False; the default where it is not known."""
        answer = truth(value)
        return default if answer is None else answer

    def argument(self, name: str) -> ast.expr | None:
        """How an argument is written in the call, None where it is not."""
        if self.node is None:
            return None
        for keyword in self.node.keywords:
            if keyword.arg in (name, self.aliases.get(name)):
                return keyword.value
        place = self.names.index(name) if name in self.names else len(self.node.args)
        if place < len(self.node.args) and not any(isinstance(a, ast.Starred) for a in self.node.args):
            return self.node.args[place]
        return None

    def argument_span(self, name: str) -> Span:
        """Where an argument is written, the call itself if it is not."""
        written = self.argument(name) if self.frame is not None else None
        return (
            self.m.span(written, self.frame) if written is not None and self.frame is not None else self.span
        )

    def handed(self, name: str) -> bool:
        """Whether an argument comes in a variable, as an option does, and is not a number in the call."""
        written = self.argument(name)
        return written is not None and not isinstance(written, (ast.Constant, ast.UnaryOp))

    # --- reports ---

    def fault(self, message: str, argument: str = "", help: str | None = None, mend: Any = None) -> None:
        """The real call refuses these arguments."""
        span = self.argument_span(argument) if argument else self.span
        found = ArgumentFault(message, span, help, mend=mend)
        if found not in self.m.program.arguments:
            self.m.program.arguments.append(found)

    def refuse(self, message: str, argument: str = "", help: str | None = None, mend: Any = None) -> None:
        """The call raises TypeError: reported, unless the code around it catches that."""
        failure(self.m, "TypeError", "")
        if self.m.visiting and given_by_us(self.receiver):
            return  # what nobody calls may be called with an object that has such a method
        self.fault(message, argument, help, mend)

    def unknown(self, reason: str) -> Unknown:
        """Something here is not followed."""
        self.m.not_checked(reason, self.span)
        return Unknown(reason)

    def value(
        self, shape: tuple[Size, ...] | None, dtype: DType | None = None, origin: str = "call"
    ) -> Value:
        """A tensor made here that no op made."""
        made = Value(shape, dtype, span=self.span, origin=origin)
        if self.name.startswith("torch."):
            from footgun.source.devices import created

            created(self, made)
        return made


def given_by_us(receiver: Abstract) -> bool:
    """Whether it is a tensor only because we call a network with one."""
    return isinstance(receiver, Value) and receiver.shape is None and receiver.made_by is None


def weights_type(m: Machine, given: Abstract) -> DType | None:
    """The element type of a new layer's weights, None where it is not known."""
    if given is not None:
        from footgun.source.torch.create import dtype_of

        return dtype_of(given)
    return "float32" if m.notes.get("default dtype") is None else None
