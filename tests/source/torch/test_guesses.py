"""What is only likely is no proof: ranks nobody states, parts of stated numbers, layers trained one by one."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run

from footgun import check_source
from footgun.source.settings import Settings

START = "import torch\nfrom somewhere import u\nfrom torch import nn\nimport torch.nn.functional as F\n"
NET = (
    START
    + """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc, self.norm, self.out = nn.Linear(4, 8), nn.BatchNorm1d(5), nn.Linear(40, 2)
    def forward(self, x):
        x = torch.relu(self.fc(x))
        return {}
"""
)


def errors(text):
    return [f.code for f in check_source(text, "page.py").findings if f.severity.name == "ERROR"]


@pytest.mark.parametrize(
    "code",
    [
        "self.out(x.flatten(1))",
        "self.out(x.view(x.size(0), -1))",
        "x.view(x.size(0), x.size(1), 2, 4)",
        "self.norm(x)",
        "x.mean(2)",
        "x.permute(0, 1, 2) if x.ndim == 2 else x.permute(0, 2, 1)",
        "torch.zeros(x.shape).permute(0, 2, 1)",
        "torch.zeros_like(x).permute(0, 2, 1)",
        "x.flatten(0, 1).reshape_as(x).permute(0, 2, 1)",
        "torch.cat([self.fc(t) for t in x.split(u)], 1).permute(0, 2, 1)",
        "(x if u else torch.relu(x)).permute(0, 2, 1)",
    ],
)
def test_a_dense_layer_works_on_any_rank(code):
    assert errors(NET.format(code)) == []


def test_its_last_axis_is_sure():
    assert errors(NET.format("self.out(x)")) == ["SHP002"]


@pytest.mark.parametrize(
    "code",
    ["return self.out(x.new_zeros(2, x.shape[-1]))", "b, n, c = x.shape; return self.out(torch.zeros(b, c))"],
)
def test_its_shape_begins_with_the_batch_and_ends_with_that_axis(code):
    assert errors(NET.replace("return {}", code)) == ["SHP002"]


@pytest.mark.parametrize(
    "code",
    ["torch.arange(100)[:50]", "torch.arange(100).view(2, 50)[0]", "torch.tensor([1, 70])[:1]"],
)
def test_a_part_of_stated_numbers_need_not_hold_the_largest(code):
    assert errors(f"{START}nn.Embedding(50, 8)({code})\n") == []


def test_a_part_of_drawn_numbers_is_drawn_like_the_whole():
    assert errors(f"{START}nn.Embedding(50, 8)(torch.randint(0, 100, (9, 9))[0])\n") == ["SHP017"]


def test_layers_that_each_have_an_optimiser():
    code = (
        START
        + """
class Layer(nn.Linear):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.opt = torch.optim.Adam(self.parameters(), lr=1e-3)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [Layer(3, 4), Layer(4, 5)]
    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return x
Net()(torch.zeros(2, 3))
"""
    )
    assert errors(code) == []


def test_a_shape_of_unknown_length_in_a_view():
    code = "from somewhere import images\nimport torch\nimages.view(1, *images.shape).repeat(8, 1, 1, 1)\n"
    assert errors(code) == []


EITHER = """
flat, maps = nn.Linear(8, 8), nn.Conv2d(8, 8, 1)
either = flat if u else maps
"""


@pytest.mark.parametrize("size", ["2, 8", "2, 8, 4, 4"])
def test_the_one_of_two_layers_that_takes_the_input_is_meant(size):
    assert errors(f"{START}{EITHER}either(torch.zeros({size}))\n") == []


def test_what_none_of_two_layers_takes():
    assert errors(f"{START}{EITHER}either(torch.zeros(2, 7, 3, 3))\n") == ["SHP001", "SHP002"]


GUARDED = """
def five(x):
    return torch.cat([x, x], 1)[:, :5]
def difference(x):
    return x[:, 2:] - x[:, :2]
def turned(kind):
    return u.is_turned(kind)
def change(old, new, other):
    {}
    x = torch.zeros(3, 4)
    if old == "five":
        x = five(x)
        if new == "size":
            return difference(x)
    return x
"""


def test_a_guard_over_two_values_rules_some_pairs_out():
    guard = "if turned(old) != turned(new): raise ValueError"
    assert errors(START + GUARDED.format(guard)) == []


@pytest.mark.parametrize(
    "guard",
    ["pass", "if new not in ('size', 'box'): raise ValueError", "if old % new: raise ValueError"],
)
def test_a_guard_over_one_value_or_an_amount_rules_no_pair_out(guard):
    assert errors(START + GUARDED.format(guard)) == ["SHP006"]


LOOP = """
def run(images, blocks, places=torch.zeros(1, 14, 14, 768)):
    x = nn.Conv2d(3, 384, 8, 8)(images).permute(0, 2, 3, 1)
    for i, block in enumerate(blocks):
        if i == 2:
            {}
        x = block(x)
