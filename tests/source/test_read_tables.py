"""pandas: tables read from files have ranks, and sizes that nobody knows."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import value_of

from footgun.network import Value
from footgun.source.values import Unknown

READ = "import numpy as np, pandas as pd, torch\ndf = pd.read_csv('t.csv')\nrows, columns = df.shape\n"
# What real pandas gives for a table of 4 rows and 3 columns of numbers, a, b and y: rank, and its known sizes.
RANKS = {
    'df["a"]': 1, 'df[["a"]]': 2, 'df[df["a"] > 1]': 2, 'df["a"][df["a"] > 1]': 1, "df[0:2]": 2,
    "df.iloc[:, :-1]": 2, "df.iloc[:, -1]": 1, "df.iloc[:, 0:2]": 2, "df.iloc[:, -1:]": 2, "df.iloc[0]": 1,
    "df.iloc[[0, 1]]": 2, "df.iloc[:, [0, 1]]": 2, "df.iloc[0, 1:]": 1, "df.iloc[0:2]": 2,
    'df.loc[:, "a"]': 1, 'df.loc[:, ["a"]]': 2, 'df.loc[df["a"] > 1, "a"]': 1,
    'df.drop("y", axis=1)': 2, 'df.drop(columns=["y"])': 2, 'df.pop("y")': 1, "df.values": 2,
    'torch.tensor(df["a"])': 1, 'torch.tensor(df["a"].values)': 1, "torch.tensor(df.values)": 2,
    'torch.Tensor(df["a"])': 1, "torch.FloatTensor(df.values)": 2, "np.array(df)": 2, 'np.exp(df["a"])': 1,
    'df["a"] + df["b"]': 1, 'df["a"] + np.ones(4)': 1, 'df["a"].values.reshape(-1, 1)': 2,
    'df["a"].to_numpy(dtype="float32")': 1, 'torch.tensor([df["a"][0], 1.0])': 1, 'df["a"].astype("float32").values': 1,
    "df.astype(np.float32).values": 2, 'df["a"].unique()': 1, 'df["a"].map({1: 0, 2: 1})': 1,
    "df.sample(frac=1)": 2, 'df["a"].iloc[0:2]': 1, '-df["a"]': 1, "df > 1": 2, '~(df["a"] > 1)': 1,
    'df["a"].head(2)': 1, "df.head(2)": 2, "df.to_numpy()": 2, 'df["a"].dropna()': 1, "df.dropna()": 2,
    "df - df.mean()": 2, 'torch.tensor(df.iloc[0]["a"])': 0, 'torch.tensor(df["a"].values[0])': 0,
    'torch.tensor(df["a"][0])': 0, "np.exp(df)": 2, "pd.concat([df, df])": 2, 'pd.concat([df["a"], df["b"]])': 1,
    'pd.concat([df["a"], df["b"]], axis=1)': 2, 'pd.get_dummies(df["a"])': 2,
    'pd.get_dummies(df, columns=["y"])': 2, 'pd.merge(df, df, on="a")': 2, 'df["a"] == "x"': 1,
}  # fmt: skip


@pytest.mark.parametrize(("part", "rank"), RANKS.items())
def test_the_rank_of_what_is_taken_from_a_table(part, rank):
    found = value_of(f"{READ}part = {part}", "part")
    assert isinstance(found, Value)
    assert found.rank == rank


@pytest.mark.parametrize(
    ("part", "width"),
    [
        ('df[["a", "b"]]', 2),
        ("df.iloc[:, 0:2]", "unknown"),  # a slice ends where the table does
        ('pd.read_csv("t.csv", usecols=["a", "b"])', 2),
        ('pd.read_csv("t.csv", usecols=["a", "a"])', "unknown"),
        ('pd.read_csv("t.csv", usecols=["a", "b"], index_col="a")', "unknown"),
        ('pd.read_csv("t.csv", names=["a", "b", "y"])', 3),
        ('pd.read_csv("t.csv", usecols=["a", "b"]).drop("a", axis=1)', 1),
    ],
)
def test_columns_that_the_text_lists_are_counted(part, width):
    found = value_of(f"{READ}part = {part}.values", "part").shape[1]
    assert found == width if width != "unknown" else not isinstance(found, int)


@pytest.mark.parametrize("part", ["df.values", "df.iloc[:, :]", "df.copy()", "df.sample(frac=1)", "df * 2"])
def test_the_same_rows_and_columns_have_the_same_names(part):
    text = f"{READ}part = {part}\nsame = (rows, columns) == tuple(part.shape)"
    assert value_of(text, "same") is True


@pytest.mark.parametrize(
    "change",
    [
        'df.drop("y", axis=1, inplace=True)',
        "df.dropna(inplace=True)",
        'df["new"] = 1',
        'df.pop("y")',
        'df.insert(0, "c", 1)',
        'del df["y"]',
        'df.loc[:, "c"] = 1',
        'df.set_index("a", inplace=True)',
        "if perhaps():\n    df.dropna(axis=1, inplace=True)",
    ],
)
def test_a_table_that_is_changed_in_place_has_other_sizes(change):
    text = f"from elsewhere import perhaps\n{READ}{change}\nsame = (rows, columns) == df.shape"
    assert isinstance(value_of(text, "same"), Unknown)


@pytest.mark.parametrize(
    "part",
    [
        'pd.read_csv("t.csv", chunksize=10)',
        'pd.read_csv("t.csv", iterator=True)',
        'pd.read_csv("t.csv", header=[0, 1])',
        'pd.read_excel("t.xlsx", sheet_name=None)',
        'df["a"].apply(lambda v: [v])',
        'df["a"].apply(lambda v: [v])[0]',
        'df["a"].map(parse)[0]',
        'df["text"][0]',
        'df["text"].values[0]',
        "df.mean()",
        "df[df.columns]",
        'df["a"].str.split(",")',
        "df.groupby('a')",
        "pd.read_parquet('t')['a'][0]",
    ],
)
def test_what_may_be_of_any_kind_is_unknown(part):
    assert isinstance(value_of(f"{READ}part = {part}", "part"), Unknown)


def test_an_assigned_column_of_lists_holds_no_numbers():
    text = f"{READ}df['a'] = df['a'].apply(eval)\npart = torch.tensor(df['a'][0])"
    assert value_of(text, "part").rank is None


@pytest.mark.parametrize(
    "part",
    [
        "np.exp(df).mean()",
        "np.array(df['x'].values.tolist())",
        "torch.tensor(df['x'].values.tolist())",
        "torch.tensor(list(df['x']))",
        "torch.stack([torch.tensor(v) for v in df['x']])",
        "np.array([np.array(v) for v in df['x']])",
        "np.asarray(df['x'].values[0])",
        "np.vstack(df['x'])",
        "np.vstack(df['x'].values)",
        "np.concatenate(df['x'].values)",
        "np.stack(df['x'])",
        "torch.tensor(np.stack(df['x'].values))",
    ],
)
def test_a_column_of_lists_becomes_an_array_of_unknown_rank(part):
    text = f"{READ}df['x'] = df['text'].apply(eval)\npart = {part}"
    assert getattr(value_of(text, "part"), "rank", None) is None


@pytest.mark.parametrize(
    ("column", "rank"),
    [
        ("df['y'].map({'cat': 0, 'dog': 1})", 0),
        ("df['y'].replace({1: 0, 2: 1})", 0),
        ("0", 0),
        ("unknown", None),
        ("df['y'].map(unknown)", None),
        ("df['y'].map({1: 0})\ndf.columns = ['x', 'class']", None),
    ],
)
def test_a_column_that_was_put_in_is_known_in_each_row(column, rank):
    # cells of a joined table may hold anything
    text = f"{READ}unknown = input()\ndf = pd.merge(df, unknown, on='a')\ndf['class'] = {column}\n"
    found = value_of(f"{text}for i, row in df.iterrows():\n    part = torch.tensor(row['class'])\n", "part")
    assert found.rank == rank
