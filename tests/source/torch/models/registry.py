from dataclasses import dataclass, field
from enum import Enum
from functools import partial

import torch
from torch import nn


class Norm(Enum):
    BATCH = "batch"
    LAYER = "layer"


@dataclass
class Config:
    cin: int = 3
    widths: list = field(default_factory=lambda: [8, 16])
    norm: Norm = Norm.BATCH
    act: str = "gelu"
    drop: float = 0.0


ACTIVATIONS = {"relu": partial(nn.ReLU, inplace=True), "gelu": nn.GELU}
NORMS = {Norm.BATCH: nn.BatchNorm2d, Norm.LAYER: partial(nn.GroupNorm, 1)}


class Net(nn.Module):
    def __init__(self, config):
        super().__init__()
        cin, stages = config.cin, []
        for i, width in enumerate(config.widths):
            stage = [
                nn.Conv2d(cin, width, 3, stride=2 if i else 1),
                NORMS[config.norm](width),
                ACTIVATIONS[config.act](),
            ]
            if config.drop > 0:
                stage.append(nn.Dropout2d(config.drop))
            self.add_module(f"stage{i}", nn.Sequential(*stage))
            stages.append(f"stage{i}")
            cin = width
        self.stages = stages
        self.head = nn.Linear(cin, 4) if config.cin > 1 else None

    def forward(self, x):
        for name in self.stages:
            x = getattr(self, name)(x)
        return self.head(x.amax(dim=(-2, -1)))


model = Net(Config(norm=Norm.LAYER, drop=0.1))
x = torch.randn(2, 3, 17, 17)
y = model(x)