"""


def test_what_only_a_later_pass_does_meets_what_earlier_ones_have_left():
    assert errors(START + LOOP.format("x = x + places")) == []


def test_what_no_pass_changes_is_the_same_in_all():
    assert errors(START + LOOP.format("rows = places @ torch.zeros(384, 768)")) == ["SHP008"]


HALF = """
class Net(nn.Module):
    def __init__(self, kind="a"):
        super().__init__()
        self.fc = nn.Linear(8, 3)
        {}
        self.out = nn.Linear(4, 3)
    def forward(self, x):
        return self.out(torch.relu(self.fc(x)))
"""


def test_a_network_that_is_half_built_is_never_called():
    assert errors(START + HALF.format("raise ValueError")) == []
    assert errors(START + HALF.format("pass")) == ["SHP002"]
    much = START + HALF.format("self.more = [nn.Linear(3, 3) for _ in range(100)]")
    assert [len(run(much, Settings(steps=steps)).networks) for steps in (500, 50_000)] == [0, 1]


@pytest.mark.parametrize(("rows", "found"), [(5, []), (4, ["SHP006"])])
def test_a_buffer_is_a_tensor_of_its_module(rows, found):
    code = f"table = nn.Buffer(torch.zeros({rows}, 8), persistent=False)\ntorch.zeros(2, 5, 8) + table\n"
    assert errors(START + code) == found


@pytest.mark.parametrize("part", ["n:n * 2", "n:-n", "n:u.end", "u[0]:u[1]", "u.start:u.end", "n + 1:n"])
def test_what_is_computed_of_an_unknown_number_is_another_number(part):
    code = f"def f(n):\n    torch.zeros(4, 10)[:, {part}].reshape(4, 5)\n"
    assert errors(START + code) == []


def test_a_list_of_modules_by_another_name_is_not_called():
    assert errors(f"{START}class Many(nn.ModuleDict):\n    def total(self): return len(self)\n") == []


def test_a_padding_that_is_not_known_may_be_none():
    code = "def build(pad):\n    return nn.Conv2d(3, 4, 1, padding=pad)(torch.zeros(2, 3, 8, 8))\n"
    assert not check_source(START + code, "page.py").findings


@pytest.mark.parametrize(("test", "found"), [("u", []), ("True", ["SHP018"])])
def test_an_argument_that_a_dict_holds_on_some_ways_only(test, found):
    code = f"named = dict(num_groups=2, num_channels=4)\nif {test}: named['features'] = 3\nnn.GroupNorm(**named)\n"
    assert errors(START + code) == found


def test_a_network_that_only_gave_its_parts_to_another_is_not_called():
    code = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1))
        self.head = nn.Linear(8, 2)
    def forward(self, x):
        return self.head(self.body(x).flatten(1))
class Maps(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body
    def forward(self, x):
        return self.body(x)
body = Net().body
del body[-1]
model = Maps(body)
model(torch.zeros(2, 3, 8, 8))
"""
    assert errors(START + code) == []
    assert errors(START + code.replace("model = Maps(body)", "model = Net()\ndel model.body[-1]")) == [
        "SHP002"
    ]


MODES = """
net = nn.Sequential()
if u == 1:
    net.add_module("one", nn.Conv2d(3, 8, 1))
elif u == 2:
    net.add_module("two", nn.Conv2d(3, 4, 1))
net.add_module("last", nn.Conv2d({}, 2, 1))
net(torch.zeros(2, 3, 8, 8))
"""


def test_layers_added_on_different_ways_do_not_follow_each_other():
    assert errors(START + MODES.format(8)) == []


def test_a_layer_added_under_a_condition_still_meets_what_comes_before_it():
    assert errors(START + MODES.format(2).replace("Conv2d(3, 8", "Conv2d(5, 8")) == ["SHP001"]


def test_a_compiled_function_in_a_class_is_no_method():
    code = """
class Net(nn.Module):
    conv, act = torch.conv2d, torch.relu
    def forward(self, x):
        return self.act(self.conv(x, weight=torch.zeros(4, {}, 3, 3)))
Net()(torch.zeros(2, 3, 8, 8))
"""
    assert [errors(START + code.format(channels)) for channels in (3, 5)] == [[], ["SHP001"]]


def test_sizes_of_unknown_number_tell_no_rank():
    program = run("""
        import torch.nn.functional as F
        from torch import nn
        class Twice(nn.Module):
            def forward(self, x):
                return F.interpolate(x, size=tuple(2 * s for s in x.shape[2:]))
        """)
    assert [node.output.shape for node in program.nodes if node.label == "interpolate"] == [None]
