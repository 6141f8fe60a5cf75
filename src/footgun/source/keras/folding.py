"""Whether the folds of a cross-validation go on with one another's weights."""

from __future__ import annotations

import ast

from footgun.source.loops import leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.findings import Span
    from footgun.source.callsite import At

# What is done to a model without changing its weights, beside training.
KEEPING = frozenset((
    "compile", "evaluate", "evaluate_generator", "fit", "fit_generator", "metrics_names", "predict",
    "predict_generator", "save", "save_weights", "stop_training", "summary",
))  # fmt: skip
JUDGING = frozenset(("evaluate", "evaluate_generator", "predict", "predict_generator"))


def carried(at: At) -> Span | None:
    """The loop over folds around a `fit`, where nothing in it may give the model other weights."""
    splits, call = at.m.notes.get("folds", ()), at.node
    if not splits or at.frame is None or call is None or not isinstance(call.func, ast.Attribute):
        return None
    model = call.func.value
    for loop in at.m.loops:
        if not isinstance(loop, ast.For) or not isinstance(model, ast.Name) or leaves(loop):
            continue
        inside = [n for statement in loop.body for n in ast.walk(statement)]
        if not any(n in splits for n in ast.walk(loop.iter)) or call not in inside:
            continue
        if not held_out(loop, inside):
            continue
        mentions = [n for n in inside if isinstance(n, ast.Name) and n.id == model.id]
        uses = [n.attr for n in inside if isinstance(n, ast.Attribute) and n.value in mentions]
        judged = not JUDGING.isdisjoint(uses) or any(k.arg == "validation_data" for k in call.keywords)
        if judged and len(uses) == len(mentions) and KEEPING.issuperset(uses):
            return at.m.span(loop.iter, at.frame)
    return None


def held_out(loop: ast.For, inside: list[ast.AST]) -> bool:
    """Whether anything uses the second of the two sets of rows that a fold consists of."""
    target = loop.target
    while isinstance(target, ast.Tuple) and len(target.elts) == 2 and isinstance(target.elts[1], ast.Tuple):
        target = target.elts[1]  # behind the number that `enumerate` gives
    if not isinstance(target, ast.Tuple) or len(target.elts) != 2:
        return False
    name = target.elts[1]
    return isinstance(name, ast.Name) and any(isinstance(n, ast.Name) and n.id == name.id for n in inside)
