"""What callbacks of Keras watch: whether the training gives it, and which way it is better."""

from __future__ import annotations

import re

from footgun.network import FitUse, Monitor, Program

# Quantities by the names that Keras gives them; `acc` and the other short ones are of metrics named so.
BETTER_HIGH = frozenset((
    "acc", "accuracy", "auc", "binary_accuracy", "categorical_accuracy", "f1_score", "f_beta_score",
    "mean_io_u", "precision", "r2_score", "recall", "sparse_categorical_accuracy",
    "sparse_top_k_categorical_accuracy", "top_k_categorical_accuracy",
))  # fmt: skip
BETTER_LOW = frozenset((
    "binary_crossentropy", "categorical_crossentropy", "loss", "mae", "mape", "mean_absolute_error",
    "mean_absolute_percentage_error", "mean_squared_error", "mean_squared_logarithmic_error", "mse", "msle",
    "root_mean_squared_error", "sparse_categorical_crossentropy",
))  # fmt: skip
# What a callback does that sees nothing.
IDLE = {
    "EarlyStopping": "never stops the training",
    "ModelCheckpoint": "saves after every epoch, better or not",
    "ReduceLROnPlateau": "never lowers the rate",
}
# What a callback does that takes better for worse.
TURNED = {
    "EarlyStopping": "stops while it gets better",
    "ModelCheckpoint": "keeps the worst epoch",
    "ReduceLROnPlateau": "lowers the rate while it gets better",
}


def bare(name: str) -> str:
    """A quantity without what Keras puts around it: `val_auc_1` is an `auc`."""
    return re.sub(r"_\d+$", "", name.removeprefix("val_")).lower()


def unvalidated(fit: FitUse, monitor: Monitor) -> bool:
    """Whether it watches the validation of a training that has none."""
    held = {"validation_data", "validation_split"} & fit.arguments.keys()
    return monitor.name.startswith("val_") and not held and monitor.acts


def unmeasured(program: Program, fit: FitUse, monitor: Monitor) -> bool:
    """Whether it watches a metric of Keras that the model was not compiled with."""
    name = bare(monitor.name)
    if fit.measured is None or name not in BETTER_HIGH | BETTER_LOW or name in map(bare, fit.measured):
        return False
    # A layer of one's own may count it, under a name that it states.
    return not any(
        re.search(rf"name\s*=\s*[\"']{name}[\"']|\badd_metric\b", text) for text in program.sources
    )


def reversed_mode(fit: FitUse, monitor: Monitor) -> str:
    """The mode that the quantity wants, where the other one is given."""
    if not monitor.acts:
        return ""
    if monitor.mode == "min" and bare(monitor.name) in BETTER_HIGH:
        return "max"
    return "min" if monitor.mode == "max" and bare(monitor.name) in BETTER_LOW else ""


def offered(fit: FitUse) -> list[str]:
    """What this training measures, for a help."""
    names = sorted(fit.measured or ())
    held = {"validation_data", "validation_split"} & fit.arguments.keys()
    return names + [f"val_{name}" for name in names if held]
