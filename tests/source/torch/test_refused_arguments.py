"""Arguments that a function of torch refuses whatever its tensors are, and the same within their bounds."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine

from footgun.engine import check_source

HEAD = "import torch\nm = torch.rand(3, 4)\nv = torch.rand(4)\n"


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("torch.arange(5, 0, -1)", "torch.arange(5, 0, 1)", "steps of 1 do not lead from 5 to 0"),
        ("torch.arange(0, 4, 0.5)", "torch.arange(0, 4, 0)", "`step` is 0"),
        ("torch.arange(0.0, 1.0)", "torch.arange(0, float('inf'))", "from 0 to inf there is no end"),
        ("torch.linspace(0, 1, 0)", "torch.linspace(0, 1, -1)", "`steps` is -1"),
        ("torch.logspace(0, 1, 4)", "torch.logspace(0, 1, 4.0)", "`steps` must be an int, not 4.0"),
        ("torch.normal(0.0, 1.0, (2,))", "torch.normal(0.0, -1.0, (2,))", "`std` is -1.0"),
        ("torch.normal(v, 1.0)", "torch.normal(v, 0, 1)", "takes no third argument"),
        ("torch.cdist(m, m, 0.0)", "torch.cdist(m, m, -1.0)", "`p` is -1.0"),
        ("torch.renorm(m, 1, 0, 0)", "torch.renorm(m, 0, 0, 1)", "`p` is 0"),
        ("torch.histc(v, 1)", "torch.histc(v, 0)", "`bins` is 0"),
        ("torch.polygamma(0, v)", "torch.polygamma(-1, v)", "`n` is -1"),
        ("torch.polygamma(1, v)", "torch.polygamma(v, 1)", "`n` must be an int"),
        ("torch.mvlgamma(v + 3, 1)", "torch.mvlgamma(v, 0)", "`p` is 0"),
        ("torch.igamma(v, v)", "torch.igamma(v, 2)", "`other` must be a tensor, not 2"),
        ("torch.linalg.qr(m, 'r')", "torch.linalg.qr(m, 'x')", "`mode` is 'reduced', 'complete' or 'r'"),
        ("torch.tensordot(m, v, 1)", "torch.tensordot(m, v, 2)", "2 axes of tensors of 2 and 1 dimensions"),
        ("torch.tensordot(m, m, ([0], [0]))", "torch.tensordot(m, m, ([0, 1], [0]))", "2 axes of the first"),
        ("torch.tensordot(m, v, ([-1], [0]))", "torch.tensordot(m, v, ([2], [0]))", "axis 2 is out of range"),
        ("torch.einsum('ij->i', [m])", "torch.einsum([m], 'ij->i')", "`equation` must be a str"),
    ],
)
def test_arguments(right, wrong, message):
    assert machine(f"{HEAD}y = {right}\n").program.arguments == []
    (found,) = machine(f"{HEAD}y = {wrong}\n").program.arguments
    assert message in found.message


@pytest.mark.parametrize("argument", ["n", "-n"])
def test_a_number_that_is_not_known_is_no_mistake(argument):
    text = f"{HEAD}def f(n):\n    a = torch.arange(0, {argument})\n    return torch.linspace(0, 1, {argument}), a\n"
    assert machine(text).program.arguments == []


NAMES_OF_ALL_KINDS = (
    "self.register_buffer('a', tensor=torch.zeros(3), persistent=False)",
    "self.register_parameter('b', param=None)",
    "self.c = dict(at=1, self=2)['at']",
    "self.d = functools.partial(print, func=3)",
    "numpy.random.seed(seed=3)",
)


@pytest.mark.parametrize("line", NAMES_OF_ALL_KINDS)
def test_names_that_an_argument_may_have(line):
    text = (
        "import functools\nimport numpy\nimport torch\nfrom torch import nn\nclass Net(nn.Module):\n"
        f"    def __init__(self):\n        super().__init__()\n        {line}\nNet()\n"
    )
    assert [f.message for f in check_source(text).findings] == []
