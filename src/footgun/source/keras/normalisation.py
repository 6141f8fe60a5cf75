"""keras.layers: normalisation."""

from __future__ import annotations

from footgun.ops.normalisation import BatchNorm, GroupNorm, LayerNorm, RMSNorm
from footgun.source.bindings import bind
from footgun.source.keras._common import axes_of, keras_layer
from footgun.source.keras._legacy import NORMALISATION, renamed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def without_mode(at: At, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Keras 1 had modes; mode 1 normalised over features."""
    kwargs.pop("mode", None)


@bind(
    "keras.layers.BatchNormalization",
    "keras.layers.BatchNormalizationV2",
    "keras.layers.SyncBatchNormalization",
)
@renamed(NORMALISATION, without_mode)
def batch_norm(
    at: At,
    axis: Any = -1,
    momentum: Any = 0.99,
    epsilon: Any = 0.001,
    center: Any = True,
    scale: Any = True,
    beta_initializer: Any = "zeros",
    gamma_initializer: Any = "ones",
    moving_mean_initializer: Any = "zeros",
    moving_variance_initializer: Any = "ones",
    beta_regularizer: Any = None,
    gamma_regularizer: Any = None,
    beta_constraint: Any = None,
    gamma_constraint: Any = None,
    renorm: Any = False,
    renorm_clipping: Any = None,
    renorm_momentum: Any = 0.99,
    synchronized: Any = False,
    **kwargs: Any,
) -> Any:
    place = axes_of(axis)
    shift, stretch = at.flag(center, True), at.flag(scale, True)
    single = place[0] if isinstance(place, tuple) else place
    op = BatchNorm(None, None, single, shift or stretch, None, shift, stretch)
    return keras_layer(at, op, locals())


@bind("keras.layers.LayerNormalization")
def layer_norm(
    at: At,
    axis: Any = -1,
    epsilon: Any = 0.001,
    center: Any = True,
    scale: Any = True,
    beta_initializer: Any = "zeros",
    gamma_initializer: Any = "ones",
    beta_regularizer: Any = None,
    gamma_regularizer: Any = None,
    beta_constraint: Any = None,
    gamma_constraint: Any = None,
    **kwargs: Any,
) -> Any:
    shift, stretch = at.flag(center, True), at.flag(scale, True)
    op = LayerNorm(None, axes_of(axis), shift, shift or stretch, stretch)
    return keras_layer(at, op, locals())


@bind("keras.layers.GroupNormalization")
def group_norm(
    at: At,
    groups: Any = 32,
    axis: Any = -1,
    epsilon: Any = 0.001,
    center: Any = True,
    scale: Any = True,
    beta_initializer: Any = "zeros",
    gamma_initializer: Any = "ones",
    beta_regularizer: Any = None,
    gamma_regularizer: Any = None,
    beta_constraint: Any = None,
    gamma_constraint: Any = None,
    **kwargs: Any,
) -> Any:
    place = axes_of(axis)
    shift, stretch = at.flag(center, True), at.flag(scale, True)
    single = place if isinstance(place, int) else -1
    op = GroupNorm(at.size(groups, "g"), None, single, shift or stretch, shift, stretch)
    return keras_layer(at, op, locals())


@bind("keras.layers.RMSNormalization")
def rms_norm(at: At, axis: Any = -1, epsilon: Any = 1e-06, **kwargs: Any) -> Any:
    return keras_layer(at, RMSNorm(None, True, axes_of(axis)), locals())


@bind("keras.layers.UnitNormalization")
def unit_norm(at: At, axis: Any = -1, **kwargs: Any) -> Any:
    return keras_layer(at, LayerNorm(None, axes_of(axis), False, False, False), locals())


@bind("keras.layers.Normalization")
def normalization(
    at: At, axis: Any = -1, mean: Any = None, variance: Any = None, invert: Any = False, **kwargs: Any
) -> Any:
    """Mean and variance of the data, measured once by `adapt`."""
    place = axes_of(axis)
    op = BatchNorm(None, None, place if isinstance(place, int) else -1, False, None, False, False, False)
    return keras_layer(at, op, locals())


@bind("keras.layers.SpectralNormalization")
def spectral(at: At, layer: Any, power_iterations: Any = 1, **kwargs: Any) -> Any:
    """Scales a layer's weights; the layer stays what it is."""
    return layer
