"""Transcripts: where the code after a prompt ends, with outputs and prose of many kinds behind it."""

import time

import pytest

from footgun.source.read import read
from footgun.source.recover import parse

CODE = "import torch\nfrom torch import nn\nmodel = nn.Linear(1, 2)"


def cells(text: str):
    return read("a.txt", text.encode(), "transcript").cells


@pytest.mark.parametrize(
    "output",
    [
        "Linear(in_features=1, out_features=2, bias=True)",
        "Net(\n  (conv): Conv2d(3, 30, kernel_size=(3, 3))\n  (fc): Linear(in_features=1)\n)",
        "RuntimeError: ignored",
        "KeyboardInterrupt: ",
        'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: x',
        "  0%|          | 0/10 [00:00<?, ?it/s]\n\n  1%|▏         | 7.30M/528M [00:00<01:14, 7.30MB/s]",
        "torch.Size([4, 10])\ntorch.Size([4, 10])",
        "(1, 1)\n(2, 2)",
        "tensor([[ 0.1, 0.2]])",
        "[1, 2, 3]",
        "'cuda'",
        "0.9313",
        "Training is finished",
        "Files already downloaded and verified",
        "accuracy: 0.5",
        "epoch=1, loss=0.5",
        "<matplotlib.lines.Line2D at 0x7f>",
        '<img src="vgg.png">',
        "# Вопрос 5\nКакая размерность?",
        "# Heading",
        "## Heading\n\nNow some words follow here.",
        "- Ответ: 401",
        "Ответ: 401",
        "6x28x28 = 4704",
        "Получается, что в loss хранится граф.",
        "Зачем?",
        "* point\n* point",
        "| a | b |\n|---|---|",
    ],
)
def test_outputs_and_prose_end_the_code(output):
    (cell,) = cells(f"In [5]:\n{CODE}\n\n{output}\n")
    assert cell.source == CODE


@pytest.mark.parametrize(
    "more",
    [
        "model(torch.randn(3, 1, 28, 28))",
        "model",
        "model.weight.shape",
        "print('done')",
        "x = 1",
        "for i in range(3):\n    print(i)",
        "# a comment\ny = model",
        "# a comment\n\ny = model",
        "class A:\n    a = 1\n\n    def f(self):\n        pass\n\n\nA().f()",
        "if model:\n    a = 1\n\nelse:\n    a = 2",
        "z = f(\n    1,\n\n    2,\n)",
        's = """a\n\nfree words in a string\n"""',
        "model(torch.randn(3, 1)",
        "def f(x)\n    return x\n\nmodel.train()",
    ],
)
def test_code_goes_on_after_blank_lines(more):
    (cell,) = cells(f"In [5]:\n{CODE}\n\n{more}\n\n0.5\n")
    assert cell.source == f"{CODE}\n\n{more}"


def test_output_that_is_indented_like_the_last_suite():
    (cell,) = cells("In [1]:\nfor i in range(3):\n    print(i)\n\n  0%| | 0/10 [00:00<?, ?it/s]\n")
    assert cell.source == "for i in range(3):\n    print(i)"


def test_first_paragraph_may_use_what_nothing_bound():
    assert [c.source for c in cells("In [1]:\nAdam(net.parameters())\n\nIn [2]:\nparams\n\n[1, 2]\n")] == [
        "Adam(net.parameters())",
        "params",
    ]


def test_first_paragraph_may_be_broken():
    (cell,) = cells("In [1]:\nmodel.add(f(1)\nmodel.add(g(2))\n\nRuntimeError: x\n")
    assert cell.source == "model.add(f(1)\nmodel.add(g(2))"
    assert [fault.message for fault in parse(cell).faults] == ["`(` was never closed"]


def test_names_bound_in_earlier_cells_count():
    first, second = cells("In [1]:\nnet = f()\n\nIn [2]:\nx = 1\n\nnet.eval()\n")
    assert second.source == "x = 1\n\nnet.eval()"
    assert (first.line, second.line) == (2, 5)


def test_prose_between_cells_without_the_output():
    text = "# Title\n\nIn [1]:\nx = f()\n\ntorch.Size([2])\n\n### Images of 28 x 28\n\nIn [2]:\ny = 1\n"
    first, second = cells(text)
    assert first.prose == "# Title"
    assert second.prose.strip() == "### Images of 28 x 28"
    row = second.prose.split("\n").index("### Images of 28 x 28")
    assert text.split("\n")[second.prose_line - 1 + row] == "### Images of 28 x 28"


def test_prose_around_an_empty_cell_keeps_its_lines():
    text = "one\n\nIn [1]:\n\ntwo words here\n\nIn [2]:\ny = 1\n"
    (cell,) = cells(text)
    rows = cell.prose.split("\n")
    assert (rows[0], rows[4], cell.prose_line) == ("one", "two words here", 1)


def test_out_prompt_ends_the_code():
    (cell,) = cells("In [1]:\nx = 1\nx\nOut[1]:\n1\n")
    assert cell.source == "x = 1\nx"


def test_terminal_prompts_are_stripped_columns():
    text = "In [1]: alpha = 1\n   ...: beta = alpha\n   ...: \n\nIn [2]: alpha\nOut[2]: 1\n"
    first, second = cells(text)
    assert (first.source, second.source) == ("alpha = 1\nbeta = alpha\n", "alpha")
    node = parse(first).tree.body[1].value
    assert text.split("\n")[node.lineno - 1][node.col_offset : node.end_col_offset] == "alpha"


def test_magics_in_a_transcript():
    (cell,) = cells("In [1]:\n!ls\npath = !pwd\nx = 1\n\na.txt\n")
    assert cell.source == "pass\npath = __unread__\nx = 1"


def test_long_outputs_take_little_time():
    log = "\n\n".join(f"Epoch {i}: loss (0.{i}" for i in range(20_000))
    started = time.process_time()
    (cell,) = cells(f"In [1]:\nx = 1\n\n{log}\n")
    assert cell.source == "x = 1"
    assert time.process_time() - started < 5
