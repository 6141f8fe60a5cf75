"""A string that names no loss, optimiser, activation or initialiser, or names something else."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Replace
from footgun.findings import Finding, Fix, Severity
from footgun.network import CompileUse, Program, UnknownString
from footgun.rules.base import Rule, rule
from footgun.rules.facts.output import head, is_one

# What is meant by a metric, or by the name of another library, in the place of a loss.
LOSS_FOR = {
    "acc": "categorical_crossentropy",
    "accuracy": "categorical_crossentropy",
    "auc": "binary_crossentropy",
    "binary_accuracy": "binary_crossentropy",
    "bce": "binary_crossentropy",
    "categorical_accuracy": "categorical_crossentropy",
    "cross_entropy": "categorical_crossentropy",
    "categorical_cross_entropy": "categorical_crossentropy",
    "binary_cross_entropy": "binary_crossentropy",
    "rmse": "mean_squared_error",
    "root_mean_squared_error": "mean_squared_error",
    "sparse_categorical_accuracy": "sparse_categorical_crossentropy",
    "sparse_cross_entropy": "sparse_categorical_crossentropy",
    "r2": "mean_squared_error",
    "softmax": "categorical_crossentropy",
}
CATEGORICAL = ("categorical_crossentropy", "sparse_categorical_crossentropy")
# The usual names, for the one that a misspelt name is close to.
USUAL = {
    "loss": (
        "mse", "mae", "mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "kl_divergence",
        "hinge", "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy",
    ),
    "optimizer": (
        "sgd", "adam", "adamw", "adamax", "nadam", "rmsprop", "adagrad", "adadelta", "ftrl", "lion",
    ),
    "activation": (
        "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "swish", "mish", "tanh", "sigmoid",
        "hard_sigmoid", "softmax", "log_softmax", "softplus", "softsign", "linear", "exponential",
    ),
    "initializer": (
        "zeros", "ones", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform",
        "lecun_normal", "random_normal", "random_uniform", "truncated_normal", "orthogonal",
    ),
}  # fmt: skip
ARTICLES = {"optimizer": "an optimizer", "activation": "an activation", "initializer": "an initializer"}
# Keras resolves a loss only when training starts; the rest already when the object is built.
LATE = frozenset(("loss", "metric"))


@rule(
    "OUT011",
    "not-a-loss",
    Severity.ERROR,
    "a string that names no loss, optimizer, activation or initializer",
    needs=("unknown_strings",),
)
def not_a_loss(self: Rule, program: Program) -> Iterator[Finding]:
    """The front end has looked the string up; here it gets its words."""
    for unknown in program.unknown_strings:
        used = (c for c in program.compiles if ("loss", unknown.text, unknown.span) in c.strings)
        compiled = next(used, None)
        yield self.report(
            unknown.span,
            _message(unknown),
            help=_help(unknown, compiled),
            fix=_fix(unknown, compiled),
        )


def _message(unknown: UnknownString) -> str:
    role = ARTICLES.get(unknown.role, f"a {unknown.role}")
    kind = unknown.is_kind
    if kind and kind != unknown.role:
        what = f"is {ARTICLES.get(kind, f'a {kind}')}, not {role}"
    else:
        what = f"names no {unknown.role}"
    when = "`fit` raises" if unknown.role in LATE else "this raises"
    return f"`{unknown.text}` {what}: {when}"


def _help(unknown: UnknownString, compiled: CompileUse | None) -> str | None:
    meant = _meant(unknown, compiled)
    if meant is None:
        near = _close(unknown)
        return f"close to it: `{near}`" if near else None
    metric = f', and `metrics=["{unknown.text}"]` to watch it' if _is_watched(unknown, meant) else ""
    return f"train on `{meant}`{metric}"


def _close(unknown: UnknownString) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(unknown.text.lower(), USUAL.get(unknown.role, ()), n=1, cutoff=0.75)
    return near[0] if near else None


def _meant(unknown: UnknownString, compiled: CompileUse | None) -> str | None:
    """The loss that is meant; one unit says yes or no."""
    name = LOSS_FOR.get(unknown.text.lower()) if unknown.role == "loss" else None
    end = head(compiled.network.output) if compiled is not None and compiled.network is not None else None
    single = end is not None and is_one(end.units)
    return "binary_crossentropy" if single and name in CATEGORICAL else name


def _is_watched(unknown: UnknownString, meant: str) -> bool:
    """Whether it is a metric that goes with the loss."""
    return unknown.is_kind == "metric" and meant == LOSS_FOR.get(unknown.text.lower(), meant)


def _fix(unknown: UnknownString, compiled: CompileUse | None) -> Fix | None:
    """The name that is meant; a metric goes where metrics are, if there are none yet."""
    name = _meant(unknown, compiled) or _close(unknown)
    if name is None:
        return None
    right = Replace(unknown.span, name, unknown.text)
    if compiled is None or compiled.metrics or not _is_watched(unknown, name):
        return Fix(f"`{name}`", changes=(right,))
    watched = Argument(compiled.span, "metrics", f'["{unknown.text}"]')
    return Fix(f"train on `{name}`", changes=(right, watched))
