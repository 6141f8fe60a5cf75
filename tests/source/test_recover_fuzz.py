"""Whatever the text, parsing ends with a tree; and it changes nothing of code that is right."""

import ast
import contextlib
import inspect
import json
import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from footgun.source.hints import comment_shape, shape_hints
from footgun.source.read import Cell, ReadError, read
from footgun.source.recover import parse

pytestmark = pytest.mark.filterwarnings(
    "ignore"
)  # what the parser says of invalid escapes, asked here directly
PROGRAMS = [inspect.getsource(module) for module in (textwrap, contextlib, json.decoder, json.scanner)]
PIECES = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "'",
    '"',
    '"""',
    "\\",
    "#",
    "\n",
    "\t",
    "    ",
    "=",
    "def ",
    "else:",
]
PIECES += [
    "class ",
    "@",
    "%",
    "!",
    "?",
    "\0",
    "ж",
    "\ue000",
    "\r",
    "\f",
    "f'{",
    "match ",
    "case ",
    "try:",
    "lambda",
]
COMMON = settings(max_examples=60, deadline=None)


def check(cell: Cell) -> None:
    parsed = parse(cell)
    compile(parsed.tree, "x", "exec", ast.PyCF_ONLY_AST)
    last = cell.line + cell.source.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert all(
        cell.line <= node.lineno <= last for node in ast.walk(parsed.tree) if isinstance(node, ast.stmt)
    )
    for fault in parsed.faults:
        assert cell.line <= fault.line <= fault.end_line <= last
        assert fault.column >= 1
        assert (fault.line, fault.column) < (fault.end_line, fault.end_column)
        assert fault.message
        assert not fault.message.endswith(".")
    try:
        ast.parse(cell.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        assert parsed.faults
    else:
        assert not parsed.faults


@COMMON
@given(st.text(max_size=200))
@example('"""')
@example("\\")
@example("if x:\\\n")
@example("x = (\\\n")
@example("\f\tx")
@example("f'{x!")
@example("async def")
@example("match x:\n case")
def test_any_text(text):
    check(Cell(text))


@COMMON
@given(
    st.lists(
        st.sampled_from(PIECES) | st.sampled_from(["x", "1", "if x", "for x in y", "return", " "]),
        max_size=40,
    )
)
def test_any_tokens(pieces):
    check(Cell("".join(pieces)))


@COMMON
@given(st.sampled_from(PROGRAMS), st.data())
def test_mutated_programs(program, data):
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(program)))
        cut = data.draw(st.integers(0, 5))
        program = program[:at] + data.draw(st.sampled_from(["", *PIECES])) + program[at + cut :]
    check(Cell(program))


@COMMON
@given(st.sampled_from(PROGRAMS), st.integers(0, 10**6))
def test_a_mutation_costs_no_more_than_its_statement(program, where):
    """One line that can be nothing goes in between two top-level statements: all of them are kept."""
    body = ast.parse(program).body
    row = body[where % len(body)].end_lineno
    lines = program.split("\n")
    parsed = parse(Cell("\n".join([*lines[:row], "x = = 1", *lines[row:]])))
    assert len(parsed.faults) == 1
    assert [ast.dump(node) for node in parsed.tree.body if "__unread__" not in ast.dump(node)] == [
        ast.dump(node) for node in body
    ]


def test_programs_are_parsed_as_python_does():
    for program in PROGRAMS:
        dumped = ast.dump(parse(Cell(program)).tree, include_attributes=True)
        assert dumped == ast.dump(ast.parse(program), include_attributes=True)


@COMMON
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    st.sampled_from(["py", "ipynb", "md", "txt"]),
)
@example(b"In [1]:", "txt")
@example(b"In [1]: x", "txt")
@example(b"```py", "md")
@example(b"---", "md")
@example(b"    >>> ", "md")
@example(b"\t```py\n\tx\n", "md")
def test_any_bytes_of_any_kind(data, suffix):
    try:
        document = read(f"a.{suffix}", data)
    except ReadError:
        return
    for cell in document.cells:
        check_places(cell)


def check_places(cell: Cell) -> None:
    assert not cell.columns or len(cell.columns) == cell.source.count("\n") + 1
    parse(cell)
    shape_hints(cell.prose)


SHEET = st.lists(
    st.sampled_from(
        [
            "In [1]:",
            "In [None]:",
            "Out[2]:",
            "x = 1",
            "y = f(x",
            "    z = 2",
            "",
            "# Head",
            "words and words",
            "```python",
            "```",
            "- item",
            "    x = f(1)",
            "\tx = f(2)",
            ">>> x = 1",
            "... y",
            "(1, 1)",
            "%%time",
            "!ls",
            "<!--",
            "-->",
            '"""',
            "class A:",
            "    def f(self):",
            "Net(",
            "  (a): B()",
            ")",
            "   ...: x",
            "---",
        ]
    ),
    max_size=25,
)


@COMMON
@given(SHEET, st.sampled_from(["markdown", "transcript"]))
def test_any_sheet_keeps_its_lines(rows, kind):
    text = "\n".join(rows)
    document = read("a.txt", text.encode(), kind)
    covered = set()
    for cell in document.cells:
        lines = range(cell.line, cell.line + cell.source.count("\n") + 1)
        assert not covered & set(lines)
        covered |= set(lines)
        assert lines[-1] <= len(rows)
        check_places(cell)


@COMMON
@given(st.text(alphabet="0123456789xX×хBNCHW*()[], .:#->$\\timesна by None\n", max_size=120))
@example("0x" * 60)
@example("1 x " * 60)
def test_any_text_about_sizes(text):
    for hint in shape_hints(text):
        assert text.split("\n")[hint.line - 1][hint.column :].startswith(hint.text.split("\n")[0])
    comment_shape("# " + text)
