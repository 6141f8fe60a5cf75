import torch
from torch import nn


def init_weights(module):
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        module.bias.data.fill_(0.01)
    elif isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 8)
        self.first = nn.Linear(8, 8)
        self.last = nn.Linear(8, 2)
        self.scale = nn.Parameter(torch.zeros(1))
        self.apply(init_weights)
        nn.init.zeros_(self.last.weight)
        for parameter in self.embed.parameters():
            parameter.requires_grad = False

    def forward(self, x):
        return self.last(self.first(self.embed(x)).tanh() * self.scale)


net = Net()
optimizer = torch.optim.SGD((p for p in net.parameters() if p.requires_grad), lr=0.1)
net(torch.randint(0, 10, (4,)))
