"""Distributions: what is drawn, how likely it is, and that gradients flow through the likelihood alone."""

from __future__ import annotations

import pytest

from footgun import check_source

HEAD = """
import torch
from torch import nn
from torch.distributions import Bernoulli, Categorical, Normal
net = nn.Linear(4, 3)
out = net(torch.randn(5, 4))
chosen = Categorical(logits=out)
"""


def messages(text: str) -> list[str]:
    return [f.message for f in check_source(HEAD + text, "net.py").findings if f.severity.value == "error"]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("chosen.sample()", "(5,)"),
        ("chosen.log_prob(chosen.sample())", "(5,)"),
        ("chosen.log_prob(chosen.sample().unsqueeze(1))", "(5, 5)"),
        ("Categorical(probs=torch.rand(5, 6, 3)).entropy()", "(5, 6)"),
        ("Normal(out, 1.0).rsample()", "(5, 3)"),
        ("Normal(out, torch.ones(3)).log_prob(torch.zeros(5, 1)).sum(-1)", "(5,)"),
        ("Bernoulli(logits=out).sample()", "(5, 3)"),
    ],
)
def test_shapes_are_those_of_torch(text, shape):
    (message,) = messages(f"torch.zeros(({text}).shape) @ torch.zeros(77, 7)")
    assert message.startswith(f"`@` cannot multiply {shape} and (77, 7)")


def test_a_distribution_of_several_samples_is_not_followed():
    assert messages("torch.zeros(chosen.sample((9,)).shape) @ torch.zeros(77, 7)") == []


LOSSES = """
optimizer = torch.optim.Adam(net.parameters())
for i in range(10):
    out = net(torch.randn(5, 4))
    with torch.no_grad():
        seen = net(torch.randn(5, 4))
    first = Categorical(logits=out).log_prob(seen.argmax(1)).mean()
    second = out.pow(2).mean()
    optimizer.zero_grad()
    {backward}
    optimizer.step()
"""


@pytest.mark.parametrize(
    ("backward", "codes"),
    [("first.backward(); second.backward()", ["LOP015"]), ("(first + second).backward()", [])],
)
def test_a_likelihood_shares_the_graph_of_its_parameters(backward, codes):
    found = check_source(HEAD + LOSSES.format(backward=backward), "net.py").findings
    assert [f.code for f in found if f.severity.value == "error"] == codes
