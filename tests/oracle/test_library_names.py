"""The name tables and the lists of removed names agree with the installed libraries."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

import pytest
from tests.oracle.library_names import KERAS, TORCH, keras_names, torch_names

from footgun.rules.facts.deprecations import DEPRECATED
from footgun.rules.facts.library import members
from footgun.rules.facts.releases import OLD_MODULES, REMOVED

pytest.importorskip("torch")
# These only raise.
STILL_THERE = {"torch.symeig", "torch.eig", "torch.solve", "torch.lstsq", "torch.matrix_rank"}


def find(name: str) -> Any:
    """The object of a dotted name; None where some part of it is missing."""
    top, *rest = name.split(".")
    found: Any = import_module(top)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for part in rest:
            found = getattr(found, part, None)
    return found


@pytest.mark.parametrize("module", TORCH)
def test_torch_names_are_all_in_the_table(module: str) -> None:
    assert torch_names(module) <= members(module)


@pytest.mark.parametrize("part", KERAS)
def test_keras_names_are_all_in_the_table(part: str) -> None:
    pytest.importorskip("keras")
    assert keras_names(part) <= members(f"keras.{part}")


@pytest.mark.parametrize("name", sorted(n for n in REMOVED if not n.startswith("torchvision.")))
def test_a_removed_name_is_gone(name: str) -> None:
    if name in STILL_THERE:
        torch = import_module("torch")
        with pytest.raises(RuntimeError, match="removed"):
            find(name)(*[torch.eye(2)] * (2 if name in ("torch.solve", "torch.lstsq") else 1))
    else:
        assert find(name) is None
        assert name in OLD_MODULES or name.rpartition(".")[2] not in members(name.rpartition(".")[0])


@pytest.mark.parametrize("name", sorted(n for n in DEPRECATED if not n.startswith("torchvision.")))
def test_a_deprecated_name_is_still_there(name: str) -> None:
    assert find(name) is not None
