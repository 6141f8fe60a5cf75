"""Broken code: each fault once, at its place, and everything else kept where it stands."""

import ast
import sys
import time

import pytest

from footgun.source.read import UNREAD, Cell
from footgun.source.recover import parse


def check(source: str):
    """The faults as (line from 1, column from 0, message) and the code that is kept."""
    parsed = parse(Cell(source))
    return [(f.line, f.column - 1, f.message) for f in parsed.faults], ast.unparse(parsed.tree)


def kept(source: str) -> str:
    return check(source)[1]


def test_whole_code_is_what_python_parses():
    source = "import a\n\n\ndef f(x: int = 1) -> None:\n    return [y for y in x]\n"
    parsed = parse(Cell(source))
    assert ast.dump(parsed.tree, include_attributes=True) == ast.dump(
        ast.parse(source), include_attributes=True
    )
    assert parsed.faults == ()


def test_unclosed_bracket_ends_on_its_line():
    source = "model.add(InputLayer([39])\nmodel.add(BatchNormalization())\nx = 1\n"
    faults, code = check(source)
    assert faults == [(1, 9, "`(` was never closed")]
    assert code == "model.add(InputLayer([39]))\nmodel.add(BatchNormalization())\nx = 1"


@pytest.mark.parametrize(
    ("source", "fault", "code"),
    [
        (
            "m = S(\n    L(1, 2),\n    R(),\n\nx = 1",
            (1, 5, "`(` was never closed"),
            "m = S(L(1, 2), R())\nx = 1",
        ),
        (
            "m = S(\n    L(1, 2,\n    R(),\n)\nx = 1",
            (2, 5, "`(` was never closed"),
            "m = S(L(1, 2), R())\nx = 1",
        ),
        ("x = f(1 2)", (1, 7, "a comma is missing here"), "x = f(1, 2)"),
        (
            "m = S(\n    L(1, 2)\n    R(),\n)\nx = 1",
            (2, 11, "a comma is missing here"),
            "m = S(L(1, 2), R())\nx = 1",
        ),
        ("x = f([1, 2)\ny = 2", (1, 6, "`[` was never closed"), "x = f([1, 2])\ny = 2"),
        ("x = f(1))\ny = 2", (1, 8, "`)` closes no bracket"), "x = f(1)\ny = 2"),
        ("x = f(1\nimport a", (1, 5, "`(` was never closed"), "x = f(1)\nimport a"),
        ("x = {'a': 1,\n     'b': 2\ny = 1", (1, 4, "`{` was never closed"), "x = {'a': 1, 'b': 2}\ny = 1"),
        ("f(a='relu)\ny = 2", (1, 4, "unterminated string literal"), "f(a='relu')\ny = 2"),
        ("class A(B:\n    x = 1\ny = 2", (1, 7, "`(` was never closed"), "class A(B):\n    x = 1\ny = 2"),
        (
            "for i in range(3)\n    f(i)\ny = 2",
            (1, 17, "expected `:`"),
            "for i in range(3):\n    f(i)\ny = 2",
        ),
        ("x = 1\n    y = 2\nz = 3", (2, 4, "unexpected indent"), "x = 1\ny = 2\nz = 3"),
        ("if a:\nx = 1", (1, 0, "`if` without an indented block after it"), "if a:\n    pass\nx = 1"),
        (
            "if a:\n        x = 1\n      y = 2\nz = 3",
            (3, 6, "unindent does not match any outer indentation level"),
            "if a:\n    x = 1\n    y = 2\nz = 3",
        ),
    ],
)
def test_mended(source, fault, code):
    assert check(source) == ([fault], code)


@pytest.mark.parametrize(
    ("source", "message", "code"),
    [
        ("x = = 1\ny = 2", "invalid syntax", f"x = {UNREAD}\ny = 2"),
        ("self.a, b = 1 2\ny = 2", "invalid syntax", f"self.a, b = {UNREAD}\ny = 2"),
        ("a += ) 1\ny = 2", "`)` closes no bracket", "a += 1\ny = 2"),
        ("return 1 1", "invalid syntax", f"return {UNREAD}"),
        ("f(loss='mse, x=2)\ny = 2", "unterminated string literal", "pass\ny = 2"),
        ("print 'a'\ny = 2", "statement of Python 2", "pass\ny = 2"),
        ("for i in in x:\n    f(i)", "invalid syntax", f"for i in {UNREAD}:\n    f(i)"),
        ("if a = 1:\n    b\nelse:\n    c", "invalid syntax", f"if {UNREAD}:\n    b\nelse:\n    c"),
        ("def f(a=1, b):\n    a\n", "default argument", f"def f(a={UNREAD}, b={UNREAD}):\n    a"),
        ("@d\nclass A(x=):\n    y = 1", "", f"@d\nclass A({UNREAD}):\n    y = 1"),
        ("@d\ndef fx):\n    y = 1\ny = 2", "`)` closes no bracket", f"pass\nfx = {UNREAD}\ny = 2"),
        ("m = S(\n    La, 1),\n    R(),\n)\ny = 2", "`)` closes no bracket", f"m = {UNREAD}\ny = 2"),
        ("try:\n    a\nexcept A, e:\n    b", "Python 2", f"try:\n    a\nexcept {UNREAD}:\n    b"),
        ("try:\n    x = 1\ny = 2", "`try` without `except`", "if 1:\n    x = 1\ny = 2"),
        ("else:\n    x = 1\ny = 2", "`else` belongs to no", f"if {UNREAD}:\n    x = 1\ny = 2"),
        ("@d\nx = 1", "a decorator without", "pass\nx = 1"),
        ("!pip install a\ny = 2", "magic of IPython", "pass\ny = 2"),
    ],
)
def test_what_cannot_be_mended_binds_unread_values(source, message, code):
    faults, got = check(source)
    assert got == code
    assert len(faults) == 1
    assert message in faults[0][2]


