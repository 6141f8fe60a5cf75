"""A hidden layer whose weights all start equal: its units compute one feature, over and over."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Remove
from footgun.findings import Finding, Fix, Severity
from footgun.network import Initializer, Node, Program
from footgun.ops.activation import Activation
from footgun.ops.convolution import Conv
from footgun.ops.linear import Linear
from footgun.rules.base import Rule, rule
from footgun.rules.facts.initial import chosen, initializer_of, is_hidden, made_elsewhere
from footgun.rules.facts.mending import once
from footgun.rules.facts.passing import keeps, path
from footgun.sizes import Size, same

START = {"zeros": "0", "ones": "1"}
# Their gradient at 0 is 0 in torch and Keras.
DEAD_AT_ZERO = (Activation("relu"), Activation("relu6"))


@rule(
    "INI001",
    "constant-init",
    Severity.ERROR,
    "the weights of a hidden layer start at one value",
    needs=("initializers",),
)
def constant_init(self: Rule, program: Program) -> Iterator[Finding]:
    """Hidden means: another layer follows. Output layers and ends of residual branches may start at zero."""
    for node, initializer in chosen(program):
        units = _units(node)
        if initializer.kind not in ("zeros", "ones", "constant") or units is None or same(units, 1) is True:
            continue
        if not is_hidden(node):
            continue
        effect = _effect(node, initializer, units)
        yield self.report(
            initializer.span or node.made,
            f"all weights of `{node.label}` start at {_value(initializer)}: {effect}",
            labels=[(made_elsewhere(node, initializer), "this layer")],
            help="leave the default initialiser, which is random; constants are for biases and norms",
            fix=_fix(program, node, initializer),
        )


def _fix(program: Program, node: Node, initializer: Initializer) -> Fix | None:
    """Keras has it as an argument, torch in a statement of its own."""
    if node.network is not None and node.network.framework == "keras":
        change = Argument(node.made, "kernel_initializer", None)
        return Fix("the default initialiser", changes=(change,)) if once(program, node) else None
    if initializer.span is None:
        return None
    return Fix("the default initialiser", changes=(Remove(initializer.span, alone=True),))


def _units(node: Node) -> Size | None:
    """How many units share the start; None where each unit has inputs of its own."""
    if isinstance(node.op, Linear):
        return node.op.out
    if isinstance(node.op, Conv) and not node.op.depthwise and same(node.op.groups, 1) is True:
        return node.op.cout
    return None


def _value(initializer: Initializer) -> str:
    value = initializer.scale if initializer.kind == "constant" else None
    return START.get(initializer.kind, "one value" if value is None else f"{value:g}")


def _effect(node: Node, initializer: Initializer, units: Size) -> str:
    after = path(node.output, keeps)
    activation = after[-1] if after and isinstance(after[-1].op, Activation) else None
    bias = initializer_of(node.layer, ("bias",))
    unbiased = not getattr(node.op, "bias", True) or (bias is not None and bias.kind == "zeros")
    if initializer.kind == "zeros" and unbiased and activation and activation.op in DEAD_AT_ZERO:
        return f"before `{activation.label}` the gradient is 0 and stays 0"
    return f"its {units} units compute the same feature, and their updates stay alike"
