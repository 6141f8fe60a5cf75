"""einops: patterns of axes are followed, and refused where einops refuses them."""

from __future__ import annotations

import pytest

from footgun import check_source

IMPORTS = """\
import torch
from torch import nn
from einops import einsum, rearrange, reduce, repeat
from einops.layers.torch import Rearrange
x = torch.randn(2, 10, 6)
"""
ATTENTION = """\
class Attention(nn.Module):
    def __init__(self, heads=4):
        super().__init__()
        self.heads = heads
        self.patches = nn.Sequential(
            Rearrange("b c (h p) (w q) -> b (h w) (p q c)", p=8, q=8),
            nn.Linear(192, 64),
        )
        self.start = nn.Parameter(torch.randn(1, 1, 64))
        self.qkv = nn.Linear(64, 3 * 64)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = self.patches(x)
        start = repeat(self.start, "1 1 d -> b 1 d", b=x.shape[0])
        x = torch.cat((start, x), dim=1)
        q, k, v = (rearrange(t, "b n (h d) -> b h n d", h=self.heads) for t in self.qkv(x).chunk(3, -1))
        scores = einsum(q, k, "b h from d, b h to d -> b h from to") * 4**-0.5
        x = rearrange(scores.softmax(-1) @ v, "b h n d -> b n (h d)")
        return self.head(reduce(x, "b n d -> b d", "mean"))

y = Attention()(torch.randn(5, 3, 32, 32))
"""


def found(text):
    return [
        f"{f.code} {f.message}" for f in check_source(IMPORTS + text).findings if f.severity.value == "error"
    ]


def test_attention_is_followed_to_its_output():
    assert found(ATTENTION) == []


@pytest.mark.parametrize("wrong", ["Linear(64, 10)", "Linear(192, 64)"])
def test_what_comes_out_of_a_pattern_is_checked(wrong):
    (fault,) = found(ATTENTION.replace(wrong, wrong.replace("(", "(1")))
    assert fault.startswith("SHP002")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('rearrange(x, "b (h w) c -> b h w c", h=3)', "SHP005 `rearrange` cannot turn (10,) into (3, -1)"),
        ('rearrange(x, "b c -> c b")', "SHP004 `rearrange` takes 2 dimensions, but gets 3"),
        ('rearrange(x, "b n c -> b c")', "names `n` on the left alone"),
        ('rearrange(x, "b (h w) c -> b h w c")', "leaves the sizes of both `h` and `w` open"),
        ('rearrange(x, "b n c -> b c n", z=3)', "does not name `z`"),
        ('rearrange(x, "b n (c -> b c n")', "balanced parentheses"),
        ('repeat(x, "b n c -> b n c r")', "names `r` on the right alone, without a size"),
    ],
)
def test_refusals(call, words):
    (fault,) = found(call)
    assert words in fault


@pytest.mark.parametrize(
    "call",
    [
        'rearrange(x, "b ... -> ... b")',
        'rearrange([x, x], "k b n c -> b (k n) c")',
        'reduce(x, "b (n 2) c -> b n c", "max")',
        'repeat(x, "b n c -> (b k) n 1 c", k=3)',
        "rearrange(x, pattern)",
        'rearrange(x, "b (h w) c -> b h w c", **sizes)',
    ],
)
def test_nothing_against_sound_or_unknown_calls(call):
    assert found("from settings import pattern, sizes\n" + call) == []
