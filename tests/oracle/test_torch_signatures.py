"""Every torch binding has the parameters, the order and the defaults of the installed torch."""

from __future__ import annotations

import inspect
import types
from typing import Any

import pytest

from footgun.source import bindings, registry

torch = pytest.importorskip("torch")
BOUND = registry.bound_by("torch")

# Parameters that releases added or dropped: the binding may know them or not.
DRIFTING = frozenset(
    {
        "device",
        "dtype",
        "_weight",
        "_freeze",
        "bias",
        "min_value",
        "max_value",
        "_stacklevel",
        "enable_gqa",
        "verbose",
    }
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
    for name, handler in sorted(BOUND.items())
    if name.startswith("torch.nn.")
    and (
        name in ("torch.nn.Module.register_buffer", "torch.nn.Module.register_parameter")
        or "nn.Module." not in name
    )
    and inspect.signature(handler).parameters.keys() != {"at", "args", "named"}
    and not bindings.signature(handler).variadic
    and not bindings.signature(handler).rest
    and parameters(name) is not None
]


def test_most_layers_can_be_compared() -> None:
    assert len(NAMES) > 120


@pytest.mark.parametrize("name", NAMES)
def test_signature(name: str) -> None:
    theirs = {k: p for k, p in (parameters(name) or {}).items() if k not in DRIFTING and k != "self"}
    handler = inspect.signature(BOUND[name]).parameters
    ours = {k: p for k, p in list(handler.items())[1:] if k not in DRIFTING and k != "self"}
    assert list(ours) == list(theirs)
    for key, parameter in theirs.items():
        required = parameter.default is inspect.Parameter.empty
        assert required == (ours[key].default is inspect.Parameter.empty), key
        if not required and isinstance(parameter.default, (int, float, str, bool)):
            default = ours[key].default
            assert default == parameter.default or default == pytest.approx(parameter.default), key


WRITTEN = [
    name
    for name in sorted(BOUND)
    if (name.startswith("torch.optim.") or (name.startswith("torch.nn.") and parameters(name) is not None))
    and BOUND[name].__code__.co_flags & 0x04
    and BOUND[name] in bindings.SIGNATURES
    and not bindings.SIGNATURES[BOUND[name]].variadic
    and real(name) is not None
]


def test_optimisers_and_schedules_are_compared() -> None:
    assert len(WRITTEN) > 45


# What releases since 2.13 have added.
NEW = {"torch.optim.LBFGS": frozenset({"maximize"})}


@pytest.mark.parametrize("name", WRITTEN)
def test_written_signature(name: str) -> None:
    theirs = [p for k, p in inspect.signature(real(name)).parameters.items() if k not in DRIFTING]
    ours = bindings.signature(BOUND[name])
    only = {p.name for p in theirs if p.kind is p.KEYWORD_ONLY}
    plain = tuple(p.name for p in theirs if p.kind is not p.KEYWORD_ONLY)
    needed = tuple(p.name for p in theirs if p.default is p.empty)
    new = NEW.get(name, frozenset()) - {p.name for p in theirs}
    known = tuple(k for k in ours.positional if k not in DRIFTING | new)
    assert (known, set(ours.keyword_only), ours.needed) == (plain, only, needed)


# Overloads on Python's own lists and texts, or on what only the compiler passes.
ELSEWHERE = frozenset(
    {"a", "dims_other", "dims_self", "idx", "list", "max", "path", "separator", "tensor_indices_or_sections"}
)
COMPILED = [
    name
    for name in sorted(BOUND)
    if (name.count(".") == 1 or name.startswith("torch.Tensor."))
    and name.startswith("torch.")
    and isinstance(real(name), (types.BuiltinFunctionType, types.MethodDescriptorType))
    and hasattr(torch.ops.aten, name.rsplit(".", 1)[-1])
]


def schemas(name: str) -> list[Any]:
    """Torch's own declarations of a compiled function, those on named tensors left out."""
    packet = getattr(torch.ops.aten, name.rsplit(".", 1)[-1])
    found = [getattr(packet, overload)._schema for overload in packet.overloads()]
    of_tensors = [s for s in found if any("Tensor" in str(a.type) for a in s.arguments)] or found
    return [s for s in of_tensors if "Dimname" not in str(s) and "names" not in str(s)]


def test_many_compiled_functions_can_be_compared() -> None:
    assert len(COMPILED) > 350


@pytest.mark.parametrize("name", COMPILED)
def test_a_compiled_function_takes_what_torch_declares(name: str) -> None:
    known = bindings.signature(BOUND[name])
    names = {"input" if k == "self" else k for k in (*known.positional, *known.keyword_only)}
    for schema in schemas(name):
        given = {"input" if a.name == "self" else a.name for a in schema.arguments if not a.is_out}
        if not known.rest and not known.variadic:
            assert given - names - ELSEWHERE - {"out"} == set()
        plain = [a for a in schema.arguments if not a.kwarg_only]
        assert known.variadic or len(plain) <= len(known.positional)
