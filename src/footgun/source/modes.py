"""Keras: each call of a model tells its mode, and a call of a part may state one of its own."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine
    from footgun.source.values import Abstract, LayerObject


def said(kwargs: dict[str, Abstract]) -> str:
    """The mode of a Keras model, which each call tells: without a word it is that of evaluation."""
    given = kwargs.get("training")
    return "unsaid" if given is None else "train" if given is True else "eval" if given is False else ""


def in_mode(at: At, holder: LayerObject, args: list[Abstract], kwargs: dict[str, Abstract]) -> Abstract:
    """Apply a layer in a mode: one that its call states by itself does not hang on that of the model."""
    from footgun.source.modules import call_layer

    before = len(at.m.program.nodes)
    rest = {name: value for name, value in kwargs.items() if name != "training"}
    made = call_layer(at.m, holder, args, rest, at)
    if kwargs["training"] is True or isinstance(at.argument("training"), ast.Constant):
        state(at.m, before)
    return made


def state(m: Machine, before: int) -> None:
    """Note of the nodes since then that the mode in which they run is stated."""
    for node in m.program.nodes[before:]:
        node.output.facts["training"] = True
