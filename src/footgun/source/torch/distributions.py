"""torch.distributions: what is drawn from a distribution, and how likely it is.

A drawn value holds no graph, unless `rsample` draws it; its likelihood depends on the parameters.
"""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Binary
from footgun.ops.probability import Likelihood
from footgun.source.bindings import bind
from footgun.source.values import Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

ROOT = "torch.distributions"
CLASSES = ("Categorical",)
FOLLOWED = ("Bernoulli", "Categorical", "Normal")


def names(kind: str) -> tuple[str, ...]:
    """A class by its short name and by that of its module."""
    return f"{ROOT}.{kind}", f"{ROOT}.{kind.lower()}.{kind}"


def methods(name: str) -> tuple[str, ...]:
    """One method of all that are followed."""
    return tuple(f"{ROOT}.{kind}.{name}" for kind in FOLLOWED)


def made(at: At, *parameters: Any) -> Any:
    """A distribution, or nothing known where a parameter is not."""
    if not all(isinstance(given, (Value, int, float)) for given in parameters):
        return Unknown(f"`{ROOT}.{at.label}` of parameters that are not followed")
    return Thing(f"{ROOT}.Distribution", f"{ROOT}.{at.label}", at.span, parameters=parameters)


@bind(*names("Categorical"), *names("Bernoulli"))
def by_chance(at: At, probs: Any = None, logits: Any = None, validate_args: Any = None) -> Any:
    found = made(at, logits if probs is None else probs)
    if isinstance(found, Thing):
        found.attributes["logits" if probs is None else "probs"] = found.facts["parameters"][0]
    return found


@bind(*names("Normal"))
def normal(at: At, loc: Any, scale: Any, validate_args: Any = None) -> Any:
    found = made(at, loc, scale)
    if isinstance(found, Thing):
        found.attributes.update({"loc": loc, "mean": loc, "scale": scale, "stddev": scale})
    return found


def parameters_of(distribution: Any) -> tuple[Any, ...]:
    """What a distribution is made of; nothing where that is not followed."""
    found = distribution.facts.get("parameters", ()) if isinstance(distribution, Thing) else ()
    return found if isinstance(found, tuple) else ()


def likelihood(at: At, self: Any, *values: Any) -> Any:
    """One number for each distribution, or each value."""
    parameters = parameters_of(self)
    if not parameters:
        return Unknown(f"`{at.label}` of a distribution")
    op = Likelihood(at.label, len(parameters), self.name.endswith(CLASSES))
    return at.apply(op, *parameters, *values)


@bind(*methods("log_prob"))
def log_prob(at: At, self: Any, value: Any) -> Any:
    return likelihood(at, self, value)


@bind(*methods("entropy"))
def entropy(at: At, self: Any) -> Any:
    return likelihood(at, self)


@bind(*methods("sample"))
def sample(at: At, self: Any, sample_shape: Any = ()) -> Any:
    """Numbers alone."""
    if not parameters_of(self) or not isinstance(sample_shape, tuple) or sample_shape:
        return at.value(None, None, "")
    shape = likelihood(at, self).shape
    return at.value(shape, "int64" if self.name.endswith(CLASSES) else "float32")


@bind(f"{ROOT}.Normal.rsample")
def rsample(at: At, self: Any, sample_shape: Any = ()) -> Any:
    """The location and scaled noise: both get gradients."""
    parameters = parameters_of(self)
    if len(parameters) != 2 or not isinstance(sample_shape, tuple) or sample_shape:
        return at.value(None, None, "")
    return at.apply(Binary("add"), *parameters)
