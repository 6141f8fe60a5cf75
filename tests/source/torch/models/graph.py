import torch
from torch import nn


class GraphLayer(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(cin, cout))
        self.bias = nn.Parameter(torch.zeros(cout))
        nn.init.xavier_uniform_(self.weight)

    def forward(self, x, adjacency):
        return adjacency @ torch.mm(x, self.weight) + self.bias


class GCN(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList([GraphLayer(i, o) for i, o in zip(sizes, sizes[1:])])

    def forward(self, x, adjacency):
        for layer in self.layers[:-1]:
            x = layer(x, adjacency).relu()
        return self.layers[-1](x, adjacency).log_softmax(dim=-1)


model = GCN([10, 16, 4])
x = torch.randn(7, 10)
y = model(x, torch.eye(7))
