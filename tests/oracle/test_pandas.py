"""The ranks of what is taken from a table, held against the real pandas."""

from __future__ import annotations

import pytest
from tests.source.test_read_tables import RANKS

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
torch = pytest.importorskip("torch")
if not hasattr(pd, "read_csv"):
    pytest.skip("pandas is not installed", allow_module_level=True)


@pytest.mark.parametrize(("part", "rank"), RANKS.items())
def test_the_rank_is_that_of_pandas(part, rank):
    table = {"a": [1, 2, 3, 4], "b": [0.1, 0.2, 0.3, 0.4], "y": [0, 1, 0, 1]}
    found = eval(part, {"df": pd.DataFrame(table), "pd": pd, "np": np, "torch": torch})
    assert found.ndim == rank
