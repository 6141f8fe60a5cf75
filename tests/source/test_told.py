"""What a script tells people about its training: losses that are read, sums and epochs that are printed."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run

HEAD = """
import torch
from torch import nn, optim
net = nn.Linear(4, 2)
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(net.parameters())
x, y = torch.randn(100, 4), torch.randint(0, 2, (100,))
"""
LOOP = """
for epoch in range(5):
    for start in range(0, 100, 10):
        optimizer.zero_grad()
        out = net(x[start : start + 10])
        loss = criterion(out, y[start : start + 10])
        {}
        loss.backward()
        optimizer.step()
"""


def kinds(text):
    return [event.kind for event in run(HEAD + text).events]


@pytest.mark.parametrize(
    "reader",
    [
        "print(loss)",
        "seen.append(loss.item())",
        "total = loss * 2",
        "right = (out.argmax(1) == y).sum()",
        "log(out)",
    ],
)
def test_a_loss_is_read_wherever_it_or_the_outputs_are(reader):
    assert "unread" not in kinds("seen = []\n" + LOOP.format(reader))


def test_a_loss_is_read_through_the_dict_that_holds_it():
    text = """
sums = {"a": 0.0}
for epoch in range(5):
    for start in range(0, 100, 10):
        optimizer.zero_grad()
        parts = {"a": criterion(net(x[start : start + 10]), y[start : start + 10])}
        loss = sum(parts.values())
        loss.backward()
        optimizer.step()
"""
    assert "unread" in kinds(text)
    read = "        for key, part in parts.items():\n            sums[key] += part.item()\n"
    assert "unread" not in kinds(text + read)


@pytest.mark.parametrize("other", ["pass", "loss = loss / 2", "loss += 0.1", "x.sum()", "del start"])
def test_a_loss_that_only_gives_gradients_is_not_read(other):
    assert "unread" in kinds(LOOP.format(other))


def test_a_gradient_that_comes_from_no_network_is_no_training():
    assert "unread" not in kinds(
        "w = torch.zeros(3, requires_grad=True)\nfor i in range(3):\n    w.sum().backward()\n"
    )


def test_what_is_printed_after_a_loop_is_its_end():
    text = LOOP.format("total = loss.item()")
    assert "last" in kinds(f"{text}print(epoch, total)\n")
    assert "last" not in kinds(f"{text}print(epoch)\n")
    assert "last" not in kinds(f"{text}    print(epoch, total)\n")


def test_a_sum_that_is_printed_later():
    text = "total = 0\n" + LOOP.format("total += loss")
    events = run(f"{HEAD}{text}print(f'{{total}}')\n").events
    kept = next(event for event in events if event.kind == "keep")
    (shown,) = [event for event in events if event.kind == "shown"]
    assert shown.subject is kept.subject[1]


def test_a_tracker_begins_a_run_in_each_call():
    text = "import wandb\ndef begin():\n    wandb.init()\nbegin()\nbegin()\n"
    assert kinds(text).count("track") == 2
