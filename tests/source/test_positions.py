"""Positions: characters of the reader's own file, whatever was stripped, mended or not ASCII."""

import ast

import pytest

from footgun.source.read import Cell
from footgun.source.recover import parse


def places(cell: Cell, text: str) -> None:
    """Every name and number of the tree stands in the text where the tree says."""
    rows = text.split("\n")
    for node in ast.walk(parse(cell).tree):
        if isinstance(node, (ast.Name, ast.Constant)) and node.lineno == node.end_lineno:
            found = rows[node.lineno - 1][node.col_offset : node.end_col_offset]
            wanted = node.id if isinstance(node, ast.Name) else ast.literal_eval(found)
            assert (found if isinstance(node, ast.Name) else node.value) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "x = 'ё' + y  # ю\nслой = z",
        "f('😀', a)\n@dec('ж', b)\ndef g(ж=c): return ж, d",
        "x = '''ы\nы''' + y",
        "x = [1, 2 + ж, 'ж', k",
        "x = f('ж', [1, 2) + y\nz",
        "    x = 'ж' + y\nz = 1",
        "if a:\n\tx = 'ж' + y\n        z = k",
    ],
)
def test_names_stand_where_the_tree_says(text):
    places(Cell(text), text)


def test_lines_count_from_the_cell_s_own():
    text = "words\n\nx = 'ж' + y\nz = 2"
    places(Cell("x = 'ж' + y\nz = 2", None, 3), text)


def test_columns_are_added():
    text = "  x = 'ж' + y\n\tz = 2"
    places(Cell("x = 'ж' + y\nz = 2", None, 1, (2, 1)), text)


def test_multi_line_nodes_end_in_the_file_s_columns():
    cell = Cell("x = f(\n    'ж',\n    y)", None, 5, (4, 4, 4))
    (statement,) = parse(cell).tree.body
    assert (statement.lineno, statement.col_offset) == (5, 4)
    assert (statement.end_lineno, statement.end_col_offset) == (7, 10)


def test_what_stands_in_for_broken_code_ends_with_its_line():
    (statement,) = parse(Cell("x = 1 1")).tree.body
    assert statement.end_col_offset == len("x = 1 1")


def test_faults_and_comments_move_too():
    parsed = parse(Cell("x = = 1  # c", 2, 7, (4,)))
    (fault,) = parsed.faults
    assert (fault.line, fault.column, fault.end_line, fault.end_column, fault.cell) == (7, 9, 7, 10, 2)
    assert (parsed.comments[0].line, parsed.comments[0].column) == (7, 14)
