"""Networks whose classes derive from other packages: Lightning, and whatever has a `forward`."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run

LIGHTNING = """
    import {package} as L
    import torch
    import torch.nn.functional as F
    from torch import nn

    class Net(L.LightningModule):
        def __init__(self, hidden=64, lr=1e-3):
            super().__init__()
            self.save_hyperparameters()
            self.body = nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))
            self.other = nn.Linear(12, 10)

        def training_step(self, batch, batch_idx):
            x, y = batch
            loss = F.cross_entropy(self.body(x), y)
            self.log("loss", loss)
            return loss

        def validation_step(self, batch, batch_idx):
            x, y = batch
            self.log("loss", F.cross_entropy(self.other(self.body(x)), y))

        def configure_optimizers(self):
            return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
"""


@pytest.mark.parametrize("package", ["lightning", "pytorch_lightning", "lightning.pytorch"])
def test_the_steps_of_a_lightning_module_are_followed(package: str) -> None:
    program = run(LIGHTNING.format(package=package))
    assert [loss.span.line for loss in program.losses] == [16, 22]
    assert [node.span.line for node in program.nodes if node.faults] == [22]
    (optimizer,) = program.optimizers
    assert optimizer.span.line == 25
    assert not program.names


FEEDING = """
    from torch.utils.data import DataLoader
    from torchvision import datasets, transforms
    pictures = datasets.MNIST("data", transform=transforms.Compose([transforms.Resize(20), transforms.ToTensor()]))
    loader = DataLoader(pictures, 64, shuffle=True)
"""
MODULE = """
    class Pictures(L.LightningDataModule):
        def setup(self, stage):
            self.data = pictures
        def train_dataloader(self):
            return DataLoader(self.data, 64, shuffle=True)
"""


@pytest.mark.parametrize(
    "fit", ["fit(net, loader)", "fit(net, datamodule=Pictures())", "fit(net, train_dataloaders=loader)"]
)
@pytest.mark.parametrize("package", ["lightning", "pytorch_lightning"])
def test_a_trainer_hands_the_batches_of_its_loader_to_the_steps(package: str, fit: str) -> None:
    code = LIGHTNING.format(package=package) + FEEDING + MODULE + f"    net = Net()\n    L.Trainer().{fit}\n"
    program = run(code)
    faults = [(fault.expected, fault.got) for node in program.nodes for fault in node.faults]
    assert (784, 400) in faults
    assert [event.mode for event in program.events if event.kind == "fed"] == [""]


def test_a_class_with_a_forward_is_a_network_whatever_it_derives_from() -> None:
    code = """
        from torch import nn
        from transformers import PreTrainedModel
        class Net(PreTrainedModel):
            def __init__(self, config):
                super().__init__(config)
                self.a, self.b = nn.Linear(3, 4), nn.Linear(5, 6)
            def forward(self, x): return self.b(self.a(x))
        class Plain(object):
            def forward(self, x): return x
    """
    (network,) = run(code).networks
    assert network.name == "Net"
    assert [bool(node.faults) for node in network.nodes] == [False, True]
