"""The sizes that a network accepts, against trying every size with torch on the meta device."""

from __future__ import annotations

import random

import pytest
from tests.oracle.agreement import LONG

from footgun.calculate.accepts import accepted
from footgun.source import analyse
from footgun.source.read import read

torch = pytest.importorskip("torch")

NETS = 1000 if LONG else 60
TRIED = range(1, 201)
BATCH = 3


def window(rng, name, *channels, spread=True):
    """A convolution or pool with random settings that its constructor takes."""
    kernel = rng.choice([1, 2, 3, 3, 4, 5, 7])
    settings = [f"{kernel}", f"stride={rng.choice([1, 1, 2, 2, 3, 4])}"]
    settings.append(f"padding={rng.randint(0, kernel // 2)}")
    if name == "MaxPool2d" or not name.endswith("Pool2d"):
        settings.append(f"dilation={rng.choice([1, 1, 1, 2])}" if spread else "dilation=1")
    if name.endswith("Pool2d"):
        settings.append(f"ceil_mode={rng.random() < 0.4}")
    return f"nn.{name}({', '.join([*map(str, channels), *settings])})"


def classifier(rng):
    """Windows, then a dense head: made for some size, for any, or for none."""
    channels, layers = 3, []
    for _ in range(rng.randint(1, 5)):
        kind = rng.choice(["Conv2d", "Conv2d", "MaxPool2d", "AvgPool2d"])
        width = rng.choice([4, 8])
        layers.append(window(rng, kind, *((channels, width) if kind == "Conv2d" else ())))
        channels = width if kind == "Conv2d" else channels
        layers += ["nn.ReLU()"] * rng.randint(0, 1)
    body = f"nn.Sequential({', '.join(layers)})"
    end = rng.choice(["flat", "flat", "view", "pool", "adaptive", "map"])
    if end == "map":
        return body
    if end in ("pool", "adaptive"):
        side = 1 if end == "pool" else 2
        return f"nn.Sequential({body}, nn.AdaptiveAvgPool2d({side}), nn.Flatten(), nn.Linear({channels * side * side}, 5))"
    try:
        made = eval(body, {"nn": torch.nn})(torch.empty(1, 3, *[rng.randint(20, 120)] * 2))
        features = made[0].numel()
    except RuntimeError:
        features = channels * rng.choice([1, 4, 7, 9, 16])
    if rng.random() < 0.2:
        features = channels * rng.randint(1, 40)
    if features > 50_000:
        features = channels * 9
    return (
        ("view", body, features)
        if end == "view"
        else (f"nn.Sequential({body}, nn.Flatten(), nn.Linear({features}, 5))")
    )


def hourglass(rng):
    """Down and up again, with connections across."""
    depth, width = rng.randint(1, 4), 4
    down = [window(rng, "Conv2d", 3 if i == 0 else width, width, spread=False) for i in range(depth)]
    if rng.random() < 0.5:
        down = [
            f"nn.Conv2d({3 if i == 0 else width}, {width}, 3, padding={rng.choice([0, 1, 1])})"
            for i in range(depth)
        ]
    pools = [
        rng.choice(
            [
                "nn.MaxPool2d(2)",
                "nn.AvgPool2d(2)",
                f"nn.Conv2d({width}, {width}, 3, 2, 1)",
                "nn.MaxPool2d(2, ceil_mode=True)",
            ]
        )
        for _ in range(depth)
    ]
    ups = [
        rng.choice([f"nn.ConvTranspose2d({width}, {width}, 2, 2)", "nn.Upsample(scale_factor=2)",
                    f"nn.ConvTranspose2d({width}, {width}, 3, 2, 1, output_padding=1)",
                    f"nn.Sequential(nn.Conv2d({width}, {4 * width}, 1), nn.PixelShuffle(2))"])
        for _ in range(depth)
    ]  # fmt: skip
    joins = [rng.choice(["cat", "add", "crop"]) for _ in range(depth)]
    lines = ["class Net(nn.Module):", "    def __init__(self):", "        super().__init__()"]
    for i in range(depth):
        lines += [
            f"        self.d{i} = {down[i]}",
            f"        self.p{i} = {pools[i]}",
            f"        self.u{i} = {ups[i]}",
        ]
        lines.append(
            f"        self.m{i} = nn.Conv2d({width * 2 if joins[i] == 'cat' else width}, {width}, 1)"
        )
    lines.append("    def forward(self, x):")
    for i in range(depth):
        lines += [f"        s{i} = self.d{i}(x)", f"        x = self.p{i}(s{i})"]
    for i in reversed(range(depth)):
        lines.append(f"        x = self.u{i}(x)")
        if joins[i] == "cat":
            lines.append(f"        x = torch.cat([x, s{i}], dim=1)")
        elif joins[i] == "add":
            lines.append(f"        x = x + s{i}")
        else:
            lines.append(
                f"        x = x[:, :, :s{i}.shape[2], :s{i}.shape[3]] + s{i}[:, :, :x.size(2), :x.size(3)]"
            )
        lines.append(f"        x = self.m{i}(x)")
    return "\n".join([*lines, "        return x"])


