"""IPython syntax is replaced line by line and the rest stays where it stands."""

import ast

import pytest

from footgun.source.magics import plain


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install torch\nx = 1", "pass\nx = 1"),
        ("pip install torch", "pass"),
        ("cd /data", "pass"),
        ("files = !ls data", "files = __unread__"),
        ("a, b = %sx ls", "a, b = __unread__"),
        ("x?\n??y\nz.shape??", "pass\npass\npass"),
        ("%time model = f(1)", "pass; model = f(1)"),
        ("%timeit f(1)", "pass"),
        ("%%time\nx = 1", "pass\nx = 1"),
        ("\n%%capture out\n%%time\nx = 1", "\npass\npass\nx = 1"),
        ("%%bash\nls -l\necho", "\n\n"),
        ("%%html\n<b>", "\n"),
        ("if a:\n    !ls\nelse:\n    %reset -f", "if a:\n    pass\nelse:\n    pass"),
        ("!ls \\\n  -l\nx = 1", "pass\n\nx = 1"),
    ],
)
def test_magic(source, expected):
    assert plain(source) == expected
    ast.parse(plain(source))


@pytest.mark.parametrize(
    "source",
    [
        "x = (a\n     % b)",
        's = """\n%magic\n!shell\n"""',
        "y = a % b\nz = a != b",
        "print('really?')",
        "s = 'x = !ls'",
        "cd = 1\ncd + 2",
    ],
)
def test_python_is_left_alone(source):
    assert plain(source) == source


def test_magic_after_a_bracket_that_is_never_closed():
    assert plain("x = f(\n!ls\ny = 1").split("\n")[1] == "pass"


def test_many_signs_on_one_line_take_no_time():
    assert plain("%" * 200_000) == "\n" * 0
    assert plain("x = 1" + " ? %" * 100_000).startswith("x = 1")
