import torch
from torch import nn


def mlp(*sizes, act=nn.ReLU, last=None):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        layers.append(act() if i < len(sizes) - 2 else last or nn.Identity())
    return nn.Sequential(*layers)


class Ensemble(nn.Module):
    def __init__(self, count=3):
        super().__init__()
        self.members = nn.ModuleList(mlp(4, 8, 2) for _ in range(count))
        self.gate = mlp(4, count, last=nn.Softmax(dim=-1))

    def forward(self, x):
        votes = torch.stack([member(x) for member in self.members], dim=1)
        gate = self.gate(x).unsqueeze(-1)
        best, index = torch.max(votes, dim=1)
        return (votes * gate).sum(1) + best * 0


class Wrapper(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def __call__(self, x):
        return super().__call__(x.float())

    def forward(self, x):
        return self.inner(x)[..., 0]


model = Wrapper(Ensemble())
x = torch.ones(6, 4, dtype=torch.long)
y = model(x)
