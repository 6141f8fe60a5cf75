"""What nobody calls is visited whole while steps last; after that only what is new in it is followed."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine, run, value_of

from footgun.sizes import Expr
from footgun.source.settings import Settings
from footgun.source.values import Unknown

NET = """\
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, depth, width, name):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Linear(width, width) for _ in range(depth)])
        self.head = nn.Linear(width, 10)
    def forward(self, x):
        return self.head(self.layers(x))
"""
BUILDERS = NET + "".join(
    f"def net{n}(**more): return Net({n}, {8 * n}, 'net{n}', **more)\n" for n in range(1, 31)
)
FEW = Settings(visits=500)


def too_much(program):
    return [(gap.reason, gap.span.line) for gap in program.not_checked if "too much" in gap.reason]


def test_every_builder_is_followed_while_steps_last():
    program = run(BUILDERS, Settings(visits=100_000))
    assert not too_much(program)
    assert len(program.networks) == 31  # with what stands in for the arguments of the class itself


def test_builders_that_differ_in_numbers_are_left_out_and_that_is_said_once():
    program = run(BUILDERS, FEW)
    followed = len(program.networks) - 1
    ((reason, line),) = [gap for gap in too_much(program) if "function" in gap[0]]
    assert 1 <= followed < 10
    assert (
        reason == f"too much to follow: of functions from here on only what is new ({30 - followed} in all)"
    )
    assert line == NET.count("\n") + followed + 1


@pytest.mark.parametrize("settings", [FEW, Settings()], ids=["few", "enough"])
def test_the_own_code_of_the_last_function_is_followed(settings):
    late = "def late():\n    model = net9()\n    return nn.Linear(3, 4)(torch.zeros(2, 5))\n"
    program = run(BUILDERS + late, settings)
    assert [fault.kind for node in program.nodes for fault in node.faults] == ["features"]


def test_a_builder_of_another_class_is_followed_after_many_of_one():
    other = NET.replace("Net", "Wide").replace("nn.Linear(width, 10)", "nn.Linear(width + 1, 10)")
    program = run(BUILDERS + other + "def wide(): return Wide(1, 16, 'wide')\n", FEW)
    assert any(fault.kind == "features" for node in program.nodes for fault in node.faults)


def test_what_trains_is_followed_again():
    code = BUILDERS + (
        "def step(loss, optimizer):\n    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()\n"
        "def first(loss, optimizer, x): step(loss, optimizer)\n"
        "def second(loss, optimizer, y): return step(loss, optimizer)\n"
    )
    events = run(code, FEW).events
    assert len({event.run for event in events if event.kind == "backward"}) == 3


def test_a_question_that_constants_answer_is_asked_again():
    code = BUILDERS + (
        "def newer(than): return than < 2\n"
        "def first(): return newer(1)\n"
        "def second(size):\n    width = 5 if newer(1) else 7\n    return nn.Linear(5, 2)(torch.zeros(size, width))\n"
    )
    program = run(code, FEW)
    assert [value.shape[1] for node in program.nodes for value in node.inputs if value.origin == "call"] == [
        5
    ]


def test_a_decorator_that_gave_back_many_functions_is_taken_to_give_back_the_others():
    code = "names = []\ndef note(function):\n    names.append(function.__name__)\n    return function\n"
    code += "".join(f"@note\ndef f{n}(): return {n}\n" for n in range(40)) + "x = f39()\ny = len(names)\n"
    found = machine(code)
    assert found.globals["x"] == 39
    assert isinstance(found.globals["y"], (Unknown, Expr))
    assert found.globals["names"].open
    assert found.globals["names"][:2] == ["f0", "f1"]


def test_a_decorator_that_wraps_is_always_followed():
    code = "def twice(function): return lambda: 2 * function()\n"
    code += "".join(f"@twice\ndef f{n}(): return {n}\n" for n in range(40)) + "x = f39()\n"
    assert value_of(code, "x") == 78


def test_the_object_of_a_class_is_built_once_and_each_method_finds_it_as_it_was_made():
    program = run(
        "import torch\nfrom torch import nn\nclass Trainer:\n    def __init__(self):\n"
        "        self.width = 3\n        self.model = nn.Linear(7, 7)\n"
        "    def first(self):\n        self.width = 5\n"
        "    def second(self):\n        return nn.Linear(self.width, 4)(torch.zeros(2, 5))\n"
    )
    assert [layer.op.inp for layer in program.layers] == [7, 3]
    assert [fault.kind for node in program.nodes for fault in node.faults] == ["features"]


def test_code_that_makes_nothing_is_left_sooner():
    code = (
        "from torch import nn\ndef long():\n    total = 0\n    for i in range(90):\n        {}\n"
        "        for j in range(90):\n            total = total + j\n"
    )
    idle, busy = (machine(code.format(line)).steps for line in ("pass", "nn.Linear(2, 3)"))
    assert 2_000 < idle < 2_500 < 4_000 < busy


def test_what_is_like_something_visited_and_makes_nothing_is_left_sooner_still():
    code = (
        "def {}():\n    total = 0\n    for i in range(90):\n        {}\n"
        "        for j in range(90):\n            total = total + j\n"
    )
    first = BUILDERS + code.format("first", "pass")
    before = machine(first, FEW).steps
    idle, busy = (
        machine(first + code.format("second", line), FEW).steps - before
        for line in ("pass", "nn.Linear(2, 3)")
    )
    assert 400 < idle < 600 < 900 < busy
