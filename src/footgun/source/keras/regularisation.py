"""keras.layers: dropout and noise."""

from __future__ import annotations

from footgun.ops.dropout import Dropout, GaussianNoise
from footgun.source.bindings import bind
from footgun.source.keras._common import keras_layer, spatial_of
from footgun.source.keras._legacy import renamed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

OLD = {"p": "rate"}


@bind("keras.layers.Dropout", "keras.layers.AlphaDropout")
@renamed(OLD)
def dropout(at: At, rate: Any, noise_shape: Any = None, seed: Any = None, **kwargs: Any) -> Any:
    op = Dropout(at.number(rate), alpha=at.label == "AlphaDropout", last=True, handed=at.handed("rate"))
    return keras_layer(at, op, locals())


@bind("keras.layers.SpatialDropout1D")
@renamed(OLD)
def spatial1d(at: At, rate: Any, seed: Any = None, name: Any = None, dtype: Any = None, **kwargs: Any) -> Any:
    return keras_layer(at, Dropout(at.number(rate), 1, last=True, handed=at.handed("rate")), locals())


@bind("keras.layers.SpatialDropout2D", "keras.layers.SpatialDropout3D")
@renamed({**OLD, "dim_ordering": "data_format"})
def spatial(
    at: At,
    rate: Any,
    data_format: Any = None,
    seed: Any = None,
    name: Any = None,
    dtype: Any = None,
    **kwargs: Any,
) -> Any:
    return keras_layer(
        at, Dropout(at.number(rate), spatial_of(at), last=True, handed=at.handed("rate")), locals()
    )


@bind("keras.layers.GaussianDropout")
@renamed(OLD)
def gaussian_dropout(at: At, rate: Any, seed: Any = None, **kwargs: Any) -> Any:
    return keras_layer(
        at, Dropout(at.number(rate), kind="gaussian", last=True, handed=at.handed("rate")), locals()
    )


@bind("keras.layers.GaussianNoise")
@renamed({"sigma": "stddev"})
def gaussian_noise(at: At, stddev: Any, seed: Any = None, **kwargs: Any) -> Any:
    return keras_layer(at, GaussianNoise(at.number(stddev)), locals())
