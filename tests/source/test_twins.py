"""In a network that nobody calls, what a loop does to one module it does to those that are built alike."""

from __future__ import annotations

from tests.source.interpret.running import machine

NET = """\
from torch import nn
def begin(module):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=0.5)
        {more}
    for child in module.children():
        begin(child)
class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = nn.Linear(width, width)
        self.second = nn.Linear(width, 4)
class Net(nn.Module):
    def __init__(self, depth={depth}):
        super().__init__()
        self.seen = []
        self.blocks = nn.ModuleList([Block({width}) for i in range(depth)])
        {loop}
"""


def followed(depth=8, width="4", more="pass", loop="begin(self)", called=""):
    m = machine(NET.format(depth=depth, width=width, more=more, loop=loop) + called)
    ours = [layer for layer in m.program.layers if layer.op.out == 4]
    return m, [layer.initializers["kernel"].scale for layer in ours if "kernel" in layer.initializers]


def test_what_is_done_to_one_is_taken_over_for_all():
    assert followed()[1] == [0.5] * 16


def test_the_others_cost_next_to_nothing():
    few, many = (followed(depth)[0].steps for depth in (10, 20))
    one = (many - few) / 10
    assert 0 < one < 30  # building a block; going over its modules takes another 40


def test_modules_of_another_size_are_gone_over():
    assert followed(width="4 + i % 2")[1] == [0.5] * 12  # half of the first layers are larger


def test_a_loop_that_collects_is_followed_whole():
    m, _ = followed(loop="for block in self.blocks: self.seen.append(block)")
    assert [len(module.attributes["seen"]) for module in m.modules if "seen" in module.attributes] == [8]


def test_a_network_that_is_called_is_followed_whole():
    visited, called = (followed(called=call)[0].steps for call in ("", "Net()\n"))
    assert called > visited + 200


EACH = """for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std={})
"""


def starts(std):
    m, _ = followed(10, "i + 1", loop=EACH.format(std))
    return m.steps, [x.initializers["kernel"].scale for x in m.program.layers if isinstance(x.op.inp, int)]


def test_layers_of_several_sizes_that_begin_alike_stand_for_the_others():
    steps, scales = starts("(1 + 1 + 1 + 1 + 1) / 10")
    assert scales == [0.5] * 20
    assert steps < starts("(1 + 1 + 1 + 1 + 1) / module.in_features")[0] - 200


def test_numbers_that_depend_on_the_size_are_followed():
    assert starts("1 / module.in_features")[1] == [1 / (1 + i // 2) for i in range(20)]
