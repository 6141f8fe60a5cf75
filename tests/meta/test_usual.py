"""The list of modules that load in one piece is what the examples need."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from footgun.dev.usual import loaded
from footgun.usual import USUAL

EXAMPLES = Path(__file__).parents[2] / "examples"
RENEW = (
    "python -m footgun.dev usual examples/*.py examples/*.ipynb examples/sound/*.py > src/footgun/usual.py"
)


@pytest.mark.parametrize("name", ["flowers.py", "house_prices.py", "reviews.ipynb"])
def test_most_of_what_a_check_loads_is_in_the_list_and_little_is_in_vain(name):
    needed = set(loaded(str(EXAMPLES / name)))
    assert len(needed & set(USUAL)) > 0.7 * len(needed), f"renew it: {RENEW}"
    assert len(needed & set(USUAL)) > 0.75 * len(USUAL), f"renew it: {RENEW}"


def test_a_module_stands_after_those_it_needs():
    order = loaded(str(EXAMPLES / "flowers.py"))
    places = [order.index(name) for name in USUAL if name in order]
    late = sum(earlier > later for earlier, later in pairwise(places))
    assert late < 0.1 * len(places), f"renew it: {RENEW}"
