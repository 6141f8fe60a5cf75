"""The strings that Keras resolves to objects, of all three releases."""

from __future__ import annotations

# fmt: off
ACTIVATION_NAMES = {
    **{n: n for n in (
        "celu", "elu", "exponential", "gelu", "glu", "leaky_relu", "linear", "log_softmax", "mish", "relu",
        "relu6", "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "sparse_plus",
        "sparse_sigmoid", "sparsemax", "squareplus", "tanh", "threshold",
    )},
    "swish": "silu", "hard_sigmoid": "hardsigmoid", "hard_silu": "hardswish", "hard_swish": "hardswish",
    "hard_tanh": "hardtanh", "hard_shrink": "hardshrink", "soft_shrink": "softshrink",
    "tanh_shrink": "tanhshrink", "log_sigmoid": "logsigmoid",
}
_INITIALIZERS = {
    "zeros": "zeros", "zero": "zeros", "ones": "ones", "one": "ones", "constant": "constant",
    "glorot_uniform": "glorot_uniform", "glorot_normal": "glorot_normal", "he_uniform": "he_uniform",
    "he_normal": "he_normal", "lecun_uniform": "lecun_uniform", "lecun_normal": "lecun_normal",
    "random_normal": "normal", "random_uniform": "uniform", "truncated_normal": "truncated_normal",
    "normal": "normal", "uniform": "uniform", "orthogonal": "orthogonal", "identity": "identity",
    "variance_scaling": "variance_scaling",
}
LOSS_NAMES = {
    "mse": "mse", "MSE": "mse", "mean_squared_error": "mse", "MeanSquaredError": "mse", "mae": "mae",
    "MAE": "mae", "mean_absolute_error": "mae", "MeanAbsoluteError": "mae", "mape": "mape", "MAPE": "mape",
    "mean_absolute_percentage_error": "mape", "MeanAbsolutePercentageError": "mape", "msle": "msle",
    "MSLE": "msle", "mean_squared_logarithmic_error": "msle", "MeanSquaredLogarithmicError": "msle",
    "huber": "huber", "Huber": "huber", "log_cosh": "log_cosh", "LogCosh": "log_cosh", "poisson": "poisson",
    "Poisson": "poisson", "cosine_similarity": "cosine", "CosineSimilarity": "cosine",
    "categorical_crossentropy": "categorical", "CategoricalCrossentropy": "categorical",
    "sparse_categorical_crossentropy": "sparse", "SparseCategoricalCrossentropy": "sparse",
    "binary_crossentropy": "binary", "BinaryCrossentropy": "binary", "bce": "binary", "BCE": "binary",
    "binary_focal_crossentropy": "binary", "BinaryFocalCrossentropy": "binary",
    "categorical_focal_crossentropy": "categorical", "CategoricalFocalCrossentropy": "categorical",
    "kld": "kl", "KLD": "kl", "kl_divergence": "kl", "KLDivergence": "kl", "hinge": "hinge",
    "Hinge": "hinge", "squared_hinge": "hinge", "SquaredHinge": "hinge", "categorical_hinge": "hinge",
    "CategoricalHinge": "hinge", "dice": "other", "Dice": "other", "tversky": "other", "Tversky": "other",
    "circle": "other", "Circle": "other", "ctc": "other", "CTC": "other",
}
# Names that only Keras 1 and 2 resolve: no fault, for nothing says which release will run the code.
OLD_LOSSES = {
    "huber_loss": "huber", "logcosh": "log_cosh", "cosine_proximity": "cosine", "cosine": "cosine",
    "kullback_leibler_divergence": "kl",
}
OLD_ACTIVATIONS = {
    "LeakyReLU": "leaky_relu", "ReLU": "relu", "ELU": "elu", "PReLU": "leaky_relu", "Softmax": "softmax",
    "ThresholdedReLU": "threshold",
}
OPTIMIZER_NAMES = frozenset({
    "adadelta", "adafactor", "adagrad", "adam", "adamax", "adamw", "ftrl", "lion", "lossscaleoptimizer",
    "muon", "multioptimizer", "nadam", "optimizer", "optimizermap", "rmsprop", "schedulefreeadamw", "sgd",
})
OLD_OPTIMIZERS = frozenset({"lamb", "tfoptimizer"})
_METRICS = (
    "auc", "accuracy", "binary_accuracy", "binary_crossentropy", "binary_io_u", "categorical_accuracy",
    "categorical_crossentropy", "categorical_hinge", "concordance_correlation", "cosine_similarity",
    "f1_score", "f_beta_score", "false_negatives", "false_positives", "hinge", "io_u", "kl_divergence",
    "log_cosh_error", "mean", "mean_absolute_error", "mean_absolute_percentage_error", "mean_io_u",
    "mean_metric_wrapper", "mean_squared_error", "mean_squared_logarithmic_error", "metric", "one_hot_io_u",
    "one_hot_mean_io_u", "pearson_correlation", "poisson", "precision", "precision_at_recall", "r2_score",
    "recall", "recall_at_precision", "root_mean_squared_error", "sensitivity_at_specificity",
    "sparse_categorical_accuracy", "sparse_categorical_crossentropy", "sparse_top_k_categorical_accuracy",
    "specificity_at_sensitivity", "squared_hinge", "sum", "top_k_categorical_accuracy", "true_negatives",
    "true_positives",
)
_SHORT_METRICS = (
    "acc", "ce", "crossentropy", "bce", "BCE", "mse", "MSE", "mae", "MAE", "mape", "MAPE", "msle", "MSLE",
)
OLD_METRICS = frozenset({
    "matthews_correlation", "fmeasure", "fbeta_score", "cosine", "cosine_proximity", "logcosh", "kld", "KLD",
    "kullback_leibler_divergence",
})
# fmt: on
_CAMEL = {"auc": "AUC", "kl_divergence": "KLDivergence"}


def camel(name: str) -> str:
    """The class name of a snake-case name."""
    return _CAMEL.get(name) or "".join(part.capitalize() for part in name.split("_"))


_SHORT_INITIALIZERS = ("zero", "one", "normal", "uniform")  # of which there is no class
INITIALIZER_NAMES = dict(_INITIALIZERS)
INITIALIZER_NAMES |= {camel(k): v for k, v in _INITIALIZERS.items() if k not in _SHORT_INITIALIZERS}
INITIALIZER_NAMES |= {"IdentityInitializer": "identity", "OrthogonalInitializer": "orthogonal"}
INITIALIZER_NAMES |= dict.fromkeys(("stft", "STFT", "STFTInitializer", "initializer", "Initializer"), "other")
ACTIVATION_NAMES |= OLD_ACTIVATIONS
LOSS_NAMES |= OLD_LOSSES
METRIC_NAMES = frozenset({*_METRICS, *map(camel, _METRICS), *_SHORT_METRICS, *OLD_METRICS})


def kind_of_name(text: str, not_this: str) -> str | None:
    """What kind of object a string names, if not the kind it was given as."""
    tables = (
        ("metric", METRIC_NAMES),
        ("loss", LOSS_NAMES),
        ("activation", ACTIVATION_NAMES),
        ("initializer", INITIALIZER_NAMES),
        ("optimizer", OPTIMIZER_NAMES),
    )
    for kind, names in tables:
        if kind != not_this and (text in names or text.lower() in names):
            return kind
    return None
