"""keras.initializers: how weights start, as objects."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.keras._strings import INITIALIZER_NAMES
from footgun.source.values import Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def names(*kinds: str) -> list[str]:
    """Every spelling of some kinds of ours."""
    found = [name for name, kind in INITIALIZER_NAMES.items() if kind in kinds]
    return [
        f"{place}.{name}" for name in found for place in ("keras.initializers", "tensorflow.initializers")
    ]


def made(at: At, scale: Any = None) -> Thing:
    """An initialiser object."""
    kind = INITIALIZER_NAMES[at.label]
    if kind == "constant" and scale in (0, 1):
        kind = "ones" if scale else "zeros"
    number = float(scale) if isinstance(scale, (int, float)) else None
    return Thing("keras.initializers", at.name, at.span, initializer=kind, scale=number)


@bind(*names("zeros", "ones"))
def plain(at: At, **kwargs: Any) -> Any:
    return made(at)


STFT = ("keras.initializers.stft", "keras.initializers.STFT", "keras.initializers.STFTInitializer")


@bind(*STFT)
def stft(
    at: At, side: Any = "real", window: Any = "hann", scaling: Any = "density", periodic: Any = False
) -> Any:
    return made(at)


@bind(*names("constant"))
def constant(at: At, value: Any = 0.0) -> Any:
    return made(at, value)


@bind(*names("normal", "truncated_normal"))
def normal(at: At, mean: Any = 0.0, stddev: Any = 0.05, seed: Any = None, **old: Any) -> Any:
    return made(at, stddev)


@bind(*names("uniform"))
def uniform(at: At, minval: Any = -0.05, maxval: Any = 0.05, seed: Any = None, **old: Any) -> Any:
    low, high = at.number(minval), at.number(maxval)
    if low is None or high is None:
        return made(at)
    return made(at, ((low * low + low * high + high * high) / 3) ** 0.5)


SCALED = ("glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal")


@bind(*names(*SCALED))
def scaled(at: At, seed: Any = None, input_axes: Any = None, output_axes: Any = None) -> Any:
    return made(at)


@bind(*names("variance_scaling"))
def variance_scaling(
    at: At,
    scale: Any = 1.0,
    mode: Any = "fan_in",
    distribution: Any = "truncated_normal",
    seed: Any = None,
    input_axes: Any = None,
    output_axes: Any = None,
) -> Any:
    return made(at)


@bind(*names("orthogonal"))
def orthogonal(at: At, gain: Any = 1.0, seed: Any = None) -> Any:
    return made(at)


@bind(*names("identity"))
def identity(at: At, gain: Any = 1.0) -> Any:
    return made(at)
