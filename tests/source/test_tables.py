"""pandas: tables that are made in the file have their rows and columns, others have none."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import value_of

ROWS = "rows = []\nfor i in range(0, 12, 2):\n    rows.append([np.random.rand(), i, 1])\n"


@pytest.mark.parametrize(
    ("part", "shape"),
    [
        ("table.values", (6, 3)),
        ("table.iloc[:, 0:-1].values", (6, 2)),
        ("table.iloc[:4, -1]", (4,)),
        ("table.to_numpy()", (6, 3)),
    ],
)
def test_a_table_of_lists_has_their_rows_and_columns(part, shape):
    text = f"import numpy as np, pandas as pd\n{ROWS}table = pd.DataFrame(rows, columns=['x', 'y', 'z'])\npart = {part}"
    assert value_of(text, "part").shape == shape


@pytest.mark.parametrize("data", ["names", "[[1, 2], [3]]", "{'x': [1, 2]}"])
def test_other_tables_are_not_followed(data):
    found = value_of(f"import pandas as pd\ntable = pd.DataFrame({data})\npart = table.values", "part")
    assert getattr(found, "shape", None) is None
