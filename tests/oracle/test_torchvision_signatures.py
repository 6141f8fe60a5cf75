"""Transforms of both generations, data sets and ops have the parameters of the installed torchvision."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from footgun.source import bindings, registry

pytest.importorskip("torchvision")
from torchvision import datasets, ops, transforms
from torchvision.transforms import v2

BOUND = registry.bound_by("torchvision")
# Names of the first releases, which are gone.
GONE = {"Scale", "RandomSizedCrop"}


def bound(place: str) -> list[str]:
    """The names right in a module that are bound."""
    names = (n.removeprefix(place) for n in BOUND if n.startswith(place))
    return sorted(n for n in names if "." not in n and n not in GONE)


def plain(thing: Any) -> list[inspect.Parameter] | None:
    """The parameters of a class, None where it takes any."""
    found = list(inspect.signature(thing).parameters.values())
    return None if any(p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL) for p in found) else found


@pytest.mark.parametrize("generation", [transforms, v2], ids=["first", "v2"])
@pytest.mark.parametrize("name", bound("torchvision.transforms."))
def test_a_transform_takes_what_torchvision_takes(name: str, generation: Any) -> None:
    known = bindings.signature(BOUND[f"torchvision.transforms.{name}"])
    theirs = plain(getattr(generation, name)) if hasattr(generation, name) else None
    if theirs is None:
        assert hasattr(transforms, name) or hasattr(v2, name)
        return
    extra = {"p"} if name in ("RandomApply", "RandomChoice") else set()
    named = [p.name for p in theirs if p.kind is not p.KEYWORD_ONLY]
    assert [k for k in known.positional if k in named or k not in extra] == named
    assert set(known.keyword_only) == {p.name for p in theirs if p.kind is p.KEYWORD_ONLY}
    assert set(known.needed) <= {p.name for p in theirs if p.default is p.empty}


def test_every_transform_is_bound() -> None:
    skipped = {"InterpolationMode", "AutoAugmentPolicy", "Transform"}
    for generation in (transforms, v2):
        names = {n for n in vars(generation) if inspect.isclass(getattr(generation, n)) and n[0].isupper()}
        assert names - set(bound("torchvision.transforms.")) - skipped == set()


@pytest.mark.parametrize("name", bound("torchvision.datasets."))
def test_a_data_set_takes_what_torchvision_takes(name: str) -> None:
    known = bindings.signature(BOUND[f"torchvision.datasets.{name}"])
    theirs = list(inspect.signature(getattr(datasets, name)).parameters.values())
    named = [p.name for p in theirs if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    assert list(known.positional[: len(named)]) == named
    if plain(getattr(datasets, name)) is not None:
        assert list(known.positional) == named
    assert set(known.needed) == {p.name for p in theirs if p.default is p.empty and p.name in named}


@pytest.mark.parametrize("name", bound("torchvision.ops."))
def test_an_op_takes_what_torchvision_takes(name: str) -> None:
    known = bindings.signature(BOUND[f"torchvision.ops.{name}"])
    theirs = plain(getattr(ops, name)) or []
    assert list(known.positional) == [p.name for p in theirs if p.kind is not p.KEYWORD_ONLY]
    assert list(known.keyword_only) == [p.name for p in theirs if p.kind is p.KEYWORD_ONLY]
    assert list(known.needed) == [p.name for p in theirs if p.default is p.empty]


def test_every_op_is_bound() -> None:
    assert set(ops.__all__) <= set(bound("torchvision.ops."))


@pytest.mark.parametrize("name", bound("torchvision.ops.misc."))
def test_a_block_is_also_bound_where_it_is_defined(name: str) -> None:
    assert getattr(ops.misc, name) is getattr(ops, name)
    assert BOUND[f"torchvision.ops.misc.{name}"] is BOUND[f"torchvision.ops.{name}"]
