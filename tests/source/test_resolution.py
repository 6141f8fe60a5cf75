"""Which `__init__` runs of several bases, and calls whose receiver or arguments we made up."""

from __future__ import annotations

import random
from time import process_time

import pytest

from footgun.engine import check_source
from footgun.source.resolution import merged

HEAD = "import torch\nfrom torch import nn\n"
DIAMOND = """class Root(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
class Mixin:
    def __init__(self, sampler=None):
        self.sampler = sampler
class First(Root, Mixin):
    pass
class Second(Root):
    pass
class Whole(First, Second):
    def __init__(self, model):
        super(First, self).__init__(model=model)
        Mixin.__init__(self, sampler=3)
        self.head = nn.Linear(3, 4)
    def forward(self, x):
        return self.head(x)
Whole(None)(torch.zeros(2, 3))
"""
SOUND = {
    "a base of two bases": DIAMOND,
    "names of a container": (
        "class Named(nn.ModuleDict):\n    def __init__(self, **parts):\n        super().__init__(modules=parts)\n"
        "Named(a=nn.Linear(2, 3))['a'](torch.zeros(2, 2))\n"
    ),
    "a base of a library": (
        "from gpytorch.models import ExactGP\nclass Net(ExactGP):\n    def __init__(self, x):\n"
        "        ExactGP.__init__(self, x)\n        self.head = nn.Linear(3, 4)\n"
        "        self.register_parameter(name='raw', parameter=nn.Parameter(x))\n"
    ),
    "an `__init__` that is not followed": (
        "from lib import checked\nclass Base(nn.Module):\n    @checked()\n    def __init__(self):\n        super().__init__()\n"
        "class Net(Base):\n    def __init__(self):\n        super().__init__()\n        self.head = nn.Linear(3, 4)\n"
        "    def forward(self, x):\n        return self.head(x)\nNet()(torch.zeros(2, 3))\n"
    ),
    "a name in a text": "class Net(nn.Module):\n    def extra_repr(self):\n        return '{self.a}'.format(self=self)\n",
    "an input that is no tensor": (
        "class Loss(nn.Module):\n    def forward(self, batch):\n        return batch.select('a', strict=False)\n"
    ),
    "a size that stands for none": (
        "class Net(nn.Module):\n    def __init__(self, vocabulary=-1):\n        super().__init__()\n"
        "        self.table = nn.Embedding(vocabulary, 8)\n    def forward(self, x):\n        return self.table(x)\n"
    ),
    "arguments that are passed on": (
        "class Net(nn.Module):\n    def forward(self, x, mask):\n        return x * mask\n"
        "    def test(self, *args, **named):\n        return self.forward(*args, **named)\n"
    ),
    "layers under names": (
        "class Net(nn.Module):\n    def __init__(self, depth, width):\n        super().__init__()\n"
        "        self.layers = []\n        for i in range(depth):\n            a, b = nn.Linear(width, width), nn.Linear(width, width)\n"
        "            self.add_module(f'a{i}', a)\n            self.add_module(f'b{i}', b)\n            self.layers.append((a, b))\n"
        "    def forward(self, x):\n        for a, b in self.layers:\n            x = torch.relu(a(x)) + b(x)\n        return x\n"
    ),
}  # fmt: skip


def test_the_order_of_bases_is_that_of_python() -> None:
    chance = random.Random(1)
    for _ in range(300):
        classes = [type("Root", (), {})]
        for _ in range(8):
            bases = chance.sample(classes, min(len(classes), chance.randint(1, 3)))
            try:
                classes.append(type("Class", tuple(bases), {}))
            except TypeError:
                continue  # no order keeps all that they ask for
        for one in classes:
            lines = [list(base.__mro__) for base in one.__bases__]
            assert [one, *merged([*lines, list(one.__bases__)], int)] == list(one.__mro__)


def test_many_bases_take_no_time() -> None:
    bases = [object() for _ in range(20_000)]
    begin = process_time()
    assert merged([*([base] for base in bases), bases], int) == bases
    assert process_time() - begin < 5


def errors(text: str) -> list[str]:
    return [f.message for f in check_source(HEAD + text).findings if f.severity.value == "error"]


@pytest.mark.parametrize("case", SOUND)
def test_nothing_is_wrong(case: str) -> None:
    assert errors(SOUND[case]) == []


def test_what_is_wrong_is_still_told() -> None:
    assert errors(DIAMOND.replace("zeros(2, 3)", "zeros(2, 5)")) == ["`Linear` takes 3 features, but gets 5"]
    assert len(errors(SOUND["a size that stands for none"] + "Net(-1)\n")) == 1
    late = "class Net(nn.Module):\n    def __init__(self):\n        self.a = nn.Linear(2, 2)\n        super().__init__()\nNet()\n"
    assert errors(late) == ["`Net` sets a layer before `super().__init__()`"]
