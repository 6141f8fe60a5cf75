"""Glorot chosen by hand before ReLU, or He before tanh and sigmoid: made for the other kind."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Rename, Replace, Without
from footgun.findings import Finding, Fix, Severity
from footgun.network import Initializer, Node, Program
from footgun.ops.activation import Activation, PReLU
from footgun.rules.base import Rule, rule
from footgun.rules.facts.initial import chosen, is_hidden, made_elsewhere
from footgun.rules.facts.passing import POOLS, keeps, path

GLOROT = frozenset(("glorot_uniform", "glorot_normal"))
HE = frozenset(("he_uniform", "he_normal"))
# Half of their input is cut off or nearly so; He's factor of 2 makes up for it.
RECTIFIERS = frozenset(("relu", "relu6", "leaky_relu"))
SIGMOIDS = frozenset(("sigmoid", "tanh", "softsign"))


@rule(
    "INI002",
    "init-for-activation",
    Severity.INFO,
    "an initialiser made for another activation",
    needs=("initializers",),
)
def init_for_activation(self: Rule, program: Program) -> Iterator[Finding]:
    """Only what the user chose by hand; a default is no decision."""
    for node, initializer in chosen(program):
        activation = _activation(node)
        # A gain in Glorot, as `calculate_gain("relu")`, is He's factor by another name.
        if activation is None or initializer.scale not in (None, 1.0):
            continue
        is_rectifier = isinstance(activation.op, PReLU) or getattr(activation.op, "name", "") in RECTIFIERS
        is_sigmoid = getattr(activation.op, "name", "") in SIGMOIDS and is_hidden(activation)
        if initializer.kind in GLOROT and is_rectifier:
            why = "it assumes an activation that keeps both signs, and ReLU halves the signal in each layer"
            fix = initializer.kind.replace("glorot", "he")
        elif initializer.kind in HE and is_sigmoid:
            why = "it doubles the variance to make up for ReLU, so that units saturate"
            fix = initializer.kind.replace("he", "glorot")
        else:
            continue
        name = _spelled(node, fix)
        yield self.report(
            initializer.span or node.made,
            f"`{initializer.kind}` before `{activation.label}`: {why}",
            labels=[
                (made_elsewhere(node, initializer), "this layer"),
                (activation.span, f"`{activation.label}` here"),
            ],
            help=f"use `{name}`; with few layers the difference is small",
            fix=_fix(initializer, name),
        )


def _fix(initializer: Initializer, name: str) -> Fix | None:
    """Another name in the quotes, or another function on the weight alone."""
    span = initializer.span
    if span is None:
        return None
    if "." not in name:
        return Fix(f'`"{name}"`', changes=(Replace(span, name, initializer.kind),))
    others = Without(span, ("gain", "a", "mode", "nonlinearity"))
    return Fix(f"`{name}`", changes=(Rename(span, name.rpartition(".")[2]), others))


def _activation(node: Node) -> Node | None:
    """The activation on what a layer makes, with at most pooling, dropout and reshaping between."""
    after = path(node.output, lambda n: keeps(n) or isinstance(n.op, POOLS))
    last = after[-1] if after else None
    return last if last is not None and isinstance(last.op, (Activation, PReLU)) else None


def _spelled(node: Node, kind: str) -> str:
    """The name of an initialiser in the user's framework."""
    if node.network is None or node.network.framework != "torch":
        return kind
    first, shape = kind.split("_")
    return f"nn.init.{'kaiming' if first == 'he' else 'xavier'}_{shape}_"
