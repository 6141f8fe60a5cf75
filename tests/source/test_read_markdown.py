"""Markdown: which blocks are code, where exactly they stand, and what is prose."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footgun.source.read import read
from footgun.source.recover import parse


def cells(text: str, path: str = "a.md"):
    return read(path, text.encode()).cells


def names_in_place(text: str, path: str = "a.md") -> list[str]:
    """What stands in the file where the tree says that a name stands."""
    lines = text.split("\n")
    return [
        lines[node.lineno - 1][node.col_offset : node.end_col_offset]
        for cell in cells(text, path)
        for node in ast.walk(parse(cell).tree)
        if isinstance(node, ast.Name)
    ]


@pytest.mark.parametrize(
    "info",
    [
        "python",
        "py",
        "Python",
        "python3",
        "ipython",
        'python id="a"',
        "{python}",
        "{python, echo=FALSE}",
        "{code-cell} ipython3",
        "{code-cell}",
        "{.python .wide}",
        "python {1,3}",
        "py,ignore",
    ],
)
def test_python_fences(info):
    (cell,) = cells(f"text\n\n```{info}\nx = 1\n```\n")
    assert (cell.source, cell.line, cell.prose) == ("x = 1", 4, "text")


@pytest.mark.parametrize("info", ["bash", "{dropdown} Решение", "text", "json", "{note}", "pythonic", "html"])
def test_other_fences_are_neither_code_nor_prose(info):
    document = cells(f"```{info}\nx = f(1)\n```\n\nwords\n\n```py\ny = 1\n```")
    assert [(cell.source, cell.prose.strip()) for cell in document] == [("y = 1", "words")]


def test_fence_without_info_counts_when_it_is_plainly_python():
    assert [c.source for c in cells("```\nimport torch\nx = f(1)\n```\n\n```\n$ ls\n1 2 3\n```\n")] == [
        "import torch\nx = f(1)"
    ]


def test_fence_rules():
    text = "~~~~py\nx = 1\n~~~\n```\n~~~~\n\n```py\ny = 1\n"
    assert [(c.source, c.line) for c in cells(text)] == [("x = 1\n~~~\n```", 2), ("y = 1\n", 8)]


def test_fence_inside_a_list_keeps_its_columns():
    text = "1. first\n\n   ```python\n   alpha = beta\n   if alpha:\n       gamma\n   ```\n"
    (cell,) = cells(text)
    assert cell.source == "alpha = beta\nif alpha:\n    gamma"
    assert sorted(names_in_place(text)) == ["alpha", "alpha", "beta", "gamma"]


def test_indented_code_with_tabs_spaces_and_non_ascii():
    text = "Сеть\n\n\tслой = Net(a)\n    for b in слой:\n\t\tслой.add('ы', c)  # d\n        e = 1\n\nend\n"
    (cell,) = cells(text)
    assert cell.source == "слой = Net(a)\nfor b in слой:\n    слой.add('ы', c)  # d\n    e = 1"
    assert sorted(names_in_place(text)) == ["Net", "a", "b", "c", "e", "слой", "слой", "слой"]
    (comment,) = parse(cell).comments
    assert text.split("\n")[comment.line - 1][comment.column - 1 :] == "# d"


@pytest.mark.parametrize(
    "text",
    [
        "words\n    x = f(1)\n",  # a paragraph goes on
        "- item\n\n      x = f(1)\n",  # text of the item
        "\n    some words of prose\n",
        "\n    $ python train.py --lr 1\n",
        "\n    {'a': 1}\n",
        "\n    Net(\n      (a): Linear(in_features=1)\n    )\n",
        "<!--\n\n    x = f(1)\n\n-->\n",
        "<pre>\n\n    x = f(1)\n</pre>\n",
    ],
)
def test_what_is_indented_and_no_code(text):
    assert cells(text) == ()


def test_indented_code_with_a_syntax_error_is_code():
    (cell,) = cells("text\n\n\tmodel = Net()\n\tmodel.add(f([1])\n\tmodel.add(g(2))\n")
    assert [(f.line, f.column) for f in parse(cell).faults] == [(4, 11)]


def test_doctest_loses_prompts_and_output():
    text = "See\n\n>>> alpha = 1\n>>> if alpha:\n...     beta\n1\n\nend\n"
    (cell,) = cells(text)
    assert cell.source == "alpha = 1\nif alpha:\n    beta\n"
    assert names_in_place(text) == ["alpha", "alpha", "beta"]


def test_doctest_in_a_fence():
    text = "```python\n>>> alpha = f(1)\n2\n\n>>> alpha\n```\n"
    (cell,) = cells(text)
    assert cell.source == "alpha = f(1)\n\n\nalpha"
    assert sorted(names_in_place(text)) == ["alpha", "alpha", "f"]


def test_front_matter_is_no_prose_and_jupytext_is_a_notebook():
    text = "---\njupytext:\n  formats: ipynb,md\n---\n# Title\n\n```python\nx = 1\n```\n"
    document = read("a.md", text.encode())
    assert (document.standalone, document.cells[0].prose, document.cells[0].prose_line) == (
        True,
        "# Title",
        5,
    )
    assert not read("a.md", b"---\ntitle: x\n---\n\n```python\nx = 1\n```\n").standalone


@pytest.mark.parametrize(
    "info", ['python id="a1"', 'python colab={"base_uri": "x"}', "{code-cell}", "{python}"]
)
def test_executed_fences_make_a_notebook(info):
    assert read("a.md", f"```{info}\nx = 1\n```\n".encode()).standalone


def test_options_of_a_cell_are_blank():
    (cell,) = cells("```{code-cell}\n:tags: [hide]\n:name: a\nx = 1\n```\n")
    assert cell.source == "\n\nx = 1"
    (cell,) = cells("```{code-cell}\n---\ntags: [a]\n---\nx = 1\n```\n")
    assert cell.source == "\n\n\nx = 1"


def test_prose_line_leads_back_to_the_file():
    text = "```py\nx = 1\n```\n\nA 28 x 28 picture\n\n```sh\nls\n```\nmore\n\n```py\ny = 1\n```\n"
    first, second = cells(text)
    assert first.prose == ""
    rows = second.prose.split("\n")
    assert {row: text.split("\n").index(row) + 1 for row in rows if row} == {
        row: second.prose_line + i for i, row in enumerate(rows) if row
    }


BLOCKS = st.sampled_from(
    [
        "# Head",
        "Some words\nand more",
        "```python\nx = f(1)\n\ny = 2\n```",
        "````py\n```\n````",
        "~~~python\nz\n~~~",
        "```bash\nls\n```",
        "> quote",
        "***",
        "<!-- c -->",
        "    a = f(2)\n\n    b = a",
        "| a | b |\n|---|---|",
        "",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCKS, max_size=8), st.sampled_from(["\n\n", "\n"]))
def test_blocks_are_those_of_a_full_commonmark_parser(blocks, gap):
    markdown_it = pytest.importorskip("markdown_it")
    text = gap.join(blocks)
    expected = []
    for token in markdown_it.MarkdownIt().parse(text):
        if token.type == "fence" and token.info.split()[:1] in (["python"], ["py"]) and token.content.strip():
            expected.append((token.map[0] + 2, token.content.rstrip()))
        elif token.type == "code_block":
            expected.append((token.map[0] + 1, token.content.rstrip()))
    assert [(cell.line, cell.source.rstrip()) for cell in cells(text)] == expected
