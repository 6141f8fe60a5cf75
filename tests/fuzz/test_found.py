"""Programs that once made footgun fail, each cut down to what did it."""

from __future__ import annotations

from time import process_time

import pytest

from footgun import check_source

TORCH = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n"
LOADER = "from torch.utils.data import DataLoader\nfrom torchvision import datasets, transforms\n"
TRAINED = """
a = transforms.Compose([transforms.RandomResizedCrop(0), transforms.ToTensor()])
b = transforms.Compose([transforms.Resize(9), transforms.CenterCrop(9), transforms.ToTensor()])
batches, others = (DataLoader(datasets.ImageFolder("x", t), batch_size=8) for t in (a, b))
net = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2))
optimizer = torch.optim.Adam(net.parameters())
net.train()
for x, y in batches:
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
net.eval()
with torch.no_grad():
    for x, y in others:
        correct = (net(x).argmax(1) == y).sum()
"""
MANY = "".join(
    f"for x, y in loader:\n    optimizer.zero_grad()\n    loss{i} = F.mse_loss(net(x), y)\n    loss{i}.backward()\n    optimizer.step()\n"
    for i in range(1500)
)
USES = "".join(f"x{i} = torch.relu(torch.ones({i}))\n" for i in range(1, 400))
FOUND = {
    "a range moved by no mean": f"{TORCH}{LOADER}data = datasets.MNIST('x', transform=transforms.Compose("
    "[transforms.ToTensor(), transforms.Normalize((), (0.3,))]))\nfor x, y in DataLoader(data): pass\n",
    "a layer behind a scalar": f"{TORCH}x = torch.tensor(1.0).unsqueeze(0)\nnn.Linear(2, 3)(F.relu(torch.sum(x) @ x))\n",
    "an item that a pass takes away": "from s import u\nwhile True:\n    d = {'a': 1}\n    d.pop('a')\n    if u: d.pop('b')\n",
    "layers popped in a loop without an end": "import keras\nfrom keras import layers\nm = keras.Sequential([layers.Dense(1)])\n"
    "while True:\n    m.add(layers.Dense(2))\n    m.pop()\n",
    "images of no size": f"{TORCH}{LOADER}{TRAINED}",
    "more axes than any tensor has": f"{TORCH}x = torch.zeros([2] * 10**6).reshape([2] * 10**5)\ny = (x > 0).float().mean()\n",
    "an LSTM with the wrong arguments": f"{TORCH}lstm = nn.LSTM(2, 3)\nx = torch.ones(4, 1, 2)\nlstm(x, None, 1, 2)\nlstm()\nlstm(x, state=x)\n",
    "fewer features than none after an unknown number": f"{TORCH}from s import c\n"
    "nn.Sequential(nn.Conv2d(3, c, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(-1, 2))(torch.ones(2, 3, 9, 9))\n",
    "unknown classes by the thousand": f"{TORCH}{USES}class A({', '.join(['B'] * 20_000)}): pass\n",
    "a flattened map without channels": f"{TORCH}nn.Sequential(nn.Conv2d(3, 0, 5), nn.Flatten(), nn.Linear(9, 2))(torch.ones(1, 3, 3, 3))\n",
    "training written out a thousand times": f"{TORCH}from s import loader\nnet = nn.Linear(4, 3)\n"
    f"optimizer = torch.optim.SGD(net.parameters(), 0.1)\n{MANY}",
    "an axis beyond all tensors": f"{TORCH}x = torch.ones(2).select(10**18, 0).narrow(10**18, 0, 1)\n",
}  # fmt: skip


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_it_does_no_more(text):
    """Nor does it take long: each is checked in a blink."""
    begin = process_time()
    report = check_source(text, "page.py")
    assert [(file.internal, file.error) for file in report.files] == [([], None)]
    assert process_time() - begin < 5
