"""Older spellings: arguments that Keras 1 and 2 named otherwise. They mean what today's names mean.

    @bind("keras.layers.Dense")
    @renamed(DENSE)
    def dense(at, units, ...)

A call is put into today's form first, then bound to the handler's own signature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from footgun.source.bindings import Handler, call_handler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from footgun.source.callsite import At

Before: TypeAlias = "Callable[[At, list[Any], dict[str, Any]], None]"

# fmt: off
SHARED = {
    "bias": "use_bias", "W_regularizer": "kernel_regularizer", "b_regularizer": "bias_regularizer",
    "dim_ordering": "data_format", "W_constraint": "kernel_constraint", "b_constraint": "bias_constraint",
    "init": "kernel_initializer", "weights_regularizer": "kernel_regularizer", "border_mode": "padding",
}
DENSE = {**SHARED, "output_dim": "units"}
CONVOLUTION = {
    **SHARED, "nb_filter": "filters", "filter_length": "kernel_size", "subsample": "strides",
    "subsample_length": "strides",
    "atrous_rate": "dilation_rate",
}
POOLING = {**SHARED, "pool_length": "pool_size", "stride": "strides", "poolsize": "pool_size"}
RECURRENT = {
    **DENSE, "inner_init": "recurrent_initializer", "inner_activation": "recurrent_activation",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout", "U_regularizer": "recurrent_regularizer",
    "U_constraint": "recurrent_constraint",
}
NORMALISATION = {
    "gamma_init": "gamma_initializer", "beta_init": "beta_initializer",
    "running_mean_initializer": "moving_mean_initializer",
    "running_std_initializer": "moving_variance_initializer",
}
# fmt: on
# Arguments that only Keras 1 had.
FIRST = ("nb_filter", "subsample", "border_mode", "dim_ordering", "init", "W_regularizer")
ORDERINGS = {"th": "channels_first", "tf": "channels_last"}


def renamed(names: Mapping[str, str], before: Before | None = None) -> Callable[[Handler], Handler]:
    """Take older names for a handler's parameters; `before` puts positional forms right."""

    def wrap(handler: Handler) -> Handler:
        @wraps(handler)
        def call(at: At, *args: Any, **kwargs: Any) -> Any:
            values = list(args)
            if before is not None:
                before(at, values, kwargs)
            for old in [k for k in kwargs if k in names and names[k] not in kwargs]:
                value = kwargs.pop(old)
                at.aliases[names[old]] = old
                kwargs[names[old]] = ORDERINGS.get(value, value) if old == "dim_ordering" else value
            return call_handler(at, handler, values, kwargs)

        return call

    return wrap


def is_tensorflow(at: At) -> bool:
    """Whether the file takes Keras from TensorFlow alone, which never knew the spellings of Keras 1."""
    imports = at.m.notes.get("imports", ())
    own = any(name == "keras" or name.startswith("keras.") for name in imports)
    return not own and any(name.startswith("tensorflow") for name in imports)


def separate_kernel(at: At, args: list[Any], kwargs: dict[str, Any]) -> None:
    """`Convolution2D(32, 3, 3)` and `nb_row=3, nb_col=3`: the kernel's sizes one by one."""
    given = [k for k in ("nb_row", "nb_col", "kernel_dim1", "kernel_dim2", "kernel_dim3") if k in kwargs]
    count = 3 if "3D" in at.label else 2
    sure = any(k in kwargs for k in FIRST)
    old = at.label.startswith(("Convolution", "Atrous", "Deconvolution", "SeparableConvolution"))
    if given:
        first = args[1:] if len(args) > 1 else []
        del args[1:]
        kwargs["kernel_size"] = (*first, *(kwargs.pop(k) for k in given))
        at.aliases["kernel_size"] = given[0]
    elif (sure or (old and not is_tensorflow(at))) and not {"strides", "kernel_size"} & kwargs.keys():
        sizes = args[1 : count + 1]
        if len(sizes) == count and all(isinstance(s, int) for s in sizes):
            rest = args[count + 1 :]
            args[1:] = [tuple(sizes)]
            kwargs.update(zip(("kernel_initializer", "activation"), rest, strict=False))
