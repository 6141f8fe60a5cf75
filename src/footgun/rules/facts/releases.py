"""What releases of the libraries took away: names and arguments, with what is written today.

Checked against torch 2.13, torchvision 0.29, Keras 3.15 and NumPy 2.4.
"""

from __future__ import annotations

from footgun.network import NameUse
from footgun.records import NamedTuple


class Change(NamedTuple):
    """`since`: the release that brought the new way (or made the old one idle); `now`: what to write."""

    since: str
    now: str
    ignored: bool = False  # still accepted, without any effect


class Arguments(NamedTuple):
    """An argument of some calls: those whose name starts so and ends in one of `calls` (any, if empty)."""

    start: str
    calls: tuple[str, ...]
    change: Change


# fmt: off
# Module paths of Keras 2 and their place today.
OLD_MODULES = {
    "keras.layers.core": "keras.layers", "keras.layers.convolutional": "keras.layers",
    "keras.layers.recurrent": "keras.layers", "keras.layers.normalization": "keras.layers",
    "keras.layers.advanced_activations": "keras.layers", "keras.layers.embeddings": "keras.layers",
    "keras.layers.wrappers": "keras.layers",
    "keras.layers.noise": "keras.layers", "keras.layers.pooling": "keras.layers",
    "keras.utils.np_utils": "keras.utils", "keras.utils.vis_utils": "keras.utils",
    "keras.objectives": "keras.losses", "keras.engine": "keras",
    "keras.engine.topology": "keras.layers", "keras.engine.training": "keras.models",
}
LINALG = "torch 1.9"
REMOVED = {
    "torchvision.transforms.Scale": Change("torchvision 0.2", "`Resize`"),
    "torchvision.transforms.RandomSizedCrop": Change("torchvision 0.2", "`RandomResizedCrop`"),
    "torch.symeig": Change(LINALG, "`torch.linalg.eigh`"),
    "torch.eig": Change(LINALG, "`torch.linalg.eig`"),
    "torch.solve": Change(LINALG, "`torch.linalg.solve`, with its arguments the other way round"),
    "torch.lstsq": Change(LINALG, "`torch.linalg.lstsq`, with its arguments the other way round"),
    "torch.matrix_rank": Change(LINALG, "`torch.linalg.matrix_rank`"),
    "torch.gels": Change(LINALG, "`torch.linalg.lstsq`"),
    "torch.potrf": Change("torch 1.8", "`torch.linalg.cholesky`"),
    "torch.rfft": Change("torch 1.7", "`torch.fft.rfft`"),
    "torch.irfft": Change("torch 1.7", "`torch.fft.irfft`"),
    "keras.layers.Merge": Change("Keras 2.0", "`Add`, `Concatenate` or another merging layer"),
    "keras.layers.merge": Change("Keras 2.0", "`add`, `concatenate` or another function of `keras.layers`"),
    "keras.layers.TimeDistributedDense": Change("Keras 2.0", "`TimeDistributed(Dense(...))`"),
    "keras.layers.MaxoutDense": Change("Keras 2.0", "`Dense` and a maximum over groups of its units"),
    "keras.layers.AtrousConvolution2D": Change("Keras 2.0", "`Conv2D(..., dilation_rate=...)`"),
    "keras.layers.AtrousConvolution1D": Change("Keras 2.0", "`Conv1D(..., dilation_rate=...)`"),
    "keras.layers.Deconvolution2D": Change("Keras 2.0", "`Conv2DTranspose`"),
    "keras.layers.CuDNNLSTM": Change("TensorFlow 2.0", "`LSTM`, which uses cuDNN where it can"),
    "keras.layers.CuDNNGRU": Change("TensorFlow 2.0", "`GRU`, which uses cuDNN where it can"),
    "keras.layers.LocallyConnected1D": Change("Keras 3.0", "`Conv1D`"),
    "keras.layers.LocallyConnected2D": Change("Keras 3.0", "`Conv2D`"),
    **{old: Change("Keras 3.0", f"`{new}`") for old, new in OLD_MODULES.items()},
    **{f"keras.{kind}.{old}": Change("TensorFlow 2.1", f"`{new}`")
       for kind in ("Model", "Sequential")
       for old, new in (
           ("fit_generator", "fit"), ("predict_generator", "predict"), ("evaluate_generator", "evaluate"),
       )},
    **{f"keras.callbacks.History.history['{part}acc']": Change("Keras 2.3", f"`history['{part}accuracy']`")
       for part in ("", "val_")},
    **{f"numpy.{name}": Change("NumPy 1.24", f"`{name}`")
       for name in ("complex", "float", "int", "object", "str")},
    **{f"numpy.{old}": Change("NumPy 2.0", f"`np.{new}`")
       for old, new in (
           ("float_", "float64"), ("Inf", "inf"), ("Infinity", "inf"), ("infty", "inf"), ("PINF", "inf"),
           ("NaN", "nan"), ("product", "prod"), ("cumproduct", "cumprod"), ("sometrue", "any"),
           ("alltrue", "all"), ("round_", "round"),
       )},
    "keras.Sequential.predict_classes": Change("TensorFlow 2.3", "`predict(x).argmax(-1)`"),
    "keras.Sequential.predict_proba": Change("TensorFlow 2.3", "`predict`"),
}
# fmt: on
LAYERS = "keras.layers."
RECURRENT = ("LSTM", "GRU", "SimpleRNN")


