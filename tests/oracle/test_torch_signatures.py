"""Every torch binding has the parameters, the order and the defaults of the installed torch."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from footgun.source import bindings

torch = pytest.importorskip("torch")
bindings.load("torch")

# Parameters that releases added or dropped: the binding may know them or not.
DRIFTING = frozenset(
    {"device", "dtype", "_weight", "_freeze", "bias", "min_value", "max_value", "_stacklevel", "enable_gqa"}
)


def real(name: str) -> Any:
    """The object that a canonical name stands for, None if this release has it not."""
    found: Any = torch
    for part in name.split(".")[1:]:
        found = getattr(found, part, None)
        if found is None:
            return None
    return found


def parameters(name: str) -> dict[str, inspect.Parameter] | None:
    """The real signature; builtins written in C have none."""
    thing = real(name)
    if thing is None or not callable(thing):
        return None
    try:
        found = inspect.signature(thing).parameters
    except (ValueError, TypeError):
        return None
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in found.values()):
        return None
    return dict(found)


NAMES = [
    name
    for name, handler in sorted(bindings.REGISTRY.items())
    if name.startswith("torch.nn.")
    and "nn.Module." not in name
    and not bindings.signature(handler).variadic
    and not bindings.signature(handler).rest
    and parameters(name) is not None
]


def test_most_layers_can_be_compared() -> None:
    assert len(NAMES) > 120


@pytest.mark.parametrize("name", NAMES)
def test_signature(name: str) -> None:
    theirs = {k: p for k, p in (parameters(name) or {}).items() if k not in DRIFTING and k != "self"}
    handler = inspect.signature(bindings.REGISTRY[name]).parameters
    ours = {k: p for k, p in list(handler.items())[1:] if k not in DRIFTING and k != "self"}
    assert list(ours) == list(theirs)
    for key, parameter in theirs.items():
        required = parameter.default is inspect.Parameter.empty
        assert required == (ours[key].default is inspect.Parameter.empty), key
        if not required and isinstance(parameter.default, (int, float, str, bool)):
            default = ours[key].default
            assert default == parameter.default or default == pytest.approx(parameter.default), key
