"""keras.layers: pools over windows, over regions and over whole maps."""

from __future__ import annotations

from footgun.ops.pooling import AdaptivePool, GlobalPool, Pool
from footgun.source.bindings import bind
from footgun.source.keras._common import keras_layer, last_axis, padding_of, spatial_of
from footgun.source.keras._legacy import POOLING, renamed
from footgun.source.values import LayerObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

DIMENSIONS = (1, 2, 3)


def mode_of(at: At) -> str:
    """`max` or `avg`, by the name."""
    return "max" if "Max" in at.label else "avg"


def windows(at: At, given: dict[str, Any]) -> LayerObject:
    """A pool over windows, which do not overlap unless told."""
    n = spatial_of(at)
    sizes = at.sizes(given["pool_size"], n, "k")
    op = Pool(
        mode_of(at),
        n,
        sizes,
        sizes if given["strides"] is None else at.sizes(given["strides"], n, "s"),
        padding_of(at, given["padding"], n),
        (1,) * n,
        last=last_axis(at, given["data_format"]),
    )
    return keras_layer(at, op, {**given, "kwargs": {**given["kwargs"], "name": given["name"]}})


@bind(*(f"keras.layers.Max{name}{n}D" for name in ("Pooling", "Pool") for n in DIMENSIONS))
@renamed(POOLING)
def max_pool(
    at: At,
    pool_size: Any = 2,
    strides: Any = None,
    padding: Any = "valid",
    data_format: Any = None,
    name: Any = None,
    **kwargs: Any,
) -> Any:
    return windows(at, locals())


def with_default(at: At, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Before Keras 3 a mean pool had a size of 2 too."""
    if not args and not {"pool_size", "pool_length", "poolsize"} & kwargs.keys():
        kwargs["pool_size"] = 2


@bind(*(f"keras.layers.{name}{n}D" for name in ("AveragePooling", "AvgPool") for n in DIMENSIONS))
@renamed(POOLING, with_default)
def average_pool(
    at: At,
    pool_size: Any,
    strides: Any = None,
    padding: Any = "valid",
    data_format: Any = None,
    name: Any = None,
    **kwargs: Any,
) -> Any:
    return windows(at, locals())


@bind(
    *(
        f"keras.layers.Global{name}{n}D"
        for name in ("MaxPooling", "MaxPool", "AveragePooling", "AvgPool")
        for n in DIMENSIONS
    )
)
@renamed(POOLING)
def global_pool(at: At, data_format: Any = None, keepdims: Any = False, **kwargs: Any) -> Any:
    n = spatial_of(at)
    op = GlobalPool(mode_of(at), n, at.flag(keepdims, False), last_axis(at, data_format))
    return keras_layer(at, op, locals())


@bind(*(f"keras.layers.Adaptive{name}Pooling{n}D" for name in ("Max", "Average") for n in DIMENSIONS))
def adaptive_pool(at: At, output_size: Any, data_format: Any = None, **kwargs: Any) -> Any:
    n = spatial_of(at)
    op = AdaptivePool(mode_of(at), n, at.sizes(output_size, n, "s"), last_axis(at, data_format))
    return keras_layer(at, op, locals())