def test_broken_line_in_a_method_costs_only_itself():
    source = (
        "class Net(nn.Module):\n    def __init__(self):\n        self.a = 1 2\n        self.b = f(\n\n"
        "    def forward(self, x)\n        return self.b(x)\n\nnet = Net()\n"
    )
    parsed = parse(Cell(source))
    assert [f.line for f in parsed.faults] == [3, 4, 6]
    net = parsed.tree.body[0]
    assert [method.name for method in net.body] == ["__init__", "forward"]
    assert [method.lineno for method in net.body] == [2, 6]
    assert parsed.tree.body[1].lineno == 9


def test_mixed_tabs_and_spaces():
    source = "if a:\n\tx = 1\n        y = 2\nz = 3"
    faults, code = check(source)
    assert faults == [(3, 8, "inconsistent use of tabs and spaces in indentation")]
    assert code == "if a:\n    x = 1\n    y = 2\nz = 3"
    columns = [node.col_offset for node in ast.walk(parse(Cell(source)).tree) if isinstance(node, ast.Assign)]
    assert sorted(columns) == [0, 1, 8]


def test_docstring_never_closed():
    faults, code = check('def f():\n    """Words of\n    more words.\n    x = 1\n    return x\n\ny = 2\n')
    assert faults == [(2, 4, "unterminated triple-quoted string literal")]
    assert code.endswith("x = 1\n    return x\ny = 2")


def test_merge_conflict_is_one_fault_and_keeps_one_side():
    source = "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\ny = 3\n"
    assert check(source) == ([(1, 0, "merge conflict")], "x = 1\ny = 3")


def test_null_byte_in_a_cell():
    faults, code = check("x = 1\n\0\ny = 2")
    assert [line for line, _, _ in faults] == [2]
    assert "y = 2" in code


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the syntax")
def test_newer_syntax_is_a_limit_and_no_mistake():
    parsed = parse(Cell("type X = int\ny = 2"))
    (fault,) = parsed.faults
    assert fault.limit
    assert "needs Python 3.12" in fault.message


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 10_000 + ")" * 10_000,
        "x = " + "[" * 5_000 + "]" * 5_000,
        "x = " + "1+" * 10_000 + "1",
        "x = " + "-" * 10_000 + "1",
        "x = a" + ".b()" * 10_000,
        "x = " + "lambda: " * 5_000 + "1",
        "x = " + "not " * 10_000 + "1",
        "if a:\n    b\n" + "elif a:\n    b\n" * 5_000,
    ],
)
def test_depth_is_a_limit_of_the_reader(source):
    parsed = parse(Cell(source + "\ny = 2"))
    assert [fault.limit for fault in parsed.faults] == [True]
    assert "nested too deeply" in parsed.faults[0].message


def test_a_fault_of_a_mended_line_lies_in_the_line_as_written():
    rows = ["def f(", ":", "    return x", "f(1)"]
    for fault in parse(Cell("\n".join(rows))).faults:
        assert fault.column <= len(rows[fault.line - 1]) + 1


def test_many_faults_end_with_one_that_says_so():
    parsed = parse(Cell("x = = 1\n" * 1_000))
    assert len(parsed.faults) == 200
    assert "the rest is not read" in parsed.faults[-1].message
    assert parsed.faults[-1].limit


@pytest.mark.parametrize("source", ["x = f(1\n" * 20_000, "x = f(1)\n" * 20_000 + "y = = 2", "(\n" * 20_000])
def test_large_broken_files_take_seconds_at_most(source):
    started = time.process_time()
    assert parse(Cell(source)).faults
    assert time.process_time() - started < 10


def test_comments_have_places():
    parsed = parse(Cell("x = '# no'  # yes\n\n# alone\ny = 1 # ы", 3, 10))
    assert [(c.text, c.line, c.column, c.alone, c.cell) for c in parsed.comments] == [
        ("# yes", 10, 13, False, 3),
        ("# alone", 12, 1, True, 3),
        ("# ы", 13, 7, False, 3),
    ]


def test_comments_of_broken_code_are_kept():
    assert [c.line for c in parse(Cell("x = = 1  # a\ny = 2  # b")).comments] == [1, 2]


def test_warnings_of_the_parser_stay_silent(recwarn):
    parse(Cell(r"x = '\d'"))
    assert not recwarn.list


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads them")
@pytest.mark.parametrize(
    "text", ['x = f"{\'a\' if b else "c"}"', 'x = f"{y["a"]} {z}"', "x = f\"{'\\n'.join(y)}\""]
)
def test_f_strings_of_a_newer_python_are_no_faults(text):
    (fault,) = parse(Cell(text)).faults
    assert fault.limit
    assert "needs Python 3.12" in fault.message


@pytest.mark.parametrize("text", ['x = f"{y"', 'x = f"{y!}"', 'x = f"{}"', 'x = f"}"'])
def test_broken_f_strings_are_faults(text):
    (fault,) = parse(Cell(text)).faults
    assert not fault.limit