def patches(rng):
    """A transformer's entrance: patches with a place each."""
    size, side = rng.choice([4, 8, 16]), rng.randint(2, 7)
    return f"""class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.cut = nn.Conv2d(3, 8, {size}, stride={rng.choice([size, size, size // 2])})
        self.places = nn.Parameter(torch.zeros(1, {side * side}, 8))
        self.mix = nn.MultiheadAttention(8, 2, batch_first=True)

    def forward(self, x):
        b = x.shape[0]
        x = self.cut(x).flatten(2).permute(0, 2, 1) + self.places
        return self.mix(x, x, x)[0].reshape(b, -1)"""


def program(rng):
    """The text of a random network called `net`."""
    made = rng.choice([classifier, classifier, hourglass, hourglass, patches])(rng)
    head = "import torch\nfrom torch import nn\n"
    if isinstance(made, tuple):
        _, body, features = made
        fold = rng.choice(
            [f"x.view(-1, {features})", f"x.reshape(x.size(0), {features})", "torch.flatten(x, 1)"]
        )
        made = f"""class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = {body}
        self.head = nn.Linear({features}, 5)

    def forward(self, x):
        x = self.body(x)
        return self.head({fold})"""
    return f"{head}{made}\nnet = Net()\n" if made.startswith("class") else f"{head}net = {made}\n"


def tried(net, *sizes):
    """Whether torch takes an image of this size, and gives an answer for each example."""
    try:
        return net(torch.empty(BATCH, 3, *sizes, device="meta")).shape[0] == BATCH
    except (RuntimeError, ValueError):
        return False


@pytest.mark.parametrize("seed", range(NETS))
def test_squares_are_those_that_torch_takes(seed):
    text = program(random.Random(seed))
    names = {}
    exec(text, names)
    net = names["net"].to("meta").eval()
    found = accepted(analyse(read("net.py", text.encode())).networks[0], rectangles=True)
    if found is None:  # a crop to a size that is itself cropped
        assert "x[:, :, :" in text, text
        return
    theirs = [size for size in TRIED if tried(net, size, size)]
    ours = [size for size in TRIED if size in found.square]
    assert ours == theirs, text
    for _ in range(20):  # and some rectangles
        rng = random.Random(seed)
        high, wide = (
            rng.choice(theirs) if theirs and rng.random() < 0.5 else rng.randint(1, 200) for _ in "hw"
        )
        if found.each is not None:
            assert all(s in e for s, e in zip((high, wide), found.each, strict=True)) == tried(
                net, high, wide
            ), text
    for block in found.blocks[:3]:
        assert tried(net, *(side.ranges[0][0] for side in block)), text
