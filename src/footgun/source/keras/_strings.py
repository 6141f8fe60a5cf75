"""The strings that Keras resolves to objects, of all three releases."""

from __future__ import annotations

ACTIVATION_NAMES = {
    **{n: n for n in ("relu", "relu6", "elu", "selu", "gelu", "silu", "mish", "softplus", "softsign", "sigmoid", "tanh", "softmax",
       "log_softmax", "leaky_relu", "linear", "exponential", "celu", "glu", "threshold")},
    "swish": "silu", "hard_sigmoid": "hardsigmoid", "hard_silu": "hardswish", "hard_swish": "hardswish", "hard_tanh": "hardtanh",
    "hard_shrink": "hardshrink", "soft_shrink": "softshrink", "tanh_shrink": "tanhshrink", "log_sigmoid": "logsigmoid",
    "squareplus": "squareplus", "sparse_plus": "sparse_plus", "sparse_sigmoid": "sparse_sigmoid", "sparsemax": "sparsemax",
}  # fmt: skip
_INITIALIZERS = {
    "zeros": "zeros", "zero": "zeros", "ones": "ones", "one": "ones", "constant": "constant", "glorot_uniform": "glorot_uniform",
    "glorot_normal": "glorot_normal", "he_uniform": "he_uniform", "he_normal": "he_normal", "lecun_uniform": "lecun_uniform",
    "lecun_normal": "lecun_normal", "random_normal": "normal", "random_uniform": "uniform", "truncated_normal": "truncated_normal",
    "normal": "normal", "uniform": "uniform", "orthogonal": "orthogonal", "identity": "identity", "variance_scaling": "variance_scaling",
    "orthogonal_initializer": "orthogonal", "stft": "stft",
}  # fmt: skip


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


INITIALIZER_NAMES = {**_INITIALIZERS, **{_camel(k): v for k, v in _INITIALIZERS.items()}, "IdentityInitializer": "identity", "OrthogonalInitializer": "orthogonal", "STFTInitializer": "stft"}
LOSS_NAMES = {
    "mse": "mse", "MSE": "mse", "mean_squared_error": "mse", "MeanSquaredError": "mse", "mae": "mae", "MAE": "mae",
    "mean_absolute_error": "mae", "MeanAbsoluteError": "mae", "mape": "mape", "MAPE": "mape",
    "mean_absolute_percentage_error": "mape", "MeanAbsolutePercentageError": "mape", "msle": "msle", "MSLE": "msle",
    "mean_squared_logarithmic_error": "msle", "MeanSquaredLogarithmicError": "msle", "huber": "huber", "Huber": "huber",
    "huber_loss": "huber", "log_cosh": "log_cosh", "logcosh": "log_cosh", "LogCosh": "log_cosh", "poisson": "poisson",
    "Poisson": "poisson", "cosine_similarity": "cosine", "CosineSimilarity": "cosine", "cosine_proximity": "cosine",
    "categorical_crossentropy": "categorical", "CategoricalCrossentropy": "categorical",
    "sparse_categorical_crossentropy": "sparse", "SparseCategoricalCrossentropy": "sparse", "binary_crossentropy": "binary",
    "BinaryCrossentropy": "binary", "bce": "binary", "BCE": "binary", "kld": "kl", "KLD": "kl", "kl_divergence": "kl",
    "kullback_leibler_divergence": "kl", "KLDivergence": "kl", "hinge": "hinge", "Hinge": "hinge", "squared_hinge": "hinge",
    "SquaredHinge": "hinge", "categorical_hinge": "hinge", "CategoricalHinge": "hinge", "binary_focal_crossentropy": "binary",
    "BinaryFocalCrossentropy": "binary", "categorical_focal_crossentropy": "categorical",
    "CategoricalFocalCrossentropy": "categorical", "dice": "other", "Dice": "other", "tversky": "other", "Tversky": "other",
    "circle": "other", "Circle": "other", "ctc": "other", "CTC": "other", "categorical_generalized_cross_entropy": "other",
    "CategoricalGeneralizedCrossEntropy": "other", "crossentropy": "other", "ce": "other", "cosine": "cosine",
}  # fmt: skip
OPTIMIZER_NAMES = frozenset({
    "sgd", "rmsprop", "adam", "adamw", "adadelta", "adagrad", "adamax", "adafactor", "nadam", "ftrl", "lion", "lamb", "muon",
    "loss_scale_optimizer", "lossscaleoptimizer", "schedulefreeadamw",
})  # fmt: skip
METRIC_NAMES = frozenset({
    "accuracy", "acc", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy", "top_k_categorical_accuracy",
    "sparse_top_k_categorical_accuracy", "precision", "recall", "auc", "mse", "mae", "mape", "cosine_similarity", "poisson",
    "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy", "TopKCategoricalAccuracy", "Precision", "Recall", "AUC",
    "MeanSquaredError", "RootMeanSquaredError", "R2Score", "F1Score", "MeanIoU", "crossentropy", "ce",
})  # fmt: skip


def kind_of_name(text: str, not_this: str) -> str | None:
    """What kind of object a string names, if not the kind it was given as."""
    tables = (
        ("metric", METRIC_NAMES), ("loss", LOSS_NAMES), ("activation", ACTIVATION_NAMES), ("initializer", INITIALIZER_NAMES),
        ("optimizer", OPTIMIZER_NAMES),
    )  # fmt: skip
    for kind, names in tables:
        if kind != not_this and (text in names or text.lower() in names):
            return kind
    return None