def _layers(now: str) -> tuple[Arguments, ...]:
    """An argument of every Keras layer, renamed in Keras 2."""
    return (Arguments(LAYERS, (), Change("Keras 2.0", now)),)


def _workers() -> tuple[Arguments, ...]:
    """How a generator is read is said where it is made."""
    models = ("keras.Model.", "keras.Sequential.")
    calls = ("fit", "evaluate", "predict")
    now = Change("Keras 3.0", "the same argument of the `PyDataset`")
    return tuple(Arguments(model, calls, now) for model in models)


# The argument's name -> the calls that had it.
REMOVED_ARGUMENTS: dict[str, tuple[Arguments, ...]] = {
    "volatile": (
        Arguments("torch.", ("Variable",), Change("torch 0.4", "`with torch.no_grad():`", ignored=True)),
    ),
    "nb_epoch": (Arguments("keras.", ("fit", "fit_generator"), Change("Keras 2.0", "`epochs`")),),
    "samples_per_epoch": (Arguments("keras.", ("fit_generator",), Change("Keras 2.0", "`steps_per_epoch`")),),
    "show_accuracy": (Arguments("keras.", ("fit",), Change("Keras 1.0", "`compile(metrics=['accuracy'])`")),),
    "class_mode": (Arguments("keras.", ("compile",), Change("Keras 1.0", "`loss` alone")),),
    "border_mode": _layers("`padding`"),
    "subsample": _layers("`strides`"),
    "dim_ordering": _layers("`data_format`"),
    "nb_filter": _layers("`filters`"),
    "init": _layers("`kernel_initializer`"),
    "inner_init": _layers("`recurrent_initializer`"),
    "inner_activation": _layers("`recurrent_activation`"),
    "W_regularizer": _layers("`kernel_regularizer`"),
    "b_regularizer": _layers("`bias_regularizer`"),
    "pool_length": _layers("`pool_size`"),
    "output_dim": (Arguments(LAYERS, ("Dense", *RECURRENT), Change("Keras 2.0", "`units`")),),
    "input": (Arguments("keras.", ("Model",), Change("Keras 2.0", "`inputs`")),),
    "output": (Arguments("keras.", ("Model",), Change("Keras 2.0", "`outputs`")),),
    "period": (Arguments("keras.callbacks.", ("ModelCheckpoint",), Change("Keras 3.0", "`save_freq`")),),
    "use_multiprocessing": _workers(),
    "max_queue_size": _workers(),
    "workers": _workers(),
    "write_grads": (
        Arguments("keras.callbacks.", ("TensorBoard",), Change("TensorFlow 2.0", "nothing in its place")),
    ),
    "lr": (Arguments("keras.optimizers.", (), Change("Keras 2.3", "`learning_rate`")),),
    "decay": (
        Arguments(
            "keras.optimizers.", (), Change("Keras 2.11", "a schedule as `learning_rate`", ignored=True)
        ),
    ),
}


def change_of(
    use: NameUse, names: dict[str, Change], arguments: dict[str, tuple[Arguments, ...]]
) -> Change | None:
    """What became of a name or argument, None if nothing did."""
    if not use.keyword:
        return names.get(use.name)
    last = use.name.rsplit(".", 1)[-1]
    found = (
        rule.change
        for rule in arguments.get(use.keyword, ())
        if use.name.startswith(rule.start) and (not rule.calls or last in rule.calls)
    )
    return next(found, None)
