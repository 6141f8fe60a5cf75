import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, sizes=(16, 32, 64)):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
        self.layers.append(nn.Linear(sizes[-1], 8))
        self.norms = nn.ModuleList()
        for layer in self.layers:
            self.norms.append(nn.LayerNorm(layer.out_features))
        self.heads = nn.ModuleDict({"a": nn.Linear(8, 2), "b": nn.Linear(8, 3)})
        self.heads["c"] = nn.Linear(8, 4)

    def forward(self, x):
        for i, (layer, norm) in enumerate(zip(self.layers, self.norms)):
            x = norm(layer(x))
            if i < len(self.layers) - 1:
                x = torch.relu(x)
        found = {name: head(x) for name, head in self.heads.items()}
        return torch.cat([found["a"], found["b"], self.heads["c"](x)], dim=-1)


model = Net()
x = torch.randn(5, 16)
y = model(x)
