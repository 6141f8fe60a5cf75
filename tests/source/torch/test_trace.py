"""The trace of a training script: events in order, with their loops, loaders and modes."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run

SCRIPT = """
import torch
from torch import nn, optim
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

data = datasets.MNIST(".", train=True, transform=transforms.ToTensor())
train_part, rest = random_split(data, [50000, 10000])
batches = DataLoader(train_part, batch_size=64, shuffle=True)
others = DataLoader(rest, batch_size=64)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.1)
schedule = optim.lr_scheduler.StepLR(optimizer, 3)

def train(model, loader):
    model.train()
    total, seen = 0, []
    for i, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += loss
        seen.append(loss.item())
    schedule.step()

@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    for x, y in loader:
        model(x)

for epoch in range(5):
    train(net, batches)
    evaluate(net, others)
"""
PHASES = """
import torch
from torch import nn, optim
net = nn.Linear(4, 2)
optimizer = optim.SGD(net.parameters(), lr=0.1)
for epoch in range(3):
    for phase in ["train", "val"]:
        net.train() if phase == "train" else net.eval()
        with torch.set_grad_enabled(phase == "train"):
            loss = net(torch.randn(8, 4)).sum()
            if phase == "train":
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
"""


def test_events_come_in_the_order_they_happen():
    events = run(SCRIPT).events
    assert [event.kind for event in events] == [
        "mode", "zero_grad", "forward", "loss", "backward", "clip", "step", "keep", "schedule", "mode", "forward",
    ]  # fmt: skip
    assert [event.mode for event in events if event.kind == "forward"] == ["train", "eval"]
    assert [event.grad for event in events if event.kind == "forward"] == [True, False]


def test_loops_know_what_they_go_over():
    events = run(SCRIPT).events
    epochs, batches = events[1].loops
    assert (epochs.kind, epochs.passes) == ("count", 5)
    assert (batches.kind, batches.passes, batches.over.shuffle) == ("batches", 782, True)
    assert events[0].loops == events[-2].loops == (epochs,)
    other = events[-1].loop
    assert other.over.shuffle is False
    assert other.over.data is not batches.over.data
    assert other.over.data.whole is batches.over.data.whole
    assert other.over.data.whole.training is True


def test_an_event_knows_its_subject():
    program = run(SCRIPT)
    step = next(event for event in program.events if event.kind == "step")
    schedule = next(event for event in program.events if event.kind == "schedule")
    assert step.subject is program.optimizers[0]
    assert schedule.subject.optimizer is step.subject


def test_each_phase_is_a_pass_of_its_own():
    events = run(PHASES).events
    forward = [event for event in events if event.kind == "forward"]
    assert [(event.mode, event.grad) for event in forward] == [("train", True), ("eval", False)]
    assert [event.kind for event in events].count("step") == 1


def test_what_is_made_anew_in_each_pass_is_not_kept():
    changed = SCRIPT.replace("        total += loss", "        total = 0\n        total += loss")
    assert not [event for event in run(changed).events if event.kind == "keep"]


@pytest.mark.parametrize(
    "line", ["total *= loss", "total = total * loss", "total /= loss", "parts = []; parts.append(loss)"]
)
def test_what_is_no_sum_and_what_a_call_collects_is_not_kept(line):
    helper = f"def helper(loss):\n    total = 1.0\n    {line}\n"
    changed = helper + SCRIPT.replace("        total += loss", "        helper(loss)")
    assert not [event for event in run(changed).events if event.kind == "keep"]
    changed = SCRIPT.replace("        total += loss", "        total *= loss")
    assert not [event for event in run(changed).events if event.kind == "keep"]


def test_what_a_helper_adds_to_a_list_that_it_is_given_is_kept():
    helper = "def helper(parts, loss):\n    parts.append(loss)\nparts = []\n"
    changed = helper + SCRIPT.replace("        total += loss", "        helper(parts, loss)")
    assert [event for event in run(changed).events if event.kind == "keep"]
