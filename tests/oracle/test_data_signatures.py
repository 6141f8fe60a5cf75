"""Data code: bindings of torch.utils.data and torch.nn.init have the parameters of the installed torch."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from footgun.source import bindings, registry

torch = pytest.importorskip("torch")
BOUND = registry.bound_by("torch")
PLACES = ("torch.utils.data.", "torch.nn.init.", "torch.nn.utils.", "torch.optim.")


def real(name: str) -> Any:
    """The object of a name, None if this release has it not."""
    found: Any = torch
    for part in name.split(".")[1:]:
        found = getattr(found, part, None)
    return found


def compared(name: str) -> bool:
    """Whether both sides say their parameters one by one."""
    known, thing = bindings.signature(BOUND[name]), real(name)
    if thing is None or known.variadic or known.rest or not name.rpartition(".")[2][:1].isalpha():
        return False
    try:
        kinds = {p.kind for p in inspect.signature(thing).parameters.values()}
    except (TypeError, ValueError):
        return False
    return not kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


NAMES = [n for n in sorted(BOUND) if n.startswith(PLACES) and n.count(".") < 5 and compared(n)]


def test_enough_can_be_compared() -> None:
    assert len(NAMES) > 65


# What releases since 2.13 have added.
NEW = {"torch.optim.LBFGS": frozenset({"maximize"})}


@pytest.mark.parametrize("name", NAMES)
def test_the_parameters_are_those_of_torch(name: str) -> None:
    theirs = [p for k, p in inspect.signature(real(name)).parameters.items() if k != "verbose"]
    known = bindings.signature(BOUND[name])
    new = NEW.get(name, frozenset()) - {p.name for p in theirs}
    ours = tuple(k for k in known.positional if k not in ("verbose", "self") and k not in new)
    if name.startswith("torch.optim.Optimizer."):
        theirs = [p for p in theirs if p.name != "self"]
    assert ours == tuple(p.name for p in theirs if p.kind is not p.KEYWORD_ONLY)
    assert set(known.keyword_only) == {p.name for p in theirs if p.kind is p.KEYWORD_ONLY}
    needed = {p.name for p in theirs if p.default is p.empty}
    assert {k for k in known.needed if k != "self"} <= needed


def test_every_layer_of_torch_is_bound() -> None:
    names = [n for n in dir(torch.nn) if inspect.isclass(getattr(torch.nn, n))]
    modules = [n for n in names if issubclass(getattr(torch.nn, n), torch.nn.Module)]
    assert [n for n in modules if f"torch.nn.{n}" not in BOUND] == []
    assert len(modules) > 150


def test_how_many_operations_are_bound() -> None:
    functions = [n for n in BOUND if n.startswith("torch.") and n.count(".") == 1]
    methods = [n for n in BOUND if n.startswith("torch.Tensor.")]
    assert sum(callable(real(n)) for n in functions) > 450
    assert sum(callable(real(n)) for n in methods) > 450
