"""The fixes that give a network another loss, in the words of its framework."""

from __future__ import annotations

from footgun.changes import Argument, Rename
from footgun.findings import Fix
from footgun.network import LossUse, Program, Value
from footgun.rules.facts.output import in_keras

CLASSES = {
    "binary_crossentropy": "BinaryCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
}
FUNCTIONS = {
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
    "CrossEntropyLoss": "cross_entropy",
}


def other_loss(program: Program, use: LossUse, name: str) -> Fix | None:
    """`name`: a class of torch.nn, or what Keras calls a loss in a text."""
    if in_keras(use):
        return _in_keras(program, use, name)
    places = {id(other.network) for other in program.losses if other.made == use.made}
    if len(places) > 1:
        return None  # another network has the same loss
    if use.label[:1].isupper():
        return Fix(f"`{name}`", changes=(Rename(use.made, name),))
    return Fix(f"`{FUNCTIONS[name]}`", changes=(Rename(use.span, FUNCTIONS[name]),))


def of_classes(program: Program, use: LossUse) -> Fix | None:
    """The cross-entropy over exclusive classes; in Keras for the labels that the model is fitted to."""
    if not in_keras(use):
        return other_loss(program, use, "CrossEntropyLoss")
    sparse = any(_numbers(target) for target in labels(program, use))
    return other_loss(program, use, f"{'sparse_' if sparse else ''}categorical_crossentropy")


def labels(program: Program, use: LossUse) -> list[Value]:
    """What the loss gets as labels: directly, or as the `y` of a `fit`."""
    given = [fit.arguments.get("y") for fit in program.fits if fit.network is use.network]
    return [value for value in (use.target, *given) if isinstance(value, Value)]


def joined(title: str, *fixes: Fix | None) -> Fix | None:
    """Several fixes as one, None where one of them cannot be."""
    if any(fix is None for fix in fixes):
        return None
    return Fix(title, changes=tuple(change for fix in fixes if fix is not None for change in fix.changes))


def _in_keras(program: Program, use: LossUse, name: str) -> Fix | None:
    compiled = next((c for c in program.compiles if c.loss is use), None)
    if compiled is None:
        return None
    if use.label[:1].isupper():
        return Fix(f"`{CLASSES[name]}`", changes=(Rename(use.made, CLASSES[name]),))
    return Fix(f'`loss="{name}"`', changes=(Argument(compiled.span, "loss", f'"{name}"', 1),))


def _numbers(target: Value) -> bool:
    """Whether labels are class numbers."""
    shape = target.shape
    return target.facts.get("labels") == "index" or (shape is not None and len(shape) == 1)
