import torch
from torch import nn


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        shared = nn.Linear(10, 20)
        self.left = nn.Sequential(shared, nn.Tanh())
        self.right = nn.Sequential(shared, nn.ReLU())
        self.bilinear = nn.Bilinear(20, 20, 4)

    def encode(self, x):
        return self.left(x) + self.right(x)

    def forward(self, a, b):
        return self.bilinear(self.encode(a), self.encode(b))


model = Siamese()
x = torch.randn(3, 10)
y = model(x, torch.ones_like(x))
