import torch
from torch import nn


class Patches(nn.Module):
    def __init__(self, patch=4, dim=32):
        super().__init__()
        self.patch = patch
        self.proj = nn.Linear(3 * patch * patch, dim)
        self.gate = nn.Linear(dim, 2 * dim)
        self.out = nn.Linear(dim, dim)
        self.scale = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        b, c, h, w = x.shape
        p = self.patch
        x = x.view(b, c, h // p, p, w // p, p).permute(0, 2, 4, 1, 3, 5)
        x = x.reshape(b, -1, c * p * p)
        x = self.proj(x) * self.scale
        value, gate = self.gate(x).chunk(2, dim=-1)
        x = value * torch.sigmoid(gate)
        first, rest = x[:, :1], x[:, 1:]
        x = torch.cat((first.expand(-1, rest.size(1), -1), rest), dim=1)
        x = self.out(x).transpose(1, 2).unsqueeze(-1).squeeze(-1)
        return x.mean(dim=-1)


model = Patches()
x = torch.randn(2, 3, 16, 16)
y = model(x)
