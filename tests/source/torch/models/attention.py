import math

import torch
import torch.nn.functional as F
from torch import nn


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        assert dim % heads == 0
        self.heads, self.width = heads, dim // heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)
        self.register_buffer("mask", torch.tril(torch.ones(20, 20)).view(1, 1, 20, 20))

    def forward(self, x):
        b, t, c = x.size()
        q, k, v = self.qkv(x).split(c, dim=2)
        q, k, v = (z.view(b, t, self.heads, self.width).transpose(1, 2) for z in (q, k, v))
        scores = (q @ k.transpose(-2, -1)) / math.sqrt(self.width)
        scores = scores.masked_fill(self.mask[:, :, :t, :t] == 0, float("-inf"))
        x = F.softmax(scores, dim=-1) @ v
        return self.proj(x.transpose(1, 2).contiguous().view(b, t, c))


class GPT(nn.Module):
    def __init__(self, words=50, dim=32, heads=4, depth=2, length=20):
        super().__init__()
        self.words = nn.Embedding(words, dim)
        self.places = nn.Embedding(length, dim)
        self.blocks = nn.ModuleList(
            nn.ModuleDict(
                {
                    "norm1": nn.LayerNorm(dim),
                    "attention": Attention(dim, heads),
                    "norm2": nn.LayerNorm(dim),
                    "mlp": nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim)),
                }
            )
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, words, bias=False)

    def forward(self, tokens):
        _, t = tokens.shape
        x = self.words(tokens) + self.places(torch.arange(t))
        for block in self.blocks:
            x = x + block["attention"](block["norm1"](x))
            x = x + block["mlp"](block["norm2"](x))
        return self.head(self.norm(x))


model = GPT()
x = torch.randint(0, 50, (2, 12))
y = model(x)
