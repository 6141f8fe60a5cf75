"""Calls that are gone, misspelt or misleading."""

from __future__ import annotations

from benchmarks.price.programs import Fault

FAULTS = (
    Fault("API001", "digits_cnn", (("        super().__init__()\n", ""),), stops=True),
    Fault("API002", "digits_files", (("transforms.ToTensor(),", "transforms.Scale(28), transforms.ToTensor(),"),), stops=True),
    Fault("API004", "digits_cnn", (("nn.BatchNorm2d", "nn.BatchNormalization2d"),), stops=True),
    Fault("API005", "digits_cnn", (("optimizer.zero_grad()", "optimiser.zero_grad()"),), stops=True),
)  # fmt: skip
REMARKS = {
    "API003": "Nothing as long as the installed release still has the name; the program stops once it has not.",
}
