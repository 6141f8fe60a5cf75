"""Programs to start from: those of the repository, others made at random, and statements that are a trap."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("examples", "tests/source/torch", "tests/oracle/keras_programs")
Program = tuple[str, str]  # (suffix, text)

# Each costs nothing to write and everything to run.
TRAPS = (
    """
x = 2**10**10
x = 10**10**10 % 7
x = 1 << 10**15
x = (2**4000) ** (2**4000)
x = -(3**99999) // 7
x = [0] * 10**12
x = (0,) * 2**62
x = [[0] * 10**6] * 10**6
x = "ab" * 10**13
x = b"\\0" * 2**40
x = list(range(10**18))
x = sum(range(10**18)), max(range(10**15)), sorted(range(10**9)), set(range(10**12))
x = {i: i for i in range(10**12)}
for i in range(10**18): x = i
while True: x = [x, x]
x = f"{1:>99999999999}"
x = "%99999999999d" % 1
x = "{:>{}}".format(1, 10**14)
x = "a".rjust(10**13) + "b".zfill(10**12) + "c".center(10**12)
x = "{:>{}}".format(float("nan"), -(2**63)**0.5) + "{:{}}".format("a", "9" * 10)
x = int("9" * 10**7)
x = str(9 ** 10**6)
x = "x,".join(["y"] * 10**11)
x = "a".replace("a", "b" * 10**9).replace("b", "c" * 10**9)
import re; x = re.match(r"(a+)+$", "a" * 60 + "b")
import math; x = math.factorial(10**9), math.comb(10**9, 10**8), math.perm(10**7)
import itertools; x = list(itertools.product(range(100), repeat=100))
import itertools; x = list(itertools.permutations(range(50))), list(itertools.count())
import functools; x = functools.reduce(lambda a, b: a * b, range(1, 10**9))
def f(n): return f(n + 1) + f(n + 2)\nx = f(0)
def f(*a): return f(*a, *a)\nx = f(1)
def f(): yield from f()\nx = list(f())
class A(type): __call__ = lambda s, *a: s(*a)\nclass B(metaclass=A): pass\nx = B()
class A:\n    def __getattr__(self, n): return getattr(self, n + n)\nx = A().a
class A:\n    def __eq__(self, o): return self == o\n    __hash__ = None\nx = A() in [A()] * 99
x = []\nx.append(x)\nx == x, str(x), x in x
x = {}\nx["x"] = x\nstr(x), x == {"x": x}
lambda: (yield)
x = y = z = lambda f: f(f)\nx(x)
import itertools; x = list(itertools.product([1], repeat=-1)), list(itertools.combinations([1], -2))
import copy\nx = [unknown()]\nfor i in range(60): x = [x, copy.deepcopy(x)]
import copy\nx = [[]]\nfor i in range(60): x = [x, copy.deepcopy(x)]
import torch\nx = torch.zeros(10**9, 10**9, 10**9)
import torch\nx = torch.zeros([2] * 10**6).reshape([2] * 10**5)
import torch\nx = torch.zeros(2).expand(*[10**6] * 60).unbind()
import torch\nx = torch.stack([torch.zeros(3)] * 10**9)
import torch\nx = torch.zeros(3).repeat(*range(1, 10**6)).split([1] * 10**8)
import torch\nx = torch.einsum("a" * 10**5 + "->" + "a" * 10**5, torch.zeros([1] * 10**5))
from torch import nn\nx = nn.Sequential(*[nn.Linear(2**i, 2 ** (i + 1)) for i in range(10**5)])
from torch import nn\nx = nn.Conv2d(10**30, -(10**30), 10**30, stride=0, padding=-1, dilation=10**20, groups=0)
from torch import nn\nx = nn.Sequential()\nx.add_module("x", x)\nx(1)
import keras\nx = keras.Sequential([keras.layers.Dense(10**40)] * 10**7)
import keras\nx = keras.Input((10**20, None, -1, "a", 2.5))\nx = keras.layers.Flatten()(x)
import numpy as np\nx = np.zeros((10**9,) * 40)[..., None] @ np.ones((0, -1))
exec("x = " + "(" * 10**6)
x = __import__("os").system("exit 1")
eval(compile("1 +", "x", "exec"))
""".strip()
    .replace("\n\n", "\n")
    .split("\n")
)
TRAPS = [trap.replace("\\n", "\n").replace("\n    ", "\n    ") for trap in TRAPS]

LAYERS = [
    "nn.Linear({n}, {n})", "nn.Conv2d({n}, {n}, {k}, stride={k}, padding={k})", "nn.Flatten({k})",
    "nn.MaxPool2d({k})", "nn.BatchNorm2d({n})", "nn.ReLU()", "nn.Dropout({f})", "nn.LSTM({n}, {n}, {k})",
    "nn.Embedding({n}, {n})", "nn.Unflatten(1, ({n}, {k}, -1))", "nn.MultiheadAttention({n}, {k})",
    "nn.ConvTranspose2d({n}, {n}, {k}, output_padding={k})", "nn.AdaptiveAvgPool2d(({k}, None))",
    "nn.PixelShuffle({k})", "nn.Upsample(scale_factor={f})", "nn.LayerNorm([{n}, {k}])", "nn.Softmax(dim={k})",
]  # fmt: skip
KERAS = [
    "Dense({n})", "Conv2D({n}, {k}, padding='same')", "Flatten()", "MaxPooling2D({k})", "Reshape(({n}, -1))",
    "LSTM({n}, return_sequences={b})", "Dropout({f})", "BatchNormalization(axis={k})", "Embedding({n}, {n})",
    "Conv2DTranspose({n}, {k}, strides={k})", "UpSampling2D({k})", "Permute(({k}, 1))", "Activation('relu')",
]  # fmt: skip
STEPS = [
    "x = x.view({k}, -1)", "x = x.reshape(x.size(0), {n})", "x = x + x.mean({k}, keepdim={b})", "x = x[:, {k}]",
    "x = torch.cat([x, x], {k})", "x = x.transpose({k}, 1)", "x = x @ x.mT", "x, y = x.chunk(2, {k})",
    "x = F.interpolate(x, size=({n}, {k}))", "x = x.permute(0, {k}, 1)", "x = x.unfold({k}, {n}, {k})",
    "x = x if x.shape[{k}] > {n} else x * {f}", "for i in range({n}): x = x + i", "x = x.flatten({k}).squeeze()",
]  # fmt: skip


@cache
def own() -> tuple[Program, ...]:
    """The programs of the repository, and the examples on the pages of its rules."""
    found = [
        (path.suffix, path.read_text(encoding="utf-8"))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".ipynb", ".md") and not path.name.startswith("test_")
    ]
    for page in sorted((ROOT / "src/footgun/rules").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        found += [(".py", code) for code in re.findall(r"```py\n(.*?)```", text, re.DOTALL)]
    return tuple(found)


def made(rng) -> Program:
    """A program of random layers, sizes and steps: most are wrong, all are Python."""
    kind = rng.choice(["sequential", "module", "keras", "training", "notebook", "sheet"])
    text = {"sequential": sequential, "module": module, "keras": keras, "training": training}.get(
        kind, module
    )(rng)
    if kind == "notebook":
        lines = text.split("\n\n")
        cells = [{"cell_type": "code", "source": part, "metadata": {}, "outputs": []} for part in lines]
        return ".ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    if kind == "sheet":
        return ".md", f"# Input {rng.randint(1, 99)} x {rng.randint(1, 99)}\n\n```py\n{text}\n```\n"
    return ".py", text


def filled(rng, pattern: str) -> str:
    """A pattern with numbers in its holes."""
    values = {
        "n": lambda: rng.choice([1, 2, 3, 8, 16, 64, 100, 0, -1, 10**6]),
        "k": lambda: rng.choice([1, 2, 3, 5, 7, 0, -1]),
        "f": lambda: rng.choice([0.5, 0, 1, 2.5, -1]),
        "b": lambda: rng.choice([True, False]),
    }
    return re.sub(r"\{(\w)\}", lambda hole: str(values[hole[1]]()), pattern)


def some(rng, patterns: list[str]) -> list[str]:
    """A few of the patterns, filled."""
    return [filled(rng, pattern) for pattern in rng.choices(patterns, k=rng.randint(1, 7))]


def shape(rng) -> str:
    return ", ".join(str(rng.choice([1, 2, 3, 16, 28, 32, 64])) for _ in range(rng.randint(1, 5)))


def sequential(rng) -> str:
    layers = ",\n    ".join(some(rng, LAYERS))
    return f"import torch\nfrom torch import nn\n\nnet = nn.Sequential(\n    {layers},\n)\nnet(torch.randn({shape(rng)}))\n"


def module(rng) -> str:
    layers = "".join(f"        self.l{i} = {layer}\n" for i, layer in enumerate(some(rng, LAYERS)))
    count = layers.count("\n")
    steps = [f"x = self.l{i}(x)" for i in range(count)] + some(rng, STEPS)
    rng.shuffle(steps)
    forward = "".join(f"        {step}\n" for step in steps)
    return (
        "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n\nclass Net(nn.Module):\n"
        f"    def __init__(self):\n        super().__init__()\n{layers}\n    def forward(self, x):\n{forward}        return x\n\n"
        f"net = Net()\ny = net(torch.randn({shape(rng)}))\n"
    )


def keras(rng) -> str:
    layers = ",\n    ".join(f"layers.{layer}" for layer in some(rng, KERAS))
    return (
        f"import keras\nfrom keras import layers\n\nmodel = keras.Sequential([\n    keras.Input(({shape(rng)},)),\n    {layers},\n])\n\n"
        f"model.compile('adam', {rng.choice(['mse', 'categorical_crossentropy', 'binary_crossentropy'])!r})\n"
        f"model.fit(x, y, epochs={rng.randint(0, 9)})\n"
    )


def training(rng) -> str:
    loss = rng.choice(["nn.CrossEntropyLoss()", "nn.MSELoss()", "nn.BCELoss()", "nn.NLLLoss()"])
    lines = ["optimizer.zero_grad()", "loss = criterion(net(x), y)", "loss.backward()", "optimizer.step()"]
    rng.shuffle(lines)
    body = "".join(f"        {line}\n" for line in lines)
    return (
        f"{module(rng)}\ncriterion = {loss}\noptimizer = torch.optim.SGD(net.parameters(), {rng.choice([0.1, 10, 0])})\n\n"
        f"for epoch in range({rng.randint(1, 10**6)}):\n    for x, y in loader:\n{body}"
    )
