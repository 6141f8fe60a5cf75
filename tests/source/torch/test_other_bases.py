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
