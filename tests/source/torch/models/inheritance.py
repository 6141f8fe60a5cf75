from abc import ABC, abstractmethod

import torch
from torch import nn


class Base(nn.Module, ABC):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim
        self.build()

    @abstractmethod
    def build(self): ...

    @property
    def out(self):
        return self.dim * 2

    def forward(self, x):
        return self.post(self.body(x))

    def post(self, x):
        return x


class Mixin:
    def post(self, x):
        return torch.tanh(super().post(x))


class Child(Mixin, Base):
    def build(self):
        self.body = nn.Sequential(nn.Linear(self.dim, self.out), MyLinear(self.out, 3))


class MyLinear(nn.Linear):
    def __init__(self, cin, cout):
        super().__init__(cin, cout, bias=False)

    def forward(self, x):
        return super().forward(x) + 1


model = Child(6)
x = torch.randn(4, 6)
y = model(x)
