"""Networks made at random with some faults put in, as texts that PyTorch can run once they are mended."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

SIZE = 32  # pixels
FORMS = ("lines", "row", "list", "module", "named")


class Made(NamedTuple):
    """A program that makes `model` and applies it to `x`, and the faults in it."""

    text: str
    faults: tuple[str, ...]


def made(seed: int) -> Made:
    """A small convolutional classifier, written in one of several forms."""
    rng = Random(seed)
    layers = convolutional(rng) if rng.random() < 0.7 else dense(rng)
    faults = tuple(rng.sample(sorted(FAULTS), rng.randint(1, 3)))
    done = tuple(fault for fault in faults if FAULTS[fault](rng, layers))
    image = f"torch.randn(2, 3, {SIZE}, {SIZE})"
    return Made(FORM[rng.choice(FORMS)](layers, image), done)


def convolutional(rng: Random) -> list[str]:
    """Blocks of convolution, perhaps normalisation, ReLU and pooling; then a head."""
    layers, channels, size = [], 3, SIZE
    for _ in range(rng.randint(1, 3)):
        width = rng.choice((8, 16, 24, 32))
        layers.append(f"nn.Conv2d({channels}, {width}, 3, padding=1)")
        if rng.random() < 0.4:
            layers.append(f"nn.BatchNorm2d({width})")
        layers += ["nn.ReLU()", "nn.MaxPool2d(2)"]
        channels, size = width, size // 2
    hidden = rng.choice((32, 64))
    head = ["nn.Flatten()", f"nn.Linear({channels * size * size}, {hidden})", "nn.ReLU()"]
    if rng.random() < 0.5:
        head.append("nn.Dropout(0.3)")
    return [*layers, *head, f"nn.Linear({hidden}, 10)"]


def dense(rng: Random) -> list[str]:
    """A multilayer perceptron on flattened images."""
    layers, width = ["nn.Flatten()"], 3 * SIZE * SIZE
    for _ in range(rng.randint(1, 3)):
        wide = rng.choice((32, 64, 128))
        layers += [f"nn.Linear({width}, {wide})", "nn.ReLU()"]
        width = wide
    return [*layers, f"nn.Linear({width}, 10)"]


# --- faults: each changes the list of layers, and says whether it could ---


def _replace(rng: Random, layers: list[str], start: str, change: object) -> bool:
    places = [i for i, layer in enumerate(layers) if layer.startswith(start)]
    if not places:
        return False
    place = rng.choice(places)
    layers[place] = change(layers[place])  # type: ignore[operator]
    return True


def _first_number(text: str, number: int) -> str:
    head, _, rest = text.partition("(")
    old, _, tail = rest.partition(",") if "," in rest else (rest[:-1], "", ")")
    return f"{head}({number if str(number) != old else number + 1}{',' if ',' in rest else ''}{tail}"


def channels(rng: Random, layers: list[str]) -> bool:
    return _replace(rng, layers, "nn.Conv2d", lambda text: _first_number(text, rng.choice((1, 5, 12, 64))))


def norm(rng: Random, layers: list[str]) -> bool:
    return _replace(rng, layers, "nn.BatchNorm2d", lambda text: _first_number(text, rng.choice((4, 48))))


def features(rng: Random, layers: list[str]) -> bool:
    return _replace(rng, layers, "nn.Linear", lambda text: _first_number(text, rng.choice((100, 400, 1600))))


def no_activation(rng: Random, layers: list[str]) -> bool:
    places = [i for i, layer in enumerate(layers) if layer == "nn.ReLU()"]
    if places:
        del layers[rng.choice(places)]
    return bool(places)


def hidden_softmax(rng: Random, layers: list[str]) -> bool:
    return _replace(rng, layers, "nn.ReLU", lambda _: "nn.Softmax(dim=1)")


def softmax_at_the_end(_: Random, layers: list[str]) -> bool:
    layers.append("nn.Softmax(dim=1)")
    return True


def dropout_at_the_end(_: Random, layers: list[str]) -> bool:
    layers.append("nn.Dropout(0.5)")
    return True


def two_activations(rng: Random, layers: list[str]) -> bool:
    places = [i for i, layer in enumerate(layers) if layer == "nn.ReLU()"]
    if places:
        layers.insert(rng.choice(places), "nn.ReLU()")
    return bool(places)


FAULTS = {
    "channels": channels,
    "dropout at the end": dropout_at_the_end,
    "features": features,
    "hidden softmax": hidden_softmax,
    "no activation": no_activation,
    "norm": norm,
    "softmax at the end": softmax_at_the_end,
    "two activations": two_activations,
}


# --- forms: how people write the same network ---

HEAD = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n"
LOSS = "y = torch.randint(0, 10, (2,))\nloss = F.cross_entropy(model(x), y)\nloss.backward()\n"


def _with(body: str, image: str) -> str:
    return f"{HEAD}{body}\nx = {image}\n{LOSS}"


def lines(layers: list[str], image: str) -> str:
    rows = "".join(f"    {layer},\n" for layer in layers)
    return _with(f"model = nn.Sequential(\n{rows})", image)


def row(layers: list[str], image: str) -> str:
    return _with(f"model = nn.Sequential({', '.join(layers)})", image)


def named(layers: list[str], image: str) -> str:
    rows = "".join(f'    ("l{i}", {layer}),  # layer {i}\n' for i, layer in enumerate(layers))
    return _with(
        f"from collections import OrderedDict\n\nmodel = nn.Sequential(OrderedDict([\n{rows}]))", image
    )


def as_list(layers: list[str], image: str) -> str:
    rows = "".join(f"layers.append({layer})\n" for layer in layers)
    return _with(f"layers = []\n{rows}model = nn.Sequential(*layers)", image)


def module(layers: list[str], image: str) -> str:
    own = [(i, layer) for i, layer in enumerate(layers) if layer != "nn.ReLU()"]
    made = "".join(f"        self.layer{i} = {layer}\n" for i, layer in own)
    steps = ["F.relu(x)" if layer == "nn.ReLU()" else f"self.layer{i}(x)" for i, layer in enumerate(layers)]
    run = "".join(f"        x = {step}\n" for step in steps)
    body = f"class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n{made}\n"
    return _with(f"{body}    def forward(self, x):\n{run}        return x\n\n\nmodel = Net()", image)


FORM = {"lines": lines, "row": row, "list": as_list, "module": module, "named": named}
