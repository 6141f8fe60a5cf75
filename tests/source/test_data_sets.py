"""What a loader gives: its place in the text, and what the labels are."""

from __future__ import annotations

from footgun import check_source

TEXT = """\
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

digits = datasets.MNIST("data", transform=transforms.ToTensor())
conv = nn.Conv2d(3, 8, 3)
for images, labels in DataLoader(digits, batch_size=32):
    conv(images)
"""


def test_a_batch_comes_from_the_line_of_its_data_set():
    (finding,) = check_source(TEXT, "net.py").findings
    assert finding.code == "SHP001"
    assert {(label.span.line, label.text) for label in finding.labels} == {
        (5, "the input has 1 channel"),
        (6, "made here"),
    }
